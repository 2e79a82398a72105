package dev.coffer;

import dev.coffer.account.SetupCodes;
import dev.coffer.crypto.Handled;
import dev.coffer.crypto.Keyring;
import dev.coffer.crypto.Plaintext;
import dev.coffer.db.Database;
import dev.coffer.db.DatabaseFailed;
import dev.coffer.db.DatabaseUnavailable;
import dev.coffer.db.EmbeddedPostgres;
import dev.coffer.runtime.RuntimeSecrets;
import dev.coffer.web.CrossSite;
import dev.coffer.web.Guards;
import dev.coffer.web.Headers;
import dev.coffer.web.HttpServer;
import dev.coffer.web.Metrics;
import dev.coffer.web.Route;
import dev.coffer.web.WaitingRoom;
import dev.coffer.webhook.Dispatcher;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole product in one process: its start, its end, and what listens. Starts with the waiting room while the
 * instance can't be opened, and takes the real routes into service as soon as it can.
 */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int RETRY_SECONDS = 2;
    private static final int FORGET_MINUTES = 10;

    private final Config config;
    private final EmbeddedPostgres postgres;
    private final Database database;
    private final Headers headers;
    private final Guards guards;
    private final Metrics metrics;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile HttpServer http;
    private volatile Dispatcher dispatcher;
    private volatile RuntimeSecrets runtime;
    private volatile WaitingRoom.Reason reason;
    private volatile List<Route> routes = List.of();
    private volatile boolean open;
    private volatile boolean stopping;

    private Server(Config config) {
        this.config = config;
        JsonLog.hide(config.secrets());
        this.postgres = config.database().isPresent() ? null : EmbeddedPostgres.start(config.dataFolder());
        this.database = Database.connect(config.database().orElseGet(() -> postgres.address()),
                config.databases().replica());
        this.headers = new Headers(config.https());
        this.guards = new Guards(headers, new CrossSite(config.publicUrl()));
        this.metrics = new Metrics(this::isMetricsToken);
    }

    /** Starts, and returns once the socket listens: open for use, or in the waiting room and trying on. */
    public static Server start(Config config) {
        var server = new Server(config);
        try {
            server.openOrWait();
            return server;
        } catch (RuntimeException | Error failed) {
            server.close();
            throw failed;
        }
    }

    public int port() {
        return http.port();
    }

    /** What it answers once it is open. */
    List<Route> routes() {
        return routes;
    }

    /** What the router itself holds, wherever it came from. */
    List<Route> registered() {
        return http.registered();
    }

    /** How many apps wait for a change. */
    int waiting() {
        return runtime.waiting();
    }

    /** Whether the instance is open; while it is not, {@code /readyz} says why. */
    public boolean isOpen() {
        return open;
    }

    /** Finishes what runs, then lets go of the database and stops it where it is ours. */
    @Override
    public void close() {
        stopping = true;
        closing.countDown();
        if (runtime != null) {
            runtime.endWaits();
        }
        if (http != null) {
            http.close();
        }
        if (runtime != null) {
            runtime.close();
        }
        if (dispatcher != null) {
            dispatcher.close();
        }
        database.close();
        if (postgres != null) {
            postgres.close();
        }
    }

    private void openOrWait() {
        switch (attempt()) {
            case Opening.Opened(var keyring) -> serve(keyring, config.listen().port());
            case Opening.Closed(var why) -> {
                tell(why);
                http = HttpServer.start(listen(config.listen().port()), new HttpServer.Frame(headers, guards,
                        (_, _) -> {}, WaitingRoom::problems, metrics), WaitingRoom.routes(() -> reason));
                // No daemon: between the waiting room's socket and the real one it alone keeps the process up.
                Thread.ofPlatform().name("coffer-opening").start(this::waitUntilOpen);
            }
        }
    }

    /** The root key is read here, and kept out of what is logged meanwhile. */
    private Opening.Outcome attempt() {
        Handled.begin();
        try {
            return new Opening(config, database).attempt();
        } finally {
            Handled.end();
        }
    }

    private void waitUntilOpen() {
        int port = http.port();
        try {
            while (!closing.await(RETRY_SECONDS, TimeUnit.SECONDS)) {
                if (opened(port)) {
                    return;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What goes wrong on the way is told and tried again: this thread is all that keeps the process up. */
    private boolean opened(int port) {
        try {
            return switch (attempt()) {
                case Opening.Opened(var keyring) -> {
                    http.close();
                    serve(keyring, port);
                    yield true;
                }
                case Opening.Closed(var why) -> {
                    tell(why);
                    yield false;
                }
            };
        } catch (RuntimeException failed) {
            LOG.atError().addKeyValue("error", failed.getClass().getName()).log("opening failed, and is tried again");
            return false;
        }
    }

    private void tell(WaitingRoom.Reason why) {
        if (!why.equals(reason)) {
            LOG.atWarn().addKeyValue("reason", why.code()).log(why.sentence());
        }
        reason = why;
    }

    private void serve(Keyring keyring, int port) {
        var features = new Features(new Features.Ground(config, database, keyring, metrics), () -> stopping);
        Thread.ofVirtual().name("coffer-forgetting").start(() -> forgetNowAndThen(features));
        runtime = features.runtimeSecrets();
        dispatcher = features.dispatcher();
        dispatcher.start();
        routes = features.routes();
        http = HttpServer.start(listen(port), new HttpServer.Frame(headers, guards, features.entry()::admit,
                features.problems()::register, metrics), routes);
        open = true;
        new SetupCodes(database, keyring, config.dataFolder()).prepare().ifPresent(this::tell);
    }

    /** For whoever started the server, and not for its log. */
    private void tell(Plaintext setupCode) {
        System.out.printf("Set up Coffer: %s/setup?code=%s%n", config.publicUrl(),
                new String(setupCode.expose(), StandardCharsets.US_ASCII));
    }

    private void forgetNowAndThen(Features features) {
        try {
            do {
                Handled.begin();
                forgetOld(features);
                seeUnseen(features);
                Handled.end();
            } while (!closing.await(FORGET_MINUTES, TimeUnit.MINUTES));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What lost its meaning by time, and nobody comes back for. Without the database it waits for the next round. */
    private void forgetOld(Features features) {
        try {
            features.forgetOld();
        } catch (DatabaseUnavailable | DatabaseFailed later) {
            LOG.atWarn().log("what is past its time could not be dropped; tried again later");
        }
    }

    /** After an update there may be many; each batch is kept, so what is left waits for the next round. */
    private void seeUnseen(Features features) {
        try {
            features.seeUnseen();
        } catch (DatabaseUnavailable | DatabaseFailed later) {
            LOG.atWarn().log("values that were stored earlier could not be looked at; tried again later");
        }
    }

    private HttpServer.Listen listen(int port) {
        return new HttpServer.Listen(config.listen().host(), port, Features.largestBody(config));
    }

    private boolean isMetricsToken(String presented) {
        return config.metricsToken().filter(token -> MessageDigest.isEqual(
                token.expose().getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }
}
