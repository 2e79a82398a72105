package dev.coffer.secret;

import dev.coffer.requirement.Need;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which secrets to list: a text in the key or description, an environment, a status there, whose they are, and the key
 * of their type, or {@link #PLAIN}. Empty parts don't narrow.
 */
public record SecretFilter(String text, String environment, Optional<Status> status, Optional<Scope> scope,
        String type, String app) {
    /** Those without a type; no type has this key. */
    public static final String PLAIN = "-";
    /** Those of the project, and not one app's own; no app has this slug. */
    public static final String EVERY_APP = "-";
    public static final SecretFilter ALL = new SecretFilter("", "", Optional.empty());

    public SecretFilter(String text, String environment, Optional<Status> status) {
        this(text, environment, status, Optional.empty(), "", "");
    }

    SecretFilter ofType(String other) {
        return new SecretFilter(text, environment, status, scope, other, app);
    }

    SecretFilter ofApp(String other) {
        return new SecretFilter(text, environment, status, scope, type, other);
    }

    SecretFilter of(Optional<Scope> other) {
        return new SecretFilter(text, environment, status, other, type, app);
    }

    /** Whose secret it is. */
    public enum Scope {
        PROJECT("project"),
        APP("app"),
        ORGANIZATION("organization");

        private final String slug;

        Scope(String slug) {
            this.slug = slug;
        }

        public String slug() {
            return slug;
        }

        public static Optional<Scope> of(String slug) {
            return Arrays.stream(values()).filter(scope -> scope.slug.equals(slug)).findFirst();
        }
    }

    /** Whether an environment has a value of a key, and where it hasn't, whether the project waits for one. */
    public enum Status {
        CONFIGURED("configured", "Configured"),
        MISSING("missing", "Missing"),
        DISMISSED("dismissed", "Dismissed"),
        NOT_SET("not_set", "Not set");

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

        static Status of(Need.Status status) {
            return switch (status) {
                case CONFIGURED -> CONFIGURED;
                case MISSING -> MISSING;
                case DISMISSED -> DISMISSED;
            };
        }

        public static Optional<Status> of(String slug) {
            for (var status : values()) {
                if (status.slug.equals(slug)) {
                    return Optional.of(status);
                }
            }
            return Optional.empty();
        }
    }

    public boolean narrows() {
        return !text.isEmpty() || !environment.isEmpty() || status.isPresent() || !type.isEmpty()
                || !app.isEmpty();
    }

    /** Whether a slot of a secret is among what was asked for. */
    public boolean shows(Secret.Slot slot) {
        return (environment.isEmpty() || slot.environment().slug().equals(environment))
                && status.map(wanted -> wanted == slot.status()).orElse(true);
    }
}
