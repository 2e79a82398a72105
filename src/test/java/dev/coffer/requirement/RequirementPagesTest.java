package dev.coffer.requirement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What a project needs, asked as a browser without JavaScript, as HTMX, and with mistakes. */
@Tag("R21")
class RequirementPagesTest {
    private static TestServer server;
    private static TestClient alice;

    private String project;
    private String pages;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        alice = server.browser(server.cast.alice);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void project(TestInfo test) {
        project = "p" + Integer.toUnsignedString(test.getDisplayName().hashCode(), 36);
        server.cast.project(project);
        pages = "/projects/" + project + "/requirements";
    }

    @Test
    void nothing_asked_for_says_so_and_how_to_begin() {
        var page = alice.get(pages);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<h1>Requirements", "No secrets required", pages + "/-/new",
                pages + "/-/paste").doesNotContain("<table");
        assertThat(page.body()).containsPattern("aria-current=\"page\"[^>]*>Requirements");
    }

    @Test
    void a_row_says_what_a_key_is_for_where_it_is_missing_and_who_says_so() {
        declare("build", "{\"key\": \"STRIPE_KEY\", \"feature\": \"Pay <b>\", \"description\": \"Charges cards\"},"
                + "{\"key\": \"SENTRY_DSN\", \"required\": false, \"environments\": [\"production\"]}");
        declare("ci", "{\"key\": \"STRIPE_KEY\"}");

        assertThat(alice.get(pages).body()).contains("id=\"required-title\"", "id=\"optional-title\"", "Pay &lt;b&gt;",
                "Charges cards", "build, ci", "aria-label=\"Dismiss STRIPE_KEY, Preview\"",
                "id=\"dismiss-SENTRY_DSN-production\"", "Remove the list of build").doesNotContain(
                        "dismiss-SENTRY_DSN-preview", "edit-STRIPE_KEY", "Pay <b>");
    }

    @Test
    void one_is_added_without_javascript_and_edited_as_a_dialog() {
        assertThat(alice.get(pages + "/-/new").body()).contains("<h1>Add requirement", "id=\"environments-preview\"",
                "name=\"page\"");
        var added = alice.form(pages + "/-/new", "key", "STRIPE_KEY", "required", "yes", "environments", "preview",
                "environments", "production", "feature", "Payments", "page", "yes");
        assertThat(added.statusCode()).isEqualTo(303);
        assertThat(added.headers().firstValue("Location")).hasValue(pages);
        assertThat(alice.get(pages).body()).contains("Requirement STRIPE_KEY added.", "by hand", "Payments");
        assertThat(api().get("/api/v1" + pages).body()).contains("\"environments\":null");

        var dialog = alice.htmx().get(pages + "/STRIPE_KEY/edit");
        assertThat(dialog.body().strip()).startsWith("<dialog id=\"dialog\"").contains("readonly", "Payments")
                .doesNotContain("<html", "name=\"page\"");
        var edited = alice.htmx().form(pages + "/STRIPE_KEY/edit", "key", "OTHER", "required", "no", "environments",
                "production", "feature", "Shop");
        assertThat(edited.headers().firstValue("HX-Retarget")).contains("#requirements");
        assertThat(edited.headers().firstValue("HX-Trigger-After-Settle").orElseThrow()).contains("#edit-STRIPE_KEY",
                "Requirement STRIPE_KEY updated.");
        assertThat(edited.body()).contains("<section id=\"requirements\"", "Shop", "id=\"optional-title\"")
                .doesNotContain("<html", "Preview", "OTHER");
    }

    @Test
    @Tag("R4")
    void mistakes_come_back_by_their_fields_with_what_was_typed() {
        var empty = alice.form(pages + "/-/new", "key", "", "required", "yes", "feature", "Pay <i>", "description",
                "ghp_" + "abcdefgh12345678ABCD");
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(empty.body()).contains("<title>Error: Add requirement", "Secret key is required",
                "Choose at least one environment", "looks like a value", "Pay &lt;i&gt;");
        assertThat(alice.htmx().form(pages + "/-/new", "key", "1 2").body().strip())
                .startsWith("<div class=\"stack\" id=\"requirement-fields\"");
        add("TWICE");
        var twice = add("TWICE");
        assertThat(twice.statusCode()).isEqualTo(409);
        assertThat(twice.body()).contains("Edit it instead");
        assertThat(alice.get(pages + "/NOT_THERE/edit").statusCode()).isEqualTo(404);
    }

    @Test
    void one_kept_by_hand_is_removed_after_a_question() {
        add("DOOMED");
        assertThat(alice.htmx().get(pages + "/DOOMED/remove").body()).contains("role=\"alertdialog\"",
                "Remove DOOMED?");

        var removed = alice.htmx().form(pages + "/DOOMED/remove");
        assertThat(removed.body()).contains("No secrets required");
        assertThat(removed.headers().firstValue("HX-Trigger-After-Settle").orElseThrow())
                .contains("Requirement DOOMED removed.");
        assertThat(alice.get(pages + "/DOOMED/remove").statusCode()).isEqualTo(404);
    }

    @Test
    void a_sources_list_is_removed_after_a_question() {
        declare("old build & <ci>", "{\"key\": \"A\"}, {\"key\": \"B\"}");
        var address = pages + "/-/remove?source=old+build+%26+%3Cci%3E";
        assertThat(alice.get(pages).body()).contains(address);

        assertThat(alice.get(address).body()).contains("Remove the list of old build &amp; &lt;ci&gt;?",
                "Its 2 requirements go");
        assertThat(alice.form(address).statusCode()).isEqualTo(303);
        assertThat(alice.get(pages).body()).contains("No secrets required");
        assertThat(alice.get(address).statusCode()).isEqualTo(404);
        assertThat(alice.get(pages + "/-/remove").statusCode()).isEqualTo(404);
    }

    @Test
    @Tag("R23")
    void one_is_dismissed_with_a_reason_and_brought_back() {
        declare("build", "{\"key\": \"A\"}");
        var dismiss = pages + "/A/dismiss?environment=production";
        assertThat(alice.get(dismiss).body()).contains("Dismiss <span class=\"mono\">A</span> in Production",
                "id=\"reason\"");
        assertThat(alice.form(dismiss, "reason", "").statusCode()).isEqualTo(422);

        var done = alice.htmx().form(dismiss, "reason", "Not <b>yet");
        assertThat(done.headers().firstValue("HX-Trigger-After-Settle").orElseThrow())
                .contains("#back-A-production", "A dismissed in Production.");
        assertThat(done.body()).contains("Dismissed", "Alice, ", ": Not &lt;b&gt;yet", "id=\"back-A-production\"",
                "id=\"dismiss-A-preview\"");

        var back = pages + "/A/bring-back?environment=production";
        assertThat(alice.get(back).body()).contains("Bring A back in Production?");
        assertThat(alice.form(back).statusCode()).isEqualTo(303);
        assertThat(alice.get(pages).body()).contains("A is needed in Production again.", "dismiss-A-production");
    }

    @Test
    @Tag("R23")
    void from_the_secrets_tab_it_leads_back_there() {
        declare("build", "{\"key\": \"A\"}");
        var secrets = "/projects/" + project + "/secrets";

        assertThat(alice.get(pages + "/A/dismiss?environment=preview&back=secrets").body())
                .contains("href=\"" + secrets + "\"");
        var done = alice.form(pages + "/A/dismiss?environment=preview&back=secrets", "reason", "Not yet");
        assertThat(done.headers().firstValue("Location")).hasValue(secrets);
        assertThat(alice.get(secrets).body()).contains("A dismissed in Preview.");
        var htmx = alice.htmx().form(pages + "/A/bring-back?environment=preview&back=secrets");
        assertThat(htmx.headers().firstValue("HX-Redirect")).hasValue(secrets);
        assertThat(alice.form(pages + "/A/dismiss", "reason", "Nowhere yet").headers().firstValue("Location"))
                .hasValue(pages);
    }

    @Test
    void what_is_not_needed_is_not_dismissed() {
        declare("build", "{\"key\": \"A\", \"environments\": [\"preview\"]}");

        assertThat(alice.get(pages + "/X/dismiss").statusCode()).isEqualTo(404);
        assertThat(alice.get(pages + "/A/dismiss?environment=production").statusCode()).isEqualTo(404);
        assertThat(alice.get(pages + "/A/bring-back?environment=nowhere").statusCode()).isEqualTo(404);
        assertThat(alice.form(pages + "/A/bring-back?environment=nowhere").statusCode()).isEqualTo(404);
        assertThat(alice.form(pages + "/A/dismiss?environment=production", "reason", "x").statusCode())
                .isEqualTo(404);
    }

    @Test
    @Tag("R34")
    void roles_see_what_they_may_do() {
        declare("build", "{\"key\": \"A\"}");
        add("HAND");
        var bob = server.browser(server.cast.bob);
        assertThat(bob.get(pages).body()).contains("dismiss-A-preview", "edit-HAND", "add-requirement")
                .doesNotContain("dismiss-A-production", "remove-HAND", "Remove this source's list");
        assertThat(bob.form(pages + "/A/dismiss?environment=production", "reason", "x").statusCode()).isEqualTo(403);
        assertThat(bob.form(pages + "/HAND/remove").statusCode()).isEqualTo(403);
        var carol = server.browser(server.cast.carol);
        assertThat(carol.get(pages).body()).contains("HAND").doesNotContain("dismiss-", "edit-", "add-requirement",
                "/-/paste");
        assertThat(carol.get(pages + "/-/new").statusCode()).isEqualTo(403);
        assertThat(carol.form(pages + "/-/new", "key", "B").statusCode()).isEqualTo(403);
        assertThat(server.browser(server.cast.mallory).get(pages).statusCode()).isEqualTo(404);
        assertThat(server.browser().get(pages).headers().firstValue("Location").orElseThrow()).startsWith("/sign-in");
    }

    @Test
    @Tag("R14")
    void one_is_added_with_a_type_of_the_project() {
        assertThat(alice.get(pages + "/-/new").body()).doesNotContain("name=\"type\"");
        type("stripe-key", "Stripe <key>");
        declare("build", "{\"key\": \"LATER\", \"type\": \"later-key\"}");

        assertThat(alice.get(pages + "/-/new").body()).contains("<label for=\"type\">", ">Any value</option>",
                "<option value=\"stripe-key\">Stripe &lt;key&gt;</option>",
                "<option value=\"later-key\">later-key (not here yet)</option>");
        alice.form(pages + "/-/new", "key", "PAY", "environments", "preview", "type", "stripe-key", "page", "yes");

        assertThat(alice.get(pages).body()).contains("Type: Stripe &lt;key&gt;", "No type named later-key here yet");
        assertThat(alice.get(pages + "/PAY/edit").body())
                .contains("<option value=\"stripe-key\" selected=\"selected\">");
        alice.form(pages + "/PAY/edit", "environments", "preview", "type", "", "page", "yes");
        assertThat(alice.get(pages).body()).doesNotContain("Type: Stripe");
    }

    @Test
    @Tag("R14")
    void a_type_that_is_no_key_is_told_at_its_field() {
        type("stripe-key", "Stripe key");

        var mistake = alice.form(pages + "/-/new", "key", "PAY", "environments", "preview", "type", "Stripe <Key>");

        assertThat(mistake.statusCode()).isEqualTo(422);
        assertThat(mistake.body()).contains("href=\"#type\"", "id=\"type-error\"", "Use the key of a secret type")
                .doesNotContain("Stripe &lt;");
    }

    @Test
    @Tag("R14")
    void sources_that_name_different_types_are_told() {
        type("stripe-key", "Stripe key");
        declare("build", "{\"key\": \"PAY\", \"type\": \"api-key\"}, {\"key\": \"LOGIN\", \"type\": \"a\"}");
        declare("ci", "{\"key\": \"PAY\", \"type\": \"stripe-key\"}, {\"key\": \"LOGIN\", \"type\": \"b\"}");

        assertThat(alice.get(pages).body()).contains("Types differ: build says api-key, ci says Stripe key. Set secret "
                + "begins with Stripe key.", "Types differ: build says a, ci says b. None of them is here yet.");
        var secrets = "/projects/" + project + "/secrets";
        assertThat(alice.get(secrets + "/-/new?key=PAY&environment=preview").body())
                .contains("<option value=\"stripe-key\" selected=\"selected\">Stripe key</option>");
        assertThat(alice.get(secrets + "/-/new?key=LOGIN&environment=preview").body())
                .contains("<option value=\"\" selected=\"selected\">Plain value</option>");
        assertThat(alice.get(secrets).body()).contains("<span>Stripe key</span>", "<span>a</span>");
        assertThat(api().get("/api/v1" + pages).body()).contains("\"type\":\"stripe-key\"", "\"type\":\"api-key\"");
    }

    private void type(String key, String name) {
        assertThat(api().json("POST", "/api/v1/projects/" + project + "/secret-types",
                "{\"key\": \"%s\", \"name\": \"%s\", \"schema\": {\"type\": \"string\"}}".formatted(key, name))
                .statusCode()).isEqualTo(201);
    }

    private HttpResponse<String> add(String key) {
        return alice.form(pages + "/-/new", "key", key, "required", "yes", "environments", "preview", "environments",
                "production", "page", "yes");
    }

    private void declare(String source, String requirements) {
        assertThat(api().json("PUT", "/api/v1" + pages,
                "{\"source\": \"%s\", \"requirements\": [%s]}".formatted(source, requirements)).statusCode())
                .isEqualTo(200);
    }

    private static TestClient api() {
        return server.api(server.cast.alice);
    }
}
