package dev.coffer.client;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A value that is asked for and not there. {@code feature} is what needs it, or ""; {@code href} is the page that sets
 * it, relative to the server.
 */
public record MissingSecret(String key, String environment, String feature, String href) {

    static List<MissingSecret> all(JsonNode items) {
        return items.valueStream().map(item -> new MissingSecret(item.path("key").asString(""),
                item.path("environment").asString(""), item.path("feature").asString(""),
                item.path("href").asString(""))).toList();
    }
}
