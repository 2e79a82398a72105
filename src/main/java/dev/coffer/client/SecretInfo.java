package dev.coffer.client;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A secret without its values. {@code configured}: the environments that have one. */
public record SecretInfo(String key, String description, Instant createdAt, Instant updatedAt,
        List<String> configured) {

    static SecretInfo of(JsonNode item) {
        var configured = item.path("environments").valueStream()
                .filter(each -> each.path("version").asInt(0) > 0
                        || each.path("status").asString("").equals("configured"))
                .map(each -> each.path("environment").asString("")).toList();
        return new SecretInfo(item.path("key").asString(""), item.path("description").asString(""),
                moment(item, "created_at"), moment(item, "updated_at"), configured);
    }

    private static Instant moment(JsonNode item, String name) {
        return Instant.parse(item.path(name).asString(Instant.EPOCH.toString()));
    }
}
