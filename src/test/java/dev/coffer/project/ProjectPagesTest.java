package dev.coffer.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestServer;
import dev.coffer.access.Access;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R1")
class ProjectPagesTest {
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
    void theFrontDoorLeadsToTheProjectsAndThoseToSignIn() {
        assertThat(location(server.browser().get("/"))).isEqualTo("/projects");
        assertThat(location(server.browser().get("/projects"))).startsWith("/sign-in");
    }

    @Test
    void whoHasNoProjectIsToldHowToGetOne() {
        var page = server.browser(cast.mallory).get("/projects");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<h2>No projects yet</h2>", "href=\"/projects/new\"");
    }

    @Test
    void aProjectIsMadeAndItsMakerLandsInIt() {
        var browser = server.browser(cast.alice);
        var made = browser.form("/projects/new", "name", "My Shop!", "slug", "");
        assertThat(made.statusCode()).isEqualTo(303);
        assertThat(location(made)).isEqualTo("/projects/my-shop");
        var page = browser.get("/projects/my-shop").body();
        assertThat(page).contains("<title>Overview · My Shop! · Coffer</title>", "<h1>My Shop!</h1>",
                "Project My Shop! created.", "aria-label=\"Project settings\"", "No secrets yet", "Preview",
                "Production", "Protected");
        assertThat(browser.get("/projects").body()).contains("href=\"/projects/my-shop\"", "0 secrets", "Owner");
    }

    @Test
    void theNameSuggestsTheAddressWhileTheFormIsFilledIn() {
        var field = server.browser(cast.alice).htmx().get("/projects/new?name=Caf%C3%A9+One&slug=");
        assertThat(field.body()).contains("value=\"cafe-one\"").doesNotContain("<html");
        var typed = server.browser(cast.alice).htmx().get("/projects/new?name=Shop&slug=my-own");
        assertThat(typed.body()).contains("value=\"my-own\"");
    }

    @Test
    void mistakesAreNamedAndWhatWasTypedStays() {
        var page = server.browser(cast.alice).form("/projects/new", "name", "Shop <b>", "slug", "Not Good");
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("<title>Error: Create project · Coffer</title>", "There is a problem",
                "Use lowercase letters, digits and hyphens", "value=\"Shop &lt;b&gt;\"", "value=\"Not Good\"");
    }

    @Test
    @Tag("R20")
    void aTakenAddressIsRefusedAlsoToWhomMayNotSeeTheProject() {
        cast.project("pages-taken");
        var page = server.browser(cast.mallory).form("/projects/new", "name", "Mine", "slug", "pages-taken");
        assertThat(page.statusCode()).isEqualTo(409);
        assertThat(page.body()).contains("The address pages-taken is taken. Choose another one");
    }

    @Test
    @Tag("R20")
    void everyPageOfAProjectIsNotFoundForOutsidersAndSignInForNobody() {
        var paths = pages(cast.project("pages-hidden"));
        for (var path : paths) {
            var outside = server.browser(cast.mallory).get(path);
            assertThat(outside.statusCode()).as(path).isEqualTo(404);
            assertThat(outside.body()).as(path).doesNotContain("pages-hidden");
            assertThat(location(server.browser().get(path))).as(path).startsWith("/sign-in");
            assertThat(server.browser(cast.alice).get(path).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    @Tag("R34")
    void aViewerLooksAndIsOfferedNoChange() {
        cast.project("pages-viewed");
        var browser = server.browser(cast.carol);
        assertThat(browser.get("/projects/pages-viewed").body()).doesNotContain("Add secret");
        assertThat(browser.get("/projects/pages-viewed/environments").body()).contains("Read-only")
                .doesNotContain("Add environment", ">Edit<");
        for (var path : List.of("settings", "delete", "members", "audit", "environments/new",
                "environments/preview/edit", "environments/preview/delete")) {
            assertThat(browser.get("/projects/pages-viewed/" + path).statusCode()).as(path).isEqualTo(403);
        }
        for (var path : List.of("settings", "delete", "environments/new", "environments/preview/delete",
                "members/invitations")) {
            assertThat(browser.form("/projects/pages-viewed/" + path, "name", "x").statusCode()).as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void otherSitesCannotPost() {
        cast.project("pages-crossed");
        var other = server.browser(cast.alice).with("Sec-Fetch-Site", "cross-site");
        assertThat(other.form("/projects/pages-crossed/delete").statusCode()).isEqualTo(403);
        assertThat(server.browser(cast.alice).get("/projects/pages-crossed").statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("R35")
    void renamingShowsTheNewNameAndIsInTheLog() {
        var access = cast.project("pages-named");
        var browser = server.browser(cast.alice);
        assertThat(location(browser.form("/projects/pages-named/settings", "name", "The Shop")))
                .isEqualTo("/projects/pages-named/settings");
        assertThat(browser.get("/projects/pages-named/settings").body()).contains("Project renamed to The Shop.",
                "value=\"The Shop\"");
        assertThat(browser.form("/projects/pages-named/settings", "name", " ").body())
                .contains("Project name is required");
        assertThat(cast.audit.page(access, OptionalLong.empty(), 1).getFirst().action()).isEqualTo("project.renamed");
    }

    @Test
    void deletingAsksFirstAsADialogOrAPageAndSaysWhatGoes() {
        SecretRows.add(cast.database, cast.project("pages-deleted"), "ONE");
        var browser = server.browser(cast.alice);
        assertThat(browser.htmx().get("/projects/pages-deleted/delete").body()).contains("<dialog",
                "Delete pages-deleted?", "1 secret with every version", "autofocus").doesNotContain("<html");
        assertThat(browser.get("/projects/pages-deleted/delete").body()).contains("<h1>Delete pages-deleted?</h1>")
                .doesNotContain("<dialog");
        var gone = browser.htmx().form("/projects/pages-deleted/delete");
        assertThat(gone.headers().firstValue("HX-Redirect")).contains("/projects");
        assertThat(browser.get("/projects").body()).contains("Project pages-deleted deleted.");
        assertThat(browser.get("/projects/pages-deleted").statusCode()).isEqualTo(404);
    }

    @Test
    void theWorkspaceShowsWhatChangedLast() {
        SecretRows.add(cast.database, cast.project("pages-changed"), "STRIPE_SECRET_KEY");
        var page = server.browser(cast.carol).get("/projects/pages-changed").body();
        assertThat(page).contains("Changed last", "href=\"/projects/pages-changed/secrets/STRIPE_SECRET_KEY\"",
                "1 value", "href=\"/projects/pages-changed/secrets?environment=preview\"");
    }

    @Test
    @Tag("R35")
    void theAuditLogGoesBackAndForthAndIsProvedWhole() {
        cast.project("pages-audit");
        var environments = new Environments(cast.database, cast.audit);
        var access = cast.access(cast.dave, "pages-audit");
        for (int i = 0; i < 60; i++) {
            environments.change(access, "preview", new EnvironmentChange("Name " + i, null));
        }
        var browser = server.browser(cast.alice);
        var newest = browser.get("/projects/pages-audit/audit").body();
        assertThat(newest).contains("Name 59", "Dave", "Changed an environment", "Browser, 192.0.2.7", ">Older<")
                .doesNotContain(">Newer<", "Name 9<");
        var older = browser.get(link(newest, "Older")).body();
        assertThat(older).contains("Name 9<", "Created the project", ">Newer<").doesNotContain(">Older<", "Name 10<");
        assertThat(browser.get(link(older, "Newer")).body()).contains("Name 59", ">Older<").doesNotContain(">Newer<");
        assertThat(browser.get("/projects/pages-audit/audit?check=whole").body()).contains("The log is whole");
    }

    @Test
    @Tag("R34")
    void aDeveloperSeesTheRowsOfTheirOwnDoingOnly() {
        cast.project("pages-own");
        var page = server.browser(cast.bob).get("/projects/pages-own/audit?check=whole");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("No events here").doesNotContain("Created the project", "The log is whole");
    }

    @Test
    void theOrganizationIsForItsOwners() {
        var page = server.browser(cast.alice).get("/organization");
        assertThat(page.body()).contains("bob@example.com", "Member", "value=\"Example");
        assertThat(server.browser(cast.alice).get("/organization/audit?check=whole").body())
                .contains("The log is whole");
        assertThat(location(server.browser(cast.alice).form("/organization", "name", "Example 2")))
                .isEqualTo("/organization");
        for (var path : List.of("/organization", "/organization/audit")) {
            assertThat(server.browser(cast.bob).get(path).statusCode()).as(path).isEqualTo(403);
        }
        assertThat(server.browser(cast.bob).form("/organization", "name", "x").statusCode()).isEqualTo(403);
        assertThat(server.browser(cast.alice).form("/organization", "name", "").statusCode()).isEqualTo(422);
    }

    @Test
    void helpIsForEverybody() {
        assertThat(server.browser().get("/help").body()).contains("/api/v1/projects/my-shop/secrets", "Viewer");
        assertThat(server.browser(cast.bob).get("/help").body()).contains("Bob");
    }

    private static List<String> pages(Access access) {
        var project = "/projects/" + access.project().slug();
        return List.of(project, project + "/settings", project + "/delete", project + "/environments",
                project + "/environments/new", project + "/environments/preview/edit",
                project + "/environments/preview/delete", project + "/members",
                project + "/members/" + cast.bob.id() + "/edit", project + "/members/" + cast.bob.id() + "/remove",
                project + "/audit");
    }

    private static String link(String page, String text) {
        var before = page.substring(0, page.indexOf(">" + text + "<"));
        var href = before.substring(before.lastIndexOf("href=\"") + 6);
        return href.substring(0, href.indexOf('"'));
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElse("none");
    }
}
