package dev.coffer.webhook;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Something told to a webhook, or to be told. {@code next} is when it is tried again, empty when it isn't. */
public record Delivery(UUID id, String event, String body, Instant createdAt, Tries tries, Optional<Instant> next,
        Optional<Instant> deliveredAt) {

    /** The attempts so far: how many, when the last one was, and what it came to (a status, or a fault's slug). */
    public record Tries(int count, Optional<Instant> last, OptionalInt status, Optional<String> fault) {}

    /** How it stands. */
    public enum Status {
        WAITING("waiting", "Waiting"),
        DELIVERED("delivered", "Delivered"),
        GIVEN_UP("given_up", "Given up");

        private final String slug;
        private final String label;

        Status(String slug, String label) {
            this.slug = slug;
            this.label = label;
        }

        public String slug() {
            return slug;
        }

        public String label() {
            return label;
        }
    }

    public Status status() {
        return deliveredAt.isPresent() ? Status.DELIVERED : next.isPresent() ? Status.WAITING : Status.GIVEN_UP;
    }
}
