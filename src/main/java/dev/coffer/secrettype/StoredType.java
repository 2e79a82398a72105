package dev.coffer.secrettype;

import dev.coffer.schema.SecretType;
import java.time.Instant;

/** A type as it is stored: who made it and changed it last, and how many secrets have it. */
public record StoredType(SecretType type, Mark created, Mark updated, int uses) {

    /** When, and by whom. */
    public record Mark(Instant at, String by) {}

    public String key() {
        return type.key();
    }

    public String name() {
        return type.named().name();
    }

    /** A strong validator of HTTP (RFC 9110, 8.8.3), without its quotes. It tells which part of the type has changed. */
    public String tag() {
        return "%s.%d.%x.%x".formatted(type.named().id(), type.revision(), name().hashCode(), type.text().hashCode());
    }
}
