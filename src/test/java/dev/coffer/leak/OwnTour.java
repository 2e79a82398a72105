package dev.coffer.leak;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The canaries as an app's own values, and where the app's name belongs, done and refused. */
final class OwnTour {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String API = "/api/v1/projects/leak/secrets";
    private static final String PAGES = "/projects/leak/secrets";
    private static final String APP = "owner";

    private final Wire wire;
    private final Tour tour;

    OwnTour(Wire wire, Tour tour) {
        this.wire = wire;
        this.tour = tour;
    }

    void app() {
        var made = tour.api("POST", "/api/v1/projects/leak/apps", "{\"name\":\"Owner\",\"slug\":\"owner\"}");
        if (made.status() != 201) {
            throw new IllegalStateException(made.body());
        }
    }

    void values(String name, String value) {
        var key = "OWN_" + name;
        var quoted = JSON.writeValueAsString(value);
        for (var app : List.of(JSON.writeValueAsString(APP), "\"nobody\"", quoted, "[" + quoted + "]")) {
            var rest = ",\"app\":%s,\"environments\":[\"preview\"]}".formatted(app);
            tour.api("POST", API, "{\"key\":\"%s\",\"value\":%s".formatted(key, quoted) + rest);
            tour.api("PUT", API + "/" + key, "{\"value\":" + quoted + rest);
            tour.api("PUT", API + "/" + key + "?app=owner", "{\"value\":" + quoted + rest);
            tour.api("PATCH", API + "/" + key + "?app=owner", "{\"value\":" + quoted + rest, "If-Match", "*");
            for (var mode : List.of("true", "false")) {
                tour.api("POST", "/api/v1/projects/leak/imports",
                        "{\"format\":\"json\",\"mode\":\"replace\",\"dry_run\":%s,\"content\":%s".formatted(mode,
                                JSON.writeValueAsString("{\"OWN_%s\":%s}".formatted(name, quoted))) + rest);
            }
        }
        for (var app : List.of(APP, "nobody", value)) {
            tour.form(PAGES + "/-/new", "key", key + "_P", "value", value, "environments", "preview", "app", app);
            tour.form(PAGES + "/-/import", "step", "plan", "content", "OWN_FILE='%s'".formatted(
                    value.replace("'", "")), "environments", "preview", "mode", "replace", "app", app);
            tour.form(PAGES + "/-/health/accept", "key", key, "app", app, "kind", "quotes", "environment", "preview");
        }
        var edit = PAGES + "/" + key + "/edit?environment=preview&app=owner";
        var read = wire.send("GET", edit, null, tour.browser()).body()
                .replaceFirst("(?s).*name=\"read\"[^>]*value=\"([^\"]+)\".*", "$1");
        tour.form(edit, "value", value + "5", "description", "", "read", read);
        tour.form(edit, "value", value + "6", "description", "", "read", read);
        for (var page : List.of("?app=owner", "/" + key + "?app=owner", "/" + key + "/delete?app=owner", "/" + key
                + "/versions/1/restore?environment=preview&app=owner", "/-/compare", "/-/health")) {
            wire.send("GET", PAGES + page, null, tour.browser());
        }
        tour.api("GET", API + "?app=owner", null);
        tour.api("GET", API + "/" + key + "?app=owner", null);
        tour.api("POST", API + "/" + key + "/versions/1/restoration?environment=preview&app=owner", "");
        tour.form(PAGES + "/" + key + "/delete?environment=preview&app=owner", "read", read, "value", value);
    }
}
