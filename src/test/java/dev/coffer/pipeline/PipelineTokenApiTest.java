package dev.coffer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.access.Role;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R29")
class PipelineTokenApiTest {
    private static final String TOKENS = "/api/v1/projects/shop/tokens";
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        server.cast.project("shop");
        server.cast.project("other");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_token_is_made_listed_and_revoked_and_shown_once() {
        var api = server.api(server.cast.dave);
        var made = api.json("POST", TOKENS, "{\"name\":\"Actions\"}");
        assertThat(made.statusCode()).isEqualTo(201);
        var token = found(made.body(), "cof_c\\w{59}");
        var id = found(made.body(), "[0-9a-f-]{36}");
        assertThat(made.headers().firstValue("Location")).contains(TOKENS + "/" + id);
        assertThat(made.body()).contains("\"role\":\"admin\"", "\"addresses\":[]", "\"expires_at\":\"");
        assertThat(api.get(TOKENS).body()).contains("\"name\":\"Actions\"", "\"created_by\":\"Dave\"",
                "\"last_used_at\":null").doesNotContain(token);
        assertThat(api.get(TOKENS + "?limit=x").statusCode()).isEqualTo(400);
        assertThat(api.get(TOKENS + "?cursor=x").statusCode()).isEqualTo(400);

        var pipeline = server.api().with("Authorization", "Bearer " + token);
        assertThat(pipeline.get("/api/v1/projects/shop/secrets").statusCode()).isEqualTo(200);
        assertThat(api.delete(TOKENS + "/nothing").statusCode()).isEqualTo(404);
        assertThat(api.delete(TOKENS + "/" + id).statusCode()).isEqualTo(204);
        assertThat(pipeline.get("/api/v1/projects/shop/secrets").statusCode()).isEqualTo(401);
    }

    @Test
    void a_repeated_request_doesnt_show_the_token_again() {
        var api = server.api(server.cast.dave).with("Idempotency-Key", "once");
        assertThat(api.json("POST", TOKENS, "{\"name\":\"once\"}").statusCode()).isEqualTo(201);
        var second = api.json("POST", TOKENS, "{\"name\":\"once\"}");
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).doesNotContain("cof_c");
    }

    @Test
    void mistakes_are_told_by_field() {
        var refused = server.api(server.cast.dave).json("POST", TOKENS, "{\"role\":\"owner\","
                + "\"expires_at\":\"2020-01-01T00:00:00Z\",\"addresses\":[\"x\"]}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("\"name\":\"Token name is required\"", "\"role\":\"Choose a role",
                "\"expires_at\":\"Choose an expiry", "\"addresses\":\"Address range 1");
    }

    @Test
    void me_says_what_it_is_and_may_do() {
        assertThat(pipeline(Role.DEVELOPER).get("/api/v1/me").body()).contains("\"kind\":\"ci\"",
                "\"project\":\"shop\"", "\"role\":\"developer\"",
                "\"permissions\":[\"view\",\"secret_write\",\"publish\",\"audit_own\"]",
                "\"projects\":[{\"slug\":\"shop\",\"name\":\"shop\",\"role\":\"developer\"}]")
                .doesNotContain("other");
        assertThat(pipeline(Role.ADMIN).get("/api/v1/me").body()).contains("\"environment_manage\"")
                .doesNotContain("token_manage", "member_manage", "webhook_manage", "project_manage");
        assertThat(server.api(server.cast.dave).get("/api/v1/me").body()).contains("\"kind\":\"personal\"");
    }

    @Test
    void it_sees_its_project_alone() {
        var pipeline = pipeline(Role.VIEWER);
        assertThat(pipeline.get("/api/v1/projects").body()).contains("\"slug\":\"shop\"", "\"role\":\"viewer\"")
                .doesNotContain("other");
        assertThat(pipeline.get("/api/v1/projects/shop").body()).contains("\"role\":\"viewer\"");
        assertThat(pipeline.get("/api/v1/projects/other").statusCode()).isEqualTo(404);
        assertThat(pipeline.get("/api/v1/projects/other/secrets").statusCode()).isEqualTo(404);
    }

    @Test
    void what_is_not_for_it_is_refused_with_words() {
        var pipeline = pipeline(Role.ADMIN);
        assertThat(pipeline.json("POST", "/api/v1/projects", "{\"name\":\"New\"}")).matches(
                answer -> answer.statusCode() == 403 && answer.body().contains("works in its project alone"));
        assertThat(pipeline.get("/api/v1/me/tokens").statusCode()).isEqualTo(403);
        assertThat(pipeline.json("POST", "/api/v1/me/tokens", "{\"name\":\"x\"}").statusCode()).isEqualTo(403);
        assertThat(pipeline.json("POST", TOKENS, "{\"name\":\"x\"}")).matches(answer -> answer.statusCode() == 403
                && answer.body().contains("not members, tokens, webhooks or the project itself"));
        assertThat(pipeline.get("/api/v1/projects/shop/members").statusCode()).isEqualTo(403);
        assertThat(pipeline.delete("/api/v1/projects/shop").statusCode()).isEqualTo(403);
    }

    @Test
    void a_viewer_s_writes_nothing_and_a_developer_s_nothing_protected() {
        var value = "{\"value\":\"v\",\"environments\":[\"%s\"]}";
        var key = "/api/v1/projects/shop/secrets/WRITTEN";
        assertThat(pipeline(Role.VIEWER).json("PUT", key, value.formatted("preview")).statusCode()).isEqualTo(403);
        assertThat(pipeline(Role.DEVELOPER).json("PUT", key, value.formatted("preview")).statusCode()).isEqualTo(201);
        assertThat(pipeline(Role.DEVELOPER).json("PUT", key, value.formatted("production")).statusCode())
                .isEqualTo(403);
        assertThat(pipeline(Role.ADMIN).json("PUT", key, value.formatted("production")).statusCode()).isEqualTo(200);
        assertThat(server.api(server.cast.alice).get("/api/v1/projects/shop/audit").body())
                .contains("Pipeline token pipeline");
    }

    @Test
    void from_elsewhere_it_is_refused_without_a_word_of_where_it_works() {
        var made = server.api(server.cast.dave).json("POST", TOKENS,
                "{\"name\":\"office\",\"addresses\":[\"198.51.100.0/24\"]}");
        assertThat(made.body()).contains("\"addresses\":[\"198.51.100.0/24\"]");
        var answer = server.api().with("Authorization", "Bearer " + found(made.body(), "cof_c\\w{59}"))
                .get("/api/v1/me");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("doesn't work from the address 127.0.0.1").doesNotContain("198.51.100");
    }

    private static TestClient pipeline(Role role) {
        return server.pipeline(server.cast.alice, "shop", role);
    }

    private static String found(String body, String pattern) {
        var match = Pattern.compile(pattern).matcher(body);
        assertThat(match.find()).as(body).isTrue();
        return match.group();
    }
}
