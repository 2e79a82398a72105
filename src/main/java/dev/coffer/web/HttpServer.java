package dev.coffer.web;

import dev.coffer.crypto.Handled;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.JettyConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.router.Endpoint;
import io.javalin.router.InternalRouter;
import io.javalin.security.Roles;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening socket: Jetty under Javalin with none of their open defaults. Bodies, headers, connections and idle
 * times are bounded; a client that sends or reads at a trickle is cut off; every answer bears our headers.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("dev.coffer.web.requests");
    private static final String ROUTE = "route";
    private static final int HEADER_BYTES = 8 * 1024;
    private static final int IDLE_MILLIS = 10_000;
    private static final int STOP_MILLIS = 10_000;
    private static final int SLOWEST_BYTES_PER_SECOND = 200;
    private static final int MOST_CONNECTIONS = 8_000;
    private static final int ACCEPT_QUEUE = 1_024;
    private static final int LARGEST_OF_STRANGERS = 16 * 1024;
    private static final int MOST_AT_ONCE = 24;
    private static final int MOST_APPS_LOOKED_UP = 6;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_LOOKUP = Duration.ofSeconds(20);
    private static final Duration SLOW_BODY = Duration.ofSeconds(1);

    private final Javalin javalin;

    /** Where to listen ({@code port} 0 takes a free one), and the largest body in bytes. */
    public record Listen(String host, int port, int largestBody) {}

    /** What every request passes on its way: guards, then the door, then a handler; and what failures become. */
    public record Frame(Headers headers, Guards guards, Door door, Consumer<RoutesConfig> problems, Metrics metrics) {}

    /** Lets a request through to a route with that audience, or throws. */
    @FunctionalInterface
    public interface Door {
        void admit(Context ctx, Audience audience);
    }

    private HttpServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /** Starts to listen. @throws RuntimeException where the port is taken */
    public static HttpServer start(Listen listen, Frame frame, List<Route> routes) {
        var turns = new Semaphore(MOST_AT_ONCE);
        var lookups = new Semaphore(MOST_APPS_LOOKED_UP, true);
        var javalin = Javalin.create(config -> {
            defaults(config, listen.largestBody());
            jetty(config.jetty, listen, frame.headers());
            config.routes.before(_ -> Handled.begin());
            config.routes.before(frame.guards()::check);
            for (var route : routes) {
                config.routes.addHttpHandler(route.method(), route.path(), ctx -> {
                    ctx.attribute(ROUTE, route.path());
                    receiveSmall(ctx);
                    admit(ctx, frame.door(), route, lookups);
                    receive(ctx, frame.door(), route.audience());
                    inTurn(ctx, route, turns);
                }, route.audience());
            }
            frame.problems().accept(config.routes);
            config.routes.after(ctx -> allowList(ctx, config.unsafe.internalRouter));
            config.requestLogger.http((ctx, millis) -> log(ctx, millis, frame.metrics()));
        });
        return new HttpServer(javalin.start());
    }

    /** Javalin names the methods of an address that it knows by itself (RFC 9110, 15.5.6). */
    private static void allowList(Context ctx, InternalRouter router) {
        if (ctx.statusCode() == 405 && router.findFirstHttpHandlerEntry(Route.LIST, ctx.path()) != null) {
            ctx.header("Allow", ctx.res().getHeader("Allow") + ", LIST");
        }
    }

    /**
     * So many handlers at once and no more: pages take memory while they are made, and threads cost nothing here. What
     * serves strangers (health, signing in) waits for nobody; signing in has a queue of its own. So have running apps,
     * whose answers are small and wait for each other when they are recorded.
     */
    private static void inTurn(Context ctx, Route route, Semaphore turns) throws Exception {
        if (route.audience().door() == Audience.Door.OPEN || route.audience().isForDeployments()) {
            route.handler().handle(ctx);
            return;
        }
        if (!turns.tryAcquire(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
            throw Refused.tooMany("Too much is going on at once. Nothing was saved. Try again in a few seconds", 2);
        }
        try {
            route.handler().handle(ctx);
        } finally {
            turns.release();
        }
    }

    /** Thousands of apps may come at once, and leave room in the database's pool for others. */
    private static void admit(Context ctx, Door door, Route route, Semaphore lookups) throws InterruptedException {
        if (!route.audience().isForDeployments()) {
            door.admit(ctx, route.audience());
            return;
        }
        if (!lookups.tryAcquire(LONGEST_LOOKUP.toSeconds(), TimeUnit.SECONDS)) {
            throw Refused.tooMany("Too many ask at once. Try again in a few seconds", 5);
        }
        try {
            door.admit(ctx, route.audience());
        } finally {
            lookups.release();
        }
    }

    /** Right away: were it read after a look into the database, our delay would count as the client's slowness. */
    private static void receiveSmall(Context ctx) {
        long length = ctx.req().getContentLengthLong();
        if (length > 0 && length <= LARGEST_OF_STRANGERS) {
            ctx.bodyAsBytes();
        }
    }

    /**
     * Waits for the body, before anything is decided on who sends it: a client could hold it back until its rights are
     * gone, so after a slow one the door is passed again. Strangers get to send little.
     */
    private static void receive(Context ctx, Door door, Audience audience) {
        if (ctx.req().getContentLengthLong() <= 0 && ctx.header("Transfer-Encoding") == null) {
            return;
        }
        if (audience.door() == Audience.Door.OPEN && (ctx.req().getContentLengthLong() > LARGEST_OF_STRANGERS
                || ctx.req().getContentLengthLong() < 0)) {
            throw new Refused(HttpStatus.CONTENT_TOO_LARGE, "Nothing was saved. Send less at once");
        }
        long began = System.nanoTime();
        ctx.bodyAsBytes();
        if (System.nanoTime() - began > SLOW_BODY.toNanos()) {
            door.admit(ctx, audience);
        }
    }

    public int port() {
        return javalin.port();
    }

    /** What the router itself holds, wherever it came from. */
    public List<Route> registered() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream().map(parsed -> parsed.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod()).map(HttpServer::route).toList();
    }

    /** Takes no more connections, and lets what runs finish within ten seconds. */
    @Override
    public void close() {
        javalin.stop();
    }

    private static Route route(Endpoint endpoint) {
        var roles = endpoint.metadata(Roles.class);
        var audience = roles == null ? null : (Audience) roles.getRoles().iterator().next();
        return new Route(endpoint.method, endpoint.path, audience, endpoint.handler);
    }

    private static void defaults(JavalinConfig config, int largestBody) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.maxRequestSize = largestBody;
        config.http.strictContentTypes = true;
        config.http.prefer405over404 = true;
        config.http.generateEtags = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        // Multipart is refused by the guards; should it ever get past them, it stays small and in memory.
        config.jetty.multipartConfig.maxFileSize(1, SizeUnit.KB);
        config.jetty.multipartConfig.maxTotalRequestSize(1, SizeUnit.KB);
        config.jetty.multipartConfig.maxInMemoryFileSize(1, SizeUnit.MB);
    }

    private static void jetty(JettyConfig jetty, Listen listen, Headers headers) {
        var errors = new JettyErrors(headers);
        jetty.modifyHttpConfiguration(HttpServer::harden);
        jetty.modifyServer(server -> {
            server.setErrorHandler(errors);
            server.setStopTimeout(STOP_MILLIS);
            server.insertHandler(new GracefulHandler());
            server.insertHandler(new SizeLimitHandler(listen.largestBody(), -1));
        });
        jetty.modifyServletContextHandler(context -> context.setErrorHandler(errors));
        jetty.addConnector((server, http) -> {
            var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
            connector.setHost(listen.host());
            connector.setPort(listen.port());
            connector.setIdleTimeout(IDLE_MILLIS);
            connector.setAcceptQueueSize(ACCEPT_QUEUE);
            server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
            return connector;
        });
    }

    @SuppressWarnings("removal") // the handlers that follow it count whole requests, not the connection's rate
    private static void harden(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setHttpCompliance(HttpCompliance.STRICT);
        http.setUriCompliance(UriCompliance.DEFAULT);
        http.setMinRequestDataRate(SLOWEST_BYTES_PER_SECOND);
        http.setMinResponseDataRate(SLOWEST_BYTES_PER_SECOND);
        http.setRelativeRedirectAllowed(true);
    }

    /** The route's pattern and never the path: a path may hold a key, a search or a one-time link. */
    private static void log(Context ctx, float millis, Metrics metrics) {
        Handled.end(); // the answer is sent; what follows holds nothing that was in it
        String route = ctx.attribute(ROUTE);
        route = route == null ? "-" : route;
        var method = ctx.method().name();
        metrics.count(method, route, ctx.statusCode(), Duration.ofNanos((long) (millis * 1_000_000)));
        LOG.atInfo().addKeyValue("request_id", Guards.requestId(ctx)).addKeyValue("method", method)
                .addKeyValue("route", route).addKeyValue("status", ctx.statusCode())
                .addKeyValue("millis", Math.round(millis)).log("request");
    }
}
