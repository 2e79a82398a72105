package dev.coffer.publication;

import java.util.UUID;

/** A version of a secret in an environment, as a publication saw it; never its value. */
public record Pin(String key, Scope scope, UUID secretId, int number) {

    /** Whose secret it is: the project's, or a built-in one of the organization. */
    public enum Scope {
        PROJECT("project"),
        ORGANIZATION("organization");

        private final String slug;

        Scope(String slug) {
            this.slug = slug;
        }

        public String slug() {
            return slug;
        }

        static Scope of(String slug) {
            return slug.equals(PROJECT.slug) ? PROJECT : ORGANIZATION;
        }
    }

    public boolean isBuiltIn() {
        return scope == Scope.ORGANIZATION;
    }

    boolean isOfSameSecret(Pin other) {
        return scope == other.scope && secretId.equals(other.secretId);
    }
}
