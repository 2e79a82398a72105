package dev.coffer.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.access.Access;
import dev.coffer.reading.Fleet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which value is read under a name, and why: as a page, and over the API. */
@Tag("R17")
class SecretWhyTest {
    private static TestServer server;
    private static int count;

    private Access project;
    private Fleet fleet;
    private String pages;
    private String api;
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
        var slug = "why-" + ++count;
        project = server.cast.project(slug);
        fleet = new Fleet(server.cast.database, project);
        pages = "/projects/" + slug + "/secrets/";
        api = "/api/v1/projects/" + slug + "/secrets/";
        alice = server.browser(server.cast.alice);
    }

    @Test
    void every_value_is_told_with_what_becomes_of_it() {
        fleet.builtIn("KEY_" + count);
        fleet.secret("", "KEY_" + count, "production");
        fleet.secret("api", "KEY_" + count, "production");
        var why = pages + "KEY_" + count + "/why?environment=production";

        var page = alice.get(why + "&app=api").body();
        assertThat(page).contains("<strong>api reads its own value in Production.</strong>",
                "The app&#39;s own value counts more than any other.",
                "Hidden by the app&#39;s own value, which counts more.",
                "href=\"" + pages + "KEY_" + count + "?app=api\"");
        assertThat(page.indexOf("The app&#39;s own</th>")).isLessThan(page.indexOf("The project&#39;s</th>"));
        assertThat(page.indexOf("The project&#39;s</th>")).isLessThan(page.indexOf("Built-in</th>"));

        assertThat(alice.get(why).body()).contains(
                "Every other app reads the project&#39;s value in Production.",
                "The project&#39;s value counts more than the built-in one.",
                "Apps that read another value here, their own:",
                "app=api\">api</a>").doesNotContain("The app&#39;s own</th>");
    }

    @Test
    @Tag("R14")
    void a_variable_that_another_value_gives_says_which_secret_it_is() {
        fleet.secret("", "DATABASE", "production", "DATABASE_HOST");
        fleet.secret("api", "DATABASE", "production");

        assertThat(alice.get(pages + "DATABASE_HOST/why?environment=production").body()).contains(
                "reads the project&#39;s DATABASE, which gives it in Production.", "Its value gives this variable",
                "Nothing else sets it.");
        assertThat(alice.get(pages + "DATABASE_HOST/why?environment=production&app=api").body()).contains(
                "api reads nothing under this name in Production.",
                "Hidden by the app&#39;s own DATABASE: of one key only one value is read, with what it gives.");
    }

    @Test
    @Tag("R18")
    void what_a_deployments_list_leaves_out_is_told_so() {
        fleet.secret("", "KEY", "production");
        fleet.listing("api", "production", "OTHER");

        assertThat(alice.get(pages + "KEY/why?environment=production&app=api").body()).contains(
                "api reads nothing under this name", "Not on the list",
                "api@production reads what is on its list, and KEY is not on it.");
        assertThat(alice.get(pages + "KEY/why?environment=preview&app=api").body())
                .contains("api reads nothing under this name in Preview.").doesNotContain("<table");
    }

    @Test
    void the_region_alone_comes_to_htmx_and_says_the_answer() {
        fleet.secret("", "KEY", "production");

        var region = alice.htmx().get(pages + "KEY/why?environment=production");
        assertThat(region.body()).startsWith("<div class=\"stack\" id=\"why\"").contains("data-say=\"Every app reads")
                .doesNotContain("<h1>");
    }

    @Test
    @Tag("R29")
    void the_api_tells_the_same() {
        fleet.secret("", "KEY", "production");
        fleet.secret("api", "KEY", "production");
        var machine = server.api(server.cast.alice);

        assertThat(json(machine.get(api + "KEY/levels?environment=production&app=api").body()).path("items"))
                .isEqualTo(json("""
                        [{"scope":"app","app":"api","key":"KEY","version":1,"status":"read",\
                        "reason":"The app's own value counts more than any other"},\
                        {"scope":"project","app":null,"key":"KEY","version":1,"status":"hidden",\
                        "reason":"Hidden by the app's own value, which counts more"}]"""));
        assertThat(machine.get(api + "KEY/levels").statusCode()).isEqualTo(422);
        assertThat(machine.get(api + "KEY/levels?environment=nowhere").statusCode()).isEqualTo(404);
        assertThat(machine.get(api + "KEY/levels?environment=production&app=nobody").statusCode()).isEqualTo(404);
        assertThat(machine.get(api + "0/levels?environment=production").statusCode()).isEqualTo(404);
        assertThat(json(machine.get(api + "NOTHING/levels?environment=production").body()).path("items")).isEmpty();
    }

    @Test
    @Tag("R20")
    void whoever_may_view_may_ask_and_outsiders_see_nothing() {
        fleet.secret("", "KEY", "production");

        assertThat(server.browser(server.cast.carol).get(pages + "KEY/why").statusCode()).isEqualTo(200);
        assertThat(server.browser(server.cast.mallory).get(pages + "KEY/why").statusCode()).isEqualTo(404);
        assertThat(server.browser(server.cast.mallory).get(pages + "KEY/why?environment=x").statusCode())
                .isEqualTo(404);
        assertThat(server.api(server.cast.mallory).get(api + "KEY/levels?environment=production").statusCode())
                .isEqualTo(404);
        assertThat(alice.get(pages + "KEY/why?environment=nowhere").statusCode()).isEqualTo(404);
        assertThat(alice.get(pages + "KEY/why?app=no%00body").statusCode()).isBetween(400, 404);
    }

    private static JsonNode json(String body) {
        return new JsonMapper().readTree(body);
    }
}
