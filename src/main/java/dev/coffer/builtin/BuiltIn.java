package dev.coffer.builtin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A built-in secret: everything but its values. {@code places} says where it has one, the one for every environment
 * first; {@code revision} changes with anything of it; {@code readAt} says when the project that looks at it read it
 * last, by environment.
 */
public record BuiltIn(UUID id, String key, String description, long revision, Instant createdAt, String createdBy,
        Instant updatedAt, String updatedBy, List<Place> places, Map<String, Instant> readAt) {

    /** The place of a value that is for every environment which has none of its own. */
    public static final String EVERYWHERE = "";

    /**
     * That there is a value for an environment, by its address in every project, or {@link #EVERYWHERE}; which version,
     * since when, by whom. Versions only grow, also over a deletion.
     */
    public record Place(String environment, int version, Instant createdAt, Instant updatedAt, String updatedBy) {
        public boolean isEverywhere() {
            return environment.equals(EVERYWHERE);
        }

        /** As people say it. */
        public String name() {
            return BuiltIn.name(environment);
        }
    }

    /** A strong validator of HTTP (RFC 9110, 8.8.3), without its quotes. */
    public String tag() {
        return id + "." + revision;
    }

    /** The value for exactly this environment, or {@link #EVERYWHERE}. */
    public Optional<Place> place(String environment) {
        return places.stream().filter(place -> place.environment().equals(environment)).findFirst();
    }

    /** The value that an environment with this address gets: its own, else the one for every environment. */
    public Optional<Place> in(String environment) {
        return place(environment).or(() -> place(EVERYWHERE));
    }

    static String name(String environment) {
        return environment.equals(EVERYWHERE) ? "every environment" : environment;
    }
}
