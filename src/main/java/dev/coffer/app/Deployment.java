package dev.coffer.app;

import dev.coffer.project.Environment;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An app in an environment. {@code isListed}: it reads only what is on its list, {@code keys}; else all. {@code
 * revision} changes with that.
 */
public record Deployment(UUID id, String app, Environment environment, boolean isListed, List<String> keys,
        long revision, Use use, App.Mark created, App.Mark updated) {

    /**
     * What came of it: the number of the set of values that it was given last and since when, when it last read a
     * value, and its tokens that haven't ended, with the last use of any. Moments are null for never.
     */
    public record Use(int version, Instant versionAt, Instant readAt, int tokens, Instant tokenUsedAt) {}

    /** As people say it: {@code api@production}. */
    public String name() {
        return "%s@%s".formatted(app, environment.slug());
    }

    /** As it stands in the API and the database. */
    public String access() {
        return isListed ? LISTED : ALL;
    }

    /** What a form or If-Match says that it read. */
    public String tag() {
        return id + "." + revision;
    }

    static final String ALL = "all";
    static final String LISTED = "listed";
}
