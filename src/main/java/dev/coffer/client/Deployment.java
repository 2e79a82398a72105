package dev.coffer.client;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * An app in an environment, and what it reads there: all secrets of the project, or where it is {@code listed} those
 * that are named.
 */
public record Deployment(String app, String environment, boolean listed, List<String> secrets) {

    public Deployment {
        secrets = List.copyOf(secrets);
    }

    static Deployment of(String app, JsonNode item) {
        return new Deployment(app, item.path("environment").asString(""),
                item.path("access").asString("").equals("listed"),
                item.path("secrets").valueStream().map(key -> key.asString("")).toList());
    }
}
