package dev.coffer.publication;

import dev.coffer.form.ScopedKey;
import java.util.Arrays;
import java.util.UUID;

/** A version of a secret in an environment, as a publication saw it; never its value. */
public record Pin(ScopedKey named, Scope scope, UUID secretId, int number) {

    /** Whose secret it is: the project's, an app's own, or a built-in one of the organization. */
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

        static Scope of(String slug) {
            return Arrays.stream(values()).filter(scope -> scope.slug.equals(slug)).findFirst().orElseThrow();
        }
    }

    public String key() {
        return named.key();
    }

    /** Whose it is, in words. */
    public String owner() {
        return switch (scope) {
            case PROJECT -> "The project";
            case APP -> named.app();
            case ORGANIZATION -> "The organization, built-in";
        };
    }

    public boolean isBuiltIn() {
        return scope == Scope.ORGANIZATION;
    }

    boolean isOfSameSecret(Pin other) {
        return scope == other.scope && secretId.equals(other.secretId);
    }
}
