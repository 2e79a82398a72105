package dev.coffer.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestServer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AccountApiTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        server.cast.project("shop");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void meSaysWhoTheTokenIsAndWhatItMayEnter() {
        var me = server.api(server.cast.bob).get("/api/v1/me");
        assertThat(me.statusCode()).isEqualTo(200);
        assertThat(me.body()).contains("\"id\":\"" + server.cast.bob.id() + "\"", "\"email\":\"bob@example.com\"",
                "\"organization\":\"Example\"", "\"organization_role\":\"member\"", "\"token\":{\"id\":",
                "\"projects\":[{\"slug\":\"shop\",\"name\":\"shop\",\"role\":\"developer\"}]");
        assertThat(server.api(server.cast.mallory).get("/api/v1/me").body()).contains("\"projects\":[]");
    }

    @Test
    void nobodyABadTokenAndACookieGet401() {
        assertThat(server.api().get("/api/v1/me").statusCode()).isEqualTo(401);
        assertThat(server.api().with("Authorization", "Bearer cof_p" + "0".repeat(59)).get("/api/v1/me").statusCode())
                .isEqualTo(401);
        assertThat(server.browser(server.cast.bob).get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void aTokenIsMadeListedAndRevokedAndShownOnce() {
        var api = server.api(server.cast.dave);
        var made = api.json("POST", "/api/v1/me/tokens", "{\"name\":\"ci\",\"days\":7}");
        assertThat(made.statusCode()).isEqualTo(201);
        var token = find(made.body(), "cof_p\\w{59}");
        var id = find(made.body(), "[0-9a-f-]{36}");
        assertThat(made.headers().firstValue("Location")).contains("/api/v1/me/tokens/" + id);
        assertThat(api.get("/api/v1/me/tokens").body())
                .contains("\"name\":\"ci\"", "\"last_used_at\":null", "\"next\":null")
                .doesNotContain(token);
        assertThat(api.get("/api/v1/me/tokens?limit=1").body()).doesNotContain("\"next\":null");

        assertThat(server.api(server.cast.bob).delete("/api/v1/me/tokens/" + id).statusCode()).isEqualTo(404);
        assertThat(api.delete("/api/v1/me/tokens/" + id).statusCode()).isEqualTo(204);
        assertThat(server.api().with("Authorization", "Bearer " + token).get("/api/v1/me").statusCode()).isEqualTo(401);
        assertThat(api.delete("/api/v1/me/tokens/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void aRepeatedRequestDoesntShowTheTokenAgain() {
        var api = server.api(server.cast.carol).with("Idempotency-Key", "once");
        var first = api.json("POST", "/api/v1/me/tokens", "{\"name\":\"once\"}");
        assertThat(first.statusCode()).isEqualTo(201);
        var second = api.json("POST", "/api/v1/me/tokens", "{\"name\":\"once\"}");
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).doesNotContain("cof_p");
    }

    @Test
    void mistakesAreToldByField() {
        var refused = server.api(server.cast.bob).json("POST", "/api/v1/me/tokens", "{\"days\":9999}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("\"name\":\"Token name is required\"",
                "\"days\":\"Choose an expiry of 1 to 366 days\"");
    }

    private static String find(String body, String pattern) {
        var match = Pattern.compile(pattern).matcher(body);
        assertThat(match.find()).as(body).isTrue();
        return match.group();
    }
}
