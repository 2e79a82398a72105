package dev.coffer.pipeline;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestServer;
import dev.coffer.browser.Browsers;
import dev.coffer.browser.Manner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pipeline's token from its form to its end, in every manner of going there. */
@Tag("R29")
class PipelineTokensIT {
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
    @EnumSource
    void a_token_is_made_copied_and_revoked(Manner manner) {
        var project = "it-" + manner.ordinal();
        server.cast.project(project);
        try (var tab = browsers.open(server.url(), manner, server.sessionOf(server.cast.dave))) {
            tab.visit("/projects/%s/tokens".formatted(project));
            tab.look("no tokens");
            tab.expect("422");
            tab.type("#addresses", "nowhere");
            tab.button("Create token");
            tab.mistakes("Token name is required", "Address range 1 is none. Write one like 203.0.113.7 or "
                    + "203.0.113.0/24, with nothing but zeros after the prefix");
            tab.look("mistakes");
            tab.type("#name", "GitHub Actions");
            tab.type("#addresses", "127.0.0.0/8");
            tab.choose("#role-developer");
            tab.button("Create token");
            tab.focused("#token-title");
            tab.look("the token");
            var token = tab.at("#token").inputValue();
            assertThat(server.api().with("Authorization", "Bearer " + token).get("/api/v1/me").body())
                    .contains("\"role\":\"developer\"");

            tab.link("Done");
            assertThat(tab.at("#tokens")).containsText("GitHub Actions");
            assertThat(tab.page().content()).doesNotContain(token);
            tab.look("one token");
            tab.press("#tokens .delete");
            tab.asks("Revoke GitHub Actions?");
            tab.look("revoking");
            tab.button("Revoke token");
            tab.done("Token GitHub Actions revoked.", "#tokens-title");
            assertThat(tab.at("#tokens")).containsText("No tokens yet");
        }
    }
}
