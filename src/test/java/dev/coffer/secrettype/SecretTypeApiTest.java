package dev.coffer.secrettype;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestServer;
import dev.coffer.access.Role;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Secret types over the REST API. */
@Tag("R13")
class SecretTypeApiTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String TOKEN =
            "{\"name\": \"Stripe key\", \"schema\": {\"type\": \"string\", \"minLength\": 9}}";
    private static TestServer server;
    private static Cast cast;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        cast = server.cast;
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_type_is_made_and_read() {
        var types = types("t-made");
        var api = server.api(cast.dave);
        var made = api.json("POST", types, TOKEN);
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location")).contains(types + "/stripe-key");
        var type = json(made);
        assertThat(type.propertyNames()).containsExactly("key", "name", "schema", "uses", "created_at", "created_by",
                "updated_at", "updated_by");
        assertThat(type.path("key").asString()).isEqualTo("stripe-key");
        assertThat(type.path("created_by").asString()).isEqualTo("Dave");
        assertThat(type.path("uses").asInt()).isZero();

        var read = api.get(types + "/stripe-key");
        assertThat(json(read)).isEqualTo(type);
        var etag = read.headers().firstValue("ETag").orElseThrow();
        assertThat(made.headers().firstValue("ETag")).contains(etag);
        assertThat(api.with("If-None-Match", etag).get(types + "/stripe-key").statusCode()).isEqualTo(304);
        assertThat(json(api.get(types)).path("items")).containsExactly(type);
        assertThat(api.get(types + "/other").statusCode()).isEqualTo(404);
    }

    @Test
    void a_schema_keeps_its_order_and_a_text_of_it_every_character() {
        var types = types("t-order");
        var api = server.api(cast.alice);
        var sent = "{\"type\":\"object\",\"required\":[\"b\"],\"properties\":{\"b\":{\"type\":\"string\"},"
                + "\"a\":{\"type\":\"number\",\"minimum\":0.10}}}";
        var made = api.json("POST", types, "{\"name\": \"Object\", \"schema\": " + sent + "}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(json(made).path("schema").toString()).isEqualTo(JSON.readTree(sent).toString());

        var text = "{ \"type\" :\n\t\"string\" }\n";
        var texted = api.json("POST", types, "{\"name\": \"Text\", \"schema\": " + JSON.writeValueAsString(text) + "}");
        assertThat(texted.statusCode()).as(texted.body()).isEqualTo(201);
        assertThat(texted.body()).contains("\"schema\":" + text);
    }

    @Test
    void mistakes_are_said_by_field_and_faults_of_the_schema_by_pointer() {
        var types = types("t-wrong");
        var api = server.api(cast.alice);
        var empty = api.json("POST", types, "{}");
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(json(empty).path("errors").propertyNames()).containsExactly("name", "schema");
        assertThat(api.json("POST", types, "{\"name\": \"A\", \"schema\": null}").statusCode()).isEqualTo(422);
        assertThat(api.json("POST", types, "{\"name\": \"A\", \"schema\": " + "[".repeat(40) + "]".repeat(40) + "}")
                .body())
                .contains("nested too deeply").doesNotContain("not JSON");
        var broken = api.json("POST", types, "{\"name\": \"A\", \"key\": \"A!\", \"schema\": \"{\\n \\\"type\\\" }\"}");
        assertThat(broken.statusCode()).isEqualTo(422);
        assertThat(json(broken).path("errors").propertyNames()).containsExactly("key", "/schema/type");
        assertThat(json(broken).path("errors").path("/schema/type").asString()).startsWith("Line 2, column ");
        var object = api.json("POST", types, "{\"name\": \"A\", \"schema\": {\"type\": \"strin\"}}");
        assertThat(json(object).path("errors").propertyNames()).containsExactly("/schema/type");
        assertThat(object.body()).doesNotContain("Line ");
        assertThat(api.json("POST", types, "{\"name\": \"A\", \"shema\": {}}").statusCode()).isEqualTo(400);
        assertThat(api.json("POST", types, TOKEN).statusCode()).isEqualTo(201);
        var taken = api.json("POST", types, TOKEN);
        assertThat(taken.statusCode()).isEqualTo(409);
        assertThat(json(taken).path("type").asString()).isEqualTo("/problems/exists");
    }

    @Test
    void put_makes_a_type_changes_what_is_sent_and_refuses_a_stale_write() {
        var type = types("t-put") + "/a";
        var api = server.api(cast.alice);
        assertThat(api.json("PUT", type, "{\"name\": \"A\"}").statusCode()).as("no schema").isEqualTo(422);
        assertThat(api.with("If-Match", "*").json("PUT", type, TOKEN).statusCode()).isEqualTo(412);
        var made = api.json("PUT", type, TOKEN);
        assertThat(made.statusCode()).isEqualTo(201);
        var etag = made.headers().firstValue("ETag").orElseThrow();
        var renamed = api.with("If-Match", etag).json("PUT", type, "{\"name\": \"B\"}");
        assertThat(renamed.statusCode()).isEqualTo(200);
        assertThat(json(renamed).path("schema")).isEqualTo(json(made).path("schema"));
        var stale = api.with("If-Match", etag).json("PUT", type, "{\"name\": \"C\"}");
        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(json(stale).path("detail").asString()).startsWith("Alice changed the name at ");
        assertThat(api.json("PUT", type, "{\"key\": \"b\"}").statusCode()).isEqualTo(422);
        assertThat(json(api.json("PUT", type, "{\"schema\": \"{\"}")).path("errors").propertyNames())
                .containsExactly("/schema");
    }

    @Test
    @Tag("R15")
    void a_change_that_values_would_not_fit_says_which_and_is_forced_by_who_means_it() {
        var types = types("t-break");
        var api = server.api(cast.dave);
        assertThat(api.json("POST", types, TOKEN.replace("9", "1")).statusCode()).isEqualTo(201);
        secret("t-break", "SHORT", "canary", "stripe-key");

        var halted = api.json("PUT", types + "/stripe-key", TOKEN);
        assertThat(halted.statusCode()).isEqualTo(409);
        assertThat(json(halted).path("type").asString()).isEqualTo("/problems/would-break");
        assertThat(json(halted).path("would_break"))
                .isEqualTo(JSON.readTree("[{\"key\": \"SHORT\", \"environment\": \"preview\"}]"));
        assertThat(halted.body()).doesNotContain("canary");
        assertThat(api.json("PUT", types + "/stripe-key?force=true", TOKEN).statusCode()).isEqualTo(200);
        var place = json(api.get("/api/v1/projects/t-break/secrets/SHORT")).path("environments").get(0);
        assertThat(place.path("fits").asBoolean(true)).isFalse();
        assertThat(place.path("status").asString()).isEqualTo("configured");
    }

    @Test
    @Tag("R15")
    void a_type_in_use_is_not_deleted_and_says_by_what() {
        var types = types("t-used");
        var api = server.api(cast.dave);
        assertThat(api.json("POST", types, TOKEN).statusCode()).isEqualTo(201);
        secret("t-used", "A_KEY", "canary-canary", "stripe-key");

        var refused = api.delete(types + "/stripe-key");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(json(refused).path("type").asString()).isEqualTo("/problems/in-use");
        assertThat(json(refused).path("dependents")).isEqualTo(JSON.readTree(
                "[{\"kind\": \"secret\", \"name\": \"A_KEY\", \"href\": \"/projects/t-used/secrets/A_KEY\"}]"));
        assertThat(json(api.get(types + "/stripe-key")).path("uses").asInt()).isEqualTo(1);
        api.delete("/api/v1/projects/t-used/secrets/A_KEY");
        assertThat(api.with("If-Match", "\"other\"").delete(types + "/stripe-key").statusCode()).isEqualTo(412);
        assertThat(api.delete(types + "/stripe-key").statusCode()).isEqualTo(204);
        assertThat(api.delete(types + "/stripe-key").statusCode()).isEqualTo(404);
    }

    @Test
    void a_schema_that_is_null_is_left_out() {
        var types = types("t-null");
        var api = server.api(cast.alice);
        var made = api.json("POST", types, "{\"name\": \"Token\", \"schema\": null}");
        assertThat(made.statusCode()).isEqualTo(422);
        assertThat(json(made).path("errors").path("schema").asString()).isEqualTo("Schema is required");
        api.json("POST", types, TOKEN);
        assertThat(api.json("PUT", types + "/stripe-key", "{\"name\": \"\", \"schema\": null}").statusCode())
                .isEqualTo(422);
        assertThat(json(api.json("PUT", types + "/stripe-key", "{\"name\": \"Other\", \"schema\": null}")).path("name")
                .asString()).isEqualTo("Other");
    }

    @Test
    void numbers_of_a_schema_stay_what_they_are() {
        var types = types("t-exact");
        var made = server.api(cast.alice).json("POST", types,
                """
                {"name": "Exact", "schema": {"type": "number", "maximum": 1234567890.123456789012345, "const": 1e400}}""");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.body()).contains("1234567890.123456789012345", "1E+400").doesNotContain("Infinity");
        assertThat(server.api(cast.alice).json("POST", types, """
                {"name": "Long", "schema": {"const": 1e999999999}}""").statusCode()).isEqualTo(422);
    }

    @Test
    void a_repeated_write_is_done_once() {
        var types = types("t-once");
        var api = server.api(cast.alice).with("Idempotency-Key", "make-type");
        var first = api.json("POST", types, TOKEN);
        var again = api.json("POST", types, TOKEN);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("ETag")).isEqualTo(first.headers().firstValue("ETag"));
        assertThat(cast.audit.page(cast.access(cast.alice, "t-once"), OptionalLong.empty(), 10))
                .filteredOn(row -> row.label().equals("Added a secret type")).hasSize(1);
    }

    @Test
    void the_list_comes_in_pages() {
        var types = types("t-pages");
        var api = server.api(cast.alice);
        for (var name : new String[]{"B", "A", "C"}) {
            assertThat(api.json("POST", types, TOKEN.replace("Stripe key", name)).statusCode()).isEqualTo(201);
        }
        var first = json(api.get(types + "?limit=2"));
        assertThat(first.path("items").findValuesAsString("key")).containsExactly("a", "b");
        var second = json(api.get(types + "?limit=2&cursor=" + first.path("next").asString()));
        assertThat(second.path("items").findValuesAsString("key")).containsExactly("c");
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    @Tag("R34")
    void everybody_of_the_project_reads_and_only_who_manages_types_writes() {
        var types = types("t-closed");
        assertThat(server.api(cast.dave).json("POST", types, TOKEN).statusCode()).isEqualTo(201);
        for (var user : List.of(cast.bob, cast.carol)) {
            assertThat(server.api(user).get(types + "/stripe-key").statusCode()).isEqualTo(200);
            assertThat(server.api(user).json("POST", types, TOKEN).statusCode()).isEqualTo(403);
            assertThat(server.api(user).json("PUT", types + "/stripe-key", TOKEN).statusCode()).isEqualTo(403);
            assertThat(server.api(user).delete(types + "/stripe-key").statusCode()).isEqualTo(403);
        }
        assertThat(server.pipeline(cast.alice, "t-closed", Role.DEVELOPER).get(types).statusCode()).isEqualTo(200);
        assertThat(server.api(cast.mallory).get(types).statusCode()).isEqualTo(404);
        assertThat(server.api(cast.mallory).json("POST", types, TOKEN).statusCode()).isEqualTo(404);
        assertThat(server.api().get(types).statusCode()).isEqualTo(401);
    }

    private static void secret(String project, String key, String value, String type) {
        assertThat(server.api(cast.alice).json("POST", "/api/v1/projects/" + project + "/secrets", """
                {"key": "%s", "value": "%s", "type": "%s", "environments": ["preview"]}""".formatted(key, value, type))
                .statusCode()).isEqualTo(201);
    }

    private static String types(String project) {
        cast.project(project);
        return "/api/v1/projects/%s/secret-types".formatted(project);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }
}
