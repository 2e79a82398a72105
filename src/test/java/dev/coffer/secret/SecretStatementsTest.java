package dev.coffer.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.StatementCounter;
import dev.coffer.TestClient;
import dev.coffer.TestDatabase;
import dev.coffer.TestServer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How often a write asks the database: a plain value as ever, one with a type a few times more whatever there is. */
@Tag("R14")
class SecretStatementsTest {
    private static final String PARTS = "{\"host\":\"a\",\"password\":\"kanarie\"}";

    @Test
    void a_type_costs_a_fixed_number_of_statements() {
        try (var counter = new StatementCounter(TestDatabase.freshAddress());
                var server = TestServer.start(counter.address())) {
            var project = server.cast.project("shop");
            Kinds.add(server.cast.database, project, "key", Kinds.TEXT);
            Kinds.add(server.cast.database, project, "parts", Kinds.PARTS);
            var api = server.api(server.cast.alice);
            put(api, "PLAIN", "\"kanarie\"", "");
            put(api, "TEXT", "\"sk_1\"", "key");
            put(api, "PARTS", PARTS, "parts");
            int plain = counter.of(() -> put(api, "PLAIN", "\"kanarie\"", ""));
            int text = counter.of(() -> put(api, "TEXT", "\"sk_1\"", "key"));
            int parts = counter.of(() -> put(api, "PARTS", PARTS, "parts"));
            for (int i = 0; i < 20; i++) {
                Kinds.add(server.cast.database, project, "type-" + i, Kinds.PARTS.replace("host", "host_" + i));
                put(api, "MORE_" + i, PARTS.replace("host", "host_" + i), "type-" + i);
            }

            assertThat(counter.of(() -> put(api, "PLAIN", "\"kanarie\"", ""))).isEqualTo(plain);
            assertThat(counter.of(() -> put(api, "TEXT", "\"sk_1\"", "key"))).isEqualTo(text);
            assertThat(counter.of(() -> put(api, "PARTS", PARTS, "parts"))).isEqualTo(parts);
            assertThat(List.of(plain, text, parts)).containsExactly(15, 17, 21);
        }
    }

    private static boolean put(TestClient api, String key, String value, String type) {
        assertThat(api.json("PUT", "/api/v1/projects/shop/secrets/" + key,
                "{\"value\":%s,\"type\":\"%s\",\"environments\":[\"preview\"]}".formatted(value, type)).statusCode())
                .isBetween(200, 201);
        return true;
    }
}
