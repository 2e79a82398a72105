package dev.coffer.app;

import java.time.Instant;
import java.util.UUID;

/** What runs with a project's secrets. {@code revision} changes with anything of it but its deployments. */
public record App(UUID id, String slug, String name, AppKind kind, String description, long revision, Mark created,
        Mark updated) {

    /** When something was done, and who did it. */
    public record Mark(Instant at, String by) {}

    /** What a form or If-Match says that it read. */
    public String tag() {
        return id + "." + revision;
    }
}
