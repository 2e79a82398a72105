package dev.coffer.client;

import tools.jackson.databind.JsonNode;

/** An environment of a project; in a protected one only admins' tokens write. */
public record Environment(String slug, String name, boolean isProtected) {

    static Environment of(JsonNode item) {
        return new Environment(item.path("slug").asString(""), item.path("name").asString(""),
                item.path("protected").asBoolean(false));
    }
}
