package dev.coffer.leak;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Values sent to where values are only read: by clients of the KV v2 shape that write, log in and ask with them. */
final class VaultTour {
    private static final JsonMapper JSON = new JsonMapper();

    private final Wire wire;

    VaultTour(Wire wire) {
        this.wire = wire;
    }

    void values(String name, String value) {
        var quoted = JSON.writeValueAsString(value);
        for (var method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            send(method, "/v1/secret/data/leak/preview", "{\"data\":{\"%s\":%s}}".formatted(name, quoted));
            send(method, "/v1/secret/metadata/leak/preview", "{\"custom_metadata\":{\"%s\":%s}}".formatted(name,
                    quoted));
            send(method, "/v1/auth/token/renew-self", "{\"increment\":%s}".formatted(quoted));
        }
        for (var body : List.of("{\"role_id\":%s,\"secret_id\":%s}", "{\"role_id\":\"a\",\"secret_id\":[%s]}",
                "{\"role_id\":{%s:1},\"secret_id\":\"a\"}", "{\"role_id\":%s", "%s", "[%s]")) {
            send("POST", "/v1/auth/approle/login", body.replace("%s", quoted));
        }
        send("POST", "/v1/auth/approle/login", "role_id=a&secret_id=" + value);
        send("POST", "/v1/auth/approle/login", quoted + "x".repeat(20_000));
        if (value.chars().allMatch(c -> c > 31 && c < 127)) {
            for (var header : List.of("X-Vault-Token", "X-Vault-Namespace", "X-Vault-Wrap-TTL")) {
                wire.send("GET", "/v1/secret/data/leak/preview", null, header, value);
                wire.send("LIST", "/v1/secret/metadata/leak", null, header, value);
            }
        }
    }

    private void send(String method, String path, String body) {
        wire.send(method, path, body.getBytes(StandardCharsets.UTF_8), "X-Vault-Token", "wrong", "Content-Type",
                "application/json");
    }
}
