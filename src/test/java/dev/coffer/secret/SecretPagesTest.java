package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.AUDIT_EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Config;
import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.access.Access;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pages of a project's secrets, asked as a browser without JavaScript, as HTMX, and with mistakes. */
class SecretPagesTest {
    private static final String CANARY = "kanarie-\"<b>é\n7f3a";
    private static final Pattern READ = Pattern.compile("name=\"read\" value=\"([^\"]+)\"");
    private static TestServer server;
    private static int count;

    private Access project;
    private String secrets;
    private TestClient alice;

    @BeforeAll
    static void start() {
        server = TestServer.start(new Config.Limits(3, 256, 65_536));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void newProject() {
        var slug = "pages-" + ++count;
        project = server.cast.project(slug);
        secrets = "/projects/" + slug + "/secrets";
        alice = server.browser(server.cast.alice);
    }

    @Test
    @Tag("R3")
    void an_empty_project_says_how_to_begin() {
        var page = alice.get(secrets);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Vary")).contains("HX-Request");
        assertThat(page.body()).contains("<h1>Secrets</h1>", "No secrets yet", secrets + "/-/new", "Import", "Compare")
                .doesNotContain("<table", "<dialog");
        assertThat(server.browser(server.cast.carol).get(secrets).body()).contains("No secrets yet")
                .doesNotContain("/-/new");
    }

    @Test
    @Tag("R3")
    void a_secret_is_added_without_javascript() {
        assertThat(alice.get(secrets + "/-/new").body()).contains("<h1 id=\"form-title\">Add secret",
                "Secret key", "Secret value",
                "Description <span", "Create secret", "stored as LF", "<title>Add secret");
        var added = add("STRIPE_SECRET_KEY", "preview");
        assertLeadsTo(added, secrets);
        var page = alice.get(secrets);
        assertThat(page.body()).contains("Secret STRIPE_SECRET_KEY created.", "1 of 3 secrets", "Configured", "Hidden",
                "id=\"edit-STRIPE_SECRET_KEY-preview\"", "id=\"set-STRIPE_SECRET_KEY-production\"");
        assertNoValue(page);
        assertThat(alice.get(secrets).body()).doesNotContain("created.");
        assertThat(audited()).contains("secret.created");
    }

    @Test
    @Tag("R3")
    void with_htmx_the_form_is_a_dialog_and_a_saved_secret_a_new_table() {
        var dialog = alice.htmx().get(secrets + "/-/new");
        assertThat(dialog.body().strip()).startsWith("<dialog id=\"dialog\"").contains("data-close", "hx-post=")
                .doesNotContain("<html", "name=\"page\"");
        var added = alice.htmx().form(secrets + "/-/new", "key", "API_KEY", "value", CANARY, "environments", "preview");
        assertThat(added.statusCode()).isEqualTo(200);
        assertThat(added.headers().firstValue("HX-Retarget")).contains("#secrets");
        assertThat(added.headers().firstValue("HX-Trigger-After-Settle").orElseThrow())
                .contains("#edit-API_KEY-preview", "Secret API_KEY created.");
        assertThat(added.body()).contains("<section id=\"secrets\"", "id=\"edit-API_KEY-preview\"", "hx-swap-oob")
                .doesNotContain("<html");
        assertNoValue(added);
    }

    @Test
    @Tag("R4")
    void a_form_with_mistakes_comes_back_with_their_words_and_without_the_value() {
        var empty = alice.form(secrets + "/-/new", "key", " ", "value", "", "description", "For payments");
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(empty.body()).contains("<title>Error: Add secret", "Secret key is required",
                "Secret value is required", "Choose at least one environment", "For payments");
        var named = alice.htmx().form(secrets + "/-/new", "key", "1 bad", "value", CANARY, "environments", "preview");
        assertThat(named.statusCode()).isEqualTo(422);
        assertThat(named.body().strip()).startsWith("<div class=\"stack\" id=\"secret-fields\"").contains(
                "Use letters, digits and underscores, not starting with a digit", "value=\"1 bad\"",
                "id=\"environments-preview\" name=\"environments\" value=\"preview\" checked");
        assertNoValue(named);
        assertThat(add("LD_PRELOAD", "preview").body()).contains("LD_PRELOAD changes how programs load code");
    }

    @Test
    @Tag("R11")
    void the_limit_says_which_it_is_and_loses_nothing_typed() {
        add("A", "preview");
        add("B", "preview");
        add("C", "preview");
        var full = alice.form(secrets + "/-/new", "key", "D", "value", CANARY, "environments", "preview", "description",
                "Typed before");
        assertThat(full.statusCode()).isEqualTo(422);
        assertThat(full.body()).contains("This project has reached 3 secrets", "Typed before", "value=\"D\"");
        var large = alice.form(secrets + "/-/new", "key", "D", "value", "x".repeat(65_537), "environments", "preview");
        assertThat(large.body()).contains("limit is 64 KB").doesNotContain("xxxx");
    }

    @Test
    void a_key_that_is_there_leads_to_its_form() {
        add("API_KEY", "preview");
        var again = alice.htmx().form(secrets + "/-/new", "key", "API_KEY", "value", CANARY, "environments", "preview");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("A secret named API_KEY already exists in Preview. Edit it instead",
                secrets + "/API_KEY/edit?environment=preview");
        assertNoValue(again);
    }

    @Test
    @Tag("R16")
    void set_secret_gives_a_key_its_value_in_another_environment() {
        add("API_KEY", "preview");
        var address = secrets + "/-/new?key=API_KEY&environment=production";
        assertThat(alice.get(address).body()).contains("<title>Set secret API_KEY", "readonly",
                "environments-production\"").doesNotContain("environments-preview", "aria-describedby=\"form-title");
        var set = alice.form(address, "key", "API_KEY", "value", CANARY, "environments", "production");
        assertLeadsTo(set, secrets);
        assertThat(alice.get(secrets).body()).contains("Secret API_KEY set in Production.", "What API_KEY is for",
                "edit-API_KEY-production");
    }

    @Test
    @Tag("R12")
    void what_looks_wrong_is_told_after_saving_and_not_repeated() {
        alice.form(secrets + "/-/new", "key", "HTTPS_PROXY", "value", "kanarie ", "environments", "preview",
                "description", "AKIA1234567890ABCDEF");
        var page = alice.get(secrets);
        assertThat(page.body()).contains("Secret HTTPS_PROXY created. Check it:", "through another machine",
                "ends with a blank", "Descriptions are not encrypted");
        assertNoValue(page);
    }

    @Test
    @Tag("R12")
    void a_strong_value_is_made_where_the_empty_field_asks_for_one() {
        assertLeadsTo(alice.form(secrets + "/-/new", "key", "TOKEN", "value", "", "generate", "yes", "environments",
                "preview"), secrets);
    }

    @Test
    void the_filter_narrows_stays_in_the_address_and_comes_back_after_a_change() {
        add("API_KEY", "preview");
        add("DATABASE_URL", "production");
        var filtered = alice.get(secrets + "?q=api&status=configured");
        assertThat(filtered.body()).contains("API_KEY", "1 secret shown · 2 of 3 secrets", "value=\"api\"",
                "back=q%3Dapi%26status%3Dconfigured").doesNotContain("DATABASE_URL</a>");
        var region = alice.htmx().get(secrets + "?q=&environment=production&status=");
        assertThat(region.body().strip()).startsWith("<section id=\"secrets\"");
        assertThat(region.body()).contains("data-say=\"2 secrets shown\"", "id=\"add-secret\"")
                .doesNotContain("edit-API_KEY-preview", "id=\"filter\"");
        var edit = secrets + "/API_KEY/edit?environment=preview&back=q%3Dapi";
        var saved = alice.form(edit, "read", read(edit), "value", "new", "description", "");
        assertLeadsTo(saved, secrets + "?q=api");
        assertThat(alice.get(secrets + "?q=foo").body()).contains("No secret matches &#39;foo&#39;.", "Clear filter");
        assertThat(alice.get(secrets + "?q=%25&environment=nowhere&status=x").statusCode()).isEqualTo(200);
        assertThat(alice.get(secrets + "/-/new?back=q%3D%25zz").statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("R5")
    void an_edit_replaces_the_value_or_the_description() {
        add("API_KEY", "preview");
        var edit = secrets + "/API_KEY/edit?environment=preview";
        assertThat(alice.get(edit).body()).contains("readonly", "A key cannot be changed", "New value <span",
                "(optional)", "Update secret", "What API_KEY is for").doesNotContain("••••");
        var tag = read(edit);
        var nothing = alice.form(edit, "read", tag, "value", "", "description", "What API_KEY is for");
        assertThat(nothing.statusCode()).isEqualTo(422);
        assertThat(nothing.body()).contains("No changes to save", "value=\"" + tag + "\"");
        assertLeadsTo(alice.form(edit, "read", tag, "value", "", "description", "Another"), secrets);
        assertThat(alice.get(secrets).body()).contains("Secret API_KEY updated.", "Another");
        var swapped = alice.htmx().form(edit, "read", read(edit), "value", CANARY, "description", "Another");
        assertThat(swapped.headers().firstValue("HX-Trigger-After-Settle").orElseThrow())
                .contains("Secret API_KEY updated. Whatever reads it gets the new value at its next start or read.");
        assertNoValue(swapped);
        assertThat(audited()).contains("secret.described", "secret.set");
    }

    @Test
    @Tag("R5")
    void a_second_editor_is_told_and_saves_only_after_that() {
        add("API_KEY", "preview");
        var edit = secrets + "/API_KEY/edit?environment=preview";
        var tag = read(edit);
        server.browser(server.cast.bob).form(edit, "read", tag, "value", "from bob", "description", "Bob was here");
        var lost = alice.htmx().form(edit, "read", tag, "value", CANARY, "description", "Alice was here");
        assertThat(lost.statusCode()).isEqualTo(409);
        assertThat(lost.body()).contains("Bob changed the description and the value in Preview",
                "The stored description is now: Bob was here", "Alice was here</textarea>", "data-keep");
        assertNoValue(lost);
        var renewed = READ.matcher(lost.body());
        assertThat(renewed.find()).isTrue();
        assertThat(alice.htmx().form(edit, "read", renewed.group(1), "value", CANARY, "description", "Alice was here")
                .statusCode()).isEqualTo(200);
    }

    @Test
    void a_form_that_is_a_page_of_its_own_leads_on_by_loading_the_next_page() {
        add("API_KEY", "preview");
        var edit = secrets + "/API_KEY/edit?environment=preview";
        var saved = alice.htmx().form(edit, "read", read(edit), "value", CANARY, "description", "", "page", "yes");
        assertThat(saved.headers().firstValue("HX-Redirect")).contains(secrets);
    }

    @Test
    @Tag("R6")
    void deleting_asks_first_names_key_and_environment_and_says_that_it_is_permanent() {
        add("API_KEY", "preview");
        set("API_KEY", "production");
        var delete = secrets + "/API_KEY/delete?environment=production";
        assertThat(alice.get(delete).body()).contains("API_KEY</span> in Production?",
                "The value is erased and cannot be restored.", ">Cancel</a>", ">Delete</button>");
        assertThat(alice.htmx().get(delete).body().strip())
                .startsWith("<dialog id=\"dialog\" role=\"alertdialog\"").contains("data-close autofocus");
        var gone = alice.htmx().form(delete, "read", read(delete));
        assertThat(gone.headers().firstValue("HX-Trigger-After-Settle").orElseThrow()).contains("#secrets-title",
                "Secret API_KEY deleted in Production.");
        assertThat(gone.body()).contains("edit-API_KEY-preview", "set-API_KEY-production");
        var last = secrets + "/API_KEY/delete?environment=preview";
        assertThat(alice.get(last).body()).contains("It is the last value");
        assertLeadsTo(alice.form(last, "read", read(last)), secrets);
        assertThat(alice.get(secrets).body()).contains("Secret API_KEY deleted.", "No secrets yet");
        assertThat(audited()).contains("secret.value_deleted", "secret.deleted");
    }

    @Test
    @Tag("R6")
    void deleting_what_somebody_else_just_changed_asks_again() {
        add("API_KEY", "preview");
        var delete = secrets + "/API_KEY/delete";
        var tag = read(delete + "?environment=preview");
        set("API_KEY", "production");
        var lost = alice.htmx().form(delete, "read", tag);
        assertThat(lost.statusCode()).isEqualTo(409);
        assertThat(lost.body().strip()).startsWith("<dialog").contains("Alice changed the value in Production",
                "Its values in Preview and Production");
        assertLeadsTo(alice.form(delete + "?back=details", "read", read(delete)), secrets);
    }

    @Test
    @Tag("R9")
    void the_details_show_versions_and_restore_one_that_nobody_sees() {
        add("API_KEY", "preview");
        var edit = secrets + "/API_KEY/edit?environment=preview&back=details";
        var saved = alice.form(edit, "read", read(edit), "value", "second", "description", "What API_KEY is for");
        assertLeadsTo(saved, secrets + "/API_KEY");
        var page = alice.get(secrets + "/API_KEY");
        assertThat(page.body()).contains("What API_KEY is for", "Versions in Preview", "Version 2", "Version 1",
                "by Alice", "<time datetime=", "Delete everywhere").doesNotContain("Versions in Production");
        var restore = secrets + "/API_KEY/versions/1/restore?environment=preview&back=details";
        assertThat(page.body()).contains(restore.replace("&", "&amp;"));
        assertThat(alice.get(restore).body()).contains("Restore version 1 of", "as version 3. Nobody sees the value.");
        var done = alice.htmx().form(restore, "read", read(restore));
        assertThat(done.headers().firstValue("HX-Retarget")).contains("#secret");
        assertThat(done.body()).contains("Version 3", "Restored from version 1", "Version 1 of API_KEY restored.");
        assertNoValue(done);
        var current = secrets + "/API_KEY/versions/3/restore?environment=preview";
        assertThat(alice.form(current, "read", read(current)).statusCode()).isEqualTo(422);
        assertThat(alice.get(secrets + "/API_KEY/versions/9/restore?environment=preview").statusCode()).isEqualTo(404);
        assertThat(alice.get(secrets + "/API_KEY/versions/x/restore?environment=preview").statusCode()).isEqualTo(404);
        assertThat(audited()).contains("secret.restored");
    }

    @Test
    @Tag("R16")
    void comparing_says_in_words_where_each_key_has_a_value() {
        add("API_KEY", "preview");
        set("API_KEY", "production");
        add("DATABASE_URL", "production");
        assertThat(alice.get(secrets + "/-/compare").body()).contains("API_KEY", "DATABASE_URL", "Configured",
                "Not set",
                secrets + "/-/new?key=DATABASE_URL&amp;environment=preview&amp;back=compare", "tabindex=\"0\"");
        var some = alice.htmx().get(secrets + "/-/compare?only=differences");
        assertThat(some.body().strip()).startsWith("<div id=\"matrix\"").contains("DATABASE_URL", "1 secret shown")
                .doesNotContain("API_KEY");
        assertLeadsTo(alice.form(secrets + "/-/new?key=DATABASE_URL&environment=preview&back=compare", "key",
                "DATABASE_URL", "value", CANARY, "environments", "preview"), secrets + "/-/compare");
    }

    @Test
    void above_two_environments_the_rows_of_a_key_share_its_cell() {
        var environments = secrets.replace("/projects", "/api/v1/projects").replace("/secrets", "/environments");
        server.api(server.cast.alice).json("POST", environments,
                "{\"slug\": \"test\", \"name\": \"Test\", \"protected\": false}");
        add("API_KEY", "preview");
        assertThat(alice.get(secrets).body()).contains("rowspan=\"3\"").containsOnlyOnce(">API_KEY</a>");
        assertThat(alice.get(secrets + "?environment=test").body()).doesNotContain("rowspan")
                .contains("set-API_KEY-test");
    }

    @Test
    @Tag("R20")
    void who_may_not_is_refused_and_an_outsider_sees_nothing() {
        add("API_KEY", "preview");
        set("API_KEY", "production");
        var pages = List.of("/-/new", "/API_KEY/edit?environment=production", "/API_KEY/delete?environment=production",
                "/API_KEY/versions/1/restore?environment=production");
        var viewer = server.browser(server.cast.carol);
        var developer = server.browser(server.cast.bob);
        for (var page : pages) {
            assertThat(viewer.get(secrets + page).statusCode()).as("viewer " + page).isEqualTo(403);
            assertThat(viewer.form(secrets + page, "read", "x").statusCode()).as("viewer " + page).isEqualTo(403);
            if (!page.equals("/-/new")) {
                assertThat(developer.get(secrets + page).statusCode()).as("developer " + page).isEqualTo(403);
                assertThat(developer.form(secrets + page, "read", "x", "value", "v").statusCode()).isEqualTo(403);
            }
        }
        assertThat(viewer.get(secrets).body()).contains("Read-only").doesNotContain("Edit secret", "Delete", "/-/new");
        assertThat(developer.get(secrets).body()).contains("Read-only", "edit-API_KEY-preview")
                .doesNotContain("edit-API_KEY-production");
        assertThat(developer.get(secrets + "/-/new").body()).doesNotContain("environments-production");
        assertThat(developer.form(secrets + "/-/new", "key", "B", "value", "v", "environments", "production")
                .statusCode()).isEqualTo(403);
        for (var page : List.of("", "/API_KEY", "/-/compare", "/-/new")) {
            assertThat(server.browser(server.cast.mallory).get(secrets + page).statusCode()).isEqualTo(404);
            assertThat(server.browser().get(secrets + page).headers().firstValue("Location").orElseThrow())
                    .startsWith("/sign-in?next=");
        }
        assertThat(alice.with("Sec-Fetch-Site", "cross-site").form(secrets + "/-/new", "key", "B", "value", "v",
                "environments", "preview").statusCode()).isEqualTo(403);
        assertThat(alice.get(secrets).body()).doesNotContain(">B</a>");
    }

    @Test
    void an_unknown_key_or_environment_is_not_there() {
        add("API_KEY", "preview");
        for (var page : List.of("/NOPE", "/NOPE/edit?environment=preview", "/NOPE/delete",
                "/API_KEY/edit?environment=x", "/API_KEY/delete?environment=x",
                "/API_KEY/delete?environment=production")) {
            assertThat(alice.get(secrets + page).statusCode()).as(page).isEqualTo(404);
            assertThat(alice.htmx().get(secrets + page).body()).as(page).contains("<dialog");
        }
        assertLeadsTo(alice.get(secrets + "/API_KEY/edit?environment=production"),
                secrets + "/-/new?key=API_KEY&environment=production");
    }

    private HttpResponse<String> add(String key, String environment) {
        return alice.form(secrets + "/-/new", "key", key, "value", CANARY, "environments", environment,
                "description", "What " + key + " is for");
    }

    private void set(String key, String environment) {
        assertThat(alice.form(secrets + "/-/new", "key", key, "value", CANARY, "environments", environment)
                .statusCode()).isEqualTo(303);
    }

    /** The state that a form was opened on. */
    private String read(String address) {
        var found = READ.matcher(alice.get(address).body());
        assertThat(found.find()).as("the tag in " + address).isTrue();
        return found.group(1);
    }

    private List<String> audited() {
        return server.cast.database.read(sql -> sql.select(AUDIT_EVENTS.ACTION).from(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.CHAIN_ID.eq(project.projectId())).fetch(AUDIT_EVENTS.ACTION));
    }

    private static void assertLeadsTo(HttpResponse<String> answer, String address) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(302, 303);
        assertThat(answer.headers().firstValue("Location")).contains(address);
        assertNoValue(answer);
    }

    private static void assertNoValue(HttpResponse<String> answer) {
        assertThat(answer.body()).doesNotContain("kanarie", "7f3a");
        assertThat(answer.headers().map().toString()).doesNotContain("kanarie", "7f3a");
    }
}
