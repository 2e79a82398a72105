package dev.coffer.secrettype;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.schema.SchemaCheck;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Secret types in a browser, with HTMX and without. */
@Tag("R13")
class SecretTypePagesTest {
    private static final String ANY = "{\"type\": \"string\"}";
    private static final String LONG = "{\"type\": \"string\", \"minLength\": 9}";
    private static final String PARTS = """
            {"type": "object", "required": ["host"], "properties": {
              "host": {"type": "string", "title": "Host name"},
              "port": {"type": "integer", "title": "Port"}}}""";
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
    void the_list_says_what_each_asks_for_and_who_uses_it() {
        var types = types("p-list");
        made("p-list", "Database", PARTS);
        made("p-list", "Token", ANY);
        secret("p-list", "A_KEY", "canary", "token");
        var page = server.browser(cast.dave).get(types).body();

        assertThat(page).contains("1 required, 1 optional", "One value", "/projects/p-list/secrets?type=token",
                "aria-label=\"1 secret of type Token\"", "Not used", "aria-label=\"Edit Database\"",
                "aria-label=\"Duplicate Database\"", "aria-label=\"Delete Token\"", ">Create Secret Type<")
                .doesNotContain("canary");
        assertThat(page).containsPattern("aria-current=\"page\"[^>]*>Secret types<");
    }

    @Test
    @Tag("R34")
    void who_only_looks_reads_types_and_their_schemas_and_finds_no_buttons() {
        var types = types("p-view");
        made("p-view", "Database", PARTS);
        for (var user : List.of(cast.bob, cast.carol)) {
            var browser = server.browser(user);
            assertThat(browser.get(types).body()).contains("Database", "Read-only")
                    .doesNotContain("Create Secret Type", "/edit", "/delete");
            assertThat(browser.get(types + "/database").body()).contains("Host name", "&quot;port&quot;")
                    .doesNotContain("/edit");
            assertThat(browser.get(types + "/new").statusCode()).isEqualTo(403);
            assertThat(browser.form(types + "/new", "name", "X", "schema", ANY).statusCode()).isEqualTo(403);
            assertThat(browser.form(types + "/database/edit", "name", "X", "schema", ANY).statusCode()).isEqualTo(403);
            assertThat(browser.form(types + "/database/delete").statusCode()).isEqualTo(403);
        }
        assertThat(server.browser(cast.mallory).get(types).statusCode()).isEqualTo(404);
        assertThat(server.browser(cast.mallory).form(types + "/new", "name", "X", "schema", ANY).statusCode())
                .isEqualTo(404);
        assertThat(location(server.browser().get(types))).startsWith("/sign-in");
    }

    @Test
    void without_any_the_page_says_what_they_are_for_and_offers_ready_made_ones() {
        var types = types("p-empty");
        assertThat(server.browser(cast.alice).get(types).body()).contains("No secret types yet",
                types + "/new?start=postgresql");
        assertThat(server.browser(cast.carol).get(types).body()).contains("No secret types yet")
                .doesNotContain("/new");
    }

    @Test
    void a_type_is_created_from_a_form() {
        var types = types("p-new");
        var browser = server.browser(cast.dave);
        assertThat(browser.get(types + "/new").body()).contains(">Create<", "Check schema", "spellcheck=\"false\"");

        var sent = browser.form(types + "/new", "name", "Token", "key", "", "schema", "\n" + LONG);
        assertThat(sent.statusCode()).isEqualTo(303);
        assertThat(location(sent)).isEqualTo(types);
        assertThat(browser.get(types).body()).contains("Secret type Token created.", "token");
        assertThat(browser.get(types + "/token/edit").body()).as("not one line end is lost")
                .contains(">\n\n" + LONG.replace("\"", "&quot;"));
        var swapped = browser.htmx().form(types + "/new", "name", "Other", "schema", LONG);
        assertThat(swapped.headers().firstValue("HX-Redirect")).contains(types);
        assertThat(audited("p-new")).contains("Added a secret type");
    }

    @Test
    void it_begins_with_a_ready_made_type_or_a_copy() {
        var types = types("p-start");
        made("p-start", "Token", LONG);
        var browser = server.browser(cast.alice);
        for (var ready : ReadyMade.all()) {
            assertThat(browser.get(types + "/new?start=" + ready.key()).body()).as(ready.key())
                    .contains("value=\"" + ready.name().replace("&", "&amp;") + "\"", "Preview, not saved");
        }
        assertThat(browser.get(types + "/new?from=token").body()).contains("Copy of Token",
                LONG.replace("\"", "&quot;"));
        assertThat(browser.get(types + "/new?from=other").statusCode()).isEqualTo(200);
    }

    @Test
    void mistakes_stand_in_the_summary_and_at_their_field_and_the_text_is_kept() {
        var types = types("p-wrong");
        var browser = server.browser(cast.alice);
        var broken = "{\n  \"type\" \"string\"\n}";
        var page = browser.form(types + "/new", "name", "", "key", "No", "schema", broken);

        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("<title>Error: ", "Name is required", broken.replace("\"", "&quot;"),
                "aria-invalid=\"true\"");
        assertThat(page.body()).containsPattern("<a href=\"#schema\" data-from=\"\\d+\" data-to=\"\\d+\">Line \\d");
        assertThat(browser.form(types + "/new", "name", "A", "schema", "").body()).contains("Schema is required");
        var swapped = browser.htmx().form(types + "/new", "name", "A", "schema", broken);
        assertThat(swapped.statusCode()).isEqualTo(422);
        assertThat(swapped.body()).contains("id=\"type-form\"", "autofocus").doesNotContain("<title>");
    }

    @Test
    void a_key_that_is_taken_is_said_at_its_field() {
        var types = types("p-taken");
        made("p-taken", "Token", ANY);
        var page = server.browser(cast.alice).form(types + "/new", "name", "Token", "schema", ANY);

        assertThat(page.statusCode()).isEqualTo(409);
        assertThat(page.body()).contains("href=\"#key\"", "has a secret type token already");
    }

    @Test
    void a_check_gives_the_page_back_with_what_the_schema_makes() {
        var types = types("p-check");
        var browser = server.browser(cast.alice);
        var good = browser.form(types + "/new", "name", "A", "schema", PARTS, "step", "check");
        assertThat(good.statusCode()).isEqualTo(200);
        assertThat(good.body()).contains("The schema is good: 1 required, 1 optional.", "Preview, not saved",
                "Host name", "KEY_HOST", "<fieldset class=\"card preview\" disabled");
        assertThat(browser.form(types + "/new", "name", "A", "schema", "{", "step", "check").statusCode())
                .isEqualTo(422);
        var swapped = browser.htmx().form(types + "/new", "name", "A", "schema", PARTS, "step", "check");
        assertThat(swapped.body()).contains("data-say=\"The schema is good: 1 required, 1 optional.\"");
        assertThat(server.browser(cast.alice).get(types).body()).contains("No secret types yet");
    }

    @Test
    void the_preview_while_writing_is_its_region_alone_and_never_a_refusal() {
        var types = types("p-preview");
        var browser = server.browser(cast.alice).htmx();
        var good = browser.form(types + "/new", "schema", PARTS, "step", "preview");
        assertThat(good.statusCode()).isEqualTo(200);
        assertThat(good.body()).startsWith("<section id=\"preview\"").contains("data-news=\"1 required, 1 optional\"");
        var broken = browser.form(types + "/new", "schema", "{", "step", "preview");
        assertThat(broken.statusCode()).isEqualTo(200);
        assertThat(broken.body()).contains("data-news=\"1 problem\"").doesNotContain("<textarea");
        assertThat(browser.form(types + "/new", "schema", "", "step", "preview").statusCode()).isEqualTo(200);
    }

    @Test
    void a_type_that_nothing_uses_is_changed_at_once() {
        var types = types("p-edit");
        made("p-edit", "Token", ANY);
        var browser = server.browser(cast.dave);
        var sent = browser.form(types + "/token/edit", "name", "Key", "schema", LONG, "read", read(browser, types));

        assertThat(sent.statusCode()).isEqualTo(303);
        assertThat(browser.get(types).body()).contains("Secret type Key saved.", ">Key<", "token");
        assertThat(audited("p-edit")).contains("Changed a secret type");
    }

    @Test
    @Tag("R15")
    void a_change_that_values_would_not_fit_is_confirmed_with_their_places() {
        var types = types("p-confirm");
        made("p-confirm", "Token", ANY);
        secret("p-confirm", "SHORT", "canary", "token");
        var browser = server.browser(cast.dave);
        var read = read(browser, types);

        var asked = browser.form(types + "/token/edit", "name", "Key", "schema", LONG, "read", read);
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(asked.body()).contains("1 stored value would no longer fit", ">SHORT<", "Preview",
                "/projects/p-confirm/secrets/SHORT/edit?environment=preview", "Save anyway",
                "value=\"" + LONG.replace("\"", "&quot;")).doesNotContain("canary");
        var swapped = browser.htmx().form(types + "/token/edit", "name", "Key", "schema", LONG, "read", read);
        assertThat(swapped.headers().firstValue("HX-Retarget")).contains("#secret-type");
        var back = browser.form(types + "/token/edit", "name", "Key", "schema", LONG, "read", read, "step", "back");
        assertThat(back.body()).contains("value=\"Key\"", LONG.replace("\"", "&quot;"));

        var more = browser.form(types + "/token/edit", "name", "Key", "schema", LONG, "read", read, "step", "anyway",
                "seen", "OTHER@preview");
        assertThat(more.statusCode()).as("what wasn't seen is not agreed to").isEqualTo(200);
        var saved = browser.form(types + "/token/edit", "name", "Key", "schema", LONG, "read", read, "step", "anyway",
                "seen", "SHORT@preview");
        assertThat(saved.statusCode()).isEqualTo(303);
        assertThat(server.api(cast.dave).get("/api/v1/projects/p-confirm/secrets/SHORT").body())
                .contains("\"fits\":false");
    }

    @Test
    @Tag("R15")
    void fields_and_variables_that_go_are_told_before() {
        var types = types("p-gone");
        made("p-gone", "Token", PARTS);
        secret("p-gone", "DB", "{\\\"host\\\": \\\"canary\\\", \\\"port\\\": 1}", "token");
        var browser = server.browser(cast.dave);
        var asked = browser.form(types + "/token/edit", "name", "Token", "schema",
                "{\"type\": \"object\", \"properties\": {\"host\": {\"type\": \"string\"}}}", "read",
                read(browser, types));

        assertThat(asked.body()).contains("Fields that the form no longer has", ">Port<", "DB_PORT")
                .doesNotContain("canary", "would no longer fit");
    }

    @Test
    void the_second_of_two_editors_keeps_their_text_and_sees_the_other_one() {
        var types = types("p-race");
        made("p-race", "Token", ANY);
        var browser = server.browser(cast.dave);
        var read = read(browser, types);
        server.api(cast.alice).json("PUT", "/api/v1" + types + "/token", "{\"schema\": {\"type\": \"integer\"}}");

        var stale = browser.form(types + "/token/edit", "name", "Token", "schema", LONG, "read", read);
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.body()).contains("Alice changed the schema at ", LONG.replace("\"", "&quot;"), "integer");
        var now = Pattern.compile("name=\"read\" value=\"([^\"]+)\"").matcher(stale.body());
        assertThat(now.find()).isTrue();
        assertThat(browser.form(types + "/token/edit", "name", "Token", "schema", LONG, "read", now.group(1))
                .statusCode()).isEqualTo(303);
    }

    @Test
    @Tag("R15")
    void a_confirmation_that_comes_too_late_gives_the_form_back_in_its_place() {
        var types = types("p-late");
        made("p-late", "Token", ANY);
        secret("p-late", "SHORT", "canary", "token");
        var browser = server.browser(cast.dave);
        var read = read(browser, types);
        server.api(cast.alice).json("PUT", "/api/v1" + types + "/token", "{\"name\": \"Other\"}");

        var late = browser.htmx().form(types + "/token/edit", "name", "Token", "schema", LONG, "read", read, "step",
                "anyway", "seen", "SHORT@preview SHORT@preview");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body().strip()).startsWith("<section id=\"secret-type\"");
        assertThat(late.body()).contains("Alice changed the name at ", LONG.replace("\"", "&quot;"));
    }

    @Test
    @Tag("R15")
    void a_type_is_deleted_after_a_question_and_one_in_use_leads_to_what_uses_it() {
        var types = types("p-delete");
        made("p-delete", "Token", ANY);
        var browser = server.browser(cast.dave);
        secret("p-delete", "A_KEY", "canary", "token");
        var refused = browser.get(types + "/token/delete");
        assertThat(refused.body()).contains("Cannot delete Token", "/projects/p-delete/secrets/A_KEY")
                .doesNotContain(">Delete<");
        assertThat(browser.form(types + "/token/delete", "read", read(browser, types)).statusCode()).isEqualTo(409);
        assertThat(browser.htmx().get(types + "/token/delete").body()).startsWith("<dialog");

        server.api(cast.dave).delete("/api/v1/projects/p-delete/secrets/A_KEY");
        assertThat(browser.get(types + "/token/delete").body()).contains("Delete Token?");
        assertThat(browser.form(types + "/token/delete", "read", "x").statusCode()).isEqualTo(409);
        var gone = browser.htmx().form(types + "/token/delete", "read", read(browser, types));
        assertThat(gone.headers().firstValue("HX-Retarget")).contains("#secret-types");
        assertThat(gone.body()).contains("No secret types yet");
        assertThat(browser.get(types + "/token/edit").statusCode()).isEqualTo(404);
    }

    @Test
    void the_example_of_the_help_is_a_schema() throws IOException {
        var help = Files.readString(Path.of("templates/secrettype/help.html"));
        var example = help.substring(help.indexOf("<pre"), help.indexOf("</pre>")).replaceFirst("<pre[^>]*>", "");

        assertThat(SchemaCheck.check(example)).isInstanceOf(SchemaCheck.Accepted.class);
    }

    private static String types(String project) {
        cast.project(project);
        return "/projects/%s/secret-types".formatted(project);
    }

    private static void made(String project, String name, String schema) {
        assertThat(server.browser(cast.alice).form("/projects/" + project + "/secret-types/new", "name", name,
                "schema", schema).statusCode()).isEqualTo(303);
    }

    private static void secret(String project, String key, String value, String type) {
        assertThat(server.api(cast.alice).json("POST", "/api/v1/projects/" + project + "/secrets", """
                {"key": "%s", "value": "%s", "type": "%s", "environments": ["preview"]}""".formatted(key, value, type))
                .statusCode()).isEqualTo(201);
    }

    /** The state that the form of the type "token" is opened on. */
    private static String read(TestClient browser, String types) {
        var read =
                Pattern.compile("name=\"read\" value=\"([^\"]+)\"").matcher(browser.get(types + "/token/edit").body());
        return read.find() ? read.group(1) : "";
    }

    private static List<String> audited(String project) {
        return cast.audit.page(cast.access(cast.alice, project), OptionalLong.empty(), 10).stream()
                .map(row -> row.label()).toList();
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }
}
