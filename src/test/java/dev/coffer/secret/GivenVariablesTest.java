package dev.coffer.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.access.Access;
import dev.coffer.requirement.Asked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the pages and the API say of variables that values give beside their keys. */
@Tag("R14")
@Tag("R19")
class GivenVariablesTest {
    private static final String PG = """
            {"type": "object", "required": ["host"], "properties": {
              "host": {"type": "string"}, "port": {"type": "integer"}},
             "x-coffer-env": {"{KEY}": "pg://{host}[:{port}]", "PGHOST": "{host}", "PGPORT": "{port}"}}""";

    private static TestServer server;
    private static int count;

    private String slug;
    private TestClient alice;
    private TestClient api;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void newProject() {
        slug = "given-" + ++count;
        Access access = server.cast.project(slug);
        Kinds.add(server.cast.database, access, "pg", PG);
        Asked.of(server.cast, access).requires("PGHOST", "production").wouldLike("PGPORT", "production");
        alice = server.browser(server.cast.alice);
        api = server.api(server.cast.alice);
    }

    @Test
    void a_needed_key_that_a_value_gives_has_nothing_to_set_and_says_whose_it_is() {
        assertThat(page("/secrets")).contains("id=\"set-PGHOST-production\"", "Configuration required");
        assertThat(set("DATABASE", "{\"host\": \"kanarie\", \"port\": 1}", "production").statusCode()).isEqualTo(201);

        assertThat(page("/secrets")).containsSubsequence("Required by this project (1)", "PGHOST", "Configured",
                "Given by <a class=\"mono\" href=\"/projects/" + slug + "/secrets/DATABASE",
                "aria-label=\"DATABASE, which gives PGHOST, Production\"")
                .doesNotContain("id=\"set-PGHOST-production\"", "id=\"dismiss-PGHOST", "Configuration required",
                        "kanarie");
        assertThat(api.get("/api/v1/projects/%s/readiness".formatted(slug)).body())
                .isEqualTo("{\"ready\":true,\"missing\":[],\"optional_missing\":[]}");
        assertThat(api.get("/api/v1/projects/%s/secrets?status=configured".formatted(slug)).body())
                .contains("\"key\":\"PGHOST\"", "\"key\":\"PGPORT\"", "\"key\":\"DATABASE\"");
    }

    @Test
    void a_secret_s_page_lists_the_names_and_its_deletion_what_they_meet() {
        set("DATABASE", "{\"host\": \"kanarie\", \"port\": 1}", "production");
        set("DATABASE", "{\"host\": \"kanarie\"}", "preview");

        assertThat(page("/secrets/DATABASE")).containsSubsequence("Gives the variables", "Preview",
                "DATABASE, PGHOST<", "Production", "DATABASE, PGHOST, PGPORT<").doesNotContain("kanarie");
        assertThat(page("/secrets/DATABASE/delete?environment=production"))
                .contains("It gives PGHOST, required in Production: without it, Production can&#39;t be published.");
        assertThat(page("/secrets/DATABASE/delete?environment=preview")).doesNotContain("It gives");
        set("PLAIN", "kanarie", "production");
        assertThat(page("/secrets/PLAIN")).doesNotContain("Gives the variables");
    }

    @Test
    void a_clash_is_told_at_the_value_or_at_the_key() {
        set("PGHOST", "kanarie", "production");
        var typed = set("DATABASE", "{\"host\": \"kanarie\"}", "production");
        assertThat(typed.statusCode()).isEqualTo(422);
        assertThat(typed.body()).contains("\"value\"", "DATABASE would give PGHOST in Production")
                .doesNotContain("kanarie");

        assertThat(set("DATABASE", "{\"host\": \"kanarie\"}", "preview").statusCode()).isEqualTo(201);
        assertThat(page("/secrets/PGHOST")).contains("Given by <a class=\"mono\"")
                .doesNotContain("id=\"set-PGHOST-preview\"");
        var plain = alice.form("/projects/%s/secrets/-/new".formatted(slug), "key", "PGHOST", "value", "kanarie",
                "environments", "preview");
        assertThat(plain.statusCode()).isEqualTo(422);
        assertThat(plain.body()).contains("DATABASE gives PGHOST in Preview already. Choose another key",
                "href=\"#key\"").doesNotContain("kanarie");
    }

    @Test
    void a_form_of_fields_says_so_at_the_fields_together() {
        set("PGHOST", "kanarie", "production");
        var answer = alice.form("/projects/%s/secrets/-/new".formatted(slug), "key", "DATABASE", "type", "pg", "fields",
                "pg", "value.host", "kanarie", "environments", "production");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains(
                "DATABASE would give PGHOST in Production, which the secret PGHOST has a value",
                "href=\"#value\"", "id=\"value\"");
    }

    private String page(String path) {
        var answer = alice.get("/projects/" + slug + path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private java.net.http.HttpResponse<String> set(String key, String value, String environment) {
        var type = value.startsWith("{") ? "\"type\": \"pg\", " : "";
        var json = value.startsWith("{") ? value : '"' + value + '"';
        return api.json("PUT", "/api/v1/projects/%s/secrets/%s".formatted(slug, key), """
                {"value": %s, %s"environments": ["%s"]}""".formatted(json, type, environment));
    }
}
