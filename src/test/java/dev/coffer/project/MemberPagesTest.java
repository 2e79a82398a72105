package dev.coffer.project;

import static dev.coffer.db.schema.Tables.INVITATIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestServer;
import dev.coffer.access.Role;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Members, invitations and environments in the browser. */
@Tag("R34")
class MemberPagesTest {
    private static final Pattern LINK = Pattern.compile("value=\"(http://localhost:8080/invitations/cof_i\\w+)\"");
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
    void everyMemberIsListedWithWhatTheReaderMayDo() {
        cast.project("m-list");
        var page = server.browser(cast.dave).get("/projects/m-list/members").body();
        assertThat(page).contains("alice@example.com", "Owner", "Above your role", "Change role of Bob", "Remove Carol")
                .doesNotContain("Change role of Alice", "value=\"owner\"");
        assertThat(page).contains("value=\"admin\"", "aria-current=\"page\"");
    }

    @Test
    void aRoleIsChangedByAForm() {
        cast.project("m-role");
        var browser = server.browser(cast.dave);
        var path = "/projects/m-role/members/%s/edit".formatted(cast.carol.id());
        assertThat(browser.get(path).body()).contains("Role of Carol", "checked");
        assertThat(browser.form(path, "role", "developer").statusCode()).isEqualTo(303);
        assertThat(browser.get("/projects/m-role/members").body()).contains("Carol is Developer now.");
        assertThat(cast.access(cast.carol, "m-role").role()).isEqualTo(Role.DEVELOPER);
        assertThat(browser.form(path, "role", "king").statusCode()).isEqualTo(422);
        assertThat(browser.form(path, "role", "owner").statusCode()).isEqualTo(403);
    }

    @Test
    void theLastOwnerIsToldWhyTheyStay() {
        cast.project("m-last");
        var browser = server.browser(cast.alice);
        var alice = "/projects/m-last/members/" + cast.alice.id();
        assertThat(browser.form(alice + "/edit", "role", "admin").body())
                .contains("Alice is the last owner. Make somebody else an owner first");
        var refused = browser.htmx().form(alice + "/remove");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("<dialog", "Cannot remove Alice", "Alice is the last owner.", ">Close<")
                .doesNotContain("Cancel");
    }

    @Test
    @Tag("R12")
    void removingNamesTheTokensThatGoOnWorking() {
        cast.project("m-tokens");
        cast.deploymentTokenOf(cast.dave, "m-tokens", new Cast.Place("api", "production"));
        var path = "/projects/m-tokens/members/%s/remove".formatted(cast.dave.id());
        assertThat(server.browser(cast.alice).htmx().get(path).body()).contains(
                "Dave made 1 token that goes on working. Replace it:", "Token token of api@production");
        SecretRows.add(cast.database, cast.access(cast.dave, "m-tokens"), "STRIPE_SECRET_KEY");
        assertThat(server.browser(cast.alice).htmx().get(path).body()).contains(
                "Dave set 1 value here and made 1 token that goes on working. Replace them:");
    }

    @Test
    @Tag("R12")
    void removingNamesWhatThePersonSetHere() {
        cast.project("m-gone");
        SecretRows.add(cast.database, cast.access(cast.bob, "m-gone"), "STRIPE_SECRET_KEY");
        var path = "/projects/m-gone/members/%s/remove".formatted(cast.bob.id());
        var browser = server.browser(cast.alice).htmx();
        assertThat(browser.get(path).body()).contains("Remove Bob?", "Bob set 1 value here. Rotate it:",
                "STRIPE_SECRET_KEY, Preview");
        var gone = browser.form(path);
        assertThat(gone.headers().firstValue("HX-Retarget")).contains("#members");
        assertThat(gone.headers().firstValue("HX-Trigger-After-Settle").orElse("")).contains("Bob removed.");
        assertThat(gone.body()).contains("id=\"members\"").doesNotContain("bob@example.com", "<html");
        assertThat(server.browser(cast.bob).get("/projects/m-gone").statusCode()).isEqualTo(404);
    }

    @Test
    void whoLeavesGoesBackToTheirProjects() {
        cast.project("m-left");
        var left = server.browser(cast.dave).form("/projects/m-left/members/%s/remove".formatted(cast.dave.id()));
        assertThat(left.headers().firstValue("Location")).contains("/projects");
    }

    @Test
    void anInvitationsLinkIsShownOnceAndWithdrawn() {
        var access = cast.project("m-invite");
        var browser = server.browser(cast.alice);
        var shown = browser.form("/projects/m-invite/members/invitations", "role", "viewer");
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(LINK.matcher(shown.body()).find()).isTrue();
        assertThat(shown.body()).contains("Copy the invitation link now", "data-copy=\"link\"");
        assertThat(shown.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        var later = browser.get("/projects/m-invite/members").body();
        assertThat(later).contains("Withdraw the invitation as Viewer").doesNotContain("cof_i");
        var id = cast.database.<UUID>read(sql -> sql.select(INVITATIONS.ID).from(INVITATIONS)
                .where(INVITATIONS.PROJECT_ID.eq(access.projectId())).fetchSingle(INVITATIONS.ID));
        var gone = browser.htmx().form("/projects/m-invite/members/invitations/%s/withdraw".formatted(id));
        assertThat(gone.body()).contains("Nobody is invited right now.");
    }

    @Test
    void nobodyInvitesAboveTheirRoleOrWithoutOne() {
        cast.project("m-above");
        var browser = server.browser(cast.dave);
        assertThat(browser.form("/projects/m-above/members/invitations", "role", "owner").statusCode()).isEqualTo(403);
        var none = browser.form("/projects/m-above/members/invitations");
        assertThat(none.statusCode()).isEqualTo(422);
        assertThat(none.body()).contains("Choose a role");
    }

    @Test
    void whatIsNoMemberIsNotFound() {
        cast.project("m-none");
        for (var id : new String[]{"x", cast.mallory.id().toString()}) {
            assertThat(server.browser(cast.alice).get("/projects/m-none/members/%s/edit".formatted(id)).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    @Tag("R34")
    void aFormOpenedBeforeAnEnvironmentWasProtectedLeavesItProtected() {
        var access = cast.project("m-protect");
        var path = "/projects/m-protect/environments/preview/edit";
        assertThat(server.browser(cast.dave).form(path, "name", "Preview", "was", "false", "protected", "yes")
                .statusCode()).isEqualTo(303);
        assertThat(server.browser(cast.alice).form(path, "name", "Previews", "was", "false").statusCode())
                .isEqualTo(303);
        var now = new Environments(cast.database, cast.audit).get(access, "preview").environment();
        assertThat(now.name() + now.isProtected()).isEqualTo("Previewstrue");
    }

    @Test
    @Tag("R16")
    void anEnvironmentIsAddedChangedAndDeleted() {
        var access = cast.project("m-env");
        var browser = server.browser(cast.dave);
        var list = "/projects/m-env/environments";
        assertThat(browser.get(list + "/new").body()).contains("Add environment", "Environment name");
        assertThat(browser.form(list + "/new", "name", "Staging", "slug", "", "protected", "yes").statusCode())
                .isEqualTo(303);
        assertThat(browser.get(list).body()).contains("Environment Staging added.", "id=\"edit-staging\"");
        assertThat(browser.form(list + "/new", "name", "Staging", "slug", "").statusCode()).isEqualTo(409);
        assertThat(browser.form(list + "/new", "name", "", "slug", "").statusCode()).isEqualTo(422);
        assertThat(browser.get(list + "/staging/edit").body()).contains("value=\"Staging\"", "readonly", "checked");
        assertThat(browser.form(list + "/staging/edit", "name", "Stage", "was", "true").statusCode())
                .isEqualTo(303);
        var now = new Environments(cast.database, cast.audit).get(access, "staging").environment();
        assertThat(now.name() + now.isProtected()).isEqualTo("Stagefalse");
        assertThat(browser.htmx().get(list + "/staging/delete").body()).contains("<dialog", "Delete Stage?");
        var deleted = browser.htmx().form(list + "/staging/delete");
        assertThat(deleted.headers().firstValue("HX-Retarget")).contains("#environments");
        assertThat(deleted.body()).contains("id=\"environments\"").doesNotContain("Stage", "<html");
        assertThat(browser.get(list + "/staging/edit").statusCode()).isEqualTo(404);
    }

    @Test
    @Tag("R16")
    void anEnvironmentThatHoldsValuesStaysAndThePageSaysHowMany() {
        SecretRows.add(cast.database, cast.project("m-held"), "ONE");
        var refused = server.browser(cast.alice).form("/projects/m-held/environments/preview/delete");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("Preview holds 1 value. Delete it first.", ">Back<");
    }
}
