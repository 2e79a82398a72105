package dev.coffer.leak;

import dev.coffer.secret.EveryField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The canaries' way through every kind of field: each masked one, the whole as JSON, and values that no type fits.
 * What isn't masked is shown again after a mistake, so no canary stands there.
 */
final class EveryFieldTour {
    private static final String PAGES = "/projects/leak/secrets";
    private static final List<String> MASKED = List.of("value.password", "value.key", "value.tls.client.key",
            "value.auth.token", "value.extra");

    private final Wire wire;
    private final Tour tour;

    EveryFieldTour(Wire wire, Tour tour) {
        this.wire = wire;
        this.tour = tour;
    }

    /** One with every kind of field, one text that nothing fits, and one that a list and a number fit. */
    void types() {
        type("every", EveryField.SCHEMA);
        type("never", "{\"type\": \"string\", \"title\": \"Never\", \"writeOnly\": true, \"pattern\": \"^never$\", "
                + "\"maxLength\": 5}");
        type("shapes", """
                {"oneOf": [{"type": "array", "title": "List", "writeOnly": true,
                  "items": {"type": "string", "format": "uuid"}}, {"type": "object", "title": "Object", "properties": {"n": {"type": "integer", "writeOnly": true},
                  "choice": {"enum": ["a", "b"], "writeOnly": true}}, "additionalProperties": false}]}""");
    }

    private void type(String key, String schema) {
        var made = tour.api("POST", "/api/v1/projects/leak/secret-types",
                "{\"key\":\"%s\",\"name\":\"%s\",\"schema\":%s}".formatted(key, key, schema));
        if (made.status() != 201) {
            throw new IllegalStateException(made.body());
        }
    }

    /** The forms, right and wrong, by HTMX and without it. */
    void values(String name, String value) {
        var key = "EVERY_" + name;
        form("/-/new", key, value, "value.user", "anna", "value.port", "5432");
        form("/-/new", key, value, "value.user", "anna", "value.port", "5432");
        form("/-/new", key + "_B", value, "value.user", "x", "value.port", "none");
        form("/-/new", key + "_B", value, "value.user", "anna", "step", "type");
        form("/-/new", key + "_B", value, "value.auth:choice", value, "step", "value.auth:choice");
        form("/-/new", key + "_B", value, "value.level", value, "value.scopes", value, "value.verify", value);
        form("/-/new", key + "_B", value, "step", value, "as", value, "type", value);
        form("/-/new", key + "_B", value, "value.ratio:remove", value, "value.unknown", value, "value.kind", value);
        var edit = "/" + key + "/edit?environment=preview";
        var read = wire.send("GET", PAGES + edit, null, tour.browser()).body()
                .replaceFirst("(?s).*name=\"read\"[^>]*value=\"([^\"]+)\".*", "$1");
        form(edit, key, value + "8", "read", read);
        form(edit, key, value + "9", "read", read);
        form(edit, key, value, "read", value);
        for (var type : List.of("never", "shapes", "every", "")) {
            form(edit + "&type=" + type, key, value, "type", type, "as", "json", "value", value);
            form("/-/new", key + "_C", value, "type", type, "as", "json", "value", value);
            form("/-/new", key + "_C", value, "type", type, "value", value, "value:choice", ":0");
            form("/-/new", key + "_C", value, "type", type, "value:choice", ":1", "value.n", value, "value.choice",
                    value);
            wire.send("GET", PAGES + edit + "&type=" + type, null, tour.browser());
        }
        wire.send("GET", PAGES + edit, null, tour.browser());
    }

    /** Each masked field holds the value; {@code others} come in turn, name and value. */
    private void form(String path, String key, String value, String... others) {
        var fields = new ArrayList<>(List.of("key", key, "environments", "preview", "description", ""));
        if (!List.of(others).contains("type")) {
            fields.addAll(List.of("type", "every"));
        }
        MASKED.forEach(field -> fields.addAll(List.of(field, value)));
        fields.addAll(List.of("value.level", ":0", "value.tls.mode", ":0"));
        fields.addAll(List.of(others));
        var sent = fields.toArray(String[]::new);
        tour.form(PAGES + path, sent);
        var htmx = new ArrayList<>(List.of(tour.browser()));
        htmx.addAll(List.of("HX-Request", "true"));
        wire.send("POST", PAGES + path, Tour.encoded(sent).getBytes(StandardCharsets.UTF_8),
                htmx.toArray(String[]::new));
    }
}
