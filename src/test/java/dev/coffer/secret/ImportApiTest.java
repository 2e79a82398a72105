package dev.coffer.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("R27")
class ImportApiTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CANARY = "c4n4ry-<'\"é";
    private static TestServer server;
    private static TestClient alice;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        alice = server.api(server.cast.alice);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anImportAnswersWithWhatWasDoneToEachKey() {
        server.cast.project("answers");
        var answer = post(alice, "answers", "# Calls Stripe\nA=1\nno sign\nC=", "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("""
                {"items":[{"key":"A","line":2,"action":"add","description":"Calls Stripe"},\
                {"key":null,"line":3,"action":"refused","why":"The line has no equals sign. Write KEY=value"},\
                {"key":"C","line":4,"action":"empty","why":"The file gives no value, so there is nothing to set"}],\
                "summary":{"add":1,"replace":0,"same":0,"empty":1,"refused":1}}""");
        assertThat(alice.head("/api/v1/projects/answers/secrets/A").statusCode()).isEqualTo(200);
    }

    @Test
    void aDryRunAnswersTheSameAndStoresNothing() {
        server.cast.project("dry");
        var dry = post(alice, "dry", "A=1", ",\"dry_run\":true");
        assertThat(alice.head("/api/v1/projects/dry/secrets/A").statusCode()).isEqualTo(404);
        assertThat(post(alice, "dry", "A=1", "").body()).isEqualTo(dry.body());
    }

    @Test
    void jsonIsReadToo() {
        server.cast.project("json");
        var answer = alice.json("POST", "/api/v1/projects/json/imports", """
                {"format":"json","content":"{\\"A\\":1,\\"B\\":{}}","environments":["preview"],"mode":"replace"}""");
        assertThat(tree(answer).path("summary").path("add").asInt()).isOne();
        assertThat(tree(answer).path("summary").path("refused").asInt()).isOne();
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        server.cast.project("mistakes");
        var answer = alice.json("POST", "/api/v1/projects/mistakes/imports", "{\"mode\":\"merge\"}");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(tree(answer).path("errors").propertyNames())
                .containsExactlyInAnyOrder("format", "content", "environments", "mode");
    }

    @Test
    void a101stKeyStoresNothing() {
        server.cast.project("full");
        var file = IntStream.range(0, 101).mapToObj(n -> "KEY_" + n + "=1").collect(Collectors.joining("\n"));
        for (var dry : new String[]{"", ",\"dry_run\":true"}) {
            var answer = post(alice, "full", file, dry);
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(tree(answer).path("errors").path("content").asString()).contains("101 new", "100");
        }
        assertThat(tree(alice.get("/api/v1/projects/full/secrets")).path("items")).isEmpty();
    }

    @Test
    void noAnswerHoldsAValue() {
        server.cast.project("silent");
        var file = "A=" + CANARY + "\nB='" + CANARY + "\n" + CANARY + "=x\nC=\"" + CANARY + "\" " + CANARY;
        for (var more : new String[]{",\"dry_run\":true", "", "", ",\"mode\":\"replace\"", ",\"" + CANARY + "\":1"}) {
            var answer = post(alice, "silent", file, more);
            assertThat(answer.body()).doesNotContain("c4n4ry");
            assertThat(answer.headers().map().toString()).doesNotContain("c4n4ry");
        }
        var broken = post(alice, "silent", file, ",\"mode\":");
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(broken.body()).doesNotContain("c4n4ry");
    }

    @Test
    void rolesAndUnknownEnvironmentsAreRefused() {
        server.cast.project("roles");
        assertThat(post(server.api(server.cast.bob), "roles", "A=1", "").statusCode()).isEqualTo(403);
        assertThat(post(server.api(server.cast.carol), "roles", "A=1", "").statusCode()).isEqualTo(403);
        assertThat(post(server.api(server.cast.mallory), "roles", "A=1", "").statusCode()).isEqualTo(404);
        assertThat(post(server.api(), "roles", "A=1", "").statusCode()).isEqualTo(401);
        var answer = alice.json("POST", "/api/v1/projects/roles/imports",
                "{\"format\":\"dotenv\",\"content\":\"A=1\",\"environments\":[\"staging\"]}");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(tree(answer).path("errors").has("environments")).isTrue();
    }

    @Test
    void aRepeatedImportIsDoneOnceAndAnotherFileUnderItsKeyIsRefused() {
        server.cast.project("once");
        var once = alice.with("Idempotency-Key", "import-1");
        var first = post(once, "once", "A=1", "");
        assertThat(post(once, "once", "A=1", "").body()).isEqualTo(first.body()).contains("\"add\":1");
        assertThat(post(once, "once", "A=2", "").statusCode()).isEqualTo(422);
    }

    private static HttpResponse<String> post(TestClient client, String project, String file, String more) {
        return client.json("POST", "/api/v1/projects/" + project + "/imports",
                "{\"format\":\"dotenv\",\"content\":" + JSON.writeValueAsString(file)
                        + ",\"environments\":[\"preview\",\"production\"]" + more + "}");
    }

    private static JsonNode tree(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }
}
