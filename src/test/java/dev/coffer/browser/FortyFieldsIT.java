package dev.coffer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestServer;
import dev.coffer.schema.FieldId;
import dev.coffer.schema.Fields;
import dev.coffer.schema.FormField;
import dev.coffer.schema.Schema;
import dev.coffer.secret.EveryField;
import dev.coffer.secret.StoredValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** A type of forty fields: filled in by keyboard alone, and what a screen reader gets of each. */
@Tag("R14")
class FortyFieldsIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SCHEMA = schema();
    private static final String CHOICE = FieldId.choice("/auth");
    /** What is in each text that was typed, so that it is found wherever it shows. */
    private static final String MARK = "qx7";

    /** What is stored in the end. */
    private static final String VALUE = """
            {"kind": "forty", "name": "qx7-name", "endpoint": "https://qx7-endpoint.example.com/a",
             "contact": "qx7@example.com", "region": "north", "size": "large", "replicas": 3, "ratio": 0.25,
             "enabled": true, "since": "2026-11-21", "notes": "qx7-note\\nqx7-second", "token": "tk_qx7-token-0001",
             "passphrase": "qx7-passphrase", "key": "qx7-key\\nqx7-end",
             "hosts": ["qx7-a.example.com", "qx7-b.example.com"], "ports": [80, 443], "scopes": ["read", "admin"],
             "database": {"host": "qx7-db.example.com", "port": 5433, "name": "qx7-shop", "user": "qx7-app",
               "password": "qx7-password", "mode": "verify-full", "tls": {"verify": true, "version": "1.3",
               "certificate": "qx7-certificate", "key": "qx7-client\\nqx7-key"}},
             "mail": {"server": "qx7-mail", "from": "qx7-sender@example.com", "password": "qx7-mail-password"},
             "auth": {"login": "qx7-login", "secret": "qx7-secret", "realm": "qx7-realm"},
             "limits": {"requests": 150, "retries": 2, "window": "minute"},
             "callback": "https://qx7-callback.example.com", "created": "2026-11-21T15:04:05Z",
             "id": "0199c3a0-7d35-7bd6-8e3c-6f1d5f1d2f10", "extra": {"qx7-extra": "a"}}""";

    /** What Chromium says of every form with more than a few masked fields. */
    private static final String ADVICE = "\\[DOM\\] Multiple forms should be contained in their own form elements.*";

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
    @EnumSource(names = {"KEYS_AND_SCRIPT", "KEYS_ALONE"})
    void forty_fields_are_filled_in_with_mistakes_first(Manner manner) {
        var project = "forty-" + manner.name().toLowerCase().replace('_', '-');
        var stored = new StoredValues(server.cast, server.cast.project(project));
        var secrets = project(project);
        try (var tab = browsers.open(server.url(), manner, server.sessionOf(server.cast.alice))) {
            tab.expect(ADVICE);
            tab.visit(secrets).press("#add-secret");
            tab.type("#key", "FORTY");
            tab.select("#type", "Forty");
            if (!tab.script()) {
                tab.button("Show its fields, Type");
            }
            assertThat(tab.at(at("/name"))).isVisible();
            if (tab.script()) {
                tab.focused("#type");
            }
            assertHeard(tab, Map.of());

            tab.button("Create secret");
            tab.focused(".errors");
            var missing = mistakes(tab);
            assertThat(missing.keySet()).containsExactly("value.name", "value.endpoint", "value.region", "value.size",
                    "value.replicas", "value.token", "value.database.host", "value.database.name",
                    "value.database.user", "value.database.password", "value.auth.bearer");
            assertThat(missing.values()).allSatisfy(message -> assertThat(message).endsWith(" is required"));
            assertHeard(tab, missing);

            tab.choose(id(CHOICE + "-:1"));
            if (!tab.script()) {
                tab.button("Show its fields, Sign-in");
            }
            assertThat(tab.at(at("/auth/login"))).isVisible();
            if (tab.script()) {
                tab.focused(id(CHOICE + "-:1"));
            }
            fill(tab, wrong());
            tab.button("Create secret");
            tab.focused(".errors");
            var mistakes = mistakes(tab);
            assertThat(mistakes.keySet()).containsAll(wrong().keySet().stream().map(FieldId::of).toList());
            assertHeard(tab, mistakes);
            assertThat(tab.at(".errors").innerText()).doesNotContain(MARK);

            fill(tab, right());
            tab.button("Create secret");
            tab.done("Secret FORTY created.", "#edit-FORTY-preview");
            assertThat(JSON.readTree(stored.of("FORTY", "preview"))).isEqualTo(JSON.readTree(VALUE));
            assertShownNowhere(tab, project);
        }
    }

    @Test
    void its_form_is_accessible_light_and_dark_wide_and_narrow_and_the_focus_follows_the_order_of_reading() {
        server.cast.project("forty-looks");
        var form = project("forty-looks") + "/-/new?type=forty";
        try (var tab = browsers.open(server.url(), Manner.MOUSE_AND_SCRIPT, server.sessionOf(server.cast.alice))) {
            tab.expect(ADVICE);
            tab.visit(form);
            tab.look("forty fields");
            walked(tab, "forty fields");
            tab.visit(form).at("#key").fill("LOOKS");
            tab.button("Create secret");
            tab.focused(".errors");
            tab.look("forty fields with mistakes");
            walked(tab, "forty fields with mistakes");
            tab.visit(form + "&as=json");
            tab.look("as JSON");
        }
        try (var tab = browsers.open(server.url(), Manner.KEYS_ALONE, server.sessionOf(server.cast.alice))) {
            tab.expect(ADVICE);
            tab.visit(form);
            walked(tab, "without script");
        }
    }

    /** Each field's name, description, mistake and state, in the order of the schema. */
    private static void assertHeard(Tab tab, Map<String, String> mistakes) {
        var heard = Heard.of(tab.page());
        var shown = shown(tab.at(at("/auth/login")).count() > 0 ? "By user" : "By token");
        assertThat(heard.keySet().stream().filter(id -> shown.stream().anyMatch(field -> field.id().equals(id))))
                .as("the order of reading").containsExactlyElementsOf(shown.stream().map(FormField::id).toList());
        assertThat(shown).allSatisfy(field -> {
            var got = heard.get(field.id());
            var mistake = mistakes.get(field.id());
            assertThat(got.role()).isEqualTo(role(field));
            assertThat(got.name()).isEqualTo(field.label() + (field.isOptional() ? " (optional)" : ""));
            assertThat(got.description()).isEqualTo(told(field.hint(), mistake));
            assertThat(isRequired(tab, field, got)).as("required")
                    .isEqualTo(field.isRequired() && !field.isGroup() && !field.isAlternatives());
            assertThat(controls(field)).allSatisfy(control -> {
                assertThat(heard.get(control).isInvalid()).as("invalid").isEqualTo(mistake != null);
                assertThat(heard.get(control).name()).isNotEmpty();
            });
        });
        assertThat(mistakes.keySet()).allSatisfy(id -> assertThat(heard).containsKey(id));
    }

    /** Of a list that drops down the protocol doesn't tell it, though screen readers get it from the same attribute. */
    private static boolean isRequired(Tab tab, FormField field, Heard got) {
        return got.role().equals("combobox") ? tab.at(id(field.id())).getAttribute("required") != null
                : got.isRequired();
    }

    private static String told(String hint, String mistake) {
        return hint == null && mistake == null ? "" : hint == null ? "Error: " + mistake
                : mistake == null ? hint : hint + " Error: " + mistake;
    }

    private static String role(FormField field) {
        return switch (field.kind()) {
            case TEXT, AREA, NUMBER, LIST, JSON -> "textbox";
            case YES_NO -> "checkbox";
            case CHECKLIST, GROUP -> "group";
            case ENUM, ALTERNATIVES -> field.isSelect() ? "combobox" : field.isRequired() ? "radiogroup" : "group";
            case CONST -> throw new IllegalStateException();
        };
    }

    /** What is wrong or not: the field, or each of several to choose from; a group isn't. */
    private static List<String> controls(FormField field) {
        return switch (role(field)) {
            case "group", "radiogroup" -> field.isGroup() ? List.of()
                    : field.choices().stream().map(choice -> field.id() + "-" + choice.value()).toList();
            default -> List.of(field.id());
        };
    }

    /** The groups and fields that are in the form, in the order of the schema. */
    private static List<FormField> shown(String signIn) {
        var shown = new ArrayList<FormField>();
        collect(Fields.of(Schema.of(SCHEMA)).list(), signIn, shown);
        return shown;
    }

    private static void collect(List<FormField> fields, String signIn, List<FormField> shown) {
        for (var field : fields) {
            if (!field.isConst()) {
                shown.add(field);
            }
            collect(field.children(), signIn, shown);
            field.alternatives().stream().filter(one -> one.title().equals(signIn))
                    .forEach(one -> collect(one.fields(), signIn, shown));
        }
    }

    /** What the summary says, by the field that it leads to. */
    private static Map<String, String> mistakes(Tab tab) {
        var mistakes = new LinkedHashMap<String, String>();
        for (var link : tab.at(".errors a").all()) {
            mistakes.put(link.getAttribute("href").substring(1), link.innerText());
        }
        return mistakes;
    }

    private static Map<String, String> wrong() {
        var wrong = new LinkedHashMap<String, String>();
        wrong.put("/name", "qx");
        wrong.put("/endpoint", "no address, qx7");
        wrong.put("/contact", "qx7-nobody");
        wrong.put("/replicas", "12");
        wrong.put("/ratio", "qx7-much");
        wrong.put("/since", "qx7-yesterday");
        wrong.put("/token", "qx7-without-its-beginning");
        wrong.put("/passphrase", "qx7-short");
        wrong.put("/database/port", "70000");
        wrong.put("/database/password", "qx7-sml");
        wrong.put("/mail/from", "qx7-sender");
        wrong.put("/limits/requests", "15");
        wrong.put("/id", "qx7-id");
        wrong.put("/extra", "{qx7");
        return wrong;
    }

    /** What is entered by keyboard in the end: texts, the labels of options, boxes to tick. */
    private static Map<String, String> right() {
        var right = new LinkedHashMap<String, String>();
        right.put("/name", "qx7-name");
        right.put("/endpoint", "https://qx7-endpoint.example.com/a");
        right.put("/contact", "qx7@example.com");
        right.put("/region", "north");
        right.put("/size", "large");
        right.put("/replicas", "3");
        right.put("/ratio", "0.25");
        right.put("/enabled", "yes");
        right.put("/since", "2026-11-21");
        right.put("/notes", "qx7-note\nqx7-second");
        right.put("/token", "tk_qx7-token-0001");
        right.put("/passphrase", "qx7-passphrase");
        right.put("/key", "qx7-key\nqx7-end");
        right.put("/hosts", "qx7-a.example.com\nqx7-b.example.com");
        right.put("/ports", "80\n443");
        right.put("/scopes", "read admin");
        right.put("/database/host", "qx7-db.example.com");
        right.put("/database/port", "5433");
        right.put("/database/name", "qx7-shop");
        right.put("/database/user", "qx7-app");
        right.put("/database/password", "qx7-password");
        right.put("/database/mode", "verify-full");
        right.put("/database/tls/version", "1.3");
        right.put("/database/tls/certificate", "qx7-certificate");
        right.put("/database/tls/key", "qx7-client\nqx7-key");
        right.put("/mail/server", "qx7-mail");
        right.put("/mail/from", "qx7-sender@example.com");
        right.put("/mail/password", "qx7-mail-password");
        right.put("/auth/login", "qx7-login");
        right.put("/auth/secret", "qx7-secret");
        right.put("/auth/realm", "qx7-realm");
        right.put("/limits/requests", "150");
        right.put("/limits/retries", "2");
        right.put("/limits/window", "minute");
        right.put("/callback", "https://qx7-callback.example.com");
        right.put("/created", "2026-11-21T15:04:05Z");
        right.put("/id", "0199c3a0-7d35-7bd6-8e3c-6f1d5f1d2f10");
        right.put("/extra", "{\"qx7-extra\": \"a\"}");
        return right;
    }

    private static void fill(Tab tab, Map<String, String> entries) {
        var fields = shown("By user").stream().collect(Collectors.toMap(FormField::id, field -> field));
        entries.forEach((pointer, text) -> {
            var field = fields.get(FieldId.of(pointer));
            switch (role(field)) {
                case "textbox" -> tab.type(at(pointer), text);
                case "checkbox" -> tab.choose(at(pointer));
                case "combobox" -> tab.select(at(pointer), text);
                default -> field.choices().stream().filter(choice -> List.of(text.split(" ")).contains(choice.label()))
                        .forEach(choice -> tab.choose(id(field.id() + "-" + choice.value())));
            }
        });
    }

    private static void assertShownNowhere(Tab tab, String project) {
        var secret = "/projects/" + project + "/secrets/FORTY";
        for (var path : List.of("/projects/" + project, "/projects/" + project + "/secrets", secret,
                secret + "/edit?environment=preview", secret + "/edit?environment=preview&as=json",
                secret + "/delete?environment=preview", "/projects/" + project + "/secrets/-/compare",
                "/projects/" + project + "/secrets/-/health", "/projects/" + project + "/audit")) {
            assertThat(tab.visit(path).page().content()).as(path).contains("<h1").doesNotContain(MARK);
        }
    }

    /** Tab comes to every field, in the order in which they stand, and what has the focus is seen. */
    private static void walked(Tab tab, String what) {
        tab.at(".skip").focus();
        assertThat(Look.walk(tab.page(), what)).isGreaterThan(40);
        tab.at(".skip").focus();
        var stops = new ArrayList<String>();
        for (var i = 0; i < 200; i++) {
            tab.page().keyboard().press("Tab");
            var stop = (String) tab.page().evaluate(
                    "() => document.activeElement === document.body ? null : document.activeElement.name || ''");
            if (stop == null) {
                break;
            }
            if (stop.startsWith("value") && (stops.isEmpty() || !stops.getLast().equals(stop))) {
                stops.add(stop);
            }
        }
        assertThat(stops).as(what).containsExactlyElementsOf(shown("By token").stream()
                .filter(field -> !field.isGroup()).map(FormField::id).toList());
    }

    private static String at(String pointer) {
        return id(FieldId.of(pointer));
    }

    private static String id(String id) {
        return "[id='%s']".formatted(id);
    }

    private static String project(String slug) {
        EveryField.type(server.api(server.cast.alice), slug, "forty", "Forty", SCHEMA);
        return "/projects/" + slug + "/secrets";
    }

    private static String schema() {
        try (var file = FortyFieldsIT.class.getResourceAsStream("forty-fields.json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
