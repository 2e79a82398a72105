package dev.coffer.secrettype;

import dev.coffer.schema.SecretType;
import java.time.Instant;
import java.util.UUID;

/** A type as it is stored: who made it and changed it last, and how many secrets have it. */
public record StoredType(SecretType type, Mark created, Mark updated, int uses) {

    /** When, and by whom. */
    public record Mark(Instant at, String by) {}

    UUID id() {
        return type.named().id();
    }

    public String key() {
        return type.key();
    }

    public String name() {
        return type.named().name();
    }

    /**
     * A strong validator of HTTP (RFC 9110, 8.8.3), without its quotes. It tells which part of the type has changed.
     */
    public String tag() {
        return "%s.%d.%x.%x".formatted(type.named().id(), type.revision(), name().hashCode(), type.text().hashCode());
    }

    /** What of it is other than when it bore a tag, in words. */
    String changedSince(String tag) {
        var then = tag.split("\\.");
        var now = tag().split("\\.");
        if (then.length != now.length || !then[0].equals(now[0])) {
            return "this type";
        }
        boolean renamed = !then[2].equals(now[2]);
        boolean rewritten = !then[3].equals(now[3]);
        return renamed && rewritten ? "the name and the schema"
                : renamed ? "the name" : rewritten ? "the schema" : "this type and changed it back";
    }
}
