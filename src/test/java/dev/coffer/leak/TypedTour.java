package dev.coffer.leak;

import static dev.coffer.leak.Tour.quoted;

import java.util.List;

/**
 * The canaries' way through secrets with a type: as a text, in a field, as a name, where they fit and where they don't.
 */
final class TypedTour {
    private static final String API = "/api/v1/projects/leak/secrets";
    private static final String PAGES = "/projects/leak/secrets";
    private static final String WHERE = "\"environments\":[\"preview\",\"production\"]";
    private static final String PARTS = """
            {"type": "object", "additionalProperties": false, "required": ["password"], "properties": {
              "host": {"type": "string"}, "port": {"type": "integer"}, "mode": {"enum": ["a", "b"]},
              "password": {"type": "string", "writeOnly": true, "x-multiline": true},
              "tags": {"type": "array", "items": {"type": "string"}}}}""";
    private static final String STRICT = """
            {"type": "object", "propertyNames": {"pattern": "^[a-z]$"}, "properties": {
              "a": {"const": "b"}, "c": {"type": "string", "format": "email", "maxLength": 3}},
              "additionalProperties": {"type": "integer", "maximum": 3}}""";

    private final Tour tour;

    TypedTour(Tour tour) {
        this.tour = tour;
    }

    void types() {
        type("text", "{\"type\": \"string\"}");
        type("parts", PARTS);
        type("strict", STRICT);
        type("pattern", "{\"type\": \"string\", \"pattern\": \"^never$\"}");
    }

    /** A value through every type, done and refused. */
    void values(String name, String value) {
        api(name, value);
        retyped(name, value);
        imported(name, value);
        forms(name, value);
        List.of("", "?type=parts", "/TYPED_" + name, "/TYPED_" + name + "/edit?environment=preview&type=strict",
                "/-/compare", "/-/health", "/-/new?type=parts").forEach(page -> tour.get(PAGES + page));
    }

    private void api(String name, String value) {
        var text = quoted(value);
        var path = API + "/TYPED_" + name;
        for (var body : List.of("{\"password\":" + text + "}", "{\"password\":" + text + ",\"host\":" + text
                + ",\"tags\":[" + text + "]}",
                "{\"password\":" + text + ",\"port\":" + text + ",\"mode\":" + text + "}",
                "{\"password\":" + text + ",\"password\":" + text + "}", "{" + text + ":" + text + "}",
                "{\"a\":" + text + ",\"c\":" + text + "}", "[" + text + "]", text,
                quoted("{\"password\":" + text + "}"),
                "{\"password\":" + text, "{\"host\":[".repeat(40) + text)) {
            for (var type : List.of("parts", "strict", "text", "pattern", "nothing", "")) {
                put(path, body, type);
            }
        }
        tour.api("PUT", path, "{\"value\":" + text + ",\"type\":" + text + "," + WHERE + "}");
        tour.api("POST", API, "{\"key\":\"TYPED_" + name + "\",\"value\":{\"password\":" + text
                + "},\"type\":\"parts\"," + WHERE + "}");
        tour.api("GET", API + "?type=parts", null);
    }

    /** Stored values are held against other types, and versions come back that fit no more. */
    private void retyped(String name, String value) {
        var path = API + "/TYPED_" + name;
        put(path, quoted(value), "text");
        for (var type : List.of("pattern", "strict", "parts", "", "nothing")) {
            tour.api("PATCH", path, "{\"type\":\"" + type + "\"}", "If-Match", "*");
        }
        put(path, "{\"password\":" + quoted(value) + "}", "parts");
        tour.api("POST", path + "/versions/1/restoration?environment=preview", "{}");
        tour.api("PUT", "/api/v1/projects/leak/secret-types/parts",
                "{\"name\":\"Parts\",\"schema\":" + PARTS.replace("\"writeOnly\": true", "\"maxLength\": 1") + "}");
        tour.api("PUT", "/api/v1/projects/leak/secret-types/parts?force=true",
                "{\"name\":\"Parts\",\"schema\":" + PARTS + "}");
    }

    private void imported(String name, String value) {
        var key = "TYPED_" + name;
        for (var file : List.of("{\"" + key + "\":{\"password\":" + quoted(value) + ",\"host\":1}}",
                "{\"" + key + "\":" + quoted(value) + ",\"NEW_" + name + "\":[" + quoted(value) + "]}",
                "{\"" + key + "\":{\"password\":" + quoted(value) + "}}")) {
            tour.api("POST", "/api/v1/projects/leak/imports",
                    "{\"format\":\"json\",\"content\":%s,\"mode\":\"replace\",%s}".formatted(quoted(file), WHERE));
        }
    }

    private void forms(String name, String value) {
        var key = "FIELDS_" + name;
        String[] right = {"type", "parts", "key", key, "value.password", value, "value.host", "db.example",
                "value.tags", "one\ntwo", "environments", "preview"};
        tour.form(PAGES + "/-/new?type=parts", right);
        tour.form(PAGES + "/-/new?type=parts", right);
        tour.form(PAGES + "/-/new?type=parts", "type", "parts", "key", "", "value.password", value, "value.port", "x");
        tour.form(PAGES + "/-/new?type=parts", "type", "parts", "step", "type", "key", key, "value.password", value);
        tour.form(PAGES + "/-/new?type=parts&as=json", "type", "parts", "as", "json", "key", key + "_J", "value",
                "{\"password\":" + quoted(value) + "}", "environments", "preview");
        tour.form(PAGES + "/-/new?type=parts&as=json", "type", "parts", "as", "json", "key", key + "_K", "value", value,
                "environments", "preview");
        tour.form(PAGES + "/-/new?type=pattern", "type", "pattern", "key", key + "_P", "value", value, "environments",
                "preview");
        var edit = PAGES + "/" + key + "/edit?environment=preview";
        var read = tour.get(edit).body().replaceFirst("(?s).*name=\"read\"[^>]*value=\"([^\"]+)\".*", "$1");
        tour.form(edit, "type", "parts", "value.password", value + "2", "read", "stale");
        tour.form(edit, "type", "parts", "value.password", value + "2", "value.port", "much", "read", read);
        tour.form(edit, "type", "parts", "value.password", value + "3", "read", read);
        tour.get(edit);
    }

    private void put(String path, String value, String type) {
        tour.api("PUT", path, "{\"value\":" + value + ",\"type\":\"" + type + "\"," + WHERE + "}");
    }

    private void type(String key, String schema) {
        tour.api("POST", "/api/v1/projects/leak/secret-types",
                "{\"key\":\"" + key + "\",\"name\":\"" + key + "\",\"schema\":" + schema + "}");
    }
}
