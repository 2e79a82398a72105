package dev.coffer.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.db.Ids;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The organization's secrets among those of a project: in its tab and over the API. */
@Tag("R19")
class BuiltInSecretsTest {
    private static final String BUILT_IN = "/api/v1/organization/built-in-secrets/";
    private static final JsonMapper JSON = new JsonMapper();
    private static TestServer server;
    private static TestClient api;
    private static TestClient alice;
    private static int count;

    private String project;
    private String secrets;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        api = server.api(server.cast.alice);
        alice = server.browser(server.cast.alice);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void newProject() {
        project = "shop-" + ++count;
        secrets = "/projects/" + project + "/secrets";
        server.cast.project(project);
        builtIn("SMTP_HOST", "\"description\": \"Mail of all\"");
    }

    @AfterEach
    void forget() {
        json(api.get(BUILT_IN.replaceAll("/$", ""))).path("items")
                .forEach(item -> api.delete(BUILT_IN + item.path("key").asString()));
    }

    @Test
    void every_project_has_it_as_a_row_to_be_read() {
        var page = alice.get(secrets).body();

        assertThat(page).contains("Built-in secrets (2)", "Mail of all", ">Built-in<", "Read-only", "0 of 100 secrets",
                "id=\"override-SMTP_HOST-production\"", secrets + "/-/new?key=SMTP_HOST&amp;environment=production")
                .doesNotContain("No secrets yet", "Other secrets", "id=\"edit-SMTP_HOST", "id=\"delete-SMTP_HOST",
                        "canary");
        var carol = server.browser(server.cast.carol).get(secrets).body();
        assertThat(carol).contains("SMTP_HOST", "Read-only").doesNotContain("override-SMTP_HOST");
        var bob = server.browser(server.cast.bob).get(secrets).body();
        assertThat(bob).contains("override-SMTP_HOST-preview").doesNotContain("override-SMTP_HOST-production");
    }

    @Test
    void an_environment_that_has_none_has_no_row_of_it() {
        builtIn("ONLY_LIVE", "\"environments\": [\"production\"]");

        var page = alice.get(secrets + "?q=ONLY_LIVE").body();
        assertThat(page).contains("Built-in secrets (1)", "override-ONLY_LIVE-production")
                .doesNotContain("ONLY_LIVE-preview");
        assertThat(alice.get(secrets + "?q=of+all").body()).contains("SMTP_HOST").doesNotContain("ONLY_LIVE");
    }

    @Test
    void a_project_overrides_it_and_both_rows_say_so() {
        assertThat(alice.htmx().get(secrets + "/-/new?key=SMTP_HOST&environment=preview").body())
                .contains("value=\"SMTP_HOST\"",
                        "id=\"environments-preview\" name=\"environments\" value=\"preview\" checked");
        var saved = alice.htmx().form(secrets + "/-/new?key=SMTP_HOST&environment=preview", "key", "SMTP_HOST", "value",
                "own-canary", "environments", "preview");

        assertThat(saved.headers().firstValue("HX-Trigger-After-Settle").orElseThrow())
                .contains("#edit-SMTP_HOST-preview");
        assertThat(saved.body()).contains("Other secrets (1)", "Built-in secrets (2)",
                "Overrides the built-in value", "Overridden by this project&#39;s value", "1 of 100 secrets",
                "override-SMTP_HOST-production").doesNotContain("override-SMTP_HOST-preview", "canary");
        assertThat(alice.get(secrets + "/SMTP_HOST").body()).contains("Overrides the built-in value", "Override");
        assertThat(alice.get(secrets + "/SMTP_HOST/delete?environment=preview").body())
                .contains("The built-in value of the organization takes its place in Preview")
                .doesNotContain("will fail");
        assertThat(alice.get(secrets + "/SMTP_HOST/delete").body()).contains("take their place");
        api.delete("/api/v1" + secrets + "/SMTP_HOST");
        assertThat(alice.get(secrets).body()).contains("override-SMTP_HOST-preview")
                .doesNotContain("Overrides the built-in");
    }

    @Test
    @Tag("R21")
    void a_required_key_is_met_by_it_where_it_has_a_value() {
        builtIn("NEEDED", "\"environments\": [\"production\"]");
        require("NEEDED");
        var page = alice.get(secrets + "?q=NEEDED").body();

        assertThat(page).contains("Required by this project (2)", "override-NEEDED-production", "set-NEEDED-preview",
                "1 required secret has no value").doesNotContain("Built-in secrets (");
        assertThat(page.indexOf("set-NEEDED-preview")).isLessThan(page.indexOf("override-NEEDED-production"));
        var item = json(api.get("/api/v1" + secrets + "?q=NEEDED")).path("items").path(0);
        assertThat(item.path("required").asBoolean()).isTrue();
        assertThat(item.path("environments").path(0).path("status").asString()).isEqualTo("missing");
        assertThat(item.path("environments").path(1).path("status").asString()).isEqualTo("configured");
        api.delete(BUILT_IN + "NEEDED");
        assertThat(alice.get(secrets + "?q=NEEDED").body()).contains("2 required secrets have no value",
                "set-NEEDED-production");
    }

    @Test
    void its_page_in_a_project_is_to_be_read() {
        var page = alice.get(secrets + "/SMTP_HOST");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<h1><span class=\"mono\">SMTP_HOST</span>", "Built-in", "Mail of all",
                "Read-only", "override-SMTP_HOST-preview").doesNotContain("Delete everywhere", "edit-SMTP_HOST");
        assertThat(server.browser(server.cast.carol).get(secrets + "/SMTP_HOST").statusCode()).isEqualTo(200);
        assertThat(server.browser(server.cast.mallory).get(secrets + "/SMTP_HOST").statusCode()).isEqualTo(404);
        assertThat(alice.get(secrets + "/SMTP_HOST/edit").statusCode()).isEqualTo(404);
        assertThat(alice.form(secrets + "/SMTP_HOST/delete").statusCode()).isEqualTo(404);
    }

    @Test
    @Tag("R29")
    void the_api_lists_both_and_tells_whose_each_is() {
        own("SMTP_HOST");
        own("ANOTHER");
        var path = "/api/v1" + secrets;

        assertThat(keys(path)).containsExactly("project ANOTHER", "project SMTP_HOST", "organization SMTP_HOST");
        assertThat(keys(path + "?scope=project")).containsExactly("project ANOTHER", "project SMTP_HOST");
        assertThat(keys(path + "?scope=organization")).containsExactly("organization SMTP_HOST");
        assertThat(keys(path + "?scope=app")).isEmpty();
        var first = json(api.get(path + "?limit=2"));
        assertThat(keys(path + "?limit=2&cursor=" + first.path("next").asString()))
                .containsExactly("organization SMTP_HOST");
        var builtIn = json(api.get(path + "?scope=organization")).path("items").path(0);
        assertThat(builtIn.path("read_only").asBoolean()).isTrue();
        assertThat(builtIn.path("description").asString()).isEqualTo("Mail of all");
        assertThat(builtIn.path("environments").path(1).path("status").asString()).isEqualTo("configured");
        assertThat(builtIn.path("environments").path(1).path("version").asInt()).isEqualTo(1);
    }

    @Test
    @Tag("R29")
    void the_api_answers_a_key_that_only_the_organization_has() {
        var path = "/api/v1" + secrets + "/SMTP_HOST";
        var answer = api.get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("scope").asString()).isEqualTo("organization");
        assertThat(api.head(path).statusCode()).isEqualTo(200);
        assertThat(api.with("If-None-Match", answer.headers().firstValue("ETag").orElseThrow()).get(path).statusCode())
                .isEqualTo(304);
        assertThat(server.api(server.cast.mallory).get(path).statusCode()).isEqualTo(404);
        assertThat(api.delete(path).statusCode()).isEqualTo(404);
        own("SMTP_HOST");
        assertThat(json(api.get(path)).path("scope").asString()).isEqualTo("project");
        assertThat(json(api.get(path)).path("environments").path(1).path("status").asString()).isEqualTo("configured");
        assertThat(json(api.get(BUILT_IN + "SMTP_HOST")).path("overridden_in").asInt()).isPositive();
        assertThat(api.get(path).body()).doesNotContain("canary");
    }

    private List<String> keys(String path) {
        return json(api.get(path)).path("items").valueStream()
                .map(item -> item.path("scope").asString() + " " + item.path("key").asString()).toList();
    }

    private void own(String key) {
        assertThat(api.json("POST", "/api/v1" + secrets, "{\"key\": \"" + key
                + "\", \"value\": \"own-canary\", \"environments\": [\"preview\"]}").statusCode()).isEqualTo(201);
    }

    private static void builtIn(String key, String more) {
        var body = "{\"value\": \"built-in-canary\"" + (more.isEmpty() ? "" : ", " + more) + "}";
        assertThat(api.json("PUT", BUILT_IN + key, body).statusCode()).isEqualTo(201);
    }

    private void require(String key) {
        server.cast.database.transact(tx -> tx.execute("""
                insert into requirements (id, project_id, source, key, required, everywhere, created_by)
                select ?, id, 'build', ?, true, true, created_by from projects where slug = ?""", Ids.next(), key,
                project));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }
}
