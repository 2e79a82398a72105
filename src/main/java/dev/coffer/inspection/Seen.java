package dev.coffer.inspection;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A value as it was seen: what was noticed when it was stored, and its times. {@code print} is its fingerprint, and
 * empty where nobody looked at it yet; {@code accepted} is what was said to be fine of this version.
 */
record Seen(Hint.Place place, Optional<ByteBuffer> print, Set<Finding> findings, Times times,
        Map<String, Hint.Acceptance> accepted) {

    /**
     * When there was a first value, when this one was stored, when it expires, was last read, and stopped being what
     * its type asks for, where it ever.
     */
    record Times(Instant createdAt, Instant updatedAt, Optional<Instant> expiresAt, Optional<Instant> readAt,
            Optional<Instant> unfitAt) {}

    Instant updatedAt() {
        return times.updatedAt;
    }

    Hint hint(Finding kind, String detail, Instant since) {
        return new Hint(place, kind, kind.what(detail), since, Optional.ofNullable(accepted.get(kind.slug())));
    }
}
