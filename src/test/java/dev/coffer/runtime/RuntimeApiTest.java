package dev.coffer.runtime;

import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.AUDIT_EVENTS;
import static dev.coffer.db.schema.Tables.DEPLOYMENTS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_READS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_SECRETS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.access.Role;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a running app is given, over real HTTP. */
@Tag("R18")
@Tag("R32")
class RuntimeApiTest {
    private static final String ALL = "/api/v1/runtime/secrets";
    private static final JsonMapper JSON = new JsonMapper();
    private static int projects;

    private static TestServer server;
    private static TestClient alice;
    private String project;
    private TestClient app;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        alice = server.api(server.cast.alice);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void project() {
        project = "shop-" + ++projects;
        server.cast.project(project);
        app = server.deployment(server.cast.alice, project, new Cast.Place("api", "production"));
    }

    @Test
    void it_gets_its_environments_values_byte_for_byte() {
        set("ODD", "kanarie \\\"'\\\\ \\n\\t é 漢 \\ud83d\\ude00 $X `x`", "production", "preview");
        set("ELSEWHERE", "kanarie", "preview");

        var answer = app.get(ALL);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        var body = json(answer);
        assertThat(body.path("project").asString()).isEqualTo(project);
        assertThat(body.path("environment").asString()).isEqualTo("production");
        assertThat(body.path("app").asString()).isEqualTo("api");
        assertThat(body.path("version").asInt()).isEqualTo(1);
        assertThat(body.path("missing").isEmpty()).isTrue();
        assertThat(body.path("secrets").propertyNames()).containsExactly("ODD");
        assertThat(body.path("secrets").path("ODD").asString()).isEqualTo("kanarie \"'\\ \n\t é 漢 😀 $X `x`");
    }

    @Test
    void an_unchanged_set_is_304_and_a_changed_one_has_another_tag_and_version() {
        set("A", "one", "production");
        var first = app.get(ALL);

        assertThat(asking(first).get(ALL).statusCode()).isEqualTo(304);
        assertThat(asking(first).get(ALL).body()).isEmpty();
        set("A", "two", "production");
        var second = asking(first).get(ALL);

        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(json(second).path("version").asInt()).isEqualTo(2);
        assertThat(json(second).path("secrets").path("A").asString()).isEqualTo("two");
        assertThat(tag(second)).isNotEqualTo(tag(first));
        set("B", "elsewhere", "preview");
        assertThat(asking(second).get(ALL).statusCode()).isEqualTo(304);
        assertThat(alice.delete("/api/v1/projects/" + project + "/secrets/A").statusCode()).isEqualTo(204);
        assertThat(json(asking(second).get(ALL)).path("secrets").isEmpty()).isTrue();
    }

    @Test
    @Tag("R27")
    void it_is_printed_for_programs_that_read_other_formats() {
        set("A", "it's", "production");

        var shell = app.get(ALL + "?format=shell");
        assertThat(shell.body()).isEqualTo("export A='it'\\''s'\n");
        assertThat(shell.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
        assertThat(app.get(ALL + "?format=dotenv").body()).isEqualTo("A=\"it's\"\n");
        assertThat(app.get(ALL + "?format=docker").body()).isEqualTo("A=it's\n");
        assertThat(app.get(ALL + "?format=json").body()).isEqualTo("{\"A\":\"it's\"}");
        var yaml = app.get(ALL + "?format=yaml");
        assertThat(yaml.body()).isEqualTo("\"A\": \"it's\"\n");
        assertThat(yaml.headers().firstValue("Content-Type")).hasValue("application/yaml");
        assertThat(asking(yaml).get(ALL + "?format=yaml").statusCode()).isEqualTo(304);
        assertThat(asking(yaml).get(ALL + "?format=shell").statusCode()).isEqualTo(200);
        assertThat(app.get(ALL + "?format=toml").statusCode()).isEqualTo(400);
        assertThat(app.get(ALL + "?format=toml").body()).contains("json, dotenv, shell, yaml, docker");
    }

    @Test
    void what_a_format_cant_hold_is_named_and_not_sent() {
        set("ONE_LINE", "fine", "production");
        set("LINES", "kanarie\\ntwo", "production");

        var answer = app.get(ALL + "?format=docker");

        assertThat(answer.statusCode()).isEqualTo(422);
        var errors = JSON.readTree(answer.body()).path("errors");
        assertThat(errors.propertyNames()).containsExactly("LINES");
        assertThat(errors.path("LINES").asString()).contains("several lines");
        assertThat(answer.body()).doesNotContain("kanarie", "fine");
    }

    @Test
    void one_value_is_read_by_its_name() {
        set("A", "one", "production");
        set("A", "two", "production");
        set("B", "kanarie", "preview");

        var answer = app.get(ALL + "/A");

        assertThat(answer.body()).isEqualTo("{\"key\":\"A\",\"value\":\"two\",\"version\":2}");
        assertThat(app.get(ALL + "/B").statusCode()).isEqualTo(404);
        assertThat(app.get(ALL + "/b").statusCode()).isEqualTo(404);
        assertThat(app.head(ALL + "/A").statusCode()).isEqualTo(200);
        assertThat(app.head(ALL + "/B").statusCode()).isEqualTo(404);
    }

    @Test
    @Tag("R17")
    void the_apps_own_value_wins_over_the_projects_and_that_over_the_built_in_one() {
        var key = "LAYERED_" + projects;
        builtIn(key, "built-in");
        assertThat(json(app.get(ALL)).path("secrets").path(key).asString()).isEqualTo("built-in");
        set(key, "the project's", "production");
        assertThat(json(app.get(ALL)).path("secrets").path(key).asString()).isEqualTo("the project's");
        set(key, "kanarie", "preview");
        moveToApp(key);
        assertThat(json(app.get(ALL)).path("secrets").path(key).asString()).isEqualTo("the project's");
        var other = server.deployment(server.cast.alice, project, new Cast.Place("other", "production"));
        assertThat(json(other.get(ALL)).path("secrets").path(key).asString()).isEqualTo("built-in");
        assertThat(alice.delete("/api/v1/organization/built-in-secrets/" + key).statusCode()).isEqualTo(204);
        assertThat(json(other.get(ALL)).path("secrets").has(key)).isFalse();
    }

    @Test
    void with_a_list_it_gets_what_is_on_it_and_nothing_else() {
        set("A", "one", "production");
        set("B", "two", "production");
        list("B", "NOT_THERE");

        assertThat(json(app.get(ALL)).path("secrets").propertyNames()).containsExactly("B");
        assertThat(app.get(ALL + "/A").statusCode()).isEqualTo(404);
    }

    @Test
    void a_value_of_a_type_gives_its_fields_and_a_new_schema_another_set() {
        type("{\"type\":\"object\",\"properties\":{\"host\":{\"type\":\"string\"},\"port\":{\"type\":\"integer\"}}}",
                201);
        assertThat(alice.json("PUT", "/api/v1/projects/" + project + "/secrets/DB", """
                {"value": {"host": "db", "port": 5432}, "type": "db", "environments": ["production"]}""")
                .statusCode()).isEqualTo(201);

        var first = app.get(ALL);
        assertThat(json(first).path("secrets").propertyNames()).containsExactly("DB", "DB_HOST", "DB_PORT");
        assertThat(json(first).path("secrets").path("DB_PORT").asString()).isEqualTo("5432");
        assertThat(json(app.get(ALL + "/DB_HOST")).path("value").asString()).isEqualTo("db");

        type("{\"type\":\"object\",\"properties\":{\"host\":{\"type\":\"string\"}}}", 200);
        assertThat(json(asking(first).get(ALL)).path("secrets").propertyNames()).containsExactly("DB", "DB_HOST");
    }

    @Test
    void what_is_required_and_not_given_is_named() {
        set("THERE", "one", "production");
        require("THERE", "GONE", "OTHER");

        var first = app.get(ALL);
        assertThat(texts(json(first).path("missing"))).containsExactly("GONE", "OTHER");
        assertThat(alice.json("PUT", "/api/v1/projects/" + project + "/requirements/OTHER/dismissal",
                "{\"reason\": \"Not now\"}").statusCode()).isLessThan(300);
        assertThat(texts(json(asking(first).get(ALL)).path("missing"))).containsExactly("GONE");
        list("THERE", "OTHER");
        assertThat(texts(json(app.get(ALL)).path("missing"))).isEmpty();
    }

    @Test
    void names_that_change_how_programs_load_code_stay_here() {
        set("SOUND", "one", "production");
        set("UNSOUND", "kanarie", "production");
        server.cast.database.transact(tx -> tx.update(SECRETS).set(SECRETS.KEY, "LD_PRELOAD")
                .where(SECRETS.KEY.eq("UNSOUND")).execute());

        assertThat(json(app.get(ALL)).path("secrets").propertyNames()).containsExactly("SOUND");
        assertThat(app.get(ALL + "/LD_PRELOAD").statusCode()).isEqualTo(404);
    }

    @Test
    void every_read_is_recorded_with_keys_and_versions_and_what_gives_no_value_is_not() {
        set("A", "one", "production");
        set("B", "kanarie", "production");
        var first = app.get(ALL);
        asking(first).get(ALL);
        app.head(ALL);
        app.get(ALL + "/NOT_THERE");
        app.get(ALL + "/B");

        var rows = reads();
        assertThat(rows).hasSize(2);
        assertThat(texts(rows.get(0).path("keys"))).containsExactly("A", "B");
        assertThat(rows.get(0).path("versions").path(1).asInt()).isEqualTo(1);
        assertThat(rows.get(0).path("app").asString()).isEqualTo("api");
        assertThat(rows.get(0).path("environment").asString()).isEqualTo("production");
        assertThat(rows.get(0).path("actor").path("kind").asString()).isEqualTo("deployment");
        assertThat(rows.get(0).path("actor").path("token").asString()).isEqualTo("token");
        assertThat(texts(rows.get(1).path("keys"))).containsExactly("B");
        assertThat(rows.toString()).doesNotContain("kanarie", "one");
    }

    @Test
    void where_it_cant_be_recorded_no_value_leaves() {
        set("A", "kanarie", "production");
        var tag = tag(app.get(ALL));
        server.cast.database.transact(tx -> tx.execute("alter table audit_events rename to audit_events_away"));
        try {
            var refused = app.get(ALL);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(refused.body()).doesNotContain("kanarie");
            assertThat(app.get(ALL + "/A").statusCode()).isEqualTo(503);
            assertThat(app.with("If-None-Match", tag).get(ALL).statusCode()).isEqualTo(304);
        } finally {
            server.cast.database.transact(tx -> tx.execute("alter table audit_events_away rename to audit_events"));
        }
        assertThat(app.get(ALL).statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("R32")
    void what_it_read_last_is_known_to_the_minute() {
        set("A", "one", "production");
        set("B", "two", "production");
        var before = Instant.now();
        app.get(ALL);
        set("B", "three", "production");
        app.get(ALL + "/B");

        var rows = server.cast.database.read(sql -> sql.selectFrom(DEPLOYMENT_READS)
                .where(DEPLOYMENT_READS.DEPLOYMENT_ID.eq(deployment())).orderBy(DEPLOYMENT_READS.KEY).fetch());
        assertThat(rows.getValues(DEPLOYMENT_READS.KEY)).containsExactly("A", "B");
        assertThat(rows.getValues(DEPLOYMENT_READS.VERSION)).containsExactly(1, 2);
        assertThat(rows.getFirst().getReadAt().getEpochSecond() % 60).isZero();
        assertThat(rows.getLast().getSince()).isAfterOrEqualTo(before.minusMillis(1));
        assertThat(rows.getLast().getSince()).isAfter(rows.getFirst().getSince());
    }

    @Test
    void nobody_else_reads_values() {
        set("A", "kanarie", "production");

        assertThat(server.api().get(ALL).statusCode()).isEqualTo(401);
        assertThat(server.api().get(ALL).body()).contains("No token that works here", "Authorization, as Bearer");
        assertThat(alice.get(ALL).statusCode()).isEqualTo(403);
        assertThat(alice.get(ALL).body()).contains("Only a deployment's token reads values").doesNotContain("kanarie");
        assertThat(server.pipeline(server.cast.alice, project, Role.ADMIN).get(ALL).statusCode()).isEqualTo(403);
        assertThat(server.browser(server.cast.alice).get(ALL).statusCode()).isEqualTo(401);
        assertThat(app.get("/api/v1/projects/" + project + "/secrets").statusCode()).isEqualTo(403);
    }

    @Test
    void a_deployment_that_is_gone_reads_nothing_from_then_on() {
        set("A", "kanarie", "production");
        assertThat(app.get(ALL).statusCode()).isEqualTo(200);
        server.cast.database.transact(tx -> tx.deleteFrom(DEPLOYMENTS).where(DEPLOYMENTS.ID.eq(deployment()))
                .execute());

        assertThat(app.get(ALL).statusCode()).isEqualTo(401);
    }

    @Test
    void head_tells_the_tag_and_no_value() {
        set("A", "kanarie", "production");

        var answer = app.head(ALL);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(tag(answer)).isEqualTo(tag(app.get(ALL)));
        assertThat(answer.body()).isEmpty();
    }

    private void set(String key, String value, String... environments) {
        var answer = alice.json("PUT", "/api/v1/projects/" + project + "/secrets/" + key,
                "{\"value\": \"%s\", \"environments\": [\"%s\"]}".formatted(value,
                        String.join("\", \"", environments)));
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    }

    private void builtIn(String key, String value) {
        var answer = alice.json("PUT", "/api/v1/organization/built-in-secrets/" + key,
                "{\"value\": \"%s\", \"environments\": [\"production\"]}".formatted(value));
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    }

    private void type(String schema, int status) {
        var types = "/api/v1/projects/" + project + "/secret-types";
        var body = "{\"key\": \"db\", \"name\": \"Database\", \"schema\": %s}".formatted(schema);
        if (status == 201) {
            assertThat(alice.json("POST", types, body).statusCode()).isEqualTo(201);
            return;
        }
        var tag = tag(alice.get(types + "/db"));
        assertThat(alice.with("If-Match", tag).json("PUT", types + "/db", body).statusCode()).isEqualTo(status);
    }

    private void require(String... keys) {
        var items = String.join(", ", List.of(keys).stream()
                .map(key -> "{\"key\": \"%s\", \"required\": true, \"environments\": [\"production\"]}".formatted(key))
                .toList());
        var answer = alice.json("PUT", "/api/v1/projects/" + project + "/requirements",
                "{\"source\": \"build\", \"requirements\": [%s]}".formatted(items));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** Until a secret is made for an app over the API, its row says so; the mark moves as with any change. */
    private void moveToApp(String key) {
        server.cast.database.transact(tx -> tx.update(SECRETS).set(SECRETS.APP_ID, DSL.select(APPS.ID).from(APPS)
                .where(APPS.PROJECT_ID.eq(SECRETS.PROJECT_ID), APPS.SLUG.eq("api"))).where(SECRETS.KEY.eq(key))
                .execute());
        set("MOVED", "another change", "preview");
    }

    private void list(String... keys) {
        var id = deployment();
        server.cast.database.transact(tx -> {
            var row = tx.update(DEPLOYMENTS).set(DEPLOYMENTS.ACCESS, "listed").where(DEPLOYMENTS.ID.eq(id))
                    .returning(DEPLOYMENTS.PROJECT_ID).fetchSingle();
            for (var key : keys) {
                tx.insertInto(DEPLOYMENT_SECRETS).set(DEPLOYMENT_SECRETS.DEPLOYMENT_ID, id)
                        .set(DEPLOYMENT_SECRETS.PROJECT_ID, row.getProjectId()).set(DEPLOYMENT_SECRETS.KEY, key)
                        .onConflictDoNothing().execute();
            }
            return null;
        });
        set("LISTED", "another change", "preview");
    }

    private java.util.UUID deployment() {
        return server.cast.database.read(sql -> sql.select(DEPLOYMENTS.ID).from(DEPLOYMENTS)
                .join(APPS).on(APPS.ID.eq(DEPLOYMENTS.APP_ID))
                .where(APPS.PROJECT_ID.eq(server.cast.access(server.cast.alice, project).projectId()),
                        APPS.SLUG.eq("api"))
                .fetchSingle(DEPLOYMENTS.ID));
    }

    private List<JsonNode> reads() {
        var chain = server.cast.access(server.cast.alice, project).projectId();
        return server.cast.database.read(sql -> sql.select(AUDIT_EVENTS.BODY).from(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.CHAIN_ID.eq(chain), AUDIT_EVENTS.ACTION.eq("runtime.read"))
                .orderBy(AUDIT_EVENTS.SEQ).fetch(row -> JSON.readTree(row.value1())));
    }

    private TestClient asking(HttpResponse<String> answer) {
        return app.with("If-None-Match", tag(answer));
    }

    private static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return JSON.readTree(answer.body());
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }
}
