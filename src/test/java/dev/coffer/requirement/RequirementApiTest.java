package dev.coffer.requirement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a project needs, over real HTTP. */
@Tag("R21")
class RequirementApiTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static TestServer server;
    private static TestClient alice;
    private static TestClient bob;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        alice = server.api(server.cast.alice);
        bob = server.api(server.cast.bob);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_source_declares_and_the_list_says_it_by_key() {
        server.cast.project("says");
        var answer = put(alice, "says", "build", """
                {"key": "STRIPE_KEY", "required": true, "environments": ["production"], "feature": "Payments",
                 "description": "Charges cards", "type": "stripe"}, {"key": "SENTRY_DSN", "required": false}""");
        put(alice, "says", "ci", "{\"key\": \"STRIPE_KEY\", \"required\": false}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"source\":\"build\",\"declared\":[\"STRIPE_KEY\",\"SENTRY_DSN\"],"
                + "\"removed\":[],\"dismissals_dropped\":[]}");
        var items = json(alice.get(path("says", "requirements"))).path("items");
        assertThat(items).hasSize(2);
        assertThat(items.path(0).path("key").asString()).isEqualTo("SENTRY_DSN");
        assertThat(items.path(1).toString()).isEqualTo("""
                {"key":"STRIPE_KEY","required":true,"environments":[\
                {"environment":"preview","required":false,"status":"missing","dismissal":null},\
                {"environment":"production","required":true,"status":"missing","dismissal":null}],\
                "feature":"Payments","description":"Charges cards","type":"stripe","sources":[\
                {"source":"build","required":true,"environments":["production"],"feature":"Payments",\
                "description":"Charges cards","type":"stripe"},\
                {"source":"ci","required":false,"environments":null,"feature":"","description":"","type":null}]}""");
    }

    @Test
    void a_list_comes_in_pages() {
        server.cast.project("pages");
        put(alice, "pages", "build", "{\"key\": \"B\"}, {\"key\": \"A\"}, {\"key\": \"C\"}");

        var first = json(alice.get(path("pages", "requirements?limit=2")));
        var second = json(alice.get(path("pages", "requirements?limit=2&cursor=" + first.path("next").asString())));

        assertThat(first.path("items").path(0).path("key").asString()).isEqualTo("A");
        assertThat(first.path("items")).hasSize(2);
        assertThat(second.path("items").path(0).path("key").asString()).isEqualTo("C");
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void mistakes_name_the_entry_and_change_nothing() {
        server.cast.project("mistakes");
        put(alice, "mistakes", "build", "{\"key\": \"KEPT\"}");
        var answer = put(alice, "mistakes", "build",
                "{\"key\": \"A\"}, null, {\"key\": \"B\", \"environments\": []}, {\"key\": \"A\"}, {\"key\": \"x y\"}");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).path("errors").propertyNames()).containsExactly("requirements[1].key",
                "requirements[2].environments", "requirements[3].key", "requirements[4].key");
        assertThat(put(alice, "mistakes", "build", "{\"key\": \"A\", \"environments\": [\"staging\", null]}").body())
                .contains("requirements[0].environments", "preview, production");
        var path = path("mistakes", "requirements");
        assertThat(alice.json("PUT", path, "{\"source\": \"build\"}").statusCode()).isEqualTo(422);
        assertThat(alice.json("PUT", path, "{\"requirements\": []}").body()).contains("Source is required");
        assertThat(alice.json("PUT", path, "{\"source\": \"b\", \"requirements\": [{\"kee\": \"A\"}]}").statusCode())
                .isEqualTo(400);
        assertThat(json(alice.get(path)).path("items").toString()).contains("KEPT").doesNotContain("\"A\"");
    }

    @Test
    void one_is_added_by_hand_once() {
        server.cast.project("hand");
        var answer = alice.json("POST", path("hand", "requirements"), "{\"key\": \"A\", \"feature\": \"Search\"}");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/projects/hand/requirements");
        assertThat(answer.body()).isEqualTo("{\"key\":\"A\",\"source\":\"by hand\",\"required\":true,"
                + "\"environments\":null,\"feature\":\"Search\",\"description\":\"\",\"type\":null}");
        assertThat(alice.json("POST", path("hand", "requirements"), "{\"key\": \"A\"}").statusCode()).isEqualTo(409);
        assertThat(alice.json("POST", path("hand", "requirements"), "{}").body()).contains("Secret key is required");
    }

    @Test
    @Tag("R25")
    void readiness_says_what_is_missing_and_where_to_set_it() {
        server.cast.project("ready");
        put(alice, "ready", "build", """
                {"key": "A", "feature": "Payments"}, {"key": "B", "required": false, "environments": ["preview"]}""");
        alice.json("POST", path("ready", "secrets"), "{\"key\":\"A\",\"value\":\"v\",\"environments\":[\"preview\"]}");

        var production = alice.get(path("ready", "readiness?environment=production"));
        assertThat(production.body()).isEqualTo("{\"ready\":false,\"missing\":[{\"key\":\"A\","
                + "\"environment\":\"production\",\"feature\":\"Payments\","
                + "\"href\":\"/projects/ready/secrets/-/new?key=A&environment=production\"}],"
                + "\"optional_missing\":[]}");
        var preview = json(alice.get(path("ready", "readiness?environment=preview")));
        assertThat(preview.path("ready").asBoolean()).isTrue();
        assertThat(preview.path("optional_missing").path(0).path("key").asString()).isEqualTo("B");
        var all = json(server.api(server.cast.carol).get(path("ready", "readiness")));
        assertThat(all.path("ready").asBoolean()).isFalse();
        assertThat(all.path("missing")).hasSize(1);
        assertThat(all.path("optional_missing")).hasSize(1);
        var unknown = alice.get(path("ready", "readiness?environment=staging"));
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(json(unknown).path("errors").path("environment").asString()).contains("preview, production");
    }

    @Test
    @Tag("R23")
    void one_is_dismissed_with_a_reason_and_brought_back() {
        server.cast.project("dismissed");
        put(alice, "dismissed", "build", "{\"key\": \"A\"}");
        var path = path("dismissed", "requirements/A/dismissal");

        assertThat(alice.json("PUT", path, "{}").statusCode()).isEqualTo(422);
        var done = alice.json("PUT", path + "?environment=production", "{\"reason\": \"Not used yet\"}");
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.body()).isEqualTo(
                "{\"key\":\"A\",\"environments\":[\"production\"],\"reason\":\"Not used yet\"}");
        var dismissal = json(alice.get(path("dismissed", "requirements"))).path("items").path(0).path("environments")
                .path(1).path("dismissal");
        assertThat(dismissal.path("reason").asString()).isEqualTo("Not used yet");
        assertThat(dismissal.path("by").asString()).isEqualTo("Alice");
        assertThat(dismissal.path("at").asString()).endsWith("Z");
        assertThat(json(alice.get(path("dismissed", "readiness?environment=production"))).path("ready").asBoolean())
                .isTrue();

        assertThat(alice.delete(path).statusCode()).isEqualTo(204);
        assertThat(alice.delete(path).statusCode()).isEqualTo(204);
        assertThat(alice.delete(path("dismissed", "requirements/X/dismissal")).statusCode()).isEqualTo(404);
        assertThat(alice.json("PUT", path("dismissed", "requirements/X/dismissal"), "{\"reason\": \"x\"}")
                .statusCode()).isEqualTo(404);
        assertThat(alice.json("PUT", path + "?environment=staging", "{\"reason\": \"x\"}").statusCode())
                .isEqualTo(422);
        assertThat(json(alice.get(path("dismissed", "readiness"))).path("missing")).hasSize(2);
    }

    @Test
    @Tag("R34")
    void roles_reach_as_far_as_they_should() {
        server.cast.project("roles");
        assertThat(put(bob, "roles", "build", "{\"key\": \"A\"}").statusCode()).isEqualTo(200);

        assertThat(put(bob, "roles", "build", "").statusCode()).isEqualTo(403);
        var dismissal = path("roles", "requirements/A/dismissal");
        assertThat(bob.json("PUT", dismissal, "{\"reason\": \"x\"}").statusCode()).isEqualTo(403);
        assertThat(bob.json("PUT", dismissal + "?environment=preview", "{\"reason\": \"x\"}").statusCode())
                .isEqualTo(200);
        var carol = server.api(server.cast.carol);
        assertThat(carol.get(path("roles", "requirements")).statusCode()).isEqualTo(200);
        assertThat(put(carol, "roles", "ci", "{\"key\": \"A\"}").statusCode()).isEqualTo(403);
        assertThat(carol.json("POST", path("roles", "requirements"), "{\"key\": \"A\"}").statusCode()).isEqualTo(403);
        assertThat(carol.delete(dismissal).statusCode()).isEqualTo(403);
        var mallory = server.api(server.cast.mallory);
        assertThat(put(mallory, "roles", "ci", "{\"key\": \"A\"}").statusCode()).isEqualTo(404);
        assertThat(mallory.get(path("roles", "readiness")).statusCode()).isEqualTo(404);
        assertThat(put(server.api(), "roles", "ci", "{\"key\": \"A\"}").statusCode()).isEqualTo(401);
    }

    @Test
    void a_repeated_declaration_is_done_once() {
        server.cast.project("once");
        var client = alice.with("Idempotency-Key", "declare-1");

        var first = put(client, "once", "build", "{\"key\": \"A\"}");
        assertThat(put(client, "once", "build", "{\"key\": \"A\"}").body()).isEqualTo(first.body())
                .contains("\"declared\":[\"A\"]");
        assertThat(put(client, "once", "build", "{\"key\": \"B\"}").statusCode()).isEqualTo(422);
    }

    @Test
    void fifty_pushes_at_once_by_two_sources_end_with_one_row_a_source_and_key() throws Exception {
        server.cast.project("crowd");
        var pushes = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 50; i++) {
            var source = i % 2 == 0 ? "build" : "ci";
            var own = i % 2 == 0 ? "ONLY_BUILD" : "ONLY_CI";
            int turn = i;
            pushes.add(() -> {
                var answer = put(alice, "crowd", source,
                        "{\"key\": \"SHARED\", \"description\": \"turn %d\"}, {\"key\": \"%s\"}"
                                .formatted(turn, own));
                return answer.statusCode();
            });
        }
        try (var threads = Executors.newFixedThreadPool(50)) {
            for (var done : threads.invokeAll(pushes)) {
                assertThat(done.get()).isEqualTo(200);
            }
        }

        var items = json(alice.get(path("crowd", "requirements"))).path("items");
        assertThat(items.valueStream().map(item -> item.path("key").asString()))
                .containsExactly("ONLY_BUILD", "ONLY_CI", "SHARED");
        assertThat(items.path(2).path("sources").valueStream().map(said -> said.path("source").asString()))
                .containsExactly("build", "ci");
        assertThat(items.path(0).path("sources")).hasSize(1);
    }

    private static HttpResponse<String> put(TestClient client, String project, String source, String requirements) {
        return client.json("PUT", path(project, "requirements"),
                "{\"source\": \"%s\", \"requirements\": [%s]}".formatted(source, requirements));
    }

    private static String path(String project, String rest) {
        return "/api/v1/projects/" + project + "/" + rest;
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }
}
