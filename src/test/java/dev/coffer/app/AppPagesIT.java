package dev.coffer.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.coffer.TestServer;
import dev.coffer.browser.Browsers;
import dev.coffer.browser.Manner;
import dev.coffer.browser.Tab;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An app from its form to its end in a real browser: deployed with a list, given a token, and taken away. */
@Tag("R18")
class AppPagesIT {
    private static final List<String> KEYS = List.of("DATABASE_URL", "JWT_SECRET", "REDIS_URL", "S3_ACCESS_KEY",
            "S3_SECRET_KEY", "SENTRY_DSN", "SMTP_PASSWORD", "STRIPE_SECRET_KEY");
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

    @Test
    void on_a_phone_the_link_of_the_page_is_in_view() {
        server.cast.project("phone");
        try (var tab = browsers.open(server.url(), Manner.MOUSE_AND_SCRIPT, server.sessionOf(server.cast.alice))) {
            tab.page().setViewportSize(360, 800);
            tab.visit("/projects/phone/apps");
            assertThat(tab.at(".side [aria-current]")).hasText("Apps");
            assertThat(tab.at(".side [aria-current]")).isInViewport(new LocatorAssertions.IsInViewportOptions()
                    .setRatio(1));
            tab.visit("/projects/phone/secrets");
            assertThat(tab.at(".side [aria-current]")).isInViewport(new LocatorAssertions.IsInViewportOptions()
                    .setRatio(1));
        }
    }

    @ParameterizedTest
    @EnumSource(Manner.class)
    void an_app_is_added_deployed_given_a_token_and_deleted(Manner manner) {
        var project = "apps-" + manner.ordinal();
        var list = "/projects/" + project + "/apps";
        server.cast.project(project);
        for (var key : KEYS) {
            server.api(server.cast.alice).json("PUT", "/api/v1/projects/%s/secrets/%s".formatted(project, key),
                    "{\"value\": \"v\", \"environments\": [\"production\"]}");
        }
        try (var tab = browsers.open(server.url(), manner, server.sessionOf(server.cast.alice))) {
            tab.visit(list);
            tab.look("no apps");
            tab.link("Add app");
            tab.on(list + "/new");
            tab.button("Add app");
            tab.mistakes("App name is required");
            tab.look("a mistake");
            tab.type("#name", "Billing");
            tab.button("Add app");
            tab.on(list + "/billing").arrived("App Billing added. Choose where it is deployed.");
            tab.look("deployed nowhere");

            tab.link("Deploy to Production");
            tab.button("Deploy");
            tab.mistakes("Choose what it reads: all, or listed");
            tab.choose("#access-listed");
            choose(tab);
            tab.look("choosing");
            tab.button("Deploy");
            tab.on(list + "/billing").arrived("Deployed to Production. It needs a token to read.");
            assertThat(tab.at("#deployments")).containsText("2 secrets on its list: S3_ACCESS_KEY, S3_SECRET_KEY");
            tab.look("without a token");

            tab.link("New token for Production");
            tab.type("#name", "Cluster");
            tab.button("Create token");
            tab.focused("#token-title");
            assertThat(tab.at("#token").inputValue()).startsWith("cof_d");
            tab.look("the token");
            tab.link("Done");
            tab.on(list + "/billing");
            tab.look("with a token");

            tab.press("#deployments tbody .delete");
            tab.asks("Revoke Cluster?");
            tab.look("revoking");
            tab.button("Revoke token");
            tab.done("Token Cluster revoked.", "#deployments-title");
            tab.press("#delete-production");
            tab.asks("Delete billing@production?");
            tab.button("Delete deployment");
            tab.done("Deployment billing@production deleted.", "#deployments-title");
            tab.press("#delete-app");
            tab.asks("Delete Billing?");
            tab.look("deleting");
            tab.button("Delete app");
            tab.on(list).arrived("App Billing deleted.");
        }
    }

    /** With script by looking for them and taking all that is found, else one by one. */
    private static void choose(Tab tab) {
        if (!tab.script()) {
            tab.choose("#secrets-S3_ACCESS_KEY");
            tab.choose("#secrets-S3_SECRET_KEY");
            return;
        }
        tab.type("#secrets-filter", "s3_");
        assertThat(tab.at("#secrets-found")).hasText("2 of 8 found");
        tab.button("Select all");
        tab.says("#live", "2 of 8 selected.");
        tab.type("#secrets-filter", "");
        assertThat(tab.at("#secrets input:checked")).hasCount(2);
    }
}
