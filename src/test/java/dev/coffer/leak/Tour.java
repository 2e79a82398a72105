package dev.coffer.leak;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The canaries' way through the product: every form and route that takes a value or a password, right and wrong. */
final class Tour {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String API = "/api/v1/projects/leak/secrets";
    private static final String PAGES = "/projects/leak/secrets";
    private static final String ENVIRONMENTS = "\"environments\":[\"preview\",\"production\"]";

    private final Wire wire;
    private final Canaries canaries;
    private String token = "";
    private String session = "";

    Tour(Wire wire, Canaries canaries) {
        this.wire = wire;
        this.canaries = canaries;
    }

    /** Without an owner: set-up, refused and done. */
    void setUp(String code) {
        var wrong = setup("wrong-code-0000", canaries.wrongPassword());
        wire.send("POST", "/api/v1/setup", utf8(wrong), "Content-Type", "application/json");
        wire.send("POST", "/api/v1/setup", utf8(wrong), "Content-Type", "text/plain");
        wire.send("POST", "/api/v1/setup", utf8(wrong.replaceFirst(".$", "")), "Content-Type", "application/json");
        wire.send("POST", "/api/v1/setup", utf8(setup(code, canaries.wrongPassword()).replace("@", " ")),
                "Content-Type", "application/json");
        form("/setup", "code", "wrong", "organization", "", "name", "", "email", "no", "password",
                canaries.wrongPassword());
        form("/setup", "code", code, "organization", "E", "name", "Alice", "email", "no address", "password",
                canaries.wrongPassword());
        var done = wire.send("POST", "/api/v1/setup", utf8(setup(code, canaries.password())), "Content-Type",
                "application/json");
        token = JSON.readTree(done.body()).path("token").asString();
        form("/setup", "code", code, "organization", "E", "name", "B", "email", "b@example.com", "password",
                canaries.wrongPassword());
        api("POST", "/api/v1/projects", "{\"name\":\"Leak\",\"slug\":\"leak\"}");
        api("POST", "/api/v1/projects", "{\"name\":\"Other\",\"slug\":\"other\"}");
        api("POST", "/api/v1/projects", "{\"name\":\"Full\",\"slug\":\"full\"}");
    }

    /** Signing in, the account's password, and an invitation. */
    void people() {
        form("/sign-in", "email", "alice@example.com", "password", canaries.wrongPassword());
        form("/sign-in", "email", "nobody@example.com", "password", canaries.wrongPassword());
        form("/sign-in", "password", canaries.password());
        signIn(canaries.password());
        form("/account/password", "current", canaries.wrongPassword(), "password", canaries.newPassword());
        form("/account/password", "current", canaries.password(), "password", canaries.password());
        form("/account/password", "current", canaries.password(), "password", canaries.shortValue());
        keep(form("/account/password", "current", canaries.password(), "password", canaries.newPassword()));
        var link = api("POST", "/api/v1/projects/leak/invitations", "{\"role\":\"developer\"}").body()
                .replaceFirst("(?s).*(/invitations/[^\"]+)\".*", "$1");
        var owner = session;
        session = "";
        form(link, "name", "", "email", "none", "password", canaries.invitedPassword());
        form(link, "name", "Bob", "email", "bob@example.com", "password", canaries.shortValue());
        form(link, "name", "Bob", "email", "bob@example.com", "password", canaries.invitedPassword());
        form(link, "name", "Bob", "email", "bob2@example.com", "password", canaries.invitedPassword());
        form("/invitations/nothing", "name", "Bob", "email", "b@example.com", "password", canaries.invitedPassword());
        session = owner;
    }

    void signIn(String password) {
        keep(form("/sign-in", "email", "alice@example.com", "password", password));
    }

    /** A webhook that is told of every change in the project; its secret. */
    String webhook(String url) {
        var made = api("POST", "/api/v1/projects/leak/webhooks", ("{\"url\":%s,\"events\":[\"secret.changed\","
                + "\"configuration.required\",\"publication.created\"]}").formatted(quoted(url)));
        return JSON.readTree(made.body()).path("secret").asString();
    }

    /**
     * A value that a pipeline sets with its own token, and a value where something of a token belongs. The pipeline's
     * token itself.
     */
    String pipelines(String name, String value) {
        var path = "/api/v1/projects/leak/tokens";
        var pages = "/projects/leak/tokens";
        var made = JSON.readTree(api("POST", path, "{\"name\":\"pipeline\"}").body()).path("token").asString();
        var key = API + "/" + name;
        for (var token : List.of(made, made.replaceFirst("......$", "000000"))) {
            wire.send("PUT", key, utf8(body(null, value + "7")), "Authorization", "Bearer " + token, "Content-Type",
                    "application/json");
            wire.send("POST", "/api/v1/projects/other/secrets", utf8(body(name, value)), "Authorization",
                    "Bearer " + token, "Content-Type", "application/json");
            wire.send("POST", "/api/v1/projects", utf8(body(name, value)), "Authorization", "Bearer " + token,
                    "Content-Type", "application/json");
        }
        api("POST", path, "{\"name\":\"\",\"role\":" + quoted(value) + "}");
        api("POST", path, "{\"name\":\"x\",\"addresses\":[" + quoted(value) + "]}");
        api("POST", path, "{\"name\":\"x\",\"expires_at\":" + quoted(value) + "}");
        api("POST", path, "{\"name\":" + quoted(value));
        form(pages, "name", "", "role", value, "expires_at", value);
        List.of(path, pages).forEach(each -> wire.send("GET", each, null, browser()));
        return made;
    }

    /** A value through the API, done and refused in every way that there is. */
    void api(String name, String value) {
        var body = body(name, value);
        var path = API + "/" + name;
        api("POST", API, body);
        api("POST", API, body);
        api("PUT", path, body(null, value));
        api("PUT", path, body(null, value), "Idempotency-Key", name + "-1");
        api("PUT", path, body(null, value), "Idempotency-Key", name + "-1");
        api("PUT", path, body(null, value + "2"), "Idempotency-Key", name + "-1");
        var tag = api("GET", path, null).header("ETag");
        api("PATCH", path, body(null, value + "3"), "If-Match", tag);
        api("PATCH", path, body(null, value + "4"), "If-Match", tag);
        api("PATCH", path, body(null, value));
        api("PUT", path, body(null, value), "If-Match", tag);
        api("PUT", path, body(null, value).replace("preview", "nowhere"));
        api("PUT", path, "{\"value\":" + quoted(value) + "}");
        api("POST", API, "{\"value\":" + quoted(value) + "}");
        api("POST", API, body("NOT A KEY!", value));
        api("PUT", API + "/1NO.KEY", body(null, value));
        api("PUT", "/api/v1/projects/nothing/secrets/" + name, body(null, value));
        api("PUT", "/api/v1/nothing/" + name, body(null, value));
        api("POST", "/api/v1/projects/full/secrets", body("FULL_" + name, value));
        api("POST", path + "/versions/1/restoration?environment=preview", body(null, value));
        api("DELETE", path + "?environment=nowhere", body(null, value));
        List.of("GET", "HEAD", "OPTIONS", "TRACE").forEach(method -> api(method, path, body(null, value)));
        api("GET", path + "/versions?environment=preview", null);
        for (var broken : List.of("{\"value\":" + quoted(value), "[" + quoted(value) + "]", quoted(value),
                "{\"value\":[" + quoted(value) + "]}", "{\"value\":{" + quoted(value) + ":1}}",
                "{" + quoted(value) + ":1}",
                "{\"valeu\":" + quoted(value) + "}",
                "{\"value\":" + quoted(value) + ",\"value\":" + quoted(value) + "}",
                "{\"value\":" + quoted(value) + ",\"environments\":" + quoted(value) + "}",
                "{\"value\":" + quoted(value + "\0") + "," + ENVIRONMENTS + "}", "value=" + value, value,
                "{\"value\":" + quoted(value).replaceFirst("\"$", "\\\\ud800\"") + "," + ENVIRONMENTS + "}",
                body(null, value) + quoted(value))) {
            api("PUT", path, broken);
        }
        wire.send("PUT", path, utf8(body(null, value)), "Authorization", "Bearer " + token, "Content-Type",
                "text/plain");
        wire.send("PUT", path, utf8(body(null, value)), "Authorization", "Bearer " + token);
        wire.send("PUT", path, utf8(body(null, value)), "Authorization", "Bearer wrong", "Content-Type",
                "application/json");
        wire.send("PUT", path, utf8(body(null, value)), "Content-Type", "application/json");
        wire.send("PUT", path, utf8(body(null, value)), "Content-Type", "application/json", "Cookie", "sid=" + session);
        wire.send("PUT", path, utf8(body(null, value)), "Authorization", "Bearer " + token, "Content-Type",
                "application/json", "Content-Encoding", "gzip");
        wire.send("PUT", path, bad(value), "Authorization", "Bearer " + token, "Content-Type", "application/json");
        if (value.lines().count() == 1 && value.chars().allMatch(c -> c > 31 && c < 127)) {
            wire.send("GET", API, null, "Authorization", "Bearer " + value);
        }
        api("PUT", path, body(null, value + "x".repeat(70_000)));
        api("PUT", path, body(null, value + "x".repeat(1_500_000)));
    }

    /** A value through the pages, done and refused. */
    void pages(String name, String value) {
        var key = "PAGE_" + name;
        String[] right = {"key", key, "value", value, "description", "", "environments", "preview"};
        form(PAGES + "/-/new", right);
        form(PAGES + "/-/new", right);
        form(PAGES + "/-/new", "key", "", "value", value);
        form(PAGES + "/-/new", "key", "no key", "value", value, "environments", "nowhere", "generate", "1");
        form(PAGES + "/-/new?lines=several", "key", key + "_B", "value", value.replace("\n", "\r\n"), "page", "1",
                "environments", "production");
        form(PAGES + "/-/new?key=" + key + "_D&environment=preview&setup=2", "key", key + "_D", "value", value,
                "environments", "preview", "page", "yes");
        form(PAGES + "/-/new?key=" + key + "_D&environment=preview&setup=2", "key", key + "_D", "value", value);
        form("/projects/full/secrets/-/new", right);
        form("/projects/nothing/secrets/-/new", right);
        form(PAGES + "/-/new", "key", key + "_C", "value", value + "x".repeat(70_000), "environments", "preview");
        form(PAGES + "/-/new", "key", key + "_C", "value", value + "x".repeat(1_500_000), "environments", "preview");
        form(PAGES + "/-/new", "key", key + "_C", "value", value + "\0", "environments", "preview");
        var read = wire.send("GET", PAGES + "/" + key + "/edit?environment=preview", null, browser()).body()
                .replaceFirst("(?s).*name=\"read\"[^>]*value=\"([^\"]+)\".*", "$1");
        form(PAGES + "/" + key + "/edit?environment=preview", "value", value + "5", "description", "", "read", read);
        form(PAGES + "/" + key + "/edit?environment=preview", "value", value + "6", "description", "", "read", read);
        form(PAGES + "/" + key + "/edit?environment=preview", "value", value + "6", "description", "", "read", value);
        form(PAGES + "/" + key + "/edit?environment=nowhere", "value", value, "read", read);
        for (var headers : List.of(with(browser(), "HX-Request", "true"),
                with(browser(), "Sec-Fetch-Site", "cross-site"),
                with(browser(), "Content-Type", "text/plain"), with(browser(), "Content-Type", "application/json"),
                with(browser(), "Content-Type", "multipart/form-data; boundary=x"),
                with(browser(), "Cookie", "sid=wrong"),
                new String[]{"Content-Type", "application/x-www-form-urlencoded"})) {
            wire.send("POST", PAGES + "/-/new", utf8(encoded(right)), headers);
            wire.send("POST", PAGES + "/" + key + "/edit?environment=preview",
                    utf8(encoded("value", value + "7", "read", read)), headers);
        }
        wire.send("POST", PAGES + "/-/new", utf8(encoded(right) + "&value=%zz"), browser());
        wire.send("POST", PAGES + "/-/new", bad("key=A&value=" + value), browser());
        form(PAGES + "/" + key + "/delete", "read", "x", "value", value);
        form(PAGES + "/" + key + "/versions/1/restore?environment=preview", "read", read, "value", value);
        wire.send("GET", PAGES.replace("/secrets", "/changes?blocked=preview"), null,
                with(browser(), "If-None-Match", "\"1.0.owner\""));
        List.of("", "/" + key, "/-/compare", "/-/new?key=" + key, "/" + key + "/edit?environment=preview",
                "/" + key + "/delete", "/" + key + "/versions/1/restore?environment=preview",
                "/" + key + "/why?environment=preview", "/" + key + "/why?app=nobody")
                .forEach(page -> wire.send("GET", PAGES + page, null, browser()));
    }

    /** Values that are pinned, compared and rolled back, by the pages and over the API. */
    void publications(String name, String value) {
        var path = "/api/v1/projects/leak/publications";
        var pages = "/projects/leak/publications";
        var version = "v-" + name;
        var body = "{\"version\":\"" + version + "\",\"environment\":\"preview\"}";
        api("POST", path, body, "Idempotency-Key", "publish-" + name);
        api("POST", path, body, "Idempotency-Key", "publish-" + name);
        api("POST", path, body);
        api("POST", path, "{\"version\":\"\",\"environment\":\"nowhere\"}");
        api("POST", path, "{\"version\":" + quoted(value));
        form(pages + "/new", "version", version + "-page", "target", "preview", "value", value);
        form(pages + "/new", "version", version + "-page", "target", "preview");
        form(pages + "/new", "version", "", "target", "nowhere");
        api("PUT", API + "/" + name, body(null, value + "8"));
        List.of("", "/" + version, "/" + version + "/diff", "/" + version + "/diff?with=" + version + "-page")
                .forEach(each -> api("GET", path + each, null));
        List.of("", "/new", "/" + version, "/" + version + "/compare", "/" + version + "/rollback")
                .forEach(each -> wire.send("GET", pages + each, null, browser()));
        api("POST", path + "/" + version + "/rollback", "{}", "Idempotency-Key", "rollback-" + name);
        api("PUT", API + "/" + name, body(null, value + "9"));
        form(pages + "/" + version + "/rollback?environment=preview", "value", value);
        wire.send("GET", pages + "/" + version, null, browser());
    }

    /** A value in an .env.example that is pasted, and where what is needed takes none. */
    void examples(String name, String value) {
        var pages = "/projects/leak/requirements";
        var quoted = "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        String[] plan = {"step", "plan", "content", "# What it is\nEXAMPLE_" + name + "=" + quoted + "\nLD_PRELOAD="
                + quoted + "\n" + value, "source", "leak " + name, "environments", "preview"};
        wire.send("POST", pages + "/-/paste", utf8(encoded(plan)), with(browser(), "HX-Request", "true"));
        form(pages + "/-/paste", "step", "plan", "content", plan[3], "source", "by hand");
        var id = wire.send("POST", pages + "/-/paste", utf8(encoded(plan)), browser()).body()
                .replaceFirst("(?s).*name=\"id\"[^>]*value=\"([^\"]+)\".*", "$1");
        String[] run = {"step", "declare", "id", id, "source", "leak " + name, "need-EXAMPLE_" + name, "required",
                "store-EXAMPLE_" + name, "yes", "value", value};
        form(pages + "/-/paste", run);
        form(pages + "/-/paste", run);
        form(pages + "/-/paste", "step", "declare", "id", value);
        form(pages + "/EXAMPLE_" + name + "/dismiss", "reason", "", "value", value);
        for (var field : List.of("value", "required", "environments")) {
            api("POST", "/api/v1" + pages, "{\"" + field + "\":" + quoted(value) + "}");
            api("PUT", "/api/v1" + pages, "{\"source\":\"x\",\"requirements\":[{\"" + field + "\":" + quoted(value)
                    + "}]}");
        }
        api("PUT", "/api/v1" + pages, "{\"source\":\"x\",\"requirements\":" + quoted(value));
        api("GET", "/api/v1" + pages, null);
        List.of("", "/-/paste", "/-/new").forEach(page -> wire.send("GET", pages + page, null, browser()));
    }

    /** A value in files that are imported, whole ones and ones with faults, by the page and over the API. */
    void imports(String name, String value) {
        var quoted = "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        var bare = value.replace("\n", " ");
        var files = List.of("IMP_" + name + "=" + quoted + "\n",
                "IMP_" + name + "=" + quoted + "\nOTHER=" + bare + "\n",
                "# what it is\nIMP_" + name + "=" + quoted + " # beside\nIMP_" + name + "=" + bare + "\n",
                "NOT CLOSED=\"" + bare + "\nTOO='" + bare, "1WRONG=" + bare, "NO.KEY=" + bare + "\nA=" + quoted + bare,
                "IMP_" + name + "=" + bare + "\0", "{\"IMP_" + name + "\":" + quoted(value) + ",\"N\":{\"a\":1}}",
                "{\"IMP_" + name + "\":" + quoted(value));
        for (var file : files) {
            for (var format : List.of("dotenv", "json")) {
                var body = "{\"format\":\"%s\",\"content\":%s,\"mode\":\"replace\",\"dry_run\":%s,%s}";
                api("POST", "/api/v1/projects/leak/imports", body.formatted(format, quoted(file), true, ENVIRONMENTS));
                api("POST", "/api/v1/projects/leak/imports", body.formatted(format, quoted(file), false, ENVIRONMENTS));
            }
            var plan = form(PAGES + "/-/import", "step", "plan", "content", file, "environments", "preview", "mode",
                    "replace").body();
            form(PAGES + "/-/import", "step", "import", "id", plan.replaceFirst(
                    "(?s).*name=\"id\"[^>]*value=\"([^\"]+)\".*", "$1"));
            form(PAGES + "/-/import", "step", "plan", "content", file);
        }
        api("POST", "/api/v1/projects/full/imports", "{\"format\":\"dotenv\",\"content\":%s,%s}"
                .formatted(quoted(files.getFirst()), ENVIRONMENTS));
        form(PAGES + "/-/import", "step", "plan", "content", files.getFirst() + "#" + "x".repeat(1_500_000));
        form(PAGES + "/-/import", "step", "plan", "content", files.getFirst(), "environments", "preview");
    }

    /** A value of a type that changes under it: it is held against other schemas, by the pages and over the API. */
    void types(String name, String value) {
        var type = "type-" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("-$", "");
        var path = "/api/v1/projects/leak/secret-types";
        var page = "/projects/leak/secret-types/" + type;
        var number = "{\"schema\":{\"type\":\"integer\"}}";
        api("PUT", path + "/" + type, "{\"name\":\"T\",\"schema\":{\"type\":\"string\"}}");
        api("PUT", API + "/TYPED_" + name, "{\"type\":" + quoted(type) + "," + body(null, value).substring(1));
        api("PUT", path + "/" + type, number);
        api("PUT", path + "/" + type, number, "Idempotency-Key", "type-" + name);
        var read = wire.send("GET", page + "/edit", null, browser()).body()
                .replaceFirst("(?s).*name=\"read\"[^>]*value=\"([^\"]+)\".*", "$1");
        String[] change = {"name", "T", "schema", "{\"type\":\"integer\"}", "read", read, "value", value};
        form(page + "/edit", change);
        wire.send("POST", page + "/edit", utf8(encoded(change) + "&step=preview"),
                with(browser(), "HX-Request", "true"));
        form(page + "/edit", "name", "T", "schema", "{\"type\":\"integer\"}", "read", read, "step", "anyway", "seen",
                "TYPED_" + name + "@preview TYPED_" + name + "@production");
        api("PUT", API + "/TYPED_" + name, body(null, value + "2"));
        api("PUT", path + "/" + type + "?force=true", "{\"schema\":{\"type\":\"string\",\"maxLength\":1}}");
        api("POST", path, "{\"name\":\"x\",\"schema\":" + quoted(value) + "}");
        api("POST", path, "{\"name\":\"x\",\"schema\":" + quoted("{\"type\":" + quoted(value) + "}") + "}");
        api("POST", path, "{\"name\":\"x\",\"value\":" + quoted(value) + "}");
        api("DELETE", path + "/" + type, body(null, value));
        form(page + "/delete", "read", read, "value", value);
        List.of("", "/" + type).forEach(each -> api("GET", path + each, null));
        List.of("", "/edit", "/delete").forEach(each -> wire.send("GET", page + each, null, browser()));
        wire.send("GET", "/projects/leak/secret-types", null, browser());
    }

    /** A value where something of an app, a deployment's list or its token belongs, over the API and by the pages. */
    void apps(String name, String value) {
        var app = "app-" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("-$", "");
        var path = "/api/v1/projects/leak/apps";
        var pages = "/projects/leak/apps";
        var deployment = "/" + app + "/deployments/preview";
        api("POST", path, "{\"name\":\"" + app + "\",\"slug\":\"" + app + "\"}");
        for (var field : List.of("kind", "slug", "value")) {
            api("POST", path, "{\"name\":\"x\",\"" + field + "\":" + quoted(value) + "}");
            api("PATCH", path + "/" + app, "{\"" + field + "\":" + quoted(value) + "}");
        }
        api("PUT", path + deployment, "{\"access\":" + quoted(value) + "}");
        api("PUT", path + deployment, "{\"access\":\"listed\",\"secrets\":[" + quoted(value) + "]}");
        api("PUT", path + deployment, "{\"access\":\"listed\",\"secrets\":[" + quoted(value));
        api("PUT", path + deployment, "{\"access\":\"all\"}", "If-Match", "\"" + name + "\"");
        api("PUT", path + deployment, "{\"access\":\"listed\",\"secrets\":[\"" + name + "\"]}");
        for (var field : List.of("value", "expires_at", "addresses")) {
            api("POST", path + deployment + "/tokens", "{\"name\":\"x\",\"" + field + "\":"
                    + (field.equals("addresses") ? "[" + quoted(value) + "]" : quoted(value)) + "}");
        }
        api("PUT", API + "/" + name, body(null, value));
        api("GET", API + "/" + name + "/levels?environment=preview&app=" + app, null);
        api("GET", API + "/" + name + "/levels", null);
        api("DELETE", API + "/" + name, null);
        form(PAGES + "/" + name + "/delete", "read", "x", "value", value);
        List.of("", "/why?environment=preview&app=" + app, "/delete?environment=preview", "/edit?environment=preview")
                .forEach(each -> wire.send("GET", PAGES + "/" + name + each, null, browser()));
        form(pages + "/new", "name", "", "kind", value);
        form(pages + deployment + "/edit", "access", "listed", "secrets", value, "secrets", name, "read", "none");
        form(pages + deployment + "/edit", "access", value, "read", value, "was", value);
        form(pages + deployment + "/tokens/new", "name", "", "expires_at", value);
        List.of("", "/" + app, "/" + app + "/edit", deployment + "/edit", deployment + "/delete",
                deployment + "/tokens/new").forEach(each -> wire.send("GET", pages + each, null, browser()));
        List.of("", "/" + app, deployment, deployment + "/tokens").forEach(each -> api("GET", path + each, null));
        form(pages + "/" + app + "/delete", "value", value);
    }

    /** A value for the whole organization, over the API and by the page, done and refused. */
    void builtIns(String name, String value) {
        var path = "/api/v1/organization/built-in-secrets/BUILT_" + name;
        var body = "{\"value\":" + quoted(value) + "}";
        api("PUT", path, body);
        api("PUT", path, body(null, value), "Idempotency-Key", "built-" + name);
        api("PUT", path, body(null, value), "Idempotency-Key", "built-" + name);
        api("PUT", path, body, "If-Match", "\"stale\"");
        api("PUT", path, body(null, value).replace("preview", "nowhere"));
        api("PUT", path, "{\"value\":" + quoted(value + "\0") + "}");
        api("PUT", path, "{\"value\":" + quoted(value) + ",\"environments\":" + quoted(value) + "}");
        api("PUT", path, "{\"value\":" + quoted(value + "x".repeat(70_000)) + "}");
        api("PUT", "/api/v1/organization/built-in-secrets/1NO.KEY", body);
        wire.send("PUT", path, utf8(body), "Authorization", "Bearer wrong", "Content-Type", "application/json");
        var pages = "/organization/built-in-secrets";
        String[] right = {"key", "BUILT_PAGE_" + name, "value", value, "reach", "every"};
        form(pages + "/-/new", right);
        form(pages + "/-/new", right);
        form(pages + "/-/new", "key", "", "value", value, "reach", "every", "environments", "preview");
        form(pages + "/-/new?lines=several", "key", "BUILT_B_" + name, "value", value, "reach", "named",
                "environments", "nowhere");
        form(pages + "/BUILT_PAGE_" + name + "/edit", "value", value + "2", "read", "stale");
        form(pages + "/BUILT_PAGE_" + name + "/delete", "value", value);
        List.of("", "/-/new", "/BUILT_" + name + "/edit", "/BUILT_" + name + "/delete")
                .forEach(page -> wire.send("GET", pages + page, null, browser()));
        List.of("", "/BUILT_" + name).forEach(
                page -> api("GET", "/api/v1/organization/built-in-secrets" + page, null));
    }

    /** Every address that takes a change, with canaries in every field that could be a secret. */
    void everywhere(List<String> addresses, String value) {
        for (var address : addresses) {
            var fields =
                    new String[]{"value", value, "content", value, "password", value, "current", value, "code", value};
            var method = address.substring(0, address.indexOf(' '));
            var path =
                    address.substring(method.length() + 1).replace("{project}", "other").replaceAll("\\{[^}]+}", "X");
            if (path.equals("/sign-out") || path.equals("/sign-in")) {
                continue;
            }
            if (path.startsWith("/api/")) {
                api(method, path, JSON.writeValueAsString(Map.of("value", value, "content", value, "password", value)));
                api(method, path, "{\"value\":" + quoted(value) + "," + ENVIRONMENTS + "}");
            } else {
                form(path, fields);
            }
        }
    }

    /** What stands out about a value, said to be fine and brought back, and a value where a kind belongs. */
    void hints(String name, String value) {
        var key = "PAGE_" + name;
        for (var step : List.of("/-/health/accept", "/-/health/bring-back")) {
            form(PAGES + step, "key", key, "kind", "same_value", "environment", "preview");
            form(PAGES + step, "key", key, "kind", value, "environment", value);
        }
        var acceptance = "/api/v1/projects/leak/hints/%s/same_value/acceptance?environment=preview".formatted(key);
        api("PUT", acceptance, body(null, value));
        api("DELETE", acceptance, body(null, value));
        api("GET", "/api/v1/projects/leak/hints", null);
        wire.send("GET", PAGES + "/-/health", null, browser());
        wire.send("GET", PAGES + "/" + key, null, browser());
    }

    /** Pages and lists that could show what was stored. */
    void look() {
        List.of("/projects", "/projects/leak", "/projects/leak/audit", "/organization/audit", "/account", "/help",
                PAGES,
                "/projects/leak/members", "/projects/leak/settings", PAGES + "?q=PAGE", "/projects/leak/webhooks",
                PAGES + "/-/import")
                .forEach(page -> wire.send("GET", page, null, browser()));
        List.of("/metrics", "/livez", "/readyz", API, "/api/v1/projects/leak/audit", "/api/v1/me", "/api/v1/me/tokens")
                .forEach(path -> api("GET", path, null));
    }

    Wire.Said api(String method, String path, String body, String... headers) {
        return wire.send(method, path, body == null ? null : utf8(body), with(with(headers, "Authorization", "Bearer "
                + token), "Content-Type", "application/json"));
    }

    Wire.Said get(String page) {
        return wire.send("GET", page, null, browser());
    }

    /** A secret of the project that takes no more. */
    void fill(int limit) {
        for (int i = 0; i < limit; i++) {
            api("POST", "/api/v1/projects/full/secrets", body("KEY_" + i, "nothing to hide"));
        }
    }

    Wire.Said form(String path, String... fields) {
        return wire.send("POST", path, utf8(encoded(fields)), browser());
    }

    String[] browser() {
        return new String[]{"Sec-Fetch-Site", "same-origin", "Content-Type", "application/x-www-form-urlencoded",
                "Cookie",
                "sid=" + session};
    }

    private void keep(Wire.Said answer) {
        var cookie = answer.header("Set-Cookie");
        if (!cookie.startsWith("sid=")) {
            throw new IllegalStateException("no session: " + answer.status());
        }
        session = cookie.replaceFirst("sid=([^;]+);.*", "$1");
    }

    private String setup(String code, String password) {
        return "{\"code\":\"%s\",\"organization\":\"Example\",\"email\":\"alice@example.com\",\"password\":%s}"
                .formatted(code, quoted(password));
    }

    private static String body(String key, String value) {
        return "{%s\"value\":%s,%s}".formatted(key == null ? "" : "\"key\":\"" + key + "\",", quoted(value),
                ENVIRONMENTS);
    }

    static String quoted(String text) {
        return JSON.writeValueAsString(text);
    }

    static String encoded(String... fields) {
        var body = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            body.append(i == 0 ? "" : "&").append(fields[i]).append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return body.toString();
    }

    /** With another value for a header, or one more. */
    private static String[] with(String[] headers, String name, String value) {
        var all = new java.util.ArrayList<String>();
        for (int i = 0; i < headers.length; i += 2) {
            if (!headers[i].equals(name)) {
                all.addAll(List.of(headers[i], headers[i + 1]));
            }
        }
        all.addAll(List.of(name, value));
        return all.toArray(String[]::new);
    }

    /** Followed by a byte that UTF-8 doesn't have. */
    private static byte[] bad(String text) {
        var bytes = Arrays.copyOf(utf8(text), utf8(text).length + 1);
        bytes[bytes.length - 1] = (byte) 0xff;
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
