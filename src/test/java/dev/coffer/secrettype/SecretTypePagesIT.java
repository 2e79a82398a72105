package dev.coffer.secrettype;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestServer;
import dev.coffer.browser.Browsers;
import dev.coffer.browser.Manner;
import dev.coffer.browser.Tab;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A secret type from its schema to its end in a real browser. */
@Tag("R13")
@Tag("R15")
class SecretTypePagesIT {
    private static final String BROKEN = "{\n  \"type\" \"string\"\n}";
    private static final String ANY = "{\"type\": \"string\"}";
    private static final String LONG = "{\"type\": \"string\", \"minLength\": 9}";
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
    void a_type_is_made_used_changed_and_deleted(Manner manner) {
        var project = "types-" + manner.ordinal();
        var list = "/projects/" + project + "/secret-types";
        server.cast.project(project);
        try (var tab = browsers.open(server.url(), manner, server.sessionOf(server.cast.alice))) {
            tab.visit(list);
            tab.look("no types");
            created(tab, list);
            secret(project, "A_KEY");
            changed(tab, list);
            tab.visit(list + "/token");
            tab.look("a type to read");

            tab.visit(list);
            tab.press("#delete-token");
            tab.says(tab.script() ? "#dialog[open] h2" : "h1", "Cannot delete Token");
            tab.look("in use");
            server.api(server.cast.alice).delete("/api/v1/projects/" + project + "/secrets/A_KEY");
            tab.visit(list);
            tab.press("#delete-token");
            tab.asks("Delete Token?");
            tab.button("Delete");
            tab.done("Secret type Token deleted.", "#secret-types-title");
        }
    }

    private static void created(Tab tab, String list) {
        tab.link("Create Secret Type");
        tab.on(list + "/new");
        tab.type("#name", "Token");
        tab.type("#schema", BROKEN);
        tab.button("Create");
        assertThat(tab.at(".errors li")).containsText("Line 2, column 10");
        tab.focused(".errors");
        assertThat(tab.at("#schema")).hasValue(BROKEN);
        assertThat(tab.at("#schema")).hasAttribute("aria-invalid", "true");
        tab.look("a broken schema");
        if (tab.script()) {
            tab.press(".errors a");
            tab.focused("#schema");
            assertThat(tab.at("#schema").evaluate("f => f.value.slice(f.selectionStart, f.selectionEnd)"))
                    .isEqualTo("\"string\"");
        }
        tab.type("#schema", ANY);
        tab.button("Check schema");
        if (tab.script()) {
            tab.says("#live", "The schema is good: 1 field.");
            assertThat(tab.at("#schema")).not().hasAttribute("aria-invalid", "true");
        }
        assertThat(tab.at("#preview fieldset")).isVisible();
        tab.look("a schema with its form");
        tab.button("Create");
        tab.on(list);
        tab.arrived("Secret type Token created.");
        tab.look("one type");
    }

    private static void changed(Tab tab, String list) {
        tab.visit(list);
        tab.link("Edit Token");
        tab.on(list + "/token/edit");
        tab.type("#schema", LONG);
        tab.button("Save");
        tab.says("h1", "Save Token?");
        tab.focused("#confirm-title");
        tab.says("#unfit-title", "1 stored value would no longer fit");
        tab.look("what a change does");
        tab.button("Back to the schema");
        assertThat(tab.at("#schema")).hasValue(LONG);
        tab.button("Save");
        tab.button("Save anyway");
        tab.on(list);
        tab.arrived("Secret type Token saved.");
    }

    @Test
    void while_it_is_written_the_form_follows_and_the_text_is_left_alone() {
        server.cast.project("types-live");
        try (var tab = browsers.open(server.url(), Manner.MOUSE_AND_SCRIPT, server.sessionOf(server.cast.alice))) {
            tab.visit("/projects/types-live/secret-types/new");
            var schema = tab.at("#schema");
            schema.focus();
            tab.page().keyboard().type("{\"properties\": {\"host\": {}, \"port\": {}}");
            assertThat(tab.at("#preview")).containsText("1 problem");
            tab.says("#live", "1 problem");
            tab.focused("#schema");
            tab.page().keyboard().type("}");
            assertThat(tab.at("#preview fieldset label").first()).isVisible();
            tab.says("#live", "2 optional");
            tab.focused("#schema");
            assertThat(schema.evaluate("f => f.selectionStart === f.value.length")).isEqualTo(true);
            tab.page().keyboard().press("Tab");
            assertThat(schema).not().isFocused();
            tab.page().keyboard().press("Control+z");
        }
    }

    private static void secret(String project, String key) {
        assertThat(server.api(server.cast.alice).json("POST", "/api/v1/projects/" + project + "/secrets", """
                {"key": "%s", "value": "short", "type": "token", "environments": ["preview"]}""".formatted(key))
                .statusCode()).isEqualTo(201);
    }
}
