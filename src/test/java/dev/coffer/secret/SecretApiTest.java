package dev.coffer.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The secrets' REST API over real HTTP. */
@Tag("R29")
class SecretApiTest {
    private static final String CANARY = "canary-\\\"<'&é\\n漢";
    private static final JsonMapper JSON = new JsonMapper();

    private static TestServer server;
    private static TestClient alice;
    private static TestClient bob;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        server.cast.project("shop");
        alice = server.api(server.cast.alice);
        bob = server.api(server.cast.bob);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void creating_answers_201_with_its_address_its_tag_and_no_value() {
        var answer = create(alice, "CREATED", "preview", "production");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/projects/shop/secrets/CREATED");
        assertThat(answer.headers().firstValue("ETag").orElseThrow()).matches("\"[\\w.-]+\"");
        assertThat(answer.body()).doesNotContain("canary");
        var item = json(answer);
        assertThat(item.path("scope").asString()).isEqualTo("project");
        assertThat(item.path("environments").path(1).path("status").asString()).isEqualTo("configured");
        assertThat(item.path("environments").path(1).path("version").asInt()).isEqualTo(1);
        assertThat(item.path("created_at").asString()).endsWith("Z");
    }

    @Test
    void creating_what_exists_is_409() {
        create(alice, "TWICE", "preview");

        var again = create(alice, "TWICE", "production");

        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(json(again).path("type").asString()).endsWith("/exists");
        assertThat(again.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    @Tag("R4")
    void mistakes_are_422_by_field() {
        var answer = alice.json("POST", "/api/v1/projects/shop/secrets", "{}");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).path("errors").path("key").asString()).isEqualTo("Secret key is required");
        assertThat(json(answer).path("errors").path("value").asString()).isEqualTo("Secret value is required");
        assertThat(json(answer).path("request_id").asString()).isNotEmpty();
    }

    @Test
    void putting_creates_then_replaces_and_leaves_other_environments() {
        var first = put(alice, "PUT_IT", "preview");
        var second = put(alice, "PUT_IT", "production");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(json(second).path("environments").path(0).path("version").asInt()).isEqualTo(1);
        assertThat(json(put(alice, "PUT_IT", "preview")).path("environments").path(0).path("version").asInt())
                .isEqualTo(2);
    }

    @Test
    void patching_wants_the_version_that_was_read() {
        var tag = create(alice, "PATCHED", "preview").headers().firstValue("ETag").orElseThrow();
        var path = "/api/v1/projects/shop/secrets/PATCHED";

        assertThat(alice.json("PATCH", path, "{\"description\":\"x\"}").statusCode()).isEqualTo(428);
        var done = alice.with("If-Match", tag).json("PATCH", path, "{\"description\":\"What it is\"}");
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.headers().firstValue("ETag")).isPresent().get().isNotEqualTo(tag);
        var stale = bob.with("If-Match", tag).json("PATCH", path, "{\"description\":\"y\"}");
        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(json(stale).path("detail").asString()).startsWith("Alice changed the description at ");
        var nothing = alice.with("If-Match", done.headers().firstValue("ETag").get()).json("PATCH", path,
                "{\"description\":\"What it is\"}");
        assertThat(nothing.statusCode()).isEqualTo(422);
        assertThat(nothing.body()).contains("No changes to save");
    }

    @Test
    void exists_is_a_head_request() {
        create(alice, "THERE", "preview");

        assertThat(alice.head("/api/v1/projects/shop/secrets/THERE").statusCode()).isEqualTo(200);
        assertThat(alice.head("/api/v1/projects/shop/secrets/NOT_THERE").statusCode()).isEqualTo(404);
    }

    @Test
    void reading_again_with_the_tag_is_304() {
        var tag = create(alice, "CACHED", "preview").headers().firstValue("ETag").orElseThrow();

        var answer = alice.with("If-None-Match", tag).get("/api/v1/projects/shop/secrets/CACHED");

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    @Tag("R6")
    void deleting_takes_one_environment_or_all() {
        create(alice, "DOOMED", "preview", "production");
        var path = "/api/v1/projects/shop/secrets/DOOMED";

        assertThat(bob.delete(path).statusCode()).isEqualTo(403);
        assertThat(bob.delete(path + "?environment=preview").statusCode()).isEqualTo(204);
        assertThat(alice.delete(path + "?environment=preview").statusCode()).isEqualTo(404);
        assertThat(alice.delete(path).statusCode()).isEqualTo(204);
        assertThat(alice.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void versions_are_listed_and_restored_without_a_value() {
        create(alice, "OLD", "preview");
        put(alice, "OLD", "preview");
        var path = "/api/v1/projects/shop/secrets/OLD/versions";

        assertThat(alice.get(path).statusCode()).isEqualTo(422);
        assertThat(json(alice.get(path + "?environment=preview")).path("items").size()).isEqualTo(2);
        var restored = alice.send(path + "/1/restoration?environment=preview", "POST", null);
        assertThat(restored.statusCode()).isEqualTo(200);
        assertThat(restored.body()).doesNotContain("canary");
        var newest = json(alice.get(path + "?environment=preview")).path("items").path(0);
        assertThat(newest.path("restored_from").asInt()).isEqualTo(1);
        assertThat(alice.send(path + "/99/restoration?environment=preview", "POST", null).statusCode()).isEqualTo(404);
    }

    @Test
    void a_list_comes_in_pages_and_narrows() {
        for (var key : new String[]{"PAGE_A", "PAGE_B", "PAGE_C"}) {
            create(alice, key, "preview");
        }
        var first = json(alice.get("/api/v1/projects/shop/secrets?q=page_&limit=2"));
        var second = json(
                alice.get("/api/v1/projects/shop/secrets?q=page_&limit=2&cursor=" + first.path("next").asString()));

        assertThat(first.path("items").size()).isEqualTo(2);
        assertThat(second.path("items").path(0).path("key").asString()).isEqualTo("PAGE_C");
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(json(alice.get("/api/v1/projects/shop/secrets?q=page_&environment=production&status=configured"))
                .path("items").size()).isZero();
        assertThat(alice.get("/api/v1/projects/shop/secrets?limit=0").statusCode()).isEqualTo(400);
    }

    @Test
    void an_idempotent_write_happens_once_and_answers_the_same() {
        var body = "{\"value\":\"%s\",\"environments\":[\"preview\"]}".formatted(CANARY);
        var client = alice.with("Idempotency-Key", "once-1");

        var first = client.json("PUT", "/api/v1/projects/shop/secrets/ONCE", body);
        var again = client.json("PUT", "/api/v1/projects/shop/secrets/ONCE", body);
        var other = client.json("PUT", "/api/v1/projects/shop/secrets/ONCE", body.replace("canary", "other"));

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("ETag")).isEqualTo(first.headers().firstValue("ETag"));
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(json(alice.get("/api/v1/projects/shop/secrets/ONCE")).path("environments").path(0).path("version")
                .asInt()).isEqualTo(1);
    }

    @Test
    void what_is_not_json_of_the_shape_is_refused_without_an_echo() {
        var path = "/api/v1/projects/shop/secrets";

        assertThat(alice.json("POST", path, "{\"key\":").statusCode()).isEqualTo(400);
        assertThat(alice.json("POST", path, "{\"key\":\"A\",\"key\":\"canary\"}").body()).doesNotContain("canary");
        assertThat(alice.json("POST", path, "{\"vlaue\":\"canary\"}").statusCode()).isEqualTo(400);
        assertThat(alice.json("POST", path, "[\"canary\"]").body()).doesNotContain("canary");
        assertThat(alice.with("Content-Type", "text/plain").send(path, "POST", "{}").statusCode()).isEqualTo(415);
    }

    @Test
    @Tag("R11")
    void a_value_of_64_kb_is_stored_and_a_larger_one_is_told_its_size() {
        var fits = "{\"value\":\"%s\",\"environments\":[\"preview\"]}".formatted("x".repeat(65_536));

        assertThat(alice.json("PUT", "/api/v1/projects/shop/secrets/LARGE", fits).statusCode()).isEqualTo(201);
        var larger = alice.json("PUT", "/api/v1/projects/shop/secrets/LARGE",
                fits.replace("xx\"", "x".repeat(6_000) + "\""));
        assertThat(larger.statusCode()).isEqualTo(422);
        assertThat(larger.body()).contains("The value is 70 KB, the limit is 64 KB").doesNotContain("xxx");
    }

    private static HttpResponse<String> create(TestClient client, String key, String... environments) {
        return client.json("POST", "/api/v1/projects/shop/secrets",
                "{\"key\":\"%s\",\"value\":\"%s\",\"environments\":%s}".formatted(key, CANARY,
                        JSON.writeValueAsString(environments)));
    }

    private static HttpResponse<String> put(TestClient client, String key, String environment) {
        return client.json("PUT", "/api/v1/projects/shop/secrets/" + key,
                "{\"value\":\"%s\",\"environments\":[\"%s\"]}".formatted(CANARY, environment));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }
}
