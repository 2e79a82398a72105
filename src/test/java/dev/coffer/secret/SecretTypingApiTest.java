package dev.coffer.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.access.Access;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Secrets with a type over real HTTP. */
@Tag("R14")
@Tag("R29")
class SecretTypingApiTest {
    private static final String SECRETS = "/api/v1/projects/shop/secrets";
    private static final JsonMapper JSON = new JsonMapper();

    private static TestServer server;
    private static Access shop;
    private static TestClient alice;
    private static TestClient bob;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        shop = server.cast.project("shop");
        Kinds.add(server.cast.database, shop, "key", Kinds.TEXT);
        Kinds.add(server.cast.database, shop, "parts", Kinds.PARTS);
        Kinds.add(server.cast.database, shop, "number", "{\"type\":\"number\"}");
        Kinds.add(server.cast.database, shop, "any", "{}");
        alice = server.api(server.cast.alice);
        bob = server.api(server.cast.bob);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void an_object_is_kept_as_it_was_written_but_for_blanks() {
        var answer = put(alice, "OBJECT", "parts", """
                {"password" : "k\\u0061narie \\"\\\\ \\t", "host":"db.example",
                  "port": 5.432e3 }""");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).doesNotContain("narie", "db.example");
        assertThat(json(answer).path("type").asString()).isEqualTo("parts");
        assertThat(json(answer).path("environments").path(0).path("fits").asBoolean()).isTrue();
        assertThat(json(answer).path("environments").path(1).path("fits").isNull()).isTrue();
        assertThat(stored("OBJECT")).isEqualTo("""
                {"password":"k\\u0061narie \\"\\\\ \\t","host":"db.example","port":5.432e3}""");
    }

    @Test
    void a_string_that_holds_the_json_is_as_good_and_kept_byte_for_byte() {
        var text = "{ \"host\": \"db.example\", \"password\": \"kanarie\" }";

        assertThat(put(alice, "STRING", "parts", JSON.writeValueAsString(text)).statusCode()).isEqualTo(201);
        assertThat(stored("STRING")).isEqualTo(text);
    }

    @Test
    void numbers_lists_and_truths_are_values_of_types_that_ask_for_them() {
        assertThat(put(alice, "NUMBER", "number", "1.50").statusCode()).isEqualTo(201);
        assertThat(stored("NUMBER")).isEqualTo("1.50");
        assertThat(put(alice, "LIST", "any", "[1, [true, null], \"a b\"]").statusCode()).isEqualTo(201);
        assertThat(stored("LIST")).isEqualTo("[1,[true,null],\"a b\"]");
        assertThat(put(alice, "TRUTH", "any", "true").statusCode()).isEqualTo(201);
        assertThat(stored("TRUTH")).isEqualTo("true");
        assertThat(json(put(alice, "NULL", "any", "null")).path("errors").path("value").asString())
                .isEqualTo("Secret value is required");
    }

    @Test
    void mistakes_are_at_their_place_in_the_body_and_quote_nothing() {
        var answer = put(alice, "WRONG", "parts", "{\"host\":\"KANARIE\",\"password\":\"kan\",\"port\":70000}");
        var text = put(alice, "WRONG", "key", "\"kanarie\"");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).path("errors").propertyNames())
                .containsExactlyInAnyOrder("/value/host", "/value/password", "/value/port");
        assertThat(text.statusCode()).isEqualTo(422);
        assertThat(json(text).path("errors").propertyNames()).containsExactly("value");
        assertThat(answer.body() + text.body()).doesNotContainIgnoringCase("kanarie").doesNotContain("70000");
        assertThat(alice.head(SECRETS + "/WRONG").statusCode()).isEqualTo(404);
    }

    @Test
    void json_without_a_type_that_asks_for_it_is_told_what_to_do() {
        var plain = alice.json("POST", SECRETS,
                "{\"key\":\"PLAIN\",\"value\":{\"a\":\"kanarie\"},\"environments\":[\"preview\"]}");
        var text = put(alice, "TEXT", "key", "{\"a\":\"kanarie\"}");
        var unknown = put(alice, "TEXT", "nothing", "{\"a\":\"kanarie\"}");

        assertThat(plain.statusCode()).isEqualTo(422);
        assertThat(json(plain).path("errors").path("value").asString()).contains("Write it as one string");
        assertThat(json(text).path("errors").path("value").asString()).contains("key is a text");
        assertThat(json(unknown).path("errors").path("type").asString())
                .isEqualTo("There is no secret type named so. Choose among any, key, number, parts");
        assertThat(plain.body() + text.body() + unknown.body()).doesNotContain("kanarie");
    }

    @Test
    void hostile_json_is_refused_without_an_echo() {
        var deep = put(alice, "HOSTILE", "any", "[".repeat(10_000) + "]".repeat(10_000));
        var twice = put(alice, "HOSTILE", "any", "{\"a\":\"kanarie\",\"a\":1}");
        var broken = put(alice, "HOSTILE", "any", "{\"a\":kanarie}");
        var other = "{\"value\":{\"a\":1},\"type\":\"any\",\"environments\":[\"preview\"]}";
        var utf16 = alice.json("PUT", SECRETS + "/HOSTILE", String.join("\0", other.split("")) + "\0");

        assertThat(deep.statusCode()).isEqualTo(400);
        assertThat(twice.statusCode()).isEqualTo(400);
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(utf16.statusCode()).isEqualTo(400);
        assertThat(twice.body() + broken.body()).doesNotContain("kanarie");
        assertThat(put(alice, "HOSTILE", "any", "{\"__proto__\":{\"constructor\":null}}").statusCode()).isEqualTo(201);
        assertThat(put(alice, "HOSTILE", "any", "\"%s\"".formatted("x".repeat(70_000))).body())
                .contains("The value is 69 KB, the limit is 64 KB");
        assertThat(put(alice, "HOSTILE", "any", "[\"%s\"]".formatted("x".repeat(65_533))).statusCode())
                .isEqualTo(422);
    }

    @Test
    void patching_replaces_the_whole_value_or_the_type_alone() {
        var tag = put(alice, "PATCHED", "parts", "{\"host\":\"a\",\"port\":1,\"password\":\"kanarie\"}").headers()
                .firstValue("ETag").orElseThrow();
        var partly = alice.with("If-Match", tag).json("PATCH", SECRETS + "/PATCHED",
                "{\"value\":{\"host\":\"b\"},\"environments\":[\"preview\"]}");
        var retyped = alice.with("If-Match", tag).json("PATCH", SECRETS + "/PATCHED", "{\"type\":\"key\"}");

        assertThat(partly.statusCode()).isEqualTo(422);
        assertThat(retyped.statusCode()).isEqualTo(200);
        assertThat(json(retyped).path("type").asString()).isEqualTo("key");
        assertThat(json(retyped).path("environments").path(0).path("fits").asBoolean()).isFalse();
        assertThat(json(retyped).path("environments").path(0).path("status").asString()).isEqualTo("configured");
        var item = json(alice.get(SECRETS + "?q=patched")).path("items").path(0);
        assertThat(item.path("type").asString()).isEqualTo("key");
        assertThat(item.path("environments").path(0).path("fits").asBoolean()).isFalse();
    }

    @Test
    void a_developer_types_where_everything_is_theirs_to_write() {
        assertThat(put(bob, "BOBS", "key", "\"sk_1\"").statusCode()).isEqualTo(201);
        assertThat(alice.json("PUT", SECRETS + "/BOBS",
                "{\"value\":\"sk_2\",\"environments\":[\"production\"]}").statusCode()).isEqualTo(200);

        assertThat(put(bob, "BOBS", "any", "\"1\"").statusCode()).isEqualTo(403);
        assertThat(put(bob, "BOBS", "key", "\"sk_3\"").statusCode()).isEqualTo(200);
        assertThat(put(server.api(server.cast.carol), "BOBS", "any", "\"1\"").statusCode()).isEqualTo(403);
        assertThat(put(server.api(server.cast.mallory), "BOBS", "any", "\"1\"").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> put(TestClient client, String key, String type, String value) {
        return client.json("PUT", SECRETS + "/" + key,
                "{\"value\": %s, \"type\": \"%s\", \"environments\":[\"preview\"]}".formatted(value, type));
    }

    private static String stored(String key) {
        return Opened.value(server.cast, shop, key, "preview");
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }
}
