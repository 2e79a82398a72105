package dev.coffer.client;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A secret without its values. {@code scope} is {@code project}, {@code app} or {@code organization}, and {@code app}
 * the app whose own it is, or ""; {@code type} is the key of its type, "" for a plain value; {@code configured} are the
 * environments that have a value, {@code unfit} those of them where it no longer fits its type.
 */
public record SecretInfo(String key, String scope, String app, String type, String description, Instant createdAt,
        Instant updatedAt, List<String> configured, List<String> unfit) {

    static SecretInfo of(JsonNode item) {
        var configured = item.path("environments").valueStream()
                .filter(each -> each.path("version").asInt(0) > 0
                        || each.path("status").asString("").equals("configured"))
                .map(each -> each.path("environment").asString("")).toList();
        var unfit = item.path("environments").valueStream().filter(each -> !each.path("fits").asBoolean(true))
                .map(each -> each.path("environment").asString("")).toList();
        return new SecretInfo(item.path("key").asString(""), item.path("scope").asString("project"),
                item.path("app").asString(""), item.path("type").asString(""),
                item.path("description").asString(""), moment(item, "created_at"), moment(item, "updated_at"),
                configured, unfit);
    }

    private static Instant moment(JsonNode item, String name) {
        return Instant.parse(item.path(name).asString(Instant.EPOCH.toString()));
    }
}
