package dev.coffer.inspection;

import dev.coffer.form.ScopedKey;
import dev.coffer.project.Environment;
import java.time.Instant;
import java.util.Optional;

/**
 * That something stands out about a secret's value in an environment, since when, and whether somebody said it is fine.
 */
public record Hint(Place place, Finding kind, String text, Instant since, Optional<Acceptance> acceptance) {

    /** A version of a value. */
    public record Place(ScopedKey named, Environment environment, int version) {
        public String key() {
            return named.key();
        }
    }

    /** Who said that it is fine, and when. */
    public record Acceptance(String by, Instant at) {}

    public boolean isOpen() {
        return acceptance.isEmpty();
    }
}
