package dev.coffer.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.access.Access;
import dev.coffer.requirement.Asked;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What keeps a project from being published: in its page, in every bar, in the list, and on the way through it. */
@Tag("R23")
class WorkspacePagesTest {
    private static TestServer server;
    private static int count;

    private Access project;
    private String home;
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
        var slug = "space-" + ++count;
        project = server.cast.project(slug);
        home = "/projects/" + slug;
        alice = server.browser(server.cast.alice);
    }

    @Test
    void a_project_that_lacks_nothing_is_ready_and_leads_to_publish() {
        assertThat(alice.get(home).body()).contains("Ready to publish", home + "/publications/new?environment=preview",
                "aria-label=\"Publish to Production\"", "Nothing published yet", ">Ready</a>", "Check again")
                .doesNotContain("Configuration required", "aria-disabled");
    }

    @Test
    void what_is_missing_is_listed_with_the_way_to_it_and_publish_says_why_it_waits() {
        Asked.of(server.cast, project).requires("STRIPE_SECRET_KEY", "production").requires("MAIL_KEY", "production")
                .requires("OLD_KEY", "production").dismisses("OLD_KEY", "production", "Not <sold> yet")
                .wouldLike("NICE_KEY", "production");
        var page = alice.get(home).body();
        assertThat(page).containsSubsequence("id=\"blocked-production\"", "Configuration required in Production</h2>",
                "2 required secrets have no value. Publish is blocked until they are set. Build and Preview keep working.",
                "MAIL_KEY", "setup=2", "aria-label=\"Set up MAIL_KEY, Production\"", "Payments: what MAIL_KEY does",
                "aria-label=\"Set up STRIPE_SECRET_KEY, Production\"")
                .contains("1 optional secret has no value", "OLD_KEY is dismissed: Not &lt;sold&gt; yet",
                        "aria-disabled=\"true\" aria-describedby=\"blocked-production-text\"");
        assertThat(alice.htmx().get(home).body().strip()).startsWith("<div class=\"stack\" id=\"workspace\"")
                .contains("id=\"project-state\" hx-swap-oob=\"true\"").doesNotContain("<h1");
        var developer = server.browser(server.cast.bob).get(home).body();
        assertThat(developer).contains("Configuration required in Production").doesNotContain("aria-label=\"Set up",
                "aria-label=\"Publish to Production\"").contains("aria-label=\"Publish to Preview\"",
                        "/secrets?status=missing");
        assertThat(server.browser(server.cast.carol).get(home).body()).contains("Configuration required in Production")
                .doesNotContain(">Set up<", ">Publish<");
        assertThat(server.browser(server.cast.mallory).get(home).statusCode()).isEqualTo(404);
        assertThat(server.browser().get(home).headers().firstValue("Location").orElseThrow()).startsWith("/sign-in");
    }

    @Test
    @Tag("R1")
    void every_page_of_the_project_has_its_state_and_publish_in_the_bar() {
        Asked.of(server.cast, project).requires("A_KEY", "preview");
        for (var page : List.of("", "/secrets", "/environments", "/members", "/audit", "/settings",
                "/secrets/-/compare")) {
            assertThat(alice.get(home + page).body()).as(page).containsSubsequence("class=\"bar-project\"",
                    home + "/secrets/-/new?key=A_KEY&amp;environment=preview&amp;setup=1", "Configuration required</a>",
                    home + "/publications/new\">Publish</a>", "Project settings");
        }
    }

    @Test
    void the_list_says_how_many_values_each_lacks() {
        Asked.of(server.cast, project).requires("A_KEY").wouldLike("B_KEY");
        assertThat(alice.get("/projects?limit=500").body()).containsSubsequence(home + "\"", "2 values missing");
    }

    @Test
    void setting_up_leads_from_one_missing_value_to_the_next_and_says_when_publishing_is_free() {
        Asked.of(server.cast, project).requires("A_KEY", "production").requires("B_KEY").requires("C_KEY", "preview");
        var first = home + "/secrets/-/new?key=B_KEY&environment=production&setup=4";
        assertThat(alice.get(first).body())
                .contains("<title>Set secret B_KEY", "<h1 id=\"form-title\">Set secret",
                        "Required in Production. Payments: what B_KEY does", "Where to get B_KEY</textarea>",
                        "Missing here too", "Do this later", "value=\"production\" checked", "setup=4", "readonly")
                .doesNotContain("value=\"preview\" checked");
        assertThat(alice.get(first).body()).containsPattern("id=\"value\"[^>]*autofocus")
                .contains("aria-describedby=\"form-title reason value-hint");
        var next = save(first, "B_KEY", "production");
        assertThat(next).isEqualTo(home + "/secrets/-/new?key=A_KEY&environment=production&setup=4");
        assertThat(alice.get(next).body()).contains("B_KEY set. 3 of 4 left.")
                .containsPattern("aria-labelledby=\"flash\" tabindex=\"-1\"\\s*>");
        next = save(next, "A_KEY", "production");
        assertThat(next).contains("key=B_KEY&environment=preview&setup=4");
        next = save(next, "B_KEY", "preview");
        assertThat(next).contains("key=C_KEY&environment=preview&setup=4");
        assertThat(save(next, "C_KEY", "preview")).isEqualTo(home);
        assertThat(alice.get(home).body()).contains("All required secrets are set. Preview can be published.",
                "Ready to publish").doesNotContain("Configuration required");
    }

    @Test
    void with_htmx_and_with_mistakes_setting_up_stays_on_its_way() {
        Asked.of(server.cast, project).requires("A_KEY", "production").requires("B_KEY", "preview");
        var bob = server.browser(server.cast.bob);
        var here = home + "/secrets/-/new?key=B_KEY&environment=preview&setup=1";
        var empty = bob.htmx().form(here, "key", "B_KEY", "value", "", "environments", "preview", "page", "yes");
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(empty.body()).contains("Secret value is required", "readonly");
        var done = bob.htmx().form(here, "key", "B_KEY", "value", "v", "environments", "preview", "page", "yes");
        assertThat(done.headers().firstValue("HX-Redirect")).contains(home);
        assertThat(bob.get(home).body()).contains("B_KEY set. What is left, others have to set: 1 required secret");
        assertThat(alice.get(home + "/secrets/-/new?key=A_KEY&environment=production&setup=zero").body())
                .contains("Set secret").doesNotContain("Do this later");
        var dialog = alice.htmx().get(home + "/secrets/-/new?key=A_KEY&environment=production").body();
        assertThat(dialog.strip()).startsWith("<dialog").contains("aria-describedby=\"reason\"",
                "Required in Production. Payments: what A_KEY does");
    }

    private String save(String address, String key, String environment) {
        HttpResponse<String> saved = alice.form(address, "key", key, "value", "kanarie", "environments", environment,
                "page", "yes");
        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
        return saved.headers().firstValue("Location").orElseThrow();
    }
}
