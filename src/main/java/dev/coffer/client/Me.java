package dev.coffer.client;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Who a token is: {@code personal}, {@code ci} for one project's pipelines, or {@code deployment}. {@code name} and
 * {@code email} are the person's, or those of whoever made a pipeline's; each may be "".
 */
public record Me(String kind, String name, String email, Scope scope, Token token) {

    /**
     * What the token is for: a pipeline's has its project and the {@code role} there, a deployment's all but a role.
     */
    public record Scope(Optional<String> project, Optional<String> environment, Optional<String> app,
            Optional<String> role) {}

    /** The token itself, as it was named; without an end where it has none. */
    public record Token(String name, Optional<Instant> expiresAt) {}

    static Me of(JsonNode body) {
        var token = body.path("token");
        return new Me(body.path("kind").asString("personal"), body.path("name").asString(""),
                body.path("email").asString(""),
                new Scope(text(body, "project"), text(body, "environment"), text(body, "app"), text(body, "role")),
                new Token(token.path("name").asString(""), text(token, "expires_at").map(Instant::parse)));
    }

    /** The project of a pipeline's or a deployment's token. */
    public Optional<String> project() {
        return scope.project;
    }

    private static Optional<String> text(JsonNode body, String name) {
        return Optional.ofNullable(body.path(name).asString(null));
    }
}
