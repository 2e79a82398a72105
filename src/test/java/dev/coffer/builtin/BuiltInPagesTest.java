package dev.coffer.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The organization's secrets, asked as a browser without JavaScript, as HTMX, and with mistakes. */
@Tag("R19")
class BuiltInPagesTest {
    private static final String PAGES = "/organization/built-in-secrets";
    private static final String CANARY = "kanarie-\"<b>é\n7f3a";
    private static final Pattern READ = Pattern.compile("name=\"read\" value=\"([^\"]+)\"");

    private TestServer server;
    private TestClient alice;

    @BeforeEach
    void start() {
        server = TestServer.start();
        server.cast.project("shop");
        alice = server.browser(server.cast.alice);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void the_organization_leads_to_them_and_nothing_there_says_how_to_begin() {
        assertThat(alice.get("/organization").body()).contains("href=\"" + PAGES + "\"");
        assertThat(alice.get(PAGES).body()).contains("<h1>Built-in secrets", "No built-in secrets yet",
                PAGES + "/-/new").doesNotContain("<table");
    }

    @Test
    void one_is_added_without_javascript() {
        assertThat(alice.get(PAGES + "/-/new").body()).contains("<h1>Add built-in secret", "Every environment",
                "Only some environments", "id=\"environments-preview\"", "id=\"environments-production\"",
                "aria-describedby=\"reach-every-hint\" checked");
        var added = add("SMTP_HOST", "reach", "every", "description", "Mail", "page", "yes");
        assertLeadsTo(added);

        var page = alice.get(PAGES);
        assertThat(page.body()).contains("Built-in secret SMTP_HOST created.", "1 of 100 built-in secrets",
                "Every environment", "No project", "id=\"edit-SMTP_HOST--every\"",
                "aria-label=\"Edit SMTP_HOST, every");
        assertNoValue(page);
    }

    @Test
    void with_htmx_the_form_is_a_dialog_and_what_was_saved_a_new_table() {
        assertThat(alice.htmx().get(PAGES + "/-/new").body().strip()).startsWith("<dialog id=\"dialog\"")
                .doesNotContain("<html", "name=\"page\"");
        var added = alice.htmx().form(PAGES + "/-/new", "key", "SMTP_HOST", "value", CANARY, "reach", "named",
                "environments", "production");

        assertThat(added.statusCode()).isEqualTo(200);
        assertThat(added.headers().firstValue("HX-Retarget")).contains("#built-ins");
        assertThat(added.headers().firstValue("HX-Trigger-After-Settle").orElseThrow())
                .contains("#edit-SMTP_HOST-production", "Built-in secret SMTP_HOST created.");
        assertThat(added.body()).contains("<section id=\"built-ins\"", "id=\"edit-SMTP_HOST-production\"")
                .doesNotContain("<html");
        assertNoValue(added);
    }

    @Test
    @Tag("R4")
    void a_form_with_mistakes_comes_back_with_their_words_and_without_the_value() {
        var empty = alice.form(PAGES + "/-/new", "key", " ", "value", "", "reach", "named", "description", "For mail");
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(empty.body()).contains("<title>Error: Add built-in secret", "Secret key is required",
                "Secret value is required", "Choose at least one environment", "For mail",
                "aria-describedby=\"reach-named-hint\" checked");
        var both = alice.htmx().form(PAGES + "/-/new", "key", "A", "value", CANARY, "reach", "every", "environments",
                "preview");
        assertThat(both.statusCode()).isEqualTo(422);
        assertThat(both.body().strip()).startsWith("<div class=\"stack\" id=\"built-in-fields\"").contains(
                "Choose Only some environments, or none of them below",
                "id=\"environments-preview\" name=\"environments\" value=\"preview\" checked");
        assertNoValue(both);
        assertThat(add("LD_PRELOAD").body()).contains("LD_PRELOAD changes how programs load code");
        assertThat(add("A", "reach", "named", "environments", "nowhere").body())
                .contains("No project has an environment named so");
        assertThat(alice.get(PAGES).body()).contains("No built-in secrets yet");
    }

    @Test
    void a_place_that_has_a_value_is_not_added_to() {
        add("SMTP_HOST");

        var again = add("SMTP_HOST");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("It exists already", "Edit it instead");
        assertLeadsTo(add("SMTP_HOST", "reach", "named", "environments", "preview"));
        assertThat(alice.get(PAGES).body()).contains("Built-in secret SMTP_HOST set.", "rowspan=\"2\"");
    }

    @Test
    void editing_replaces_the_value_of_one_place_or_the_description() {
        add("SMTP_HOST");
        var edit = PAGES + "/SMTP_HOST/edit?environment=*";
        var form = alice.get(edit);
        assertThat(form.body()).contains("<h1>Edit", "For every environment, saved", "readonly",
                "Leave empty to keep the current value");
        assertNoValue(form);

        assertThat(alice.form(edit, "read", read(form), "value", "", "description", "").statusCode()).isEqualTo(422);
        assertLeadsTo(alice.form(edit, "read", read(form), "value", "", "description", "For mail", "page", "yes"));
        assertThat(alice.get(PAGES).body()).contains("Built-in secret SMTP_HOST updated.", "For mail");
        var stale = alice.form(edit, "read", read(form), "value", CANARY, "description", "Mine");
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.body()).contains("Changed since this was opened", "Alice changed", "Mine");
        assertNoValue(stale);
        assertLeadsTo(alice.form(edit, "read", read(stale), "value", CANARY, "description", "Mine"));
    }

    @Test
    void a_form_can_ask_for_a_strong_value_and_hears_what_to_check() {
        assertLeadsTo(alice.form(PAGES + "/-/new", "key", "TOKEN", "value", "", "generate", "yes", "reach", "every"));
        assertLeadsTo(alice.form(PAGES + "/-/new", "key", "HTTPS_PROXY", "value", "changeme", "reach", "every"));
        assertThat(alice.get(PAGES).body()).contains("Check it: HTTPS_PROXY sends a program", "placeholder");
    }

    @Test
    @Tag("R7")
    void deleting_says_who_loses_it() {
        add("SMTP_HOST");
        server.api(server.cast.alice).json("POST", "/api/v1/projects/shop/secrets",
                "{\"key\": \"SMTP_HOST\", \"value\": \"own\", \"environments\": [\"preview\"]}");
        var delete = PAGES + "/SMTP_HOST/delete?environment=*";

        assertThat(alice.get(PAGES).body()).contains(">1 project<");
        assertThat(alice.htmx().get(delete).body().strip()).startsWith("<dialog id=\"dialog\" role=\"alertdialog\"")
                .contains("Delete SMTP_HOST for every environment?", "1 project gets it, and loses it",
                        "1 project overrides it, and keeps its own value", "It is the last value");
        var deleted = alice.htmx().form(delete);
        assertThat(deleted.body()).contains("No built-in secrets yet",
                "Built-in secret SMTP_HOST deleted for every environment.");
        assertThat(alice.get(delete).statusCode()).isEqualTo(404);
        assertThat(alice.form(delete).statusCode()).isEqualTo(404);
        assertThat(alice.get("/organization/audit").body()).contains("Deleted a built-in secret",
                "Set a built-in secret");
    }

    @Test
    void nobody_but_an_owner_comes_in() {
        add("SMTP_HOST");
        for (var user : List.of(server.cast.dave, server.cast.bob, server.cast.carol, server.cast.mallory)) {
            var client = server.browser(user);
            for (var page : List.of("", "/-/new", "/SMTP_HOST/edit", "/SMTP_HOST/delete")) {
                assertThat(client.get(PAGES + page).statusCode()).isEqualTo(403);
            }
            assertThat(client.form(PAGES + "/-/new", "key", "B", "value", "v").statusCode()).isEqualTo(403);
            assertThat(client.form(PAGES + "/SMTP_HOST/edit", "value", "v").statusCode()).isEqualTo(403);
            assertThat(client.form(PAGES + "/SMTP_HOST/delete").statusCode()).isEqualTo(403);
        }
        assertThat(server.browser().get(PAGES).headers().firstValue("Location").orElseThrow()).startsWith("/sign-in");
        assertThat(alice.get(PAGES).body()).contains("SMTP_HOST").doesNotContain(">B<");
    }

    private HttpResponse<String> add(String key, String... more) {
        var fields = new String[4 + more.length];
        System.arraycopy(new String[]{"key", key, "value", CANARY}, 0, fields, 0, 4);
        System.arraycopy(more, 0, fields, 4, more.length);
        return alice.form(PAGES + "/-/new", fields);
    }

    private static String read(HttpResponse<String> page) {
        var found = READ.matcher(page.body());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static void assertLeadsTo(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains(PAGES);
    }

    private static void assertNoValue(HttpResponse<String> answer) {
        assertThat(answer.body() + answer.headers().map()).doesNotContain("kanarie", "7f3a");
    }
}
