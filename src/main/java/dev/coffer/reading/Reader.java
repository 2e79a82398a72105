package dev.coffer.reading;

import dev.coffer.project.Environment;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A deployment as a reader of a key: an app in an environment, whether it may read the key at all, and what it read
 * last under it.
 */
public record Reader(UUID deploymentId, App app, Environment environment, Reach reach, Optional<LastRead> last) {

    /** What runs. */
    public record App(UUID id, String slug, String name) {}

    /** What a deployment may read of a key. */
    public enum Reach {
        /** It reads all secrets. */
        ALL,
        /** Its list names the key. */
        LISTED,
        /** Its list doesn't. */
        LEFT_OUT
    }

    /** Which value it was, since when it reads that version, and when it did so last, to the minute. */
    public record LastRead(Held held, Instant since, Instant at) {}

    public boolean mayRead() {
        return reach != Reach.LEFT_OUT;
    }

    public boolean isListed() {
        return reach == Reach.LISTED;
    }

    /** As people say it: {@code api@production}. */
    public String name() {
        return "%s@%s".formatted(app.slug, environment.slug());
    }

    /** What it read last, if that was of this secret. */
    public Optional<LastRead> last(UUID secretId) {
        return last.filter(read -> read.held.secretId().equals(secretId));
    }
}
