package dev.coffer.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The health of the secrets in a browser and over the API. */
@Tag("R12")
class HealthPagesTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CANARY = "kanarie-<b>-7f3a";
    private static TestServer server;
    private static int count;

    private String slug;
    private String health;
    private String hints;
    private TestClient alice;
    private TestClient bob;
    private TestClient carol;
    private TestClient api;

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
        slug = "health-" + ++count;
        server.cast.project(slug);
        health = "/projects/" + slug + "/secrets/-/health";
        hints = "/api/v1/projects/" + slug + "/hints";
        alice = server.browser(server.cast.alice);
        bob = server.browser(server.cast.bob);
        carol = server.browser(server.cast.carol);
        api = server.api(server.cast.alice);
    }

    @Test
    void nothing_stands_out_of_a_project_without_hints() {
        assertThat(carol.get(health).body()).contains("<h1>Health</h1>", "Nothing stands out.", "0 values looked at",
                "No rotation age is set.").doesNotContain("<form method=\"post\" action=\"" + health);
        assertThat(carol.get("/projects/" + slug + "/secrets").body()).contains(">Health</a>");
        assertThat(items()).isEmpty();
    }

    @Test
    void a_hint_says_what_why_and_what_to_do_and_never_the_value() {
        set("API_KEY", "'" + CANARY + "'", "preview", "production");

        var page = alice.get(health);
        assertThat(page.body()).contains("Wrapped in quotes", "Preview and Production", "Save the value again without",
                "API_KEY in Preview and Production have the same value", "It is fine",
                "/secrets/API_KEY/edit?environment=preview&amp;back=health", "2 values looked at");
        assertThat(alice.get("/projects/" + slug + "/secrets").body()).contains(">Health (2)</a>");
        assertThat(alice.get("/projects/" + slug + "/secrets/API_KEY").body()).contains(
                "Preview and Production: Wrapped in quotes", health + "#hints-API_KEY");
        assertThat(page.body() + api.get(hints).body()).doesNotContain("kanarie", "7f3a");
        assertThat(carol.get(health).body()).contains("Wrapped in quotes").doesNotContain("It is fine</button>",
                "/edit?");
    }

    @Test
    void a_hint_is_said_to_be_fine_and_brought_back_without_javascript() {
        set("API_KEY", "'" + CANARY + "'", "preview");

        assertLeadsTo(accept(alice, "preview"), health);
        assertThat(alice.get(health).body()).contains("“Wrapped in quotes” is fine.", "Nothing stands out.",
                "Said to be fine by Alice on <", "Bring back");
        assertThat(alice.get("/projects/" + slug + "/secrets").body()).contains(">Health</a>");
        assertLeadsTo(alice.form(health + "/bring-back", "key", "API_KEY", "kind", "quotes", "environment", "preview"),
                health);
        assertThat(alice.get(health).body()).contains("It is fine").doesNotContain("Said to be fine");
        assertThat(alice.get("/projects/" + slug + "/audit").body()).contains("Said that a hint is fine",
                "Brought a hint back", "quotes");
    }

    @Test
    void with_htmx_the_hints_alone_come_back() {
        set("API_KEY", "'" + CANARY + "'", "preview");

        var done = alice.htmx().form(health + "/accept", "key", "API_KEY", "kind", "quotes", "environment", "preview");
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.headers().firstValue("HX-Retarget")).contains("#health");
        assertThat(done.body().strip()).startsWith("<div id=\"health\"").contains("is fine.", "Bring back")
                .doesNotContain("<html", "Rotation age");
    }

    @Test
    void a_saved_value_leads_back_to_the_hints() {
        set("API_KEY", "'" + CANARY + "'", "preview");
        var edit = "/projects/" + slug + "/secrets/API_KEY/edit?environment=preview&back=health";
        var read = alice.get(edit).body().replaceFirst("(?s).*name=\"read\" value=\"([^\"]+)\".*", "$1");

        assertLeadsTo(alice.form(edit, "read", read, "value", "an ordinary value", "description", ""), health);
        assertThat(alice.get(health).body()).contains("Nothing stands out.");
    }

    @Test
    void developers_say_it_where_it_is_not_protected_viewers_nowhere_and_strangers_see_nothing() {
        set("API_KEY", "'" + CANARY + "'", "preview", "production");

        assertLeadsTo(accept(bob, "preview"), health);
        assertThat(accept(bob, "production").statusCode()).isEqualTo(403);
        assertThat(accept(carol, "preview").statusCode()).isEqualTo(403);
        assertThat(bob.form(health + "/rotation", "days", "9").statusCode()).isEqualTo(403);
        assertThat(server.browser(server.cast.mallory).get(health).statusCode()).isEqualTo(404);
        assertThat(server.browser().get(health).headers().firstValue("Location").orElse("")).contains("/sign-in");
    }

    @Test
    void a_hint_that_is_gone_says_so_and_nonsense_is_not_found() {
        set("API_KEY", "an ordinary value", "preview");

        assertLeadsTo(accept(alice, "preview"), health);
        assertThat(alice.get(health).body()).contains("There is no such hint any more. Nothing was saved.");
        assertThat(alice.form(health + "/accept", "key", "API_KEY", "kind", "nonsense", "environment", "preview")
                .statusCode()).isEqualTo(404);
        assertThat(alice.form(health + "/accept").statusCode()).isEqualTo(404);
    }

    @Test
    void the_rotation_age_is_set_in_days_or_taken_away() {
        assertLeadsTo(alice.form(health + "/rotation", "days", "90"), health);
        assertThat(alice.get(health).body()).contains("A value is old after 90 days.", "value=\"90\"");
        for (var wrong : new String[]{"0", "-1", "soon", "3651", "9999999999", "1.5"}) {
            var again = alice.form(health + "/rotation", "days", wrong);
            assertThat(again.statusCode()).isEqualTo(422);
            assertThat(again.body()).contains("Enter a number of days from 1 to 3650, or nothing",
                    "value=\"" + wrong + "\"", "<title>Error: Health");
        }
        assertLeadsTo(alice.form(health + "/rotation", "days", ""), health);
        assertThat(carol.get(health).body()).contains("No rotation age is set.");
    }

    @Test
    void over_the_api_they_are_listed_in_pages() {
        set("B", "'" + CANARY + "'", "preview", "production");
        set("A", "changeme", "preview");

        var first = json(api.get(hints + "?limit=2"));
        assertThat(first.path("items").size()).isEqualTo(2);
        var placeholder = first.path("items").get(0);
        assertThat(placeholder.path("key").asString()).isEqualTo("A");
        assertThat(placeholder.path("environment").asString()).isEqualTo("preview");
        assertThat(placeholder.path("kind").asString()).isEqualTo("placeholder");
        assertThat(placeholder.path("text").asString()).isEqualTo("Looks like a placeholder");
        assertThat(placeholder.path("since").asString()).isNotEmpty();
        assertThat(placeholder.path("accepted").isNull()).isTrue();
        var rest = json(api.get(hints + "?cursor=" + first.path("next").asString()));
        assertThat(rest.path("items").size()).isEqualTo(3);
        assertThat(rest.path("next").isNull()).isTrue();
    }

    @Test
    void over_the_api_one_is_said_to_be_fine_once_and_brought_back() {
        set("A", "changeme", "preview");
        var acceptance = hints + "/A/placeholder/acceptance";

        assertThat(api.json("PUT", acceptance, "").statusCode()).isEqualTo(422);
        var said = api.with("Idempotency-Key", "once").json("PUT", acceptance + "?environment=preview", "");
        assertThat(said.statusCode()).isEqualTo(200);
        assertThat(json(said).path("accepted").path("by").asString()).isEqualTo("Alice");
        assertThat(api.with("Idempotency-Key", "once").json("PUT", acceptance + "?environment=preview", "").body())
                .isEqualTo(said.body());
        assertThat(items().get(0).path("accepted").path("by").asString()).isEqualTo("Alice");
        assertThat(api.delete(acceptance + "?environment=preview").statusCode()).isEqualTo(204);
        assertThat(items().get(0).path("accepted").isNull()).isTrue();

        assertThat(api.json("PUT", hints + "/A/quotes/acceptance?environment=preview", "").statusCode())
                .isEqualTo(404);
        assertThat(api.json("PUT", hints + "/A/nonsense/acceptance?environment=preview", "").statusCode())
                .isEqualTo(404);
        assertThat(api.json("PUT", acceptance + "?environment=nowhere", "").statusCode()).isEqualTo(404);
        assertThat(server.api(server.cast.carol).json("PUT", acceptance + "?environment=preview", "").statusCode())
                .isEqualTo(403);
    }

    private JsonNode items() {
        return json(api.get(hints)).path("items");
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> accept(TestClient client, String environment) {
        return client.form(health + "/accept", "key", "API_KEY", "kind", "quotes", "environment", environment);
    }

    private void set(String key, String value, String... environments) {
        assertThat(api.json("PUT", "/api/v1/projects/%s/secrets/%s".formatted(slug, key), JSON.writeValueAsString(
                java.util.Map.of("value", value, "environments", environments))).statusCode()).isEqualTo(201);
    }

    private static void assertLeadsTo(HttpResponse<String> answer, String href) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains(href);
    }
}
