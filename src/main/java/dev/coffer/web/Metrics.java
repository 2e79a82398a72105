package dev.coffer.web;

import io.javalin.http.Context;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * What the process does, for Prometheus: requests by route and status, memory, processor. Answers a direct connection
 * from loopback, or whoever brings the operator's token; others get a 404.
 */
public final class Metrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final TokenCheck token;

    /** Whether a bearer token is the one that the operator set. */
    @FunctionalInterface
    public interface TokenCheck {
        boolean isRight(String presented);
    }

    public Metrics(TokenCheck token) {
        this.token = token;
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        bindGarbageCollector();
    }

    /** Counts an answered request; {@code route} is the path's pattern, never the path itself. */
    void count(String method, String route, int status, Duration took) {
        Timer.builder("http.server.requests").tag("method", method).tag("route", route)
                .tag("status", String.valueOf(status)).register(registry).record(took);
    }

    public void show(Context ctx) {
        if (!isDirectLoopback(ctx) && !bearer(ctx).filter(token::isRight).isPresent()) {
            throw new dev.coffer.access.NotFound();
        }
        ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(registry.scrape());
    }

    @SuppressWarnings("resource") // lives as long as the process
    private void bindGarbageCollector() {
        new JvmGcMetrics().bindTo(registry);
    }

    private static boolean isDirectLoopback(Context ctx) {
        if (ctx.headerMap().keySet().stream().anyMatch(name -> name.toLowerCase(java.util.Locale.ROOT)
                .startsWith("x-forwarded-") || name.equalsIgnoreCase("forwarded"))) {
            return false;
        }
        try {
            return InetAddress.getByName(ctx.req().getRemoteAddr()).isLoopbackAddress();
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    private static Optional<String> bearer(Context ctx) {
        return Optional.ofNullable(ctx.header("Authorization")).filter(header -> header.startsWith("Bearer "))
                .map(header -> header.substring("Bearer ".length()).strip());
    }
}
