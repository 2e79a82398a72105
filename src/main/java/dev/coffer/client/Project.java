package dev.coffer.client;

import tools.jackson.databind.JsonNode;

/** A project that the token may enter, and the {@code role} that it has there. */
public record Project(String slug, String name, String role) {

    static Project of(JsonNode item) {
        return new Project(item.path("slug").asString(""), item.path("name").asString(""),
                item.path("role").asString(""));
    }
}
