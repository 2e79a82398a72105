package dev.coffer.client;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** A version of a project as it was published to an environment. {@code secrets}: how many it pinned. */
public record Publication(String version, String environment, Instant publishedAt, String publishedBy, int secrets) {

    static Publication of(JsonNode item) {
        return new Publication(item.path("version").asString(""), item.path("environment").asString(""),
                Instant.parse(item.path("published_at").asString(Instant.EPOCH.toString())),
                item.path("published_by").asString(""), item.path("secrets").asInt(0));
    }
}
