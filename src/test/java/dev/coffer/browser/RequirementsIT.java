package dev.coffer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.coffer.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a project needs, in a browser: added, dismissed, brought back, pasted from an .env.example. */
@Tag("R21")
class RequirementsIT {
    private static final String EXAMPLE = """
            # REQUIRED: Signs the sessions, at least 32 characters
            AUTH_SECRET=changeme
            # OPTIONAL: Where errors are told
            SENTRY_DSN=
            REGION=eu-central-1
            NODE_OPTIONS=--inspect
            """;
    private static TestServer server;
    private static Browsers browsers;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        browsers = Browsers.start();
    }

    @AfterAll
    static void stop() {
        browsers.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Manner.class)
    void a_requirement_is_added_dismissed_brought_back_and_removed(Manner manner) {
        var slug = "needs-" + manner.ordinal();
        server.cast.project(slug);
        var pages = "/projects/" + slug + "/requirements";
        try (var tab = browsers.open(server.url(), manner, server.sessionOf(server.cast.alice))) {
            tab.visit(pages).press("#add-requirement");
            tab.button("Add requirement");
            tab.mistakes("Secret key is required");
            tab.type("#key", "STRIPE_SECRET_KEY");
            tab.type("#feature", "Payments");
            tab.button("Add requirement");
            tab.done("Requirement STRIPE_SECRET_KEY added.", "#edit-STRIPE_SECRET_KEY");
            tab.press("#dismiss-STRIPE_SECRET_KEY-production");
            tab.type("#reason", "Not sold there yet");
            tab.button("Dismiss");
            tab.done("STRIPE_SECRET_KEY dismissed in Production.", "#back-STRIPE_SECRET_KEY-production");
            tab.look("dismissed");
            tab.press("#back-STRIPE_SECRET_KEY-production");
            tab.asks("Bring STRIPE_SECRET_KEY back in Production?");
            tab.button("Bring back");
            tab.done("STRIPE_SECRET_KEY is needed in Production again.", "#dismiss-STRIPE_SECRET_KEY-production");
            tab.press("#remove-STRIPE_SECRET_KEY");
            tab.asks("Remove STRIPE_SECRET_KEY?");
            tab.button("Remove");
            tab.done("Requirement STRIPE_SECRET_KEY removed.", "#requirements-title");
        }
    }

    @ParameterizedTest
    @EnumSource(Manner.class)
    void an_example_is_pasted_looked_at_and_declared(Manner manner) {
        var slug = "pasted-" + manner.ordinal();
        server.cast.project(slug);
        try (var tab = browsers.open(server.url(), manner, server.sessionOf(server.cast.alice))) {
            tab.visit("/projects/" + slug + "/requirements").press("#paste");
            tab.at("#content").fill(EXAMPLE);
            tab.button("Show the plan");
            assertThat(tab.at("#plan-title")).isVisible();
            tab.look("the plan");
            tab.choose("#store-REGION-yes");
            tab.button("Declare 3 requirements");
            tab.arrived(".env.example declared: 3 new or changed, 0 removed. Values stored for 1.");
            tab.look("declared");
        }
    }

    @Test
    void every_page_is_accessible_light_and_dark_wide_and_narrow() {
        server.cast.project("looks");
        var pages = "/projects/looks/requirements";
        server.api(server.cast.alice).json("PUT", "/api/v1" + pages, """
                {"source": "build 2026.11 of the shop's main branch", "requirements": [{"key": "STRIPE_SECRET_KEY",
                 "feature": "Payments: checkout can't charge cards", "description": "From the Stripe dashboard"},
                 {"key": "SENTRY_DSN", "required": false, "environments": ["production"]}]}""");
        server.api(server.cast.alice).json("POST", "/api/v1" + pages,
                "{\"key\": \"A_NAME_THAT_IS_LONGER_THAN_WHAT_FITS_INTO_ONE_LINE_OF_A_NARROW_SCREEN\"}");
        server.api(server.cast.alice).json("POST", "/api/v1" + pages, "{\"key\": \"STRIPE_SECRET_KEY\"}");
        server.api(server.cast.alice).json("PUT", "/api/v1" + pages
                + "/STRIPE_SECRET_KEY/dismissal?environment=preview", "{\"reason\": \"Preview charges no cards\"}");
        try (var tab = browsers.open(server.url(), Manner.MOUSE_AND_SCRIPT,
                server.sessionOf(server.cast.alice))) {
            for (var path : List.of("", "/-/new", "/-/paste", "/STRIPE_SECRET_KEY/edit", "/STRIPE_SECRET_KEY/remove",
                    "/STRIPE_SECRET_KEY/dismiss?environment=production",
                    "/STRIPE_SECRET_KEY/bring-back?environment=preview")) {
                tab.visit(pages + path);
                tab.look(path);
            }
            tab.visit(pages).press("#dismiss-STRIPE_SECRET_KEY-production");
            tab.focused("#reason");
            tab.look("the dialog");
        }
    }
}
