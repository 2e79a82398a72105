package dev.coffer.runtime;

import static dev.coffer.db.schema.Tables.AUDIT_EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestClient;
import dev.coffer.TestServer;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The KV v2 shape, as it stands on the wire. */
@Tag("R29")
class VaultApiTest {
    private static final String DATA = "/v1/secret/data/shop/production";
    private static final JsonMapper JSON = new JsonMapper();
    private static TestServer server;
    private static TestClient api;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        server.cast.project("shop");
        server.cast.project("other");
        api = client(new Cast.Place("api", "production"));
        client(new Cast.Place("worker", "preview"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whoever_asks_is_told_how_the_server_is() {
        var health = server.api().get("/v1/sys/health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("\"initialized\":true", "\"sealed\":false", "\"standby\":false",
                "\"server_time_utc\":1", "\"version\":\"1.");
        assertThat(server.api().get("/v1/sys/health?standbyok=true&sealedcode=299").statusCode()).isEqualTo(200);
        assertThat(server.api().get("/v1/sys/init").body()).isEqualTo("{\"initialized\":true}");
        assertThat(server.api().get("/v1/sys/seal-status").body()).contains("\"sealed\":false", "\"progress\":0");
        assertThat(server.api().get("/v1/sys/leader").body()).contains("\"ha_enabled\":false");
    }

    @Test
    void the_mount_says_that_it_is_version_2() {
        for (var path : List.of("secret", "secret/", "secret/shop/production", "secret/anything/at/all")) {
            var data = data(api.get("/v1/sys/internal/ui/mounts/" + path));
            assertThat(data.path("path").asString()).isEqualTo("secret/");
            assertThat(data.path("type").asString()).isEqualTo("kv");
            assertThat(data.path("options").path("version").asString()).isEqualTo("2");
        }
        var mounts = JSON.readTree(api.get("/v1/sys/mounts").body());
        assertThat(mounts.path("secret/").path("type").asString()).isEqualTo("kv");
        assertThat(mounts.path("data")).hasToString("{\"secret/\":%s}".formatted(mounts.path("secret/")));
        assertThat(data(api.get("/v1/sys/internal/ui/mounts")).path("secret").path("secret/").path("type").asString())
                .isEqualTo("kv");
        assertThat(data(api.get("/v1/sys/mounts/secret"))).isEqualTo(mounts.path("secret/"));
        refused(api.get("/v1/sys/mounts/other"), 403, "permission denied");
        refused(api.get("/v1/sys/internal/ui/mounts/secrets/a"), 403, "permission denied");
        refused(server.api().get("/v1/sys/mounts"), 400, "missing client token");
    }

    @Test
    void what_is_below_is_listed_in_every_way_that_clients_ask() {
        for (var path : List.of("/v1/secret/metadata", "/v1/secret/metadata/")) {
            assertThat(keys(api.send(path, "LIST", null))).containsExactly("shop/");
            assertThat(keys(api.get(path + "?list=true"))).containsExactly("shop/");
            assertThat(keys(api.get(path + "?list=1"))).containsExactly("shop/");
        }
        for (var slash : List.of("", "/")) {
            assertThat(keys(api.send("/v1/secret/metadata/shop" + slash, "LIST", null))).containsExactly("production/");
            assertThat(keys(api.get("/v1/secret/metadata/shop/production" + slash + "?list=true")))
                    .containsExactly("api");
            nothing(api.send("/v1/secret/metadata/shop/production/api" + slash, "LIST", null));
            nothing(api.send("/v1/secret/metadata/shop/production/api/more" + slash, "LIST", null));
        }
    }

    @Test
    void other_places_are_refused_alike_whether_they_are_there_or_not() {
        for (var path : List.of("other", "nowhere", "shop/preview", "shop/nowhere", "shop/preview/worker",
                "shop/production/worker", "shop/production/nowhere", "SHOP")) {
            var refusal = api.send("/v1/secret/metadata/" + path, "LIST", null);
            refused(refusal, 403, "permission denied");
            assertThat(refusal.body()).isEqualTo(api.send("/v1/secret/metadata/x", "LIST", null).body());
        }
    }

    @Test
    void an_entry_has_all_the_values_and_the_version_of_the_set() {
        set("ODD", "kanarie \\\"'\\\\ \\n é \\ud83d\\ude00", "production");
        set("NUMBER", "7", "production");
        set("ELSEWHERE", "kanarie", "preview");

        var answer = api.get(DATA);
        var data = data(answer);

        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(JSON.readTree(answer.body()).propertyNames()).containsExactly("request_id", "lease_id", "renewable",
                "lease_duration", "data", "wrap_info", "warnings", "auth");
        assertThat(data.path("data").path("ODD").asString()).isEqualTo("kanarie \"'\\ \n é 😀");
        assertThat(data.path("data").path("NUMBER").isString()).isTrue();
        assertThat(data.path("data").has("ELSEWHERE")).isFalse();
        var about = data.path("metadata");
        assertThat(about.path("deletion_time").asString()).isEmpty();
        assertThat(about.path("destroyed").asBoolean()).isFalse();
        assertThat(Instant.parse(about.path("created_time").asString())).isBefore(Instant.now());
        assertThat(data(api.get(DATA + "/api"))).isEqualTo(data);
        assertThat(data(api.get(DATA + "/"))).isEqualTo(data);

        int version = about.path("version").asInt();
        set("NUMBER", "8", "production");
        assertThat(data(api.get(DATA)).path("metadata").path("version").asInt()).isEqualTo(version + 1);
    }

    @Test
    void the_version_that_is_there_now_can_be_asked_for_and_no_other() {
        set("ASKED", "kanarie", "production");
        int version = data(api.get(DATA)).path("metadata").path("version").asInt();

        assertThat(data(api.get(DATA + "?version=" + version)).path("data").has("ASKED")).isTrue();
        assertThat(data(api.get(DATA + "?version=0")).path("data").has("ASKED")).isTrue();
        nothing(api.get(DATA + "?version=" + (version + 1)));
        nothing(api.get(DATA + "?version=999999999"));
        refused(api.get(DATA + "?version=-1"), 400, "whole number");
        refused(api.get(DATA + "?version=" + "9".repeat(30)), 400, "whole number");
        assertThat(api.head(DATA + "?version=" + (version + 1)).statusCode()).isEqualTo(404);
    }

    @Test
    void what_there_is_to_say_of_an_entry_is_said_without_values() {
        set("DESCRIBED", "kanarie-described", "production");
        int version = data(api.get(DATA)).path("metadata").path("version").asInt();

        var answer = api.get("/v1/secret/metadata/shop/production");
        var about = data(answer);
        assertThat(about.propertyNames()).contains("cas_required", "created_time", "current_version",
                "delete_version_after", "max_versions", "oldest_version", "updated_time", "versions");
        assertThat(about.path("current_version").asInt()).isEqualTo(version);
        assertThat(about.path("versions").path(String.valueOf(version)).path("destroyed").asBoolean()).isFalse();
        assertThat(answer.body()).doesNotContain("kanarie", "DESCRIBED");
        nothing(api.get("/v1/secret/metadata/shop"));
        nothing(api.get("/v1/secret/metadata"));
        nothing(api.get("/v1/secret/data/shop"));
        nothing(api.get(DATA + "/api/more"));
    }

    @Test
    void a_read_is_recorded_before_its_values_leave_and_nothing_else_is() {
        set("RECORDED", "kanarie-recorded", "production");
        long before = reads();

        api.head(DATA);
        api.get("/v1/secret/metadata/shop/production");
        api.get("/v1/secret/metadata/shop/production?list=true");
        api.get(DATA + "?version=999999999");
        assertThat(reads()).isEqualTo(before);

        assertThat(api.head(DATA).body()).isEmpty();
        assertThat(api.head(DATA).headers().firstValue("Content-Type")).hasValue("application/json");
        api.get(DATA);
        assertThat(reads()).isEqualTo(before + 1);
        String row = server.cast.database.read(sql -> sql.select(AUDIT_EVENTS.BODY).from(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.ACTION.eq("runtime.read")).orderBy(AUDIT_EVENTS.SEQ.desc()).limit(1)
                .fetchSingle(AUDIT_EVENTS.BODY));
        assertThat(row).contains("RECORDED", "api@production").doesNotContain("kanarie");
    }

    @Test
    void an_entry_elsewhere_is_refused_whether_it_is_there_or_not() {
        for (var path : List.of("other/production", "shop/preview", "shop/preview/worker", "shop/production/worker",
                "nowhere/production")) {
            refused(api.get("/v1/secret/data/" + path), 403, "permission denied");
            refused(api.get("/v1/secret/metadata/" + path), 403, "permission denied");
        }
        refused(server.api(server.cast.alice).get(DATA), 403, "Only a deployment's token reads values");
        refused(server.api().get(DATA), 400, "missing client token");
    }

    @Test
    void nothing_is_written() {
        for (var path : List.of("secret/data/shop/production", "secret/metadata/shop/production",
                "secret/delete/shop/production", "secret/undelete/shop/production",
                "secret/destroy/shop/production", "sys/mounts/kv")) {
            for (var method : List.of("POST", "PUT", "PATCH", "DELETE")) {
                refused(api.json(method, "/v1/" + path, "{\"data\":{\"A\":\"b\"}}"), 405, "unsupported operation");
            }
        }
        assertThat(api.json("PUT", "/v1/secret/metadata/shop/production", "{}").headers().firstValue("Allow"))
                .hasValueSatisfying(allow -> assertThat(allow.split(", *")).containsOnly("GET", "HEAD", "LIST"));
    }

    @Test
    void what_it_doesn_t_do_is_said_in_words() {
        refused(api.with("X-Vault-Namespace", "team").get("/v1/secret/metadata?list=true"), 400, "no namespaces");
        refused(api.with("X-Vault-Wrap-TTL", "60s").get("/v1/secret/metadata?list=true"), 400, "not wrapped");
        assertThat(api.with("X-Vault-Namespace", "root").get("/v1/secret/metadata?list=true").statusCode())
                .isEqualTo(200);
        nothing(api.get("/v1/nothing/here"));
        nothing(api.get("/v1"));
    }

    @Test
    void the_listing_verb_is_served_there_alone() {
        for (var path : List.of("/projects", "/api/v1/me", "/livez", "/nowhere")) {
            assertThat(api.send(path, "LIST", null).statusCode()).as(path).isEqualTo(405);
        }
        assertThat(api.send("/v1/secret/metadata", "FIND", null).statusCode()).isEqualTo(405);
    }

    private static void set(String key, String value, String environment) {
        var answer = server.api(server.cast.alice).json("PUT", "/api/v1/projects/shop/secrets/" + key,
                "{\"value\":\"%s\",\"environments\":[\"%s\"]}".formatted(value, environment));
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    }

    private static long reads() {
        return server.cast.database.read(sql -> (long) sql.fetchCount(AUDIT_EVENTS,
                AUDIT_EVENTS.ACTION.eq("runtime.read")));
    }

    private static void refused(HttpResponse<String> answer, int status, String words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(JSON.readTree(answer.body()).propertyNames()).containsExactly("errors");
        assertThat(JSON.readTree(answer.body()).path("errors").toString()).contains(words);
    }

    private static void nothing(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"errors\":[]}");
    }

    private static TestClient client(Cast.Place place) {
        return server.api().with("X-Vault-Token", server.cast.deploymentTokenOf(server.cast.alice, "shop", place));
    }

    private static JsonNode data(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("data");
    }

    private static List<String> keys(HttpResponse<String> answer) {
        return data(answer).path("keys").valueStream().map(JsonNode::asString).toList();
    }
}
