package dev.coffer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestServer;
import dev.coffer.reading.Fleet;
import dev.coffer.reading.Held;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** Somebody sees who reads a secret and why, is kept from deleting it, and is led to the list that names it. */
@Tag("R7")
@Tag("R9")
@Tag("R17")
class ReadersIT {
    private static final String KEY = "STRIPE_SECRET_KEY";
    private static TestServer server;
    private static Browsers browsers;
    private static String secrets;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        browsers = Browsers.start();
        var project = server.cast.project("readers");
        var api = server.api(server.cast.alice);
        secrets = "/projects/readers/secrets";
        var created = api.json("POST", "/api/v1" + secrets, """
                {"key": "%s", "value": "kanarie", "environments": ["preview", "production"]}""".formatted(KEY));
        assertThat(created.statusCode()).isEqualTo(201);
        var id = UUID.fromString(created.headers().firstValue("ETag").orElseThrow().substring(1, 37));
        var fleet = new Fleet(server.cast.database, project);
        var reads = fleet.listing("api", "production", KEY);
        fleet.deployment("job", "production");
        fleet.secret("web", KEY, "production");
        fleet.deployment("web", "production");
        fleet.builtIn(KEY);
        var now = Instant.now();
        fleet.read(reads, KEY, new Held(id, 1), now.minusSeconds(7_200), now.minusSeconds(180));
        assertThat(new JsonMapper().readTree(api.get("/api/v1" + secrets + "/" + KEY).body()).path("environments")
                .path(1).path("last_read_at").isNull()).isFalse();
    }

    @AfterAll
    static void stop() {
        browsers.close();
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void who_reads_it_and_why_and_what_keeps_it(Manner manner) {
        try (var tab = browsers.open(server.url(), manner, server.sessionOf(server.cast.alice))) {
            tab.visit(secrets + "/" + KEY);
            assertThat(tab.at("#readers th a")).hasText(new String[]{"api@production", "job@production"});
            assertThat(tab.at("#readers li")).containsText(new String[]{"not yet picked up by 1 of 2"});
            tab.look("who reads it");
            edit(tab);
            keeps(tab);
            why(tab);
        }
    }

    private static void edit(Tab tab) {
        tab.press("#edit-" + KEY + "-production");
        assertThat(tab.at("form >> text=Used by api@production and job@production")).isVisible();
        tab.look("editing what is read");
        if (tab.script()) {
            tab.escape();
            tab.focused("#edit-" + KEY + "-production");
        } else {
            tab.visit(secrets + "/" + KEY);
        }
    }

    private static void keeps(Tab tab) {
        tab.press("#delete-" + KEY + "-production");
        tab.says(tab.script() ? "#dialog[open] h2" : "h1", "Cannot delete " + KEY);
        tab.look("what keeps it");
        if (tab.script()) {
            tab.focused("#dialog [data-close]");
            tab.escape();
            tab.focused("#delete-" + KEY + "-production");
            tab.press("#delete-" + KEY + "-production");
            tab.focused("#dialog [data-close]");
        }
        tab.link("api@production");
        tab.on("/projects/readers/apps/api/deployments/production/edit");
        tab.visit(secrets + "/" + KEY).press("#delete-" + KEY + "-preview");
        tab.asks("Delete " + KEY + " in Preview?");
    }

    private static void why(Tab tab) {
        tab.visit(secrets + "/" + KEY);
        tab.press("#readers [aria-label='Why this value, %s, Production']".formatted(KEY));
        tab.on(secrets + "/" + KEY + "/why?environment=production");
        tab.says("#why strong", "Every other app reads the project's value in Production.");
        tab.look("why");
        tab.select("#app", "web");
        if (!tab.script()) {
            tab.button("Show");
        }
        tab.says("#why strong", "web reads its own value in Production.");
        assertThat(tab.at("#why tbody th")).hasText(new String[]{"The app's own", "The project's", "Built-in"});
        if (tab.script()) {
            tab.says("#live", "web reads its own value in Production.");
        }
        tab.look("why an app's own");
    }
}
