package dev.coffer.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.access.Role;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R18")
@Tag("R29")
class AppApiTest {
    private static final String APPS = "/api/v1/projects/shop/apps";
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        server.cast.project("shop");
        server.cast.project("other");
        server.api(server.cast.alice).json("POST", "/api/v1/projects/shop/secrets",
                "{\"key\":\"A\",\"value\":\"v\",\"environments\":[\"preview\"]}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void an_app_is_made_listed_changed_and_deleted() {
        var api = dave();
        var made =
                api.json("POST", APPS, "{\"name\":\"Billing\",\"kind\":\"function\",\"description\":\"Takes money\"}");
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location")).contains(APPS + "/billing");
        assertThat(made.body()).contains("\"slug\":\"billing\"", "\"kind\":\"function\"", "\"secrets\":0",
                "\"deployments\":[]", "\"created_by\":\"Dave\"");
        assertThat(api.head(APPS + "/billing").statusCode()).isEqualTo(200);
        assertThat(api.json("POST", APPS, "{\"name\":\"Billing\"}")).matches(
                answer -> answer.statusCode() == 409 && answer.body().contains("/problems/exists"));
        var changed = api.with("If-Match", tag(made)).json("PATCH", APPS + "/billing", "{\"name\":\"Bills\"}");
        assertThat(changed.body()).contains("\"name\":\"Bills\"", "\"kind\":\"function\"", "Takes money");
        var stale = api.with("If-Match", tag(made));
        assertThat(stale.json("PATCH", APPS + "/billing", "{\"name\":\"x\"}")).matches(
                answer -> answer.statusCode() == 412 && answer.body().contains("Dave changed it at"));
        assertThat(stale.delete(APPS + "/billing").statusCode()).isEqualTo(412);
        assertThat(api.delete(APPS + "/billing").statusCode()).isEqualTo(204);
        assertThat(api.delete(APPS + "/billing").statusCode()).isEqualTo(404);
    }

    @Test
    void a_deployment_is_put_read_and_deleted() {
        var api = dave();
        var address = deployment("front");
        assertThat(api.get(address).statusCode()).isEqualTo(404);
        var made = api.json("PUT", address, "{\"access\":\"listed\",\"secrets\":[\"A\"]}");
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location")).contains(address);
        assertThat(made.body()).contains("\"app\":\"front\"", "\"environment\":\"preview\"", "\"access\":\"listed\"",
                "\"secrets\":[\"A\"]", "\"version\":0", "\"last_read_at\":null");
        var all = api.with("If-Match", tag(made)).json("PUT", address, "{\"access\":\"all\"}");
        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(all.body()).contains("\"access\":\"all\"", "\"secrets\":null");
        assertThat(api.with("If-Match", tag(made)).json("PUT", address, "{\"access\":\"all\"}").statusCode())
                .isEqualTo(412);
        assertThat(api.get(address).body()).isEqualTo(all.body());
        assertThat(api.get(APPS + "/front").body()).contains("{\"environment\":\"preview\",\"access\":\"all\","
                + "\"version\":0,\"last_read_at\":null}");
        assertThat(api.delete(address).statusCode()).isEqualTo(204);
        assertThat(api.get(address).statusCode()).isEqualTo(404);
    }

    @Test
    void mistakes_are_told_by_field() {
        var api = dave();
        var address = deployment("mistaken");
        assertThat(api.json("POST", APPS, "{\"kind\":\"x\"}").body())
                .contains("\"name\":\"App name is required\"", "\"kind\":\"Choose a kind");
        assertThat(api.json("PUT", address, "{}").body()).contains("\"access\":\"Choose what it reads");
        assertThat(api.json("PUT", address, "{\"access\":\"all\",\"secrets\":[]}").body())
                .contains("\"secrets\":\"Leave the list out, or choose listed\"");
        var unknown = api.json("PUT", address, "{\"access\":\"listed\",\"secrets\":[\"A\",\"NOWHERE\"]}");
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(unknown.body()).contains("\"secrets\":\"Nothing here is called NOWHERE");
        assertThat(api.json("PUT", APPS + "/mistaken/deployments/nowhere", "{\"access\":\"all\"}").statusCode())
                .isEqualTo(404);
        assertThat(api.get(APPS + "?limit=0").statusCode()).isEqualTo(400);
    }

    @Test
    void a_repeated_write_is_done_once() {
        var api = dave().with("Idempotency-Key", "an-app");
        var first = api.json("POST", APPS, "{\"name\":\"Once\"}");
        var second = api.json("POST", APPS, "{\"name\":\"Once\"}");
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(tag(second)).isEqualTo(tag(first));
        var address = deployment("repeated");
        var keyed = dave().with("Idempotency-Key", "a-deployment");
        assertThat(keyed.json("PUT", address, "{\"access\":\"all\"}").statusCode()).isEqualTo(201);
        assertThat(keyed.json("PUT", address, "{\"access\":\"all\"}").statusCode()).isEqualTo(201);
    }

    @Test
    void a_token_is_shown_once_reads_its_deployment_and_is_revoked() {
        var api = dave();
        var address = deployment("tokens");
        api.json("PUT", address, "{\"access\":\"all\"}");
        var keyed = api.with("Idempotency-Key", "a-token");
        var made = keyed.json("POST", address + "/tokens", "{\"name\":\"Cluster\",\"addresses\":[\"127.0.0.0/8\"]}");
        assertThat(made.statusCode()).isEqualTo(201);
        var token = found(made.body(), "cof_d\\w{59}");
        var id = found(made.body(), "[0-9a-f-]{36}");
        assertThat(made.headers().firstValue("Location")).contains(address + "/tokens/" + id);
        var again = keyed.json("POST", address + "/tokens", "{\"name\":\"Cluster\",\"addresses\":[\"127.0.0.0/8\"]}");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).doesNotContain("cof_d");

        var app = server.api().with("Authorization", "Bearer " + token);
        assertThat(app.get("/api/v1/me").body()).contains("\"kind\":\"deployment\"", "\"project\":\"shop\"",
                "\"environment\":\"preview\"", "\"app\":\"tokens\"");
        assertThat(app.get(APPS).statusCode()).isEqualTo(403);
        assertThat(api.get(address + "/tokens").body()).contains("\"name\":\"Cluster\"", "\"created_by\":\"Dave\"",
                "\"addresses\":[\"127.0.0.0/8\"]").doesNotContain(token, "\"last_used_at\":null");
        assertThat(api.get(address + "/tokens?cursor=x").statusCode()).isEqualTo(400);
        assertThat(api.json("POST", address + "/tokens", "{\"expires_at\":\"2020-01-01T00:00:00Z\"}").body())
                .contains("\"name\":\"Token name is required\"", "\"expires_at\":\"Choose an expiry");

        assertThat(api.delete(address + "/tokens/nothing").statusCode()).isEqualTo(404);
        assertThat(api.delete(address + "/tokens/" + id).statusCode()).isEqualTo(204);
        assertThat(app.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    @Tag("R34")
    void viewers_see_apps_and_lists_and_no_tokens_and_change_nothing() {
        var address = deployment("seen");
        dave().json("PUT", address, "{\"access\":\"listed\",\"secrets\":[\"A\"]}");
        for (var api : List.of(server.api(server.cast.carol), server.api(server.cast.bob))) {
            assertThat(api.get(APPS).body()).contains("\"slug\":\"seen\"");
            assertThat(api.get(address).body()).contains("\"secrets\":[\"A\"]");
            assertThat(api.get(address + "/tokens").statusCode()).isEqualTo(403);
            assertThat(api.json("PUT", address, "{\"access\":\"all\"}").statusCode()).isEqualTo(403);
            assertThat(api.json("POST", APPS, "{\"name\":\"x\"}").statusCode()).isEqualTo(403);
        }
        var outsider = server.api(server.cast.mallory);
        assertThat(outsider.get(APPS).statusCode()).isEqualTo(404);
        assertThat(outsider.get(address).statusCode()).isEqualTo(404);
        assertThat(server.api().get(APPS).statusCode()).isEqualTo(401);
    }

    @Test
    @Tag("R34")
    void a_pipeline_s_token_manages_apps_and_never_comes_to_a_value() {
        var pipeline = server.pipeline(server.cast.alice, "shop", Role.ADMIN);
        assertThat(pipeline.json("POST", APPS, "{\"name\":\"Built\"}").statusCode()).isEqualTo(201);
        var address = APPS + "/built/deployments/preview";
        assertThat(pipeline.json("PUT", address, "{\"access\":\"all\"}").statusCode()).isEqualTo(201);
        assertThat(pipeline.json("POST", address + "/tokens", "{\"name\":\"x\"}").statusCode()).isEqualTo(403);
        assertThat(pipeline.get(address + "/tokens").statusCode()).isEqualTo(403);
    }

    @Test
    void lists_come_in_pages() {
        var api = dave();
        api.json("POST", APPS, "{\"name\":\"zz-1\"}");
        api.json("POST", APPS, "{\"name\":\"zz-2\"}");
        assertThat(api.get(APPS + "?cursor=zz-1").body()).contains("zz-2", "\"next\":null").doesNotContain("zz-1");
        assertThat(api.get(APPS + "?limit=1").body()).doesNotContain("\"next\":null");
    }

    private static TestClient dave() {
        return server.api(server.cast.dave);
    }

    /** The address of an app's deployment to Preview; the app is made, the deployment isn't. */
    private static String deployment(String app) {
        dave().json("POST", APPS, "{\"name\":\"" + app + "\"}");
        return APPS + "/" + app + "/deployments/preview";
    }

    private static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    private static String found(String body, String pattern) {
        var match = Pattern.compile(pattern).matcher(body);
        assertThat(match.find()).as(body).isTrue();
        return match.group();
    }
}
