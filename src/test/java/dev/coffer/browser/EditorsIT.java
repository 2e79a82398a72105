package dev.coffer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.Cookie;
import dev.coffer.TestServer;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes between opening a form and saving it: another editor, a sign-out, a server out of reach. */
@Tag("R11")
class EditorsIT {
    private static final String EDIT = "#edit-SHARED-preview";
    private static final String UPDATED =
            "Secret SHARED updated. Whatever reads it gets the new value at its next start or read.";
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

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void the_second_editor_hears_of_the_first_and_saves_after_that(Manner manner) {
        var secrets = project("editors-" + manner.name().toLowerCase().replace('_', '-'));
        try (var alice = browsers.open(server.url(), manner, server.sessionOf(server.cast.alice));
                var bob = browsers.open(server.url(), manner, server.sessionOf(server.cast.bob))) {
            alice.visit(secrets).press(EDIT);
            bob.visit(secrets).press(EDIT);
            bob.type("#value", "of bob");
            bob.button("Update secret");
            bob.done(UPDATED, EDIT);
            alice.type("#value", "of alice");
            alice.type("#description", "Alice writes");
            alice.button("Update secret");
            alice.focused(".errors");
            alice.says("#clash-title", "Changed since this was opened");
            assertThat(alice.at(".errors p").first()).hasText(Pattern.compile(
                    "Bob changed the value in Preview at [0-9:]+ UTC, after this was opened\\. Check and save again\\."));
            alice.look("changed by somebody else");
            assertThat(alice.at("#description")).hasValue("Alice writes");
            assertThat(alice.at("#value")).hasValue(alice.script() ? "of alice" : "");
            if (!alice.script()) {
                alice.type("#value", "of alice");
            }
            alice.button("Update secret");
            alice.done(UPDATED, EDIT);
            assertThat(alice.at("main")).containsText("Alice writes");
        }
    }

    @Test
    void signed_out_in_another_tab_nothing_typed_is_lost() {
        var secrets = project("signed-out");
        var session = server.sessionOf(server.cast.alice);
        try (var tab = browsers.open(server.url(), Manner.KEYS_AND_SCRIPT, session)) {
            tab.expect("Failed to load resource: .* 401 .*");
            tab.expect("Response Status Error Code 401 from .*");
            tab.visit(secrets).press(EDIT);
            tab.type("#value", "typed before");
            server.browser(server.cast.alice).with("Cookie", "sid=" + session).form("/sign-out");
            tab.button("Update secret");
            tab.focused(".failure");
            tab.says(".failure p", "You were signed out. Sign in in another tab, then save again.");
            assertThat(tab.at(".failure a")).hasAttribute("href", "/sign-in");
            assertThat(tab.at("#value")).hasValue("typed before");
            tab.page().context().addCookies(List.of(new Cookie("sid",
                    server.sessionOf(server.cast.alice)).setUrl(server.url())));
            tab.button("Update secret");
            tab.done(UPDATED, EDIT);
        }
    }

    @Test
    void out_of_reach_the_server_is_asked_again_with_what_was_typed() {
        var secrets = project("out-of-reach");
        try (var tab = browsers.open(server.url(), Manner.KEYS_AND_SCRIPT, server.sessionOf(server.cast.alice))) {
            tab.expect("Failed to load resource: net::ERR_CONNECTION_REFUSED");
            tab.expect("htmx:(afterRequest|sendError), .*"); // what HTMX itself says
            tab.visit(secrets).press(EDIT);
            tab.type("#value", "typed before");
            tab.page().route("**", route -> route.abort("connectionrefused"));
            tab.button("Update secret");
            tab.says(".failure p", "Could not reach the server. Nothing was saved. Try again.");
            assertThat(tab.at(".failure + .buttons")).isVisible();
            assertThat(tab.at("#value")).hasValue("typed before");
            tab.page().unroute("**");
            tab.button("Update secret");
            tab.done(UPDATED, EDIT);
        }
    }

    private static String project(String slug) {
        server.cast.project(slug);
        server.api(server.cast.alice).json("POST", "/api/v1/projects/" + slug + "/secrets",
                "{\"key\": \"SHARED\", \"value\": \"first\", \"environments\": [\"preview\"]}");
        return "/projects/" + slug + "/secrets";
    }
}
