package dev.coffer.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.access.Access;
import dev.coffer.requirement.Asked;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The Secrets tab and the list over the API, where the project says what it needs. */
class NeededSecretsTest {
    private static final Pattern READ = Pattern.compile("name=\"read\" value=\"([^\"]+)\"");
    private static TestServer server;
    private static int count;

    private Asked project;
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
        var slug = "needed-" + ++count;
        Access access = server.cast.project(slug);
        project = Asked.of(server.cast, access);
        secrets = "/projects/" + slug + "/secrets";
        alice = server.browser(server.cast.alice);
    }

    @Test
    @Tag("R22")
    void rows_are_grouped_as_required_optional_and_the_rest_what_is_missing_first() {
        project.requires("B_KEY", "production").requires("A_KEY", "production").wouldLike("C_KEY", "preview");
        set("A_KEY", "production");
        set("Z_KEY", "preview");
        var page = alice.get(secrets).body();
        assertThat(page).containsSubsequence("Required by this project (2)", "id=\"set-B_KEY-production\"",
                "id=\"dismiss-B_KEY-production\"", "id=\"edit-A_KEY-production\"", "Optional (1)", "Where to get C_KEY",
                "For Payments: what C_KEY does", "Missing", "Other secrets (3)", "id=\"set-A_KEY-preview\"",
                "id=\"edit-Z_KEY-preview\"", "id=\"set-Z_KEY-production\"", "2 of 100 secrets")
                .contains("<th scope=\"col\" role=\"columnheader\">Type</th>", "id=\"secrets-title\"",
                        "aria-label=\"Dismiss B_KEY, Production\"")
                .doesNotContain("id=\"delete-B_KEY", "id=\"set-C_KEY-production\"", "No secrets required",
                        "href=\"" + secrets + "/B_KEY\"");
    }

    @Test
    @Tag("R23")
    void what_blocks_is_said_with_the_way_to_the_first_that_one_may_set() {
        project.requires("B_KEY").wouldLike("C_KEY");
        assertThat(alice.get(secrets).body()).contains("Configuration required",
                "2 required secrets have no value. Publish is blocked until they are set. Build and Preview keep working.",
                "/-/new?key=B_KEY&amp;environment=preview&amp;setup=2");
        var developer = server.browser(server.cast.bob).get(secrets).body();
        assertThat(developer).contains("id=\"set-B_KEY-preview\"", "environment=preview&amp;setup=1", "Read-only")
                .doesNotContain("id=\"set-B_KEY-production\"", "id=\"dismiss-B_KEY-production\"");
        assertThat(server.browser(server.cast.carol).get(secrets).body()).contains("Configuration required", "Missing",
                "Read-only").doesNotContain("Set up", "Set secret", ">Dismiss<");
        set("B_KEY", "preview");
        set("B_KEY", "production");
        assertThat(alice.get(secrets).body()).doesNotContain("Configuration required");
    }

    @Test
    @Tag("R23")
    void a_dismissed_one_says_why_and_can_be_brought_back_or_set() {
        project.requires("B_KEY", "production").dismisses("B_KEY", "production", "Nobody <b>pays</b> yet");
        assertThat(alice.get(secrets).body())
                .contains("Dismissed", "Nobody &lt;b&gt;pays&lt;/b&gt; yet (Alice, ", "id=\"set-B_KEY-production\"",
                        "/requirements/B_KEY/bring-back?environment=production&amp;back=secrets")
                .doesNotContain("Configuration required", ">Dismiss<");
    }

    @Test
    @Tag("R21")
    void where_nothing_is_asked_for_it_says_so() {
        assertThat(alice.get(secrets).body()).contains("No secrets yet", "No secrets required", "Add secret");
        set("A_KEY", "preview");
        assertThat(alice.get(secrets).body()).contains("No secrets required", "Other secrets (2)")
                .doesNotContain("No secrets yet", "Required by");
        project.wouldLike("C_KEY");
        assertThat(alice.get(secrets).body()).doesNotContain("No secrets required");
    }

    @Test
    @Tag("R7")
    void a_deleted_required_secret_leaves_its_missing_row() {
        project.requires("A_KEY", "production");
        set("A_KEY", "production");
        var delete = secrets + "/A_KEY/delete?environment=production";
        var found = READ.matcher(alice.get(delete).body());
        assertThat(found.find()).isTrue();
        var gone = alice.htmx().form(delete, "read", found.group(1));
        assertThat(gone.body()).contains("Required by this project (1)", "Missing", "id=\"set-A_KEY-production\"")
                .doesNotContain("id=\"edit-A_KEY");
        assertThat(gone.headers().firstValue("HX-Trigger-After-Settle").orElseThrow()).contains("#secrets-title");
    }

    @Test
    @Tag("R7")
    void the_confirmation_says_what_would_miss_the_value() {
        project.requires("A_KEY", "production").wouldLike("B_KEY", "production");
        set("A_KEY", "production");
        set("B_KEY", "production");
        var api = server.api(server.cast.dave);
        for (var version : new String[]{"13", "14"}) {
            assertThat(api.json("POST", "/api/v1" + secrets.replace("/secrets", "/publications"),
                    "{\"version\":\"%s\",\"environment\":\"production\"}".formatted(version)).statusCode())
                    .isEqualTo(201);
        }
        assertThat(alice.get(secrets + "/A_KEY/delete?environment=production").body()).contains(
                "It is required in Production (Payments: what A_KEY does): it becomes Missing, and Production can&#39;t be "
                        + "published until it is set again.",
                "2 publications in Production were made with it, the latest version 14, and can&#39;t be rolled back to");
        assertThat(alice.htmx().get(secrets + "/B_KEY/delete?environment=production").body())
                .contains("It is optional in Production (Payments: what B_KEY does).",
                        "aria-describedby=\"dialog-text dialog-uses\"")
                .doesNotContain("becomes Missing");
        set("Z_KEY", "preview");
        assertThat(alice.htmx().get(secrets + "/Z_KEY/delete?environment=preview").body())
                .contains("aria-describedby=\"dialog-text\"").doesNotContain("It is required", "published");
    }

    @Test
    @Tag("R22")
    void the_filter_finds_what_is_missing_and_what_was_dismissed() {
        project.requires("A_KEY", "preview").requires("B_KEY", "preview").dismisses("B_KEY", "preview", "Later");
        set("Z_KEY", "preview");
        assertThat(alice.get(secrets + "?status=missing").body())
                .contains("set-A_KEY-preview", "1 secret shown", "value=\"missing\" selected")
                .doesNotContain("-B_KEY-", "-Z_KEY-");
        assertThat(alice.get(secrets + "?status=dismissed").body()).contains("bring-back-B_KEY-preview")
                .doesNotContain("-A_KEY-", "-Z_KEY-");
        assertThat(alice.get(secrets + "?status=not_set").body()).contains("set-Z_KEY-production")
                .doesNotContain("-A_KEY-", "-B_KEY-");
        assertThat(alice.get(secrets + "?q=to+get+b").body()).contains("-B_KEY-").doesNotContain("-A_KEY-");
    }

    @Test
    void above_two_environments_the_rows_of_a_key_stand_under_its_one_cell() {
        alice.form(secrets.replace("/secrets", "/environments/new"), "name", "Staging", "slug", "staging");
        project.requires("A_KEY");
        set("A_KEY", "staging");
        var page = alice.get(secrets).body();
        assertThat(page).contains("Required by this project (3)", "rowspan=\"3\"")
                .containsSubsequence("id=\"set-A_KEY-preview\"", "id=\"set-A_KEY-production\"",
                        "id=\"edit-A_KEY-staging\"");
    }

    @Test
    @Tag("R29")
    void over_the_api_what_is_needed_is_an_item_that_is_not_there_yet() {
        project.requires("A_KEY", "production").wouldLike("C_KEY").dismisses("C_KEY", "preview", "No");
        set("B_KEY", "preview");
        var list = "/api/v1" + secrets;
        var api = server.api(server.cast.bob);
        assertThat(api.get(list).body())
                .contains("{\"key\":\"A_KEY\",\"scope\":\"project\",\"app\":null,\"read_only\":false,\"type\":null,"
                        + "\"description\":\"Where to get A_KEY\",\"required\":true,\"created_at\":null,"
                        + "\"created_by\":null,\"updated_at\":null,\"environments\":["
                        + "{\"environment\":\"preview\",\"status\":\"not_set\"")
                .containsSubsequence("\"status\":\"missing\"", "\"B_KEY\"", "\"required\":false", "configured",
                        "\"C_KEY\"", "dismissed", "missing");
        assertThat(api.get(list + "?status=missing&environment=production").body())
                .contains("\"A_KEY\"", "\"C_KEY\"").doesNotContain("\"B_KEY\"", "preview");
        assertThat(api.get(list + "?status=dismissed").body()).contains("\"C_KEY\"").doesNotContain("\"A_KEY\"");
        assertThat(api.get(list + "?limit=1").body()).contains("\"A_KEY\"", "\"next\":\"A_KEY\"");
        assertThat(api.get(list + "?limit=1&cursor=A_KEY").body()).contains("\"B_KEY\"", "\"next\":\"B_KEY\"");
        assertThat(api.get(list + "?limit=1&cursor=B_KEY").body()).contains("\"C_KEY\"", "\"next\":null");
        assertThat(api.get(list + "/A_KEY").statusCode()).isEqualTo(404);
        assertThat(api.head(list + "/A_KEY").statusCode()).isEqualTo(404);
        set("A_KEY", "production");
        assertThat(api.get(list + "/A_KEY").body()).contains("\"required\":true", "\"status\":\"configured\"");
        assertThat(api.json("PUT", list + "/C_KEY", "{\"value\":\"v\",\"environments\":[\"preview\"]}").body())
                .contains("\"required\":false", "\"status\":\"configured\"", "\"status\":\"missing\"");
    }

    private HttpResponse<String> set(String key, String environment) {
        var saved = alice.form(secrets + "/-/new", "key", key, "value", "kanarie", "environments", environment);
        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
        return saved;
    }
}
