package dev.coffer.publication;

import static dev.coffer.publication.Stage.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.access.Access;
import dev.coffer.secret.Opened;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Publications in browsers: each page asked as a browser asks, as HTMX asks, and with mistakes. */
@Tag("R24")
class PublicationPagesTest {
    private static TestServer server;
    private static Stage stage;
    private static TestClient alice;
    private static TestClient bob;
    private static TestClient carol;
    private static int projects;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        stage = Stage.on(server.cast);
        alice = server.browser(server.cast.alice);
        bob = server.browser(server.cast.bob);
        carol = server.browser(server.cast.carol);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void nothing_published_yet_says_so_and_leads_to_the_form() {
        var page = alice.get(path(project())).body();

        assertThat(page).contains("<h2>Nothing published yet</h2>", "Publish a version",
                "aria-current=\"page\">Publications</a>");
        assertThat(page).doesNotContain("role=\"search\"");
    }

    @Test
    void a_version_is_published_and_its_page_begins_with_the_message() {
        var project = project();
        stage.set(project, "STRIPE_KEY", "canary", "production");

        var done = alice.form(path(project) + "/new", "version", "14", "target", "production");

        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(location(done)).isEqualTo(path(project) + "/14?environment=production");
        var page = alice.get(location(done)).body();
        assertThat(page).contains("Version 14 published to Production.", "STRIPE_KEY", "The project",
                "Nothing changed: the same secrets are there now.", "Roll back to it").doesNotContain("canary");
        assertThat(alice.get(location(done)).body()).doesNotContain("published to Production.");
        assertThat(alice.get(path(project)).body()).contains(">14</a>", "Alice",
                "aria-label=\"Compare 14, Production\"", "aria-label=\"Roll back to 14, Production\"");
        assertThat(alice.get("/projects/%s/audit".formatted(project.project().slug())).body())
                .contains("Published a version");
    }

    @Test
    void htmx_gets_a_dialog_and_then_loads_the_new_page_whole() {
        var project = project();

        assertThat(alice.htmx().get(path(project) + "/new").body()).startsWith("<dialog id=\"dialog\"")
                .doesNotContain("<html");
        var done = alice.htmx().form(path(project) + "/new", "version", "1", "target", "preview");
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.headers().firstValue("HX-Redirect")).hasValue(path(project) + "/1?environment=preview");
    }

    @Test
    void the_form_suggests_what_comes_after_the_last_version_of_the_environment() {
        var project = project();
        ok(stage.publish(project, "13", "preview"));
        ok(stage.publish(project, "v1.4.2", "production"));

        assertThat(alice.get(path(project) + "/new?environment=preview").body()).contains("value=\"14\"");
        assertThat(alice.get(path(project) + "/new?environment=production").body()).contains("value=\"v1.4.3\"");
        var part = path(project) + "/new?part=region&target=production&version=";
        assertThat(alice.htmx().get(part + "14").body()).contains("value=\"v1.4.3\"")
                .startsWith("<div class=\"stack\" id=\"publication-region\"");
        assertThat(alice.htmx().get(part + "mine").body()).contains("value=\"mine\"");
    }

    @Test
    @Tag("R23")
    void what_is_missing_stands_in_the_form_with_a_way_to_set_each() {
        var project = project();
        stage.need(project, "FIRST", true);
        stage.need(project, "SECOND", true);
        stage.need(project, "NICE_TO_HAVE", false);

        var page = alice.get(path(project) + "/new?environment=production").body();

        assertThat(page).contains("Configuration required</h2>",
                "2 required secrets have no value in Production. Publish is blocked until they are set. "
                        + "Build and Preview keep working.",
                "aria-label=\"Set up FIRST, Production\"", "Payments", "1 optional secret has no value.",
                "/secrets/-/new?key=FIRST&amp;environment=production&amp;setup=2",
                "aria-disabled=\"true\" aria-describedby=\"required-text\"");
        assertThat(alice.htmx().get(path(project) + "/new?environment=production").body()).doesNotContain(" disabled",
                "autofocus");
        stage.set(project, "FIRST", "v", "preview");
        stage.set(project, "SECOND", "v", "preview");
        assertThat(alice.htmx().get(path(project) + "/new?environment=preview").body())
                .doesNotContain("Configuration required", "aria-disabled");
    }

    @Test
    @Tag("R23")
    void publishing_what_lacks_something_answers_409_with_the_same_section_focused_and_what_was_typed() {
        var project = project();
        stage.need(project, "FIRST", true);

        for (var client : List.of(alice, alice.htmx())) {
            var answer = client.form(path(project) + "/new", "version", "my-version", "target", "production");
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body())
                    .containsPattern("<h2 id=\"required-title\" tabindex=\"-1\" autofocus=\"autofocus\">")
                    .contains("value=\"my-version\"", "aria-label=\"Set up FIRST, Production\"",
                            "<option value=\"production\" selected=\"selected\">");
        }
        assertThat(alice.htmx().form(path(project) + "/new", "version", "1", "target", "production").body())
                .startsWith("<div class=\"stack\" id=\"publication-fields\"").contains("hx-swap-oob=\"true\"");
    }

    @Test
    void mistakes_are_named_and_what_was_typed_stays() {
        var project = project();
        ok(stage.publish(project, "1", "preview"));

        var wrong = alice.form(path(project) + "/new", "version", "a/<b>", "target", "preview");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("<title>Error: Publish", "There is a problem",
                "Version can&#39;t have any of / \\ ? # % ;", "value=\"a/&lt;b&gt;\"", "href=\"#version\"");
        var twice = alice.htmx().form(path(project) + "/new", "version", "1", "target", "preview");
        assertThat(twice.statusCode()).isEqualTo(409);
        assertThat(twice.body()).contains("Alice published 1 to Preview on ").doesNotContain("<html");
        var nowhere = alice.form(path(project) + "/new", "version", "2", "target", "staging");
        assertThat(nowhere.statusCode()).isEqualTo(422);
        assertThat(nowhere.body()).contains("There is no environment named so", "href=\"#target\"");
    }

    @Test
    void the_history_can_be_filtered_and_paged() {
        var project = project();
        for (int i = 1; i <= 51; i++) {
            ok(stage.publish(project, "v" + i, "preview"));
        }

        var first = alice.get(path(project)).body();
        assertThat(first).contains(">v51</a>", ">v2</a>", ">Older</a>").doesNotContain(">v1</a>", ">Newest</a>");
        var older = first.replaceFirst("(?s).*href=\"([^\"]+)\">Older.*", "$1").replace("&amp;", "&");
        assertThat(alice.get(older).body()).contains(">v1</a>", ">Newest</a>").doesNotContain(">v2</a>");
        var none = alice.htmx().get(path(project) + "?environment=production");
        assertThat(none.body()).startsWith("<div id=\"publications\"").contains("Nothing published to Production yet.",
                "data-say=\"No publications shown\"");
        assertThat(alice.get(path(project) + "?before=x").statusCode()).isEqualTo(400);
    }

    @Test
    @Tag("R23")
    void what_was_dismissed_stands_with_its_reason() {
        var project = project();
        stage.need(project, "DROPPED", true);
        stage.dismiss(project, "DROPPED", "preview", "No <payments> there");
        ok(stage.publish(project, "1", "preview"));

        assertThat(alice.get(path(project) + "/1?environment=preview").body()).contains("Dismissed at that time",
                "DROPPED", "No &lt;payments&gt; there");
        assertThat(alice.get(path(project)).body()).contains("DROPPED");
    }

    @Test
    void two_versions_are_held_side_by_side_earlier_first() {
        var project = project();
        stage.set(project, "CHANGED", "canary-one", "preview");
        ok(stage.publish(project, "1", "preview"));
        stage.set(project, "CHANGED", "canary-two", "preview");
        stage.set(project, "ADDED", "canary", "preview");
        ok(stage.publish(project, "2", "preview"));

        var page = alice.get(path(project) + "/2/compare?environment=preview&with=1").body();
        assertThat(page).contains("Compare 1 and 2 in Preview", ">In 1<", ">In 2<", "CHANGED", "Changed", "ADDED",
                "Added", "0 secrets are the same.").doesNotContain("canary");
        assertThat(alice.get(path(project) + "/1/compare?environment=preview").body()).contains(
                "Compare 1 and now in Preview");
        assertThat(alice.get(path(project) + "/1/compare?environment=preview&with=9").statusCode()).isEqualTo(404);
        assertThat(alice.get(path(project) + "/9").statusCode()).isEqualTo(404);
    }

    @Test
    void a_rollback_says_what_it_would_do_then_does_it_and_reports() {
        var project = project();
        stage.set(project, "STRIPE_KEY", "canary-old", "preview");
        stage.set(project, "GONE", "canary", "preview");
        ok(stage.publish(project, "1", "preview"));
        stage.set(project, "STRIPE_KEY", "canary-new", "preview");
        stage.delete(project, "GONE");
        stage.set(project, "LATER", "canary", "preview");
        var address = path(project) + "/1/rollback?environment=preview";

        var question = alice.htmx().get(address).body();
        assertThat(question).startsWith("<dialog id=\"dialog\" role=\"alertdialog\"").contains(
                "Roll Preview back to version 1?", "STRIPE_KEY changes back",
                "GONE can&#39;t come back: its value was deleted since", "LATER stays: it was added since",
                "1 secret in Preview gets the value again that version 1 saw", "Nobody sees it.");
        assertThat(alice.get(address).body()).contains("<html", "Roll Preview back to version 1?");
        assertThat(Opened.value(server.cast, project, "STRIPE_KEY", "preview")).isEqualTo("canary-new");

        var done = alice.form(address);
        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(alice.get(location(done)).body()).contains("Preview rolled back to version 1: STRIPE_KEY. "
                + "Can&#39;t come back: GONE. Stays, added since: LATER.").doesNotContain("canary");
        assertThat(Opened.value(server.cast, project, "STRIPE_KEY", "preview")).isEqualTo("canary-old");
        assertThat(alice.htmx().get(address).body()).contains("Nothing to roll back in Preview");
        assertThat(alice.get(location(alice.form(address))).body()).contains("Nothing to roll back in Preview");
    }

    @Test
    @Tag("R34")
    void a_developer_has_no_button_where_it_is_protected_and_is_refused_there() {
        var project = project();
        ok(stage.publish(project, "p1", "production"));
        ok(stage.publish(project, "1", "preview"));

        var page = bob.get(path(project)).body();
        assertThat(page).contains("Publish a version", "Roll back to 1, Preview", "Read-only")
                .doesNotContain("Roll back to p1, Production");
        assertThat(bob.get(path(project) + "/p1").body()).contains("Read-only").doesNotContain("Roll back to it");
        assertThat(bob.get(path(project) + "/new").body()).contains("<option value=\"preview\"")
                .doesNotContain("<option value=\"production\"");
        assertThat(bob.form(path(project) + "/new", "version", "p2", "target", "production").statusCode())
                .isEqualTo(403);
        assertThat(bob.get(path(project) + "/p1/rollback").statusCode()).isEqualTo(403);
        assertThat(bob.form(path(project) + "/p1/rollback").statusCode()).isEqualTo(403);
        assertThat(bob.form(path(project) + "/new", "version", "2", "target", "preview").statusCode()).isEqualTo(303);
    }

    @Test
    @Tag("R34")
    void a_viewer_sees_the_history_and_no_button_an_outsider_nothing() {
        var project = project();
        ok(stage.publish(project, "1", "preview"));

        assertThat(carol.get(path(project)).body()).contains(">1</a>", "Read-only").doesNotContain("Publish a version",
                "Roll back");
        assertThat(carol.get(path(project) + "/1").statusCode()).isEqualTo(200);
        assertThat(carol.get(path(project) + "/1/compare").statusCode()).isEqualTo(200);
        assertThat(carol.get(path(project) + "/new").statusCode()).isEqualTo(403);
        assertThat(carol.form(path(project) + "/new", "version", "2", "target", "preview").statusCode())
                .isEqualTo(403);
        assertThat(server.browser(server.cast.mallory).get(path(project)).statusCode()).isEqualTo(404);
        assertThat(location(server.browser().get(path(project)))).startsWith("/sign-in");
    }

    @Test
    @Tag("R16")
    void deleting_an_environment_says_how_many_publications_go_with_it_and_takes_them() {
        var project = project();
        ok(stage.publish(project, "1", "preview"));
        ok(stage.publish(project, "2", "preview"));
        var environment = "/projects/%s/environments/preview/delete".formatted(project.project().slug());

        assertThat(alice.get(environment).body()).contains("2 publications go with it, and what they pinned");
        assertThat(alice.form(environment).statusCode()).isEqualTo(303);
        assertThat(alice.get(path(project)).body()).contains("Nothing published yet");
    }

    private static Access project() {
        return server.cast.project("pages-" + ++projects);
    }

    private static String path(Access project) {
        return "/projects/%s/publications".formatted(project.project().slug());
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }
}
