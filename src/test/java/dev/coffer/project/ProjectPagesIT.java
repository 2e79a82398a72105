package dev.coffer.project;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestServer;
import dev.coffer.browser.Browsers;
import dev.coffer.browser.Manner;
import dev.coffer.browser.Tab;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pages of projects in a real browser, with script and without. */
@Tag("R1")
class ProjectPagesIT {
    private static TestServer server;
    private static Cast cast;
    private static Browsers browsers;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        cast = server.cast;
        browsers = Browsers.start();
    }

    @AfterAll
    static void stop() {
        browsers.close();
        server.close();
    }

    @Test
    void theAddressFollowsTheNameUntilItIsTyped() {
        try (var tab = open(Manner.MOUSE_AND_SCRIPT)) {
            tab.visit("/projects/new");
            tab.focused("#name");
            tab.type("#name", "Café One");
            tab.page().keyboard().press("Tab");
            assertThat(tab.at("#slug")).hasValue("cafe-one");
            tab.focused("#slug");
            tab.type("#slug", "own-address");
            tab.type("#name", "Another");
            tab.button("Create project");
            tab.on("/projects/own-address");
            tab.arrived("Project Another created.");
        }
    }

    @Test
    void anEnvironmentIsDeletedByKeyboardAndTheFocusGoesToItsList() {
        cast.project("keys");
        try (var tab = open(Manner.KEYS_AND_SCRIPT)) {
            tab.visit("/projects/keys/environments");
            tab.press("#delete-preview");
            tab.asks("Delete Preview?");
            tab.escape();
            tab.focused("#delete-preview");
            tab.press("#delete-preview");
            tab.asks("Delete Preview?");
            tab.button("Delete");
            tab.done("Environment Preview deleted.", "#environments-title");
            assertThat(tab.at("#delete-preview")).hasCount(0);
        }
    }

    @Test
    void everythingWorksWithoutScript() {
        cast.project("plain");
        try (var tab = open(Manner.MOUSE_ALONE)) {
            tab.visit("/projects/plain/members/%s/remove".formatted(cast.bob.id()));
            tab.button("Remove");
            tab.arrived("Bob removed.");
            tab.visit("/projects/plain/environments/preview/delete");
            tab.button("Delete");
            tab.arrived("Environment Preview deleted.");
            tab.visit("/projects/plain/environments/production/delete");
            tab.button("Delete");
            assertThat(tab.at("main")).containsText("Production is the last environment. A project keeps one.");
            tab.visit("/projects/plain/delete");
            tab.button("Delete project");
            tab.on("/projects");
            tab.arrived("Project plain deleted.");
        }
    }

    private static Tab open(Manner manner) {
        return browsers.open(server.url(), manner, server.sessionOf(cast.alice));
    }
}
