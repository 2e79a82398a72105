package dev.coffer.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program that is told things: a real HTTP server on loopback, which answers as a test wants. */
public final class Receiver implements AutoCloseable {
    public final List<Call> calls = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Call> coming = new LinkedBlockingQueue<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile int status = 204;
    private volatile String location;
    private volatile boolean silent;

    /** What came in. */
    public record Call(String method, String path, String body, Map<String, List<String>> headers) {
        public String header(String name) {
            return headers.entrySet().stream().filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(entry -> entry.getValue().getFirst()).findFirst().orElse(null);
        }
    }

    public Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[]{127, 0, 0, 1}), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::take);
        server.setExecutor(threads);
        server.start();
    }

    public String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(port(), path);
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The next call that comes in. @throws IllegalStateException where none does in this time */
    public Call next(long time, TimeUnit unit) throws InterruptedException {
        var call = coming.poll(time, unit);
        if (call == null) {
            throw new IllegalStateException("nothing came in");
        }
        return call;
    }

    public void answers(int code) {
        status = code;
    }

    void redirectsTo(String address) {
        status = 302;
        location = address;
    }

    /** Takes what comes and never answers. */
    void keepsSilent() {
        silent = true;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var call = new Call(exchange.getRequestMethod(), exchange.getRequestURI().toString(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    Map.copyOf(exchange.getRequestHeaders()));
            calls.add(call);
            coming.add(call);
            if (silent) {
                closing.await();
            }
            if (location != null) {
                exchange.getResponseHeaders().add("Location", location);
            }
            exchange.getResponseHeaders().add("Set-Cookie", "kept=no");
            exchange.sendResponseHeaders(status, -1);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.close();
    }
}
