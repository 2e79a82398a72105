package dev.coffer.client;

import java.time.Instant;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** A value that was saved, without the value. {@code restoredFrom}: the version whose value it brought back. */
public record SecretVersion(int number, boolean current, Instant createdAt, String createdBy,
        OptionalInt restoredFrom) {

    static SecretVersion of(JsonNode item) {
        var from = item.path("restored_from");
        return new SecretVersion(item.path("version").asInt(0), item.path("current").asBoolean(false),
                Instant.parse(item.path("created_at").asString(Instant.EPOCH.toString())),
                item.path("created_by").asString(""),
                from.isInt() ? OptionalInt.of(from.intValue()) : OptionalInt.empty());
    }
}
