package dev.coffer.builtin;

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

/** The organization's secrets over real HTTP. */
@Tag("R19")
@Tag("R29")
class BuiltInApiTest {
    private static final String LIST = "/api/v1/organization/built-in-secrets";
    private static final JsonMapper JSON = new JsonMapper();

    private static TestServer server;
    private static TestClient alice;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        server.cast.project("shop");
        alice = server.api(server.cast.alice);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void putting_creates_then_replaces_and_never_answers_the_value() {
        var made = put("CREATED", "{\"value\": \"canary\", \"description\": \"What it is\"}");
        var again = put("CREATED", "{\"value\": \"canary\", \"environments\": [\"production\"]}");

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location")).hasValue(LIST + "/CREATED");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.headers().firstValue("ETag")).isNotEqualTo(made.headers().firstValue("ETag"));
        var item = json(again);
        assertThat(item.path("scope").asString()).isEqualTo("organization");
        assertThat(item.path("description").asString()).isEqualTo("What it is");
        assertThat(item.path("environments").path(0).path("environment").asString()).isEqualTo("*");
        assertThat(item.path("environments").path(1).path("environment").asString()).isEqualTo("production");
        assertThat(item.path("overridden_in").asInt()).isZero();
        assertThat(json(alice.get(LIST + "/CREATED"))).isEqualTo(item);
        assertThat(made.body() + again.body() + alice.get(LIST).body()).doesNotContain("canary");
    }

    @Test
    void it_exists_or_not_and_a_known_state_is_304() {
        put("KNOWN", "{\"value\": \"v\"}");
        var read = alice.get(LIST + "/KNOWN");
        var tag = read.headers().firstValue("ETag").orElseThrow();

        assertThat(alice.head(LIST + "/KNOWN").statusCode()).isEqualTo(200);
        assertThat(alice.head(LIST + "/UNKNOWN").statusCode()).isEqualTo(404);
        assertThat(alice.with("If-None-Match", tag).get(LIST + "/KNOWN").statusCode()).isEqualTo(304);
    }

    @Test
    void a_stale_write_is_412() {
        var tag = put("RACED", "{\"value\": \"v\"}").headers().firstValue("ETag").orElseThrow();
        put("RACED", "{\"value\": \"w\"}");

        var late = alice.with("If-Match", tag).json("PUT", LIST + "/RACED", "{\"value\": \"x\"}");
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(json(late).path("detail").asString()).startsWith("Alice changed the value for every environment");
        assertThat(alice.with("If-Match", tag).delete(LIST + "/RACED").statusCode()).isEqualTo(412);
        assertThat(alice.with("If-Match", "*").json("PUT", LIST + "/NOT_THERE", "{\"value\": \"x\"}").statusCode())
                .isEqualTo(412);
    }

    @Test
    @Tag("R4")
    void mistakes_are_422_by_field() {
        assertThat(errors("NEW", "{}").path("value").asString()).isEqualTo("Secret value is required");
        assertThat(errors("NEW", "{\"value\": \"\"}").path("value").asString()).isEqualTo("Secret value is required");
        assertThat(errors("NEW", "{\"value\": \"a\\u0000b\"}").path("value").asString()).contains("NUL");
        assertThat(errors("PATH", "{\"value\": \"v\"}").path("key").asString()).contains("does not store it");
        assertThat(errors("1BAD", "{\"value\": \"v\"}").path("key").asString()).contains("digit");
        assertThat(errors("NEW", "{\"value\": \"v\", \"environments\": []}").path("environments").asString())
                .isEqualTo("Choose at least one environment");
        for (var nowhere : new String[]{"\"\"", "null", "\"staging\""}) {
            assertThat(errors("NEW", "{\"value\": \"v\", \"environments\": [" + nowhere + "]}").path("environments")
                    .asString()).as(nowhere).startsWith("No project has an environment named so");
        }
        assertThat(alice.get(LIST + "/NEW").statusCode()).isEqualTo(404);
    }

    @Test
    void deleting_takes_one_value_or_all() {
        put("GOING", "{\"value\": \"v\", \"environments\": [\"*\", \"preview\"]}");

        assertThat(alice.delete(LIST + "/GOING?environment=production").statusCode()).isEqualTo(404);
        assertThat(alice.delete(LIST + "/GOING?environment=*").statusCode()).isEqualTo(204);
        assertThat(json(alice.get(LIST + "/GOING")).path("environments").size()).isEqualTo(1);
        assertThat(alice.delete(LIST + "/GOING").statusCode()).isEqualTo(204);
        assertThat(alice.delete(LIST + "/GOING").statusCode()).isEqualTo(404);
    }

    @Test
    void the_same_write_with_a_key_of_its_own_is_done_once() {
        var once = alice.with("Idempotency-Key", "built-in-once");
        var first = once.json("PUT", LIST + "/ONCE", "{\"value\": \"v\"}");
        var second = once.json("PUT", LIST + "/ONCE", "{\"value\": \"v\"}");

        assertThat(second.statusCode()).isEqualTo(first.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(json(alice.get(LIST + "/ONCE")).path("environments").path(0).path("version").asInt()).isEqualTo(1);
    }

    @Test
    void the_list_comes_in_pages() {
        put("PAGED_1", "{\"value\": \"v\"}");
        put("PAGED_2", "{\"value\": \"v\"}");

        var first = json(alice.get(LIST + "?limit=1&cursor=PAGED"));
        assertThat(first.path("items").path(0).path("key").asString()).isEqualTo("PAGED_1");
        var next = json(alice.get(LIST + "?limit=1&cursor=" + first.path("next").asString()));
        assertThat(next.path("items").path(0).path("key").asString()).isEqualTo("PAGED_2");
    }

    @Test
    void nobody_but_an_owner_reads_or_changes_them() {
        put("GUARDED", "{\"value\": \"v\"}");
        for (var user : new dev.coffer.access.User[]{server.cast.dave, server.cast.bob, server.cast.mallory}) {
            var client = server.api(user);
            assertThat(client.get(LIST).statusCode()).isEqualTo(403);
            assertThat(client.get(LIST + "/GUARDED").statusCode()).isEqualTo(403);
            assertThat(client.json("PUT", LIST + "/GUARDED", "{\"value\": \"w\"}").statusCode()).isEqualTo(403);
            assertThat(client.delete(LIST + "/GUARDED").statusCode()).isEqualTo(403);
        }
        assertThat(server.api().get(LIST).statusCode()).isEqualTo(401);
        assertThat(alice.get(LIST + "/GUARDED").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> put(String key, String body) {
        return alice.json("PUT", LIST + "/" + key, body);
    }

    private static JsonNode errors(String key, String body) {
        var answer = put(key, body);
        assertThat(answer.statusCode()).isEqualTo(422);
        return json(answer).path("errors");
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }
}
