package dev.coffer.secrettype;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.schema.FieldId;
import dev.coffer.secret.EveryField;
import dev.coffer.secret.StoredValues;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Secrets of the ready-made types, set over the API and by the form: what fits is stored, what doesn't is told where.
 */
@Tag("R14")
class ReadyMadeSecretsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern LONG = Pattern.compile("[A-Za-z0-9]{12,}");
    private static final String SECRETS = "/projects/shop/secrets";

    private static TestServer server;
    private static TestClient api;
    private static TestClient browser;
    private static StoredValues stored;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        stored = new StoredValues(server.cast, server.cast.project("shop"));
        api = server.api(server.cast.alice);
        browser = server.browser(server.cast.alice);
        ReadyMade.all().forEach(type -> EveryField.type(api, "shop", type.key(), type.name(), type.schema()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Sample> samples() {
        return Samples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void over_the_api(Sample sample) {
        var key = key(sample, "API");

        for (var bad : sample.bad()) {
            var refused = put(key, sample, bad.value());
            assertThat(refused.statusCode()).as(bad.mistake()).isEqualTo(422);
            var message = JSON.readTree(refused.body()).path("errors").path(field(bad));
            assertThat(message.asString("")).as("%s: %s", bad, refused.body()).isNotBlank();
            assertShowsNone(refused.body(), bad.value());
        }
        assertThat(api.head("/api/v1" + SECRETS + "/" + key).statusCode()).isEqualTo(404);
        for (var good : sample.good()) {
            assertThat(put(key, sample, good).statusCode()).isIn(200, 201);
            assertThat(stored.of(key, "preview")).isEqualTo(good);
        }
        assertThat(api.delete("/api/v1" + SECRETS + "/" + key).statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void by_the_form(Sample sample) {
        var key = key(sample, "FORM");
        var type = ReadyMade.find(sample.type()).orElseThrow();
        var isText = JSON.readTree(type.schema()).path("type").asString("").equals("string");
        var good = sample.good().getFirst();

        assertThat(browser.get(SECRETS + "/-/new?type=" + sample.type()).body()).contains("name=\"value",
                JSON.readTree(type.schema()).path("description").asString().replace("'", "&#39;"));
        for (var bad : sample.bad()) {
            if (isText || isAskedFor(type, bad)) {
                assertToldAt(FieldId.of(bad.pointer()), bad, fields(key, sample, bad.value()));
            }
            if (!isText) {
                assertToldAt("value", bad, asJson(key, sample, bad.value()));
            }
        }
        assertStored(key, fields(key, sample, good), good);
        if (!isText) {
            assertStored(key, asJson(key, sample, sample.good().getLast()), sample.good().getLast());
        }
    }

    private static void assertToldAt(String field, Sample.Bad bad, String... form) {
        var refused = browser.form(SECRETS + "/-/new", form);
        assertThat(refused.statusCode()).as(bad.mistake()).isEqualTo(422);
        assertThat(refused.body()).as(bad.mistake()).contains("id=\"%s-error\"".formatted(field));
        if (refused.body().contains("data-secret") && field.equals("value")) {
            assertShowsNone(refused.body(), bad.value());
        }
    }

    private static void assertStored(String key, String[] form, String good) {
        assertThat(browser.form(SECRETS + "/-/new", form).statusCode()).isEqualTo(303);
        assertThat(same(stored.of(key, "preview"), good)).isTrue();
        assertThat(api.delete("/api/v1" + SECRETS + "/" + key).statusCode()).isEqualTo(204);
    }

    private static HttpResponse<String> put(String key, Sample sample, String value) {
        var body = JSON.createObjectNode().put("value", value).put("type", sample.type());
        body.putArray("environments").add("preview");
        return api.json("PUT", "/api/v1" + SECRETS + "/" + key, body.toString());
    }

    private static String key(Sample sample, String way) {
        return way + "_" + sample.type().replace('-', '_').toUpperCase();
    }

    private static String field(Sample.Bad bad) {
        return bad.pointer().isEmpty() ? "value" : "/value" + bad.pointer();
    }

    private static String[] asJson(String key, Sample sample, String value) {
        return new String[]{"key", key, "type", sample.type(), "as", "json", "value", value, "environments", "preview",
                "page", "yes"};
    }

    /** What somebody enters to make that value. */
    private static String[] fields(String key, Sample sample, String value) {
        var root = JSON.readTree(ReadyMade.find(sample.type()).orElseThrow().schema());
        var form =
                new ArrayList<>(List.of("key", key, "type", sample.type(), "environments", "preview", "page", "yes"));
        if (root.path("type").asString("").equals("string")) {
            form.addAll(List.of("value", value));
            return form.toArray(String[]::new);
        }
        var fields = JSON.readTree(value);
        if (root.has("oneOf")) {
            form.addAll(List.of(FieldId.choice(""), fields.has("auth_token") ? ":1" : ":0"));
        }
        for (var field : fields.properties()) {
            var choices = root.path("properties").path(field.getKey()).path("enum");
            form.addAll(List.of(FieldId.of("/" + field.getKey()),
                    choices.isMissingNode() ? field.getValue().asString("") : option(choices, field.getValue())));
        }
        return form.toArray(String[]::new);
    }

    private static String option(JsonNode choices, JsonNode chosen) {
        for (var i = 0; i < choices.size(); i++) {
            if (choices.get(i).equals(chosen)) {
                return ":" + i;
            }
        }
        return "";
    }

    /**
     * Whether the form lets somebody make that mistake: it fills in constants itself, and a number has no type there.
     */
    private static boolean isAskedFor(ReadyMade type, Sample.Bad bad) {
        var field = JSON.readTree(type.schema()).path("properties").path(bad.pointer().substring(1));
        return !field.has("const") && !field.has("enum") && !bad.mistake().equals("port: as text");
    }

    private static boolean same(String one, String other) {
        return one.equals(other) || JSON.readTree(one).equals(JSON.readTree(other));
    }

    private static void assertShowsNone(String answer, String value) {
        LONG.matcher(value).results().map(found -> found.group())
                .filter(part -> !part.matches("(?i)[a-z]+|[0-9.]+"))
                .forEach(part -> assertThat(answer).doesNotContain(part));
    }
}
