package dev.coffer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Request;
import dev.coffer.TestServer;
import dev.coffer.secret.EveryField;
import dev.coffer.secret.StoredValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The form of a type with every kind of field: filled in, refused, mended, changed in one place. */
@Tag("R14")
class TypedFormIT {
    private static final String CANARY = "kanarie-7f3a";
    private static final String UPDATED =
            "Secret DB updated. Whatever reads it gets the new value at its next start or read.";
    private static TestServer server;
    private static Browsers browsers;
    private static int count;

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
    void a_secret_of_a_type_is_added_refused_mended_and_changed_in_one_field(Manner manner) {
        var slug = project();
        var seen = new ArrayList<String>();
        try (var tab = open(manner)) {
            listen(tab, seen);
            tab.visit("/projects/" + slug + "/secrets").press("#add-secret");
            tab.type("#key", "DB");
            chooseType(tab, "Every field");
            tab.look("the fields of a type");
            tab.type(id("user"), "x");
            tab.type(id("password"), "kan7f3a");
            tab.type(id("port"), "none");
            tab.choose(id("level-:1"));
            tab.choose(id("tls.mode-:0"));
            tab.choose(id("auth:choice-:1"));
            showFields(tab, "Sign-in", id("auth:choice-:1"));
            assertThat(tab.at(id("auth.token"))).hasCount(0);
            assertThat(tab.at(id("user"))).hasValue("x");
            assertThat(tab.at(id("password"))).hasValue(tab.script() ? "kan7f3a" : "");
            assertThat(tab.at(id("level-:1"))).isChecked();
            assertThat(tab.at("#key")).hasValue("DB");
            tab.type(id("auth.login"), "anna");
            tab.type(id("auth.secret"), CANARY);
            tab.button("Create secret");
            tab.focused(".errors");
            tab.look("the fields of a type with mistakes");
            assertThat(tab.at(".errors a[href='#value.user'], .errors a[href='#value.password'], "
                    + ".errors a[href='#value.port']")).hasCount(3);
            tab.press(".errors a[href='#value.port']");
            assertThat(tab.at(id("port"))).hasValue("none");
            assertThat(tab.at(id("auth.login"))).hasValue("anna");
            assertThat(tab.at(id("auth.secret"))).hasValue(tab.script() ? CANARY : "");
            assertThat(tab.at(id("password"))).hasValue(tab.script() ? "kan7f3a" : "");
            tab.type(id("port"), "5433");
            tab.type(id("user"), "anna");
            tab.type(id("password"), CANARY);
            tab.type(id("auth.secret"), CANARY);
            tab.button("Create secret");
            tab.done("Secret DB created.", "#edit-DB-preview");
            assertThat(stored(slug)).contains("\"user\":\"anna\"", "\"password\":\"" + CANARY + "\"", "\"port\":5433",
                    "\"level\":\"high\"", "\"verify\":true", "\"login\":\"anna\"").doesNotContain("token");
            tab.press("#edit-DB-preview");
            tab.look("an edit of a typed value");
            if (tab.script()) {
                tab.focused(id("user"));
            }
            assertThat(tab.at(id("user"))).hasValue("");
            tab.type(id("password"), CANARY + "-rotated");
            tab.button("Update secret");
            tab.done(UPDATED, "#edit-DB-preview");
            assertThat(stored(slug)).contains("\"password\":\"" + CANARY + "-rotated\"", "\"port\":5433",
                    "\"login\":\"anna\"");
            nowhere(tab, seen);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"MOUSE_AND_SCRIPT", "MOUSE_ALONE"})
    void the_whole_is_entered_as_json(Manner manner) {
        var slug = project();
        var seen = new ArrayList<String>();
        try (var tab = open(manner)) {
            listen(tab, seen);
            tab.visit("/projects/" + slug + "/secrets").press("#add-secret");
            tab.type("#key", "DB");
            chooseType(tab, "Every field");
            tab.button("Enter it as JSON");
            assertThat(tab.at("#as")).hasText("Enter its fields");
            tab.focused("#as");
            if (tab.script()) {
                tab.says("#dialog .live", "Field for Every field as JSON shown.");
            }
            tab.look("a value as JSON");
            tab.type("#value", "{\"user\": \"" + CANARY + "\"}");
            tab.button("Create secret");
            tab.focused(".errors");
            assertThat(tab.at("#value")).hasValue(tab.script() ? "{\"user\": \"" + CANARY + "\"}" : "");
            tab.look("a value as JSON with mistakes");
            tab.type("#value", """
                    {"user": "anna", "password": "kanarie-7f3a", "port": 1, "level": "low", "kind": "every",
                     "tls": {"mode": "on"}, "auth": {"token": "kanarie"}}""");
            tab.button("Create secret");
            tab.done("Secret DB created.", "#edit-DB-preview");
            nowhere(tab, seen);
        }
    }

    @Test
    void nothing_above_moves_and_what_was_typed_stays_while_types_are_looked_at() {
        var slug = project();
        try (var tab = open(Manner.MOUSE_AND_SCRIPT)) {
            tab.visit("/projects/" + slug + "/secrets/-/new");
            tab.type("#value", "line 1\nline 2".replace("\n", ""));
            var before = tab.at("#type").boundingBox();
            chooseType(tab, "Stripe key");
            assertThat(tab.at("#value")).hasValue("line 1line 2");
            chooseType(tab, "Every field");
            var after = tab.at("#type").boundingBox();
            assertThat(after.x).isEqualTo(before.x);
            assertThat(after.y).isEqualTo(before.y);
            tab.type(id("user"), "anna");
            tab.type(id("ratio"), "0.5");
            tab.type(id("hosts"), "a.example\nb.example");
            tab.at(id("verify")).uncheck();
            tab.choose(id("scopes-:0"));
            tab.select(id("region"), "c");
            tab.type(id("key"), CANARY);
            tab.press("[data-reveal='value.key']");
            assertThat(tab.at("[id='value.key-state']")).hasText("Private key is visible");
            tab.choose(id("auth:choice-:1"));
            showFields(tab, "Sign-in", id("auth:choice-:1"));
            assertThat(tab.at(id("ratio"))).hasValue("0.5");
            assertThat(tab.at(id("port"))).hasValue("5432");
            assertThat(tab.at(id("hosts"))).hasValue("a.example\nb.example");
            assertThat(tab.at(id("verify"))).not().isChecked();
            assertThat(tab.at(id("scopes-:0"))).isChecked();
            assertThat(tab.at(id("region"))).hasValue(":2");
            assertThat(tab.at(id("key"))).hasValue(CANARY);
            assertThat(tab.at(id("key"))).hasClass("masked");
            assertThat(tab.page().url()).doesNotContain("?");
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"MOUSE_AND_SCRIPT", "MOUSE_ALONE"})
    void what_was_typed_masked_never_lands_in_a_field_that_shows_it(Manner manner) {
        var slug = project();
        EveryField.type(server.api(server.cast.alice), slug, "public", "Public key",
                "{\"type\": \"string\", \"writeOnly\": false}");
        var seen = new ArrayList<String>();
        try (var tab = open(manner)) {
            listen(tab, seen);
            tab.visit("/projects/" + slug + "/secrets/-/new");
            tab.type("#value", CANARY);
            chooseType(tab, "Public key");
            assertThat(tab.at("#value")).hasAttribute("type", "text");
            assertThat(tab.at("#value")).hasValue("");
            nowhere(tab, seen);
        }
    }

    @Test
    void every_field_has_its_name_description_and_state_in_the_accessibility_tree() {
        var slug = project();
        try (var tab = open(Manner.MOUSE_AND_SCRIPT)) {
            tab.visit("/projects/" + slug + "/secrets/-/new?type=every");
            var tree = tree(tab);
            assertThat(tree.get("textbox User")).isEqualTo("Who signs in. At least 2 characters. required");
            assertThat(tree.get("textbox Password")).isEqualTo("At least 8 characters. required");
            assertThat(tree.get("textbox Port")).isEqualTo("A whole number from 1 to 65535. required");
            assertThat(tree.get("textbox Ratio (optional)")).isEqualTo("A number, 0 or more.");
            assertThat(tree).containsKeys("checkbox Verify the certificate", "radio low", "radio high",
                    "radiogroup Level", "combobox Region (optional)", "group Scopes (optional)", "group TLS",
                    "group Client (optional)",
                    "group Sign-in", "group Every field", "button Show Password", "button Show Private key",
                    "textbox Client key (optional)", "combobox Type", "button Enter it as JSON");
            tab.type("#key", "DB");
            tab.type(id("port"), "none");
            tab.button("Create secret");
            tab.focused(".errors");
            tree = tree(tab);
            assertThat(tree.get("textbox Port")).startsWith("A whole number from 1 to 65535. Error: ")
                    .endsWith("required invalid");
            assertThat(tree.get("textbox User")).contains("Error: ").endsWith("required invalid");
            assertThat(tree.get("radio low")).contains("invalid");
            assertThat(tree.get("radiogroup Level")).contains("Error: ", "required");
            assertThat(tree.get("textbox Ratio (optional)")).doesNotContain("invalid");
        }
    }

    /** With script the fields follow, the focus stays and it is said; else a button shows them. */
    private static void chooseType(Tab tab, String name) {
        tab.select("#type", name);
        if (tab.script()) {
            tab.says(live(tab), "Fields for " + name + " shown.");
        } else {
            tab.button("Show its fields, Type");
            assertThat(tab.at(".errors")).hasCount(0);
        }
        tab.focused("#type");
    }

    private static void showFields(Tab tab, String label, String choice) {
        if (tab.script()) {
            assertThat(tab.at(id("auth.login"))).isVisible();
            tab.says(live(tab), "Fields for Every field shown.");
        } else {
            tab.button("Show its fields, " + label);
            assertThat(tab.at(".errors")).hasCount(0);
        }
        tab.focused(choice);
    }

    private static String live(Tab tab) {
        return tab.at("#dialog[open]").count() == 1 ? "#dialog .live" : "#live";
    }

    /** Nothing that was typed into a masked field is in any answer, or in the page as it is. */
    private static void nowhere(Tab tab, List<String> seen) {
        assertThat(seen).noneMatch(answer -> answer.contains("kanarie") || answer.contains("7f3a"));
        assertThat(tab.page().content()).doesNotContain("kanarie", "7f3a");
        if (tab.script()) {
            assertThat((String) tab.page().evaluate("() => JSON.stringify([{...sessionStorage}, {...localStorage}])"))
                    .doesNotContain("kanarie", "7f3a");
        }
    }

    /** Without script each answer takes the place of the page before, and its text is gone. */
    private static void listen(Tab tab, List<String> seen) {
        if (tab.script()) {
            tab.page().onRequestFinished(request -> seen.add(answer(request)));
        }
    }

    /** The address that was asked and all that came back; a redirection has nothing else. */
    private static String answer(Request request) {
        var response = request.response();
        return request.url() + response.allHeaders() + (response.status() == 303 ? "" : response.text());
    }

    /** What assistive technology is given: role and name, then description and states. */
    private static Map<String, String> tree(Tab tab) {
        var found = new HashMap<String, String>();
        var session = tab.page().context().newCDPSession(tab.page());
        for (var node : session.send("Accessibility.getFullAXTree").getAsJsonArray("nodes")) {
            var each = node.getAsJsonObject();
            if (!each.get("ignored").getAsBoolean()) {
                found.put((text(each, "role") + " " + text(each, "name")).strip(),
                        (text(each, "description") + states(each)).strip());
            }
        }
        return found;
    }

    private static String states(JsonObject node) {
        var states = new StringBuilder();
        for (var name : List.of("required", "invalid")) {
            for (JsonElement each : node.getAsJsonArray("properties")) {
                var property = each.getAsJsonObject();
                if (property.get("name").getAsString().equals(name)
                        && property.getAsJsonObject("value").get("value").getAsString().equals("true")) {
                    states.append(' ').append(name);
                }
            }
        }
        return states.toString();
    }

    private static String text(JsonObject node, String part) {
        return node.has(part) && node.getAsJsonObject(part).has("value")
                ? node.getAsJsonObject(part).get("value").getAsString() : "";
    }

    private static String id(String field) {
        return "[id='value." + field + "']";
    }

    private static Tab open(Manner manner) {
        return browsers.open(server.url(), manner, server.sessionOf(server.cast.alice));
    }

    private static String project() {
        var slug = "typed-" + ++count;
        server.cast.project(slug);
        var api = server.api(server.cast.alice);
        EveryField.type(api, slug, "every", "Every field", EveryField.SCHEMA);
        EveryField.type(api, slug, "stripe", "Stripe key",
                "{\"type\": \"string\", \"title\": \"Secret API key\", \"writeOnly\": true}");
        return slug;
    }

    private static String stored(String slug) {
        return new StoredValues(server.cast, server.cast.access(server.cast.alice, slug)).of("DB", "preview");
    }
}
