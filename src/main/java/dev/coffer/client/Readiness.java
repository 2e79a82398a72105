package dev.coffer.client;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Whether an environment has all that is required, and what of the rest isn't set. */
public record Readiness(boolean ready, List<MissingSecret> missing, List<MissingSecret> optionalMissing) {

    static Readiness of(JsonNode body) {
        return new Readiness(body.path("ready").asBoolean(false), MissingSecret.all(body.path("missing")),
                MissingSecret.all(body.path("optional_missing")));
    }
}
