package dev.coffer.webhook;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProxyAuthenticationProtocolHandler;
import org.eclipse.jetty.client.RedirectProtocolHandler;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Posts to addresses that strangers chose. It connects only to addresses that {@link Reach} has checked, one connection
 * an attempt, and follows no redirect; it keeps no cookie, answers no challenge, uses no proxy, decodes nothing and
 * keeps nothing of the answer but its status. Jetty's client, because it alone lets the addresses be chosen.
 */
final class Caller implements AutoCloseable {
    private static final Duration TO_CONNECT = Duration.ofSeconds(3);
    private static final int LARGEST_ANSWER = 64 * 1024;
    private static final int LARGEST_HEADERS = 16 * 1024;
    private static final int THREADS = 8;

    private final Reach reach;
    private final Duration toAnswer;
    private HttpClient client;

    /** What to post, and where. */
    record Post(URI url, String body, Map<String, String> headers) {
        /** Without the address, which may hold a token. */
        @Override
        public String toString() {
            return "[post]";
        }
    }

    /** @param toAnswer how long an attempt may take, from the look-up of the host on */
    Caller(Reach reach, Duration toAnswer) {
        this.reach = reach;
        this.toAnswer = toAnswer;
    }

    /** Waits for the answer, never longer than it may take. */
    Outcome call(Post post) throws InterruptedException {
        var answer = new Answer();
        var request = started().POST(post.url)
                .body(new BytesRequestContent("application/json", post.body.getBytes(StandardCharsets.UTF_8)))
                .headers(headers -> post.headers.forEach(headers::put))
                // One attempt, one connection: the next one looks the host up again.
                .headers(headers -> headers.put(HttpHeader.CONNECTION, "close"))
                .timeout(toAnswer.toMillis(), TimeUnit.MILLISECONDS);
        request.send(answer);
        try {
            return answer.outcome.get(toAnswer.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            request.abort(slow);
            return new Outcome.Failed(Fault.TIMED_OUT);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException stopped) {
            request.abort(stopped);
            throw stopped;
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            stop(client);
        }
    }

    /** At the first post: an installation without webhooks pays for no client. */
    private synchronized HttpClient started() {
        if (client == null) {
            var fresh = client();
            try {
                fresh.start();
            } catch (Exception failed) {
                stop(fresh);
                throw new IllegalStateException("the client of the webhooks doesn't start", failed);
            }
            // Starting puts in what redirects, challenges and encodings would be answered with.
            fresh.getProtocolHandlers().remove(RedirectProtocolHandler.NAME);
            fresh.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
            fresh.getProtocolHandlers().remove(ProxyAuthenticationProtocolHandler.NAME);
            fresh.getContentDecoderFactories().clear();
            client = fresh;
        }
        return client;
    }

    private HttpClient client() {
        var connector = new ClientConnector();
        connector.setSelectors(1);
        var made = new HttpClient(new HttpClientTransportOverHTTP(connector));
        var threads = new QueuedThreadPool(THREADS, 1);
        threads.setName("coffer-webhooks");
        threads.setDaemon(true);
        made.setExecutor(threads);
        made.setName("coffer-webhooks");
        made.setFollowRedirects(false);
        made.setHttpCookieStore(new HttpCookieStore.Empty());
        made.setUserAgentField(null);
        // Jetty's client keeps as many headers as come.
        made.setMaxResponseHeadersSize(LARGEST_HEADERS);
        made.setConnectTimeout(TO_CONNECT.toMillis());
        made.setIdleTimeout(toAnswer.toMillis());
        made.setDestinationIdleTimeout(TimeUnit.MINUTES.toMillis(1));
        made.setSocketAddressResolver(resolver());
        return made;
    }

    /**
     * On a thread of its own: a slow name server must not take one that others need. Not a virtual one: the look-up is
     * the system's, and keeps the carrier that all requests share.
     */
    private SocketAddressResolver resolver() {
        return (host, port, context, promise) -> Thread.ofPlatform().daemon().name("coffer-webhook-names")
                .start(() -> resolve(host, port, (Destination) context.get(Destination.CONTEXT_KEY), promise));
    }

    private void resolve(String host, int port, Destination destination, Promise<List<InetSocketAddress>> promise) {
        List<InetSocketAddress> found;
        try {
            found = reach.addresses(host, destination.isSecure()).stream()
                    .map(address -> new InetSocketAddress(address, port)).toList();
        } catch (UnknownHostException | RuntimeException failed) {
            promise.failed(failed);
            return;
        }
        promise.succeeded(found);
    }

    private static void stop(HttpClient client) {
        try {
            client.stop();
        } catch (Exception ignored) {
            // nothing of it is needed any more
        }
    }

    /** What comes back: its status; the rest is let pass by, and cut off where it goes on for long. */
    private static final class Answer implements Response.Listener {
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private long bytes;

        @Override
        public void onContent(Response response, ByteBuffer content) {
            bytes += content.remaining();
            content.position(content.limit());
            if (bytes > LARGEST_ANSWER) {
                response.abort(new IllegalStateException("a long answer"));
            }
        }

        /** A status that has come counts, whatever became of what follows it. */
        @Override
        public void onComplete(Result result) {
            var status = result.getResponse() == null ? 0 : result.getResponse().getStatus();
            outcome.complete(
                    status > 0 ? new Outcome.Answered(status) : new Outcome.Failed(fault(result.getFailure())));
        }
    }

    private static Fault fault(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case Reach.Refused _ -> {
                    return Fault.REFUSED;
                }
                case UnknownHostException _ -> {
                    return Fault.UNKNOWN_HOST;
                }
                case UnresolvedAddressException _ -> {
                    return Fault.UNKNOWN_HOST;
                }
                case SSLException _ -> {
                    return Fault.TLS;
                }
                case ConnectException _ -> {
                    return Fault.UNREACHABLE;
                }
                case SocketTimeoutException _ -> {
                    return Fault.UNREACHABLE;
                }
                case TimeoutException _ -> {
                    return Fault.TIMED_OUT;
                }
                default -> {
                }
            }
        }
        return Fault.BROKEN;
    }
}
