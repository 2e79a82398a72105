package dev.coffer.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a project's events are told. The address may hold a token: it is for those who manage webhooks, not for logs.
 * {@code last} is the newest delivery.
 */
public record Webhook(UUID id, String url, List<Event> events, boolean enabled, long revision, Made made,
        Optional<Delivery> last) {

    /** When it was made, and by whom. */
    public record Made(Instant at, String by) {}

    /** The host alone, which everybody may read. */
    public String host() {
        return host(url);
    }

    static String host(String url) {
        return URI.create(url).getHost();
    }

    /** Whether its receiver said that it wants nothing more. */
    public boolean isGone() {
        return !enabled && last.isPresent() && last.get().tries().status().orElse(0) == 410;
    }

    @Override
    public String toString() {
        return "[webhook " + id + "]";
    }
}
