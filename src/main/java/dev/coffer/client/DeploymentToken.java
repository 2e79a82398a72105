package dev.coffer.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A token with which a deployment reads. {@code secret} is the token itself in the answer that made it, and "" ever
 * after; it is not printed.
 */
public record DeploymentToken(String id, String name, List<String> addresses, Optional<Instant> expiresAt,
        String secret) {

    static DeploymentToken of(JsonNode item) {
        return new DeploymentToken(item.path("id").asString(""), item.path("name").asString(""),
                item.path("addresses").valueStream().map(each -> each.asString("")).toList(),
                Optional.ofNullable(item.path("expires_at").asString(null)).map(Instant::parse),
                item.path("token").asString(""));
    }

    @Override
    public String toString() {
        return "[token " + id + "]";
    }
}
