package dev.coffer.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.StatementCounter;
import dev.coffer.TestClient;
import dev.coffer.TestDatabase;
import dev.coffer.TestServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How often a running app's questions ask the database: the same however much there is. */
@Tag("R32")
class RuntimeStatementsTest {
    private static final String ALL = "/api/v1/runtime/secrets";

    @Test
    void a_read_is_a_look_at_the_token_and_the_transaction_that_records_it() {
        try (var counter = new StatementCounter(TestDatabase.freshAddress());
                var server = TestServer.start(counter.address())) {
            server.cast.project("shop");
            var alice = server.api(server.cast.alice);
            var app = server.deployment(server.cast.alice, "shop", new Cast.Place("api", "production"));
            for (int i = 0; i < 20; i++) {
                assertThat(alice.json("PUT", "/api/v1/projects/shop/secrets/KEY_" + i, """
                        {"value": "kanarie", "environments": ["production"]}""").statusCode()).isEqualTo(201);
            }
            var tag = app.get(ALL).headers().firstValue("ETag").orElseThrow();

            // The token; begin, the chain's head, its new row, commit.
            assertThat(counter.of(() -> status(app, ALL, 200))).isEqualTo(5);
            assertThat(counter.of(() -> status(app, ALL + "/KEY_7", 200))).isEqualTo(5);
            assertThat(counter.of(() -> status(app.with("If-None-Match", tag), ALL, 304))).isEqualTo(1);
            assertThat(counter.of(() -> status(app, "/v1/secret/data/shop/production/api", 200))).isEqualTo(5);
        }
    }

    private static boolean status(TestClient app, String path, int wanted) {
        assertThat(app.get(path).statusCode()).isEqualTo(wanted);
        return true;
    }
}
