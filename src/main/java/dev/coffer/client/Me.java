package dev.coffer.client;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Who a token is: {@code personal}, or {@code ci} for one project's. */
public record Me(String kind, String name, Optional<String> project) {

    static Me of(JsonNode body) {
        return new Me(body.path("kind").asString("personal"), body.path("name").asString(""),
                Optional.ofNullable(body.path("project").asString(null)));
    }
}
