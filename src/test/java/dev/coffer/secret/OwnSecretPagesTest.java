package dev.coffer.secret;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The pages of secrets that are an app's own, asked as a browser without JavaScript, and as HTMX. */
@Tag("R17")
class OwnSecretPagesTest {
    private static final Pattern READ = Pattern.compile("name=\"read\" value=\"([^\"]+)\"");
    private static TestServer server;
    private static int count;

    private Access project;
    private String secrets;
    private TestClient alice;

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
        var slug = "own-" + ++count;
        project = server.cast.project(slug);
        secrets = "/projects/" + slug + "/secrets";
        alice = server.browser(server.cast.alice);
    }

    @Test
    @Tag("R3")
    void the_form_asks_for_the_scope_once_there_are_apps() {
        assertThat(alice.get(secrets + "/-/new").body()).doesNotContain("Scope");
        apps();
        assertThat(alice.get(secrets + "/-/new").body()).contains("<label for=\"app\">Scope",
                "<option value=\"\" selected=\"selected\">All apps</option>",
                "<option value=\"api\">Only The api (api)</option>");
        assertThat(alice.get(secrets + "/-/new?app=web").body())
                .contains("<option value=\"web\" selected=\"selected\">Only The web (web)</option>");
    }

    @Test
    void one_is_added_without_javascript_and_the_table_says_what_hides_what() {
        apps();
        add("DATABASE_URL", "", "preview", "production");
        assertLeadsTo(add("DATABASE_URL", "api", "preview"), secrets);

        var page = alice.get(secrets).body();
        assertThat(page).contains("Secret DATABASE_URL of api created.", "Apps&#39; own secrets (2)",
                "Own value of api", "Hides the project&#39;s value", "The project&#39;s value counts", "Hidden for api",
                "id=\"edit-DATABASE_URL-preview\"", "id=\"edit-DATABASE_URL-preview_api\"",
                "id=\"set-DATABASE_URL-production_api\"", "aria-label=\"Edit secret DATABASE_URL of api, Preview\"",
                "aria-label=\"Delete DATABASE_URL, Preview\"", "2 of 100 secrets");
        assertThat(ids(page)).doesNotHaveDuplicates();
    }

    @Test
    void with_htmx_the_row_that_was_added_has_the_focus() {
        apps();
        var added = alice.htmx().form(secrets + "/-/new", "key", "A", "value", "kanarie", "environments", "preview",
                "app", "api");

        assertThat(added.headers().firstValue("HX-Trigger-After-Settle").orElseThrow()).contains("#edit-A-preview_api",
                "Secret A of api created.");
        assertThat(added.body()).doesNotContain("kanarie");
    }

    @Test
    @Tag("R4")
    void mistakes_and_clashes_of_the_scope_are_told_at_it() {
        apps();
        add("A", "api", "preview");
        var again = add("A", "api", "preview");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("A secret named A of api already exists in Preview",
                "/A/edit?environment=preview&amp;app=api", "<option value=\"api\" selected=\"selected\">");
        var wrong = add("A", "nobody", "preview");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("id=\"app-error\"", "There is no app named so", "href=\"#app\"")
                .doesNotContain("kanarie");
    }

    @Test
    @Tag("R5")
    void one_is_set_edited_restored_and_deleted_at_its_own_addresses() {
        apps();
        add("A", "", "preview");
        add("A", "api", "preview");
        var set = secrets + "/-/new?key=A&environment=production&app=api";
        assertThat(alice.get(set).body()).contains("Set secret", "Own value of api").doesNotContain("Scope");
        assertLeadsTo(alice.form(set, "key", "A", "value", "kanarie", "environments", "production"), secrets);
        var edit = secrets + "/A/edit?environment=preview&app=api&back=details";
        assertThat(alice.get(edit).body()).contains("<title>Edit A of api", "Own value of api");
        assertLeadsTo(alice.form(edit, "read", read(edit), "value", "kanarie2", "description", "For api"),
                secrets + "/A?app=api");
        var restore = secrets + "/A/versions/1/restore?environment=preview&app=api&back=details";
        assertThat(alice.get(restore).body()).contains("A</span> of api in Preview?");
        assertLeadsTo(alice.form(restore, "read", read(restore)), secrets + "/A?app=api");
        var details = alice.get(secrets + "/A?app=api").body();
        assertThat(details).contains("A</span> of api", "Only api", "The project&#39;s value", "Version 3",
                "Restored from version 1", "href=\"" + secrets + "/A\"", "edit-A-preview_api");
        assertThat(ids(details)).doesNotHaveDuplicates();
        var delete = secrets + "/A/delete?environment=preview&app=api&back=details";
        assertThat(alice.get(delete).body()).contains("A</span> of api in Preview?",
                "The project&#39;s value takes its place for api in Preview.");
        var gone = alice.htmx().form(delete, "read", read(delete));
        assertThat(gone.headers().firstValue("HX-Trigger-After-Settle").orElseThrow())
                .contains("Secret A of api deleted in Preview.");
        var whole = secrets + "/A/delete?app=api";
        assertThat(alice.get(whole).body()).contains("A</span> of api everywhere?",
                "Anything that reads A will fail at its next start.");
        assertLeadsTo(alice.form(whole, "read", read(whole)), secrets);
        assertThat(alice.get(secrets + "/A").body()).contains("Version 1").doesNotContain("Version 2", "Same key");
    }

    @Test
    void a_bare_address_is_the_projects_and_leads_on_where_an_app_alone_has_the_key() {
        apps();
        add("A", "api", "preview");
        assertLeadsTo(alice.get(secrets + "/A"), secrets + "/A?app=api");
        add("A", "web", "preview");
        assertThat(alice.get(secrets + "/A").statusCode()).isEqualTo(404);
        add("A", "", "preview");
        assertThat(alice.get(secrets + "/A").body()).contains("All apps", "Own value of api", "Own value of web",
                "Hidden for api and web");
        for (var address : List.of("?app=nobody", "/edit?environment=preview&app=nobody", "/delete?app=nobody")) {
            var path = address.startsWith("/") ? "/A" + address : "/A" + address;
            assertThat(alice.get(secrets + path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void the_list_is_narrowed_by_scope_and_adding_there_begins_with_it() {
        apps();
        add("OF_ALL", "", "preview");
        assertThat(alice.get(secrets).body()).doesNotContain("filter-app");
        add("OF_API", "api", "preview");

        var page = alice.get(secrets + "?app=api").body();
        assertThat(page).contains("id=\"filter-app\"", "edit-OF_API-preview_api", "/-/new?app=api&amp;back=app%3Dapi")
                .doesNotContain("edit-OF_ALL");
        assertThat(alice.get(secrets + "?app=-").body()).contains("edit-OF_ALL-preview")
                .doesNotContain("edit-OF_API");
        assertThat(alice.get(secrets + "?app=nobody").body()).contains("No secret matches the filter.");
    }

    @Test
    @Tag("R36")
    void comparison_and_health_tell_them_apart() {
        apps();
        add("A", "", "preview");
        add("A", "api", "production");

        assertThat(alice.get(secrets + "/-/compare").body()).contains("Own value of api", "/A?app=api",
                "aria-label=\"Set secret A of api, Preview\"");
        alice.form(secrets + "/-/new", "key", "B", "value", "\"kanarie\"", "environments", "preview", "app", "api");
        var health = alice.get(secrets + "/-/health").body();
        assertThat(health).contains("own value of api", "id=\"hints-B-api\"", "name=\"app\" value=\"api\"",
                "/B/edit?environment=preview&amp;app=api&amp;back=health");
        assertThat(alice.get(secrets + "/B?app=api").body()).contains("/-/health#hints-B-api");
        assertThat(alice.form(secrets + "/-/health/accept", "key", "B", "app", "api", "kind", "quotes", "environment",
                "preview").statusCode()).isBetween(302, 303);
        assertThat(alice.get(secrets + "/-/health").body()).contains("B of api", "Said to be fine");
    }

    @Test
    @Tag("R12")
    void a_file_is_imported_for_an_app() {
        assertThat(alice.get(secrets + "/-/import").body()).doesNotContain("Scope");
        apps();
        add("A", "", "preview");
        assertThat(alice.get(secrets + "/-/import").body()).contains("<label for=\"app\">Scope");
        var plan = alice.form(secrets + "/-/import", "step", "plan", "content", "A=kanarie\nB=kanarie",
                "environments", "preview", "mode", "add", "app", "api").body();
        assertThat(plan).contains("Preview, for api alone", "2 to add").doesNotContain("kanarie");
        var id = Pattern.compile("name=\"id\" value=\"([^\"]+)\"").matcher(plan);
        assertThat(id.find()).isTrue();
        assertLeadsTo(alice.form(secrets + "/-/import", "step", "import", "id", id.group(1)), secrets);
        assertThat(alice.get(secrets).body()).contains("edit-A-preview_api", "edit-B-preview_api", "edit-A-preview\"")
                .doesNotContain("edit-B-preview\"");
        var wrong = alice.form(secrets + "/-/import", "step", "plan", "content", "A=kanarie", "environments",
                "preview", "mode", "add", "app", "nobody");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("There is no app named so").doesNotContain("kanarie");
    }

    @Test
    void who_may_not_write_reads_them() {
        apps();
        add("A", "api", "production");

        var page = server.browser(server.cast.bob).get(secrets).body();
        assertThat(page).contains("Own value of api", "Read-only").doesNotContain("edit-A-production_api");
        for (var path : List.of("/A/edit?environment=production&app=api", "/A/delete?environment=production&app=api")) {
            assertThat(server.browser(server.cast.bob).get(secrets + path).statusCode()).isEqualTo(403);
            assertThat(server.browser(server.cast.mallory).get(secrets + path).statusCode()).isEqualTo(404);
        }
    }

    private void apps() {
        SomeApps.add(server.cast.database, project, "api", "web");
    }

    private HttpResponse<String> add(String key, String app, String... environments) {
        return alice.form(secrets + "/-/new", environments.length == 1
                ? new String[]{"key", key, "value", "kanarie", "app", app, "environments", environments[0]}
                : new String[]{"key", key, "value", "kanarie", "app", app, "environments", environments[0],
                        "environments", environments[1]});
    }

    private String read(String address) {
        var found = READ.matcher(alice.get(address).body());
        assertThat(found.find()).as("the tag in " + address).isTrue();
        return found.group(1);
    }

    private static List<String> ids(String page) {
        return Pattern.compile(" id=\"([^\"]+)\"").matcher(page).results().map(found -> found.group(1)).toList();
    }

    private static void assertLeadsTo(HttpResponse<String> answer, String address) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(302, 303);
        assertThat(answer.headers().firstValue("Location")).contains(address);
    }
}
