package dev.coffer.client;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What stands in the way because it uses something: a deployment {@code api@production}, and its page on the server.
 */
public record Dependent(String kind, String name, String href) {

    static List<Dependent> all(JsonNode items) {
        return items.valueStream().map(item -> new Dependent(item.path("kind").asString(""),
                item.path("name").asString(""), item.path("href").asString(""))).toList();
    }
}
