package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.AUDIT_EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.access.Access;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The fields that a secret's type asks for, in the forms that add, set and edit it. */
@Tag("R14")
class SecretTypeFormTest {
    private static final String CANARY = "kanarie-7f3a";
    private static final String STRIPE = """
            {"type": "string", "title": "Secret API key", "description": "From the dashboard.", "writeOnly": true,
             "pattern": "^sk_[a-z0-9_]+$"}""";
    private static final Pattern READ = Pattern.compile("name=\"read\" value=\"([^\"]+)\"");
    private static TestServer server;
    private static int count;

    private Access project;
    private String slug;
    private String secrets;
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
        slug = "typed-forms-" + ++count;
        project = server.cast.project(slug);
        secrets = "/projects/" + slug + "/secrets";
        alice = server.browser(server.cast.alice);
    }

    @Test
    void without_types_there_is_nothing_to_choose() {
        assertThat(alice.get(secrets + "/-/new").body()).doesNotContain("id=\"type\"", "Show its fields", "Enter it as")
                .contains("id=\"type-fields\"", "Secret value");
        assertThat(alice.get(secrets + "/-/new?type=every&as=json").body()).contains("Secret value");
    }

    @Test
    void a_plain_value_comes_first_then_the_types_by_name() {
        types();
        var page = alice.get(secrets + "/-/new").body();
        assertThat(page).containsSubsequence("<option value=\"\" selected=\"selected\">Plain value</option>",
                "<option value=\"every\">Every field</option>", "<option value=\"stripe\">Stripe key</option>",
                "name=\"step\" value=\"type\"", ">Show its fields</button>", "Secret value", "Environments");
        assertThat(page).contains("hx-target=\"#type-fields\"", "hx-select=\"#type-fields\"",
                "hx-include=\"#type, #type-fields [data-choice]\"", "data-say=\"Field for a plain value shown.\"");
    }

    @Test
    void types_of_one_name_are_told_apart_by_their_keys() {
        types();
        EveryField.type(server.api(server.cast.alice), slug, "stripe-old", "Stripe key", STRIPE);
        assertThat(alice.get(secrets + "/-/new").body()).containsSubsequence(">Every field</option>",
                "value=\"stripe\">Stripe key (stripe)</option>",
                "value=\"stripe-old\">Stripe key (stripe-old)</option>");
    }

    @Test
    void the_address_of_another_choice_gives_its_fields_and_leaves_the_focus() {
        types();
        var every = alice.htmx().get(secrets + "/-/new?type=every");
        assertThat(every.body().strip()).startsWith("<dialog id=\"dialog\"");
        assertThat(every.body()).contains("data-say=\"Fields for Every field shown.\"", "id=\"value.password\"",
                "data-generate=\"value.password\"",
                "id=\"value.port\" name=\"value.port\" value=\"5432\"", "inputmode=\"numeric\"",
                "id=\"value.tls.client.cert\"", "id=\"value.auth.token\"", "<legend>TLS", "Level", "One a line.")
                .doesNotContain("autofocus", "data-typed", "id=\"value.auth.login\"", "id=\"value.kind\"");
        assertThat(alice.htmx().get(secrets + "/-/new?type=every&value.auth:choice=:1").body())
                .contains("id=\"value.auth.login\"", "value=\"5432\"").doesNotContain("id=\"value.auth.token\"");
        assertThat(alice.htmx().get(secrets + "/-/new?type=every&as=json").body())
                .contains("Every field as JSON", "name=\"as\" value=\"json\"", ">Enter its fields</button>",
                        "Read from", "class=\"masked\"")
                .doesNotContain("id=\"value.port\"");
        assertThat(alice.get(secrets + "/-/new?type=nothing").body()).contains("Secret value");
    }

    @Test
    void what_the_summary_leads_to_tells_the_mistake_and_a_button_its_field() {
        types();
        var refused = alice.form(secrets + "/-/new", "key", "DB", "type", "every", "value.user", "x");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("href=\"#value.level\"", "id=\"value.level-error\"",
                "Read from a file<span class=\"vh\">, Private key</span>");
        assertThat(tag(refused.body(), "value.level-:0")).contains("aria-describedby=\"value.level-error");
        assertThat(tag(refused.body(), "value.level-:1")).doesNotContain("aria-describedby");
    }

    @Test
    void a_type_of_one_text_looks_like_the_field_of_a_value() {
        types();
        assertThat(alice.get(secrets + "/-/new?type=stripe").body()).contains("for=\"value\">Secret API key",
                "From the dashboard.", "type=\"password\" id=\"value\" name=\"value\" data-secret")
                .doesNotContain("Enter it as JSON", "<fieldset class=\"stack\"");
        assertLeadsTo(alice.form(secrets + "/-/new", "key", "STRIPE_KEY", "type", "stripe", "value", "sk_kanarie_7f3a",
                "environments", "preview"), secrets);
        var refused = alice.form(secrets + "/-/new", "key", "OTHER", "type", "stripe", "value", CANARY, "environments",
                "preview");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("href=\"#value\"", "id=\"value-error\"");
        assertNoValue(refused);
        assertThat(audited()).containsOnlyOnce("secret.created");
    }

    @Test
    void without_javascript_a_step_of_the_form_shows_the_fields_and_saves_nothing() {
        types();
        var step = alice.form(secrets + "/-/new", "key", "DB", "type", "every", "value", CANARY, "description",
                "What for", "environments", "production", "step", "type", "page", "yes");
        assertThat(step.statusCode()).isEqualTo(200);
        assertThat(step.body()).contains("<title>Add secret", "value=\"DB\"", "What for</textarea>",
                "value=\"production\" checked", "id=\"value.port\"", "<option value=\"every\" selected")
                .doesNotContain("class=\"errors\"", "class=\"error\"");
        assertThat(tag(step.body(), "type")).contains("autofocus");
        assertNoValue(step);
        var other = alice.form(secrets + "/-/new", sent("step", "value.auth:choice", "value.auth:choice", ":1",
                "value.user", "anna", "value.port", "abc", "value.verify", ":off", "value.hosts",
                "a.example\nb.example"));
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.body()).contains("value=\"anna\"", "value=\"abc\"", "a.example\nb.example</textarea>",
                "id=\"value.auth.login\"")
                .doesNotContain("class=\"errors\"", "id=\"value.auth.token\"",
                        "name=\"value.verify\" value=\":yes\" checked");
        assertThat(tag(other.body(), "value.level-:1")).contains("checked");
        assertThat(tag(other.body(), "value.auth:choice-:1")).contains("checked", "autofocus");
        assertNoValue(other);
        var json = alice.form(secrets + "/-/new", sent("step", "json"));
        assertThat(json.body()).contains("Every field as JSON", "value=\"DB\"");
        assertThat(tag(json.body(), "as")).contains("value=\"fields\"", "autofocus");
        assertThat(alice.form(secrets + "/-/new", sent("step", "fields", "as", "json")).body()).contains("Enter it as");
        assertThat(alice.get(secrets).body()).contains("No secrets yet");
        assertThat(audited()).doesNotContain("secret.created");
    }

    @Test
    void what_was_typed_masked_comes_back_in_no_field_that_shows_it() {
        types();
        var api = server.api(server.cast.alice);
        EveryField.type(api, slug, "public", "Public", """
                {"type": "string", "writeOnly": false}""");
        EveryField.type(api, slug, "plain", "Plain", """
                {"properties": {"user": {"type": "string"}, "password": {"type": "string"}}}""");
        assertThat(alice.get(secrets + "/-/new").body()).contains("name=\"masked\" value=\"value\"");
        assertThat(alice.get(secrets + "/-/new?type=every&as=json").body()).contains("name=\"masked\" value=\"value\"");
        assertThat(alice.get(secrets + "/-/new?type=public").body()).contains("name=\"masked\" value=\"\"");
        for (var step : List.of("type", "")) {
            assertNoValue(alice.form(secrets + "/-/new", "masked", "value", "type", "public", "value", CANARY, "step",
                    step));
        }
        assertThat(alice.get(secrets + "/-/new?type=every").body())
                .containsPattern("name=\"masked\" value=\"[^\"]*value\\.password[^\"]*\"")
                .doesNotContainPattern("name=\"masked\" value=\"[^\"]*value\\.user");
        var other = alice.form(secrets + "/-/new", sent("type", "plain", "step", "type", "masked",
                "value.auth.token value.password"));
        assertThat(other.body()).contains("value=\"anna\"", "id=\"value.password\"");
        assertNoValue(other);
    }

    @Test
    void fields_that_are_no_longer_those_of_the_type_are_not_saved_in_silence() {
        var api = server.api(server.cast.alice);
        EveryField.type(api, slug, "login", "Login", "{\"properties\": {\"pass\": {\"type\": \"string\"}}}");
        var shown = shown(secrets + "/-/new?type=login");
        assertThat(shown).isEqualTo("login@1");
        api.json("PUT", "/api/v1/projects/" + slug + "/secret-types/login",
                "{\"schema\": {\"properties\": {\"password\": {\"type\": \"string\", \"title\": \"New name\"}}}}");

        var late = alice.form(secrets + "/-/new", "key", "DB", "shown", shown, "type", "login", "value.pass", "typed",
                "environments", "preview");
        assertThat(late.statusCode()).isEqualTo(422);
        assertThat(late.body()).contains("The fields of Login are other ones than those filled in.", "href=\"#type\"",
                "New name");
        var other = alice.form(secrets + "/-/new", "key", "DB", "shown", "", "type", "login", "value", CANARY,
                "environments", "preview");
        assertThat(other.statusCode()).isEqualTo(422);
        assertNoValue(other);
        assertLeadsTo(alice.form(secrets + "/-/new", "key", "DB", "shown", shown(secrets + "/-/new?type=login"), "type",
                "login", "value.password", CANARY, "environments", "preview"), secrets);
        var edit = secrets + "/DB/edit?environment=preview";
        var changed = alice.form(edit, "read", read(edit), "shown", shown, "type", "login", "value.pass", "typed",
                "description", "kept");
        assertThat(changed.statusCode()).isEqualTo(422);
        assertThat(changed.body()).contains("The fields of Login are other ones than those filled in.", ">kept<");
        assertThat(stored("DB")).contains(CANARY);
    }

    @Test
    void every_mistake_stands_at_its_field_and_in_the_summary_and_no_masked_text_comes_back() {
        types();
        var wrong = alice.htmx().form(secrets + "/-/new", sent("key", "1 bad", "value.user", "x", "value.password",
                "kanarie", "value.port", "70000", "value.hosts", "a.example\n-", "value.tls.mode", "",
                "value.auth.token", "kan"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body().strip()).startsWith("<div class=\"stack\" id=\"secret-fields\"");
        assertThat(wrong.body()).containsSubsequence("href=\"#key\"", "href=\"#value.user\"");
        for (var id : List.of("user", "password", "port", "hosts", "auth.token")) {
            assertThat(wrong.body()).as(id).contains("href=\"#value." + id + "\"", "id=\"value." + id + "-error\"");
            assertThat(tag(wrong.body(), "value." + id)).as(id).contains("aria-invalid=\"true\"",
                    "value." + id + "-error");
        }
        assertThat(wrong.body()).contains("data-typed=\"yes\"", "value=\"70000\"", "a.example\n-</textarea>",
                "Enter the value again. It was not sent back to this page.");
        assertNoValue(wrong);
        assertThat(wrong.body()).doesNotContain(">kan<", "\"kan\"");
    }

    @Test
    void what_was_entered_becomes_a_value_and_one_masked_field_is_changed_alone() {
        types();
        assertLeadsTo(alice.form(secrets + "/-/new", sent()), secrets);
        assertThat(stored("DB")).contains("\"user\":\"anna\"", "\"password\":\"kanarie-7f3a\"", "\"port\":5432",
                "\"kind\":\"every\"");
        var edit = secrets + "/DB/edit?environment=preview";
        var page = alice.get(edit);
        assertThat(page.body()).contains("<option value=\"every\" selected", "Fields left empty keep what is stored",
                "Keep the current one", "Remove Ratio").doesNotContain("anna", "5432\"", "required=\"required\" class");
        assertNoValue(page);
        var nothing = alice.form(edit, "read", read(edit), "type", "every", "description", "");
        assertThat(nothing.statusCode()).isEqualTo(422);
        assertThat(nothing.body()).contains("No changes to save", "href=\"#value\"", "id=\"value\"");
        assertLeadsTo(alice.form(edit, "read", read(edit), "type", "every", "value.password", CANARY + "-rotated",
                "value.level", ":keep", "description", ""), secrets);
        assertThat(stored("DB")).contains("\"password\":\"kanarie-7f3a-rotated\"", "\"user\":\"anna\"",
                "\"token\":\"kanarie-token\"");
        assertThat(alice.get(secrets).body()).contains("Secret DB updated. Whatever reads it gets the new value");
        assertLeadsTo(alice.form(edit, "read", read(edit), "type", "every", "value.hosts:remove", "yes", "description",
                ""), secrets);
        assertThat(stored("DB")).doesNotContain("hosts");
    }

    @Test
    void choices_nest_and_a_form_has_as_many_fields_as_its_type() {
        var api = server.api(server.cast.alice);
        EveryField.type(api, slug, "nested", "Nested", """
                {"type": "object", "properties": {"a": {"oneOf": [
                  {"type": "object", "title": "One", "properties": {"b": {"oneOf": [
                    {"type": "object", "title": "X", "properties": {"x": {"type": "string"}}},
                    {"type": "object", "title": "Y", "properties": {"y": {"type": "string"}}}]}}},
                  {"type": "object", "title": "Two", "properties": {"z": {"type": "string"}}}]}}}""");
        assertThat(alice.htmx().get(secrets + "/-/new?type=nested&value.a:choice=:0&value.a.b:choice=:1").body())
                .contains("id=\"value.a.b.y\"").doesNotContain("id=\"value.a.b.x\"", "id=\"value.a.z\"");
        assertThat(alice.form(secrets + "/-/new", "type", "nested", "value.a:choice", ":0", "value.a.b:choice", ":1",
                "value.a.b.y", "typed", "step", "value.a.b:choice").body()).contains("value=\"typed\"");
        EveryField.type(api, slug, "wide", "Wide", IntStream.range(0, 100).mapToObj(
                "\"b%d\": {\"type\": \"boolean\"}"::formatted)
                .collect(Collectors.joining(",", "{\"type\": \"object\", \"properties\": {", "}}")));
        assertThat(alice.get(secrets + "/-/new?type=wide").body()).contains("id=\"value.b99\"");
        var boxes = new ArrayList<>(List.of("key", "WIDE", "type", "wide", "environments", "preview"));
        IntStream.range(0, 100).forEach(i -> boxes.addAll(List.of("value.b" + i, ":off", "value.b" + i, ":yes")));
        assertLeadsTo(alice.form(secrets + "/-/new", boxes.toArray(String[]::new)), secrets);
        assertThat(stored("WIDE")).contains("\"b99\":true");
    }

    @Test
    void the_whole_value_can_be_entered_as_json() {
        types();
        assertLeadsTo(alice.form(secrets + "/-/new", "key", "DB", "type", "every", "as", "json", "value", """
                {"user": "anna", "password": "kanarie-7f3a", "port": 1, "level": "low", "kind": "every",
                 "tls": {"mode": "on"}, "auth": {"token": "kanarie"}}""", "environments", "preview"), secrets);
        var edit = secrets + "/DB/edit?environment=preview&as=json";
        var wrong = alice.form(edit, "read", read(edit), "type", "every", "as", "json", "value",
                "{\"user\": \"" + CANARY + "\"}", "description", "");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("href=\"#value\"", "id=\"value-error\"", "Every field as JSON");
        assertNoValue(wrong);
        var broken = alice.form(edit, "read", read(edit), "type", "every", "as", "json", "value",
                "{\"user\": " + CANARY, "description", "");
        assertThat(broken.statusCode()).isEqualTo(422);
        assertNoValue(broken);
        var kept = alice.form(edit, "read", read(edit), "type", "every", "as", "json", "value", "", "description", "");
        assertThat(kept.body()).contains("No changes to save");
    }

    @Test
    void another_type_says_what_it_means_elsewhere() {
        types();
        alice.form(secrets + "/-/new", "key", "KEY", "type", "", "value", CANARY, "environments", "preview");
        alice.form(secrets + "/-/new?key=KEY&environment=production", "key", "KEY", "type", "", "value", CANARY,
                "environments", "production");
        var edit = secrets + "/KEY/edit?environment=preview";
        assertThat(alice.get(edit).body()).doesNotContain("Saving changes the type");
        assertThat(alice.htmx().get(edit + "&type=stripe").body()).contains("Saving changes the type of KEY from "
                + "Plain value to Stripe key in every environment. What is stored in Production stays as it is, and is "
                + "marked No longer fits its type where it does not fit. Leave every field empty to change the type "
                + "alone.");
        assertLeadsTo(alice.form(edit, "read", read(edit), "type", "stripe", "value", "sk_kanarie_7f3a", "description",
                ""), secrets);
        assertThat(alice.get(edit).body()).contains("<option value=\"stripe\" selected");
        assertThat(alice.htmx().get(edit + "&type=").body()).contains("from Stripe key to Plain value in every",
                "What is stored in Production stays as it is.");
        assertThat(audited()).contains("secret.set");
    }

    @Test
    void the_type_alone_is_changed_where_the_fields_are_as_they_were_shown() {
        types();
        alice.form(secrets + "/-/new", "key", "KEY", "type", "", "value", CANARY, "environments", "preview");
        var edit = secrets + "/KEY/edit?environment=preview";
        var browser = alice.htmx();
        var shown = new ArrayList<>(List.of("read", read(edit), "type", "every", "description", "", "value.user", "",
                "value.password", "", "value.port", "5432", "value.ratio", "", "value.verify", ":off", "value.verify",
                ":yes", "value.region", ":none", "value.hosts", "", "value.scopes", ":off", "value.auth:choice", ":0",
                "value.auth.token", "", "value.extra", ""));
        var saved = browser.form(edit, shown.toArray(String[]::new));
        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(200);
        assertThat(saved.headers().firstValue("HX-Trigger-After-Settle").orElseThrow())
                .contains("What is stored in Preview does not fit the type.");
        assertThat(stored("KEY")).isEqualTo(CANARY);
        assertThat(audited()).contains("secret.typed");
        assertThat(alice.get(secrets).body()).contains("No longer fits its type");

        var plain = List.of("read", read(edit), "type", "", "description", "", "value", "");
        assertThat(browser.form(edit, plain.toArray(String[]::new)).statusCode()).isEqualTo(200);
        shown.set(1, read(edit));
        shown.set(13, "5433");
        assertThat(browser.form(edit, shown.toArray(String[]::new)).statusCode()).as("a value of its own")
                .isEqualTo(422);
    }

    @Test
    void a_key_that_is_set_elsewhere_brings_its_type_and_what_the_project_needs_names_one() {
        types();
        alice.form(secrets + "/-/new", "key", "KEY", "type", "stripe", "value", "sk_kanarie_7f3a", "environments",
                "preview");
        assertThat(alice.get(secrets + "/-/new?key=KEY&environment=production").body())
                .contains("<option value=\"stripe\" selected", "From the dashboard.");
        server.api(server.cast.alice).json("PUT", "/api/v1/projects/" + slug + "/requirements", """
                {"source": "build", "requirements": [
                  {"key": "NEEDED", "required": true, "environments": ["preview"], "type": "stripe"},
                  {"key": "UNKNOWN", "required": true, "environments": ["preview"], "type": "nothing"}]}""");
        assertThat(alice.get(secrets + "/-/new?key=NEEDED&environment=preview").body())
                .contains("<option value=\"stripe\" selected", "From the dashboard.");
        assertThat(alice.get(secrets + "/-/new?key=UNKNOWN&environment=preview").body()).contains("Secret value");
        var chosen = secrets + "/-/new?key=NEEDED&environment=preview&setup=2";
        assertThat(alice.get(chosen).body()).contains("hx-get=\"" + chosen.replace("&", "&amp;") + "\"");
    }

    @Test
    @Tag("R20")
    void who_may_not_write_sees_no_fields() {
        types();
        assertThat(server.browser(server.cast.carol).get(secrets + "/-/new?type=every").statusCode()).isEqualTo(403);
        assertThat(server.browser(server.cast.carol).form(secrets + "/-/new", sent("step", "type")).statusCode())
                .isEqualTo(403);
        assertThat(server.browser(server.cast.mallory).get(secrets + "/-/new?type=every").statusCode()).isEqualTo(404);
        assertThat(server.browser().form(secrets + "/-/new", sent("step", "type")).headers().firstValue("Location")
                .orElseThrow()).startsWith("/sign-in");
        assertThat(server.browser(server.cast.bob).form(secrets + "/-/new", sent("step", "type")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void mistakes_are_told_of_the_alternative_that_was_chosen() {
        EveryField.type(server.api(server.cast.alice), slug, "either", "Either", """
                {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"], "oneOf": [
                  {"title": "Short", "properties": {"pin": {"type": "string", "writeOnly": true}},
                   "required": ["pin"]},
                  {"title": "Long", "properties": {"user": {"type": "string"}, "pass": {"type": "string"},
                   "code": {"type": "string"}}, "required": ["user", "pass", "code"]}]}""");
        var choice = Pattern.compile("name=\"([^\"]*choice[^\"]*)\"").matcher(
                alice.get(secrets + "/-/new?type=either").body());
        assertThat(choice.find()).isTrue();
        var refused = alice.form(secrets + "/-/new", "key", "LOGIN", "type", "either", "environments", "preview",
                "value.id", "a", choice.group(1), ":1", "value.user", "", "value.pass", "", "value.code", "x");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("User is required", "Pass is required").doesNotContain("Pin is required");

        assertThat(alice.form(secrets + "/-/new", "key", "LOGIN", "type", "either", "environments", "preview",
                "value.id", "a", choice.group(1), ":0", "value.pin", "1234").statusCode()).isEqualTo(303);
        var edit = secrets + "/LOGIN/edit?environment=preview";
        var kept = alice.form(edit, "read", read(edit), "type", "either", "value.id", "", choice.group(1), ":1",
                "value.user", "", "value.pass", "", "value.code", "x");
        assertThat(kept.statusCode()).isEqualTo(422);
        assertThat(kept.body()).contains("User is required", "Pass is required");
    }

    private void types() {
        var api = server.api(server.cast.alice);
        EveryField.type(api, slug, "every", "Every field", EveryField.SCHEMA);
        EveryField.type(api, slug, "stripe", "Stripe key", STRIPE);
    }

    /** A good form for {@link EveryField}, with other values for some fields. */
    private static String[] sent(String... others) {
        var fields = new ArrayList<>(List.of("key", "DB", "type", "every", "environments", "preview", "value.user",
                "anna", "value.password", CANARY, "value.port", "5432", "value.ratio", "", "value.verify", ":off",
                "value.verify", ":yes", "value.level", ":1", "value.region", ":none", "value.hosts", "a.example",
                "value.tls.mode", ":0", "value.auth:choice", ":0", "value.auth.token", "kanarie-token"));
        for (int i = 0; i < others.length; i += 2) {
            for (int at = fields.size() - 2; at >= 0; at -= 2) {
                if (fields.get(at).equals(others[i])) {
                    fields.subList(at, at + 2).clear();
                }
            }
            fields.addAll(List.of(others[i], others[i + 1]));
        }
        return fields.toArray(String[]::new);
    }

    /** The start tag of the element with an id. */
    private String shown(String address) {
        var shown = Pattern.compile("name=\"shown\" value=\"([^\"]*)\"").matcher(alice.get(address).body());
        assertThat(shown.find()).isTrue();
        return shown.group(1);
    }

    private static String tag(String html, String id) {
        int at = html.indexOf("id=\"" + id + "\"");
        assertThat(at).as(id).isPositive();
        return html.substring(html.lastIndexOf('<', at), html.indexOf('>', at));
    }

    private String stored(String key) {
        return new StoredValues(server.cast, project).of(key, "preview");
    }

    private String read(String address) {
        var found = READ.matcher(alice.get(address).body());
        assertThat(found.find()).as("the tag in " + address).isTrue();
        return found.group(1);
    }

    private List<String> audited() {
        return server.cast.database.read(sql -> sql.select(AUDIT_EVENTS.ACTION).from(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.CHAIN_ID.eq(project.projectId())).fetch(AUDIT_EVENTS.ACTION));
    }

    private static void assertLeadsTo(HttpResponse<String> answer, String address) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains(address);
        assertNoValue(answer);
    }

    private static void assertNoValue(HttpResponse<String> answer) {
        assertThat(answer.body()).doesNotContain("kanarie", "7f3a");
        assertThat(answer.headers().map().toString()).doesNotContain("kanarie", "7f3a");
    }
}
