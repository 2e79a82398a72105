package dev.coffer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.coffer.web.Audience;
import dev.coffer.web.Route;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Naughty texts through every field of every form that a page shows, every field and parameter that the API's
 * description names, and every part of every address: nothing fails, nothing is reflected or evaluated, also not later,
 * on the pages that show what was stored.
 */
@Tag("R20")
class HostileInputTest {
    private static final JsonMapper JSON = new JsonMapper();
    /** What the arithmetic in the corpus comes to where somebody evaluates it. */
    private static final String EVALUATED = "62615533";
    private static final List<String> NAUGHTY = List.of("\0", "a\0b", "\u202Egnirts\u200B\uFEFF", "${7919*7907}",
            "__${7919*7907}__::.x", "#{7919*7907}*{7919*7907}@{7919*7907}~{7919*7907}[[${7919*7907}]]", "{{7919*7907}}",
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'-alert(1)-'", "' or 1=1 --",
            "%' or '%'='",
            "a\r\nSet-Cookie: evil=1", "%zz", "%s%n{0}", "\uD83D\uDE00e\u0301\u0327\uFFFF", "\u0001\u001b[31m\u0085",
            "../../etc/passwd", "-1", "99999999999999999999", "NaN", "[]", "//evil.example/\\", "javascript:alert(1)",
            "x".repeat(5_000));
    /** What no String can be sent as. */
    private static final List<String> NAUGHTY_BYTES = List.of("%ED%A0%80", "%ff", "%c0%80", "%zz", "%", "%0");
    private static final List<String> PARAMETERS =
            List.of("q", "environment", "status", "type", "scope", "key", "lines",
                    "only", "back", "next", "after", "before", "check", "name", "slug", "code", "cursor", "version",
                    "list", "limit");
    private static final Pattern FOREIGN_ADDRESS =
            Pattern.compile("(?:href|src|action|hx-get|hx-post)=\"(?:javascript:|//)");
    private static final Pattern FORM = Pattern.compile("<form\\b([^>]*)>(.*?)</form>", Pattern.DOTALL);
    private static final Pattern CONTROL = Pattern.compile("<(?:input|textarea|select|button)\\b([^>]*)>");
    private static final Pattern LAST_PARAMETER = Pattern.compile("[{<]\\w+[>}]([^{<]*)$");
    private static final Pattern ATTRIBUTE = Pattern.compile("([\\w-]+)=\"([^\"]*)\"");

    private static TestServer server;
    private static Fixture shop;
    private static TestClient alice;
    private static TestClient api;
    private static TestClient running;
    private static int projects;

    private record Form(String action, Map<String, String> fields) {}

    @BeforeAll
    static void start() {
        ((Logger) LoggerFactory.getLogger("dev.coffer.web.requests")).setLevel(Level.WARN);
        server = TestServer.start();
        shop = Fixture.in(server, "shop");
        alice = server.browser(server.cast.alice);
        api = server.api(server.cast.alice);
        running = server.deployment(server.cast.alice, "shop", new Cast.Place("api", "preview"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void every_field_of_every_form() {
        var forms = new TreeMap<String, Form>();
        for (var route : get(Fixture::isPage)) {
            for (var client : List.of(server.browser(server.cast.alice), server.browser())) {
                forms(client.get(shop.address(route)).body()).forEach(form -> forms.putIfAbsent(form.action
                        .replaceAll("\\?.*", ""), form));
            }
        }
        assertThat(forms).hasSizeGreaterThan(10);
        var wrong = new ArrayList<String>();
        for (var form : forms.values()) {
            for (var field : form.fields.keySet()) {
                // Some forms end a session or delete what they are about.
                var own = Fixture.in(server, "form-" + ++projects);
                var browser =
                        server.browser(server.cast.alice).with("Content-Type", "application/x-www-form-urlencoded");
                for (var naughty : encoded()) {
                    var body = new StringBuilder();
                    form.fields.forEach((name, value) -> body.append(name).append('=')
                            .append(name.equals(field) ? naughty : encoded(value)).append('&'));
                    judge(browser.send(form.action.replace("/shop/", "/" + own.project() + "/"), "POST",
                            body.toString()),
                            "POST %s %s=%s".formatted(form.action, field, naughty), wrong);
                }
            }
        }
        assertThat(wrong).isEmpty();
        nothing_stored_is_run();
    }

    @Test
    void every_field_of_every_body_that_the_api_describes() {
        var description = JSON.readTree(server.api().get("/api/openapi.json").body());
        var wrong = new ArrayList<String>();
        int fields = 0;
        for (var route : server.routes()) {
            var schema = schema(description, route);
            if (schema.isEmpty()) {
                continue;
            }
            for (var field : schema.get().path("properties").propertyNames()) {
                fields++;
                var own = Fixture.in(server, "body-" + ++projects);
                var client = server.api(server.cast.alice);
                for (var naughty : NAUGHTY) {
                    for (var value : List.of(JSON.writeValueAsString(naughty),
                            JSON.writeValueAsString(List.of(naughty)))) {
                        judge(client.json(route.method().name(), own.address(route), body(schema.get(), field, value)),
                                "%s %s %s=%s".formatted(route.method(), route.path(), field, value), wrong);
                    }
                }
                for (var value : List.of("\"\\ud800\"", "{}", "[[]]", "-1", "1e400", "true", "null")) {
                    judge(client.json(route.method().name(), own.address(route), body(schema.get(), field, value)),
                            "%s %s %s=%s".formatted(route.method(), route.path(), field, value), wrong);
                }
            }
        }
        assertThat(fields).isGreaterThan(20);
        assertThat(wrong).isEmpty();
        nothing_stored_is_run();
    }

    @Test
    void every_parameter_of_every_address() {
        var wrong = new ArrayList<String>();
        for (var route : get(_ -> true)) {
            var client = client(route);
            for (var naughty : encoded()) {
                if (naughty.length() < 1_000) {
                    var query = String.join("&", PARAMETERS.stream().map(name -> name + "=" + naughty).toList());
                    ask(client, shop.path(route) + "?" + query.substring(0, query.lastIndexOf("&limit")), wrong);
                    ask(client, shop.path(route) + "?limit=" + naughty, wrong);
                    ask(client, shop.path(route) + "?environment=preview&before=" + naughty, wrong);
                    ask(client, shop.path(route) + "?environment=preview&back=" + naughty, wrong);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void every_part_of_every_path() {
        var wrong = new ArrayList<String>();
        for (var route : get(route -> LAST_PARAMETER.matcher(route.path()).find())) {
            var client = client(route);
            for (var naughty : encoded()) {
                var path = LAST_PARAMETER.matcher(route.path())
                        .replaceFirst(found -> Matcher.quoteReplacement(naughty + found.group(1)));
                ask(client, shop.path(new Route(route.method(), path, Audience.everybody(), route.handler())), wrong);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void every_header_that_is_read() {
        var wrong = new ArrayList<String>();
        var api = server.api(server.cast.alice);
        for (var header : List.of("If-Match", "Idempotency-Key", "Accept", "User-Agent", "Authorization",
                "X-Forwarded-For",
                "If-None-Match", "HX-Request", "HX-Target", "HX-Current-URL", "Cookie", "Accept-Language", "Range",
                "X-Vault-Token",
                "X-Vault-Namespace", "X-Vault-Wrap-TTL")) {
            for (var naughty : NAUGHTY) {
                var text = naughty.replaceAll("[^ -~]", "");
                var own = "/api/v1/projects/shop/secrets/PREPARED";
                judge(api.with(header, text).json("PATCH", own, "{\"description\":\"d\"}"), header + ": " + text,
                        wrong);
                judge(api.with(header, text).json("POST", "/api/v1/projects/shop/environments", "{}"), header, wrong);
                judge(server.browser(server.cast.alice).with(header, text).get("/projects/shop/secrets"), header,
                        wrong);
                judge(running.with(header, text).get("/v1/secret/data/shop/preview"), header, wrong);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void nothing_stored_is_run() {
        var wrong = new ArrayList<String>();
        var browser = server.browser(server.cast.alice);
        for (var project : JSON.readTree(server.api(server.cast.alice).get("/api/v1/projects?limit=500").body())
                .path("items")) {
            for (var page : List.of("", "/secrets", "/environments", "/members", "/audit", "/settings",
                    "/secrets/-/compare",
                    "/secrets/PREPARED")) {
                ask(browser, "/projects/" + project.path("slug").asString() + page, wrong);
            }
        }
        ask(browser, "/projects", wrong);
        ask(browser, "/organization", wrong);
        ask(browser, "/account", wrong);
        assertThat(wrong).isEmpty();
    }

    private static void ask(TestClient client, String address, List<String> wrong) {
        RawHttp.Answer answer = client.raw("GET", address);
        var html = answer.header("Content-Type").orElse("").startsWith("text/html");
        judge(answer.status(), html ? answer.body() : "", answer.head(), address, wrong);
    }

    private static void judge(HttpResponse<String> answer, String what, List<String> wrong) {
        var html = answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html");
        var head = new StringBuilder();
        answer.headers().map()
                .forEach((name, values) -> values.forEach(value -> head.append(name).append(": ").append(value)
                        .append('\n')));
        judge(answer.statusCode(), html ? answer.body() : "", head.toString(), what, wrong);
    }

    private static void judge(int status, String html, String head, String what, List<String> wrong) {
        var brief = what.length() > 160 ? what.substring(0, 160) + "…" : what;
        if (status == 0 || status >= 500) {
            wrong.add(status + " " + brief);
        }
        if (html.contains("<script>alert") || html.contains("<img src=x") || html.contains(EVALUATED)) {
            wrong.add("reflected: " + brief);
        }
        if (FOREIGN_ADDRESS.matcher(html).find()) {
            wrong.add("an address from outside: " + brief);
        }
        if (head.lines().anyMatch(line -> line.matches("(?i)set-cookie: evil.*|location: (?!/[^/\\\\]|/$).*"))) {
            wrong.add("a header from outside: " + brief);
        }
    }

    /** Whom it serves. */
    private static TestClient client(Route route) {
        return switch (route.audience().scope()) {
            case DEPLOYMENT -> running;
            case NONE, WHOEVER, ITSELF, ORGANIZATION, OWNERS, PROJECT -> Fixture.isPage(route) ? alice : api;
        };
    }

    private static List<Route> get(Predicate<Route> wanted) {
        return server.routes().stream().filter(route -> route.method().name().equals("GET")).filter(wanted).toList();
    }

    private static List<String> encoded() {
        return Stream.concat(NAUGHTY.stream().map(HostileInputTest::encoded), NAUGHTY_BYTES.stream()).toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static List<Form> forms(String html) {
        return FORM.matcher(html).results().filter(found -> found.group(1).contains("method=\"post\"")).map(found -> {
            var fields = new LinkedHashMap<String, String>();
            CONTROL.matcher(found.group(2)).results().map(control -> attributes(control.group(1)))
                    .filter(control -> control.containsKey("name"))
                    .forEach(control -> fields.putIfAbsent(control.get("name"), control.getOrDefault("value", "x")));
            return new Form(attributes(found.group(1)).get("action"), fields);
        }).filter(form -> form.action != null).toList();
    }

    private static Map<String, String> attributes(String tag) {
        var attributes = new TreeMap<String, String>();
        ATTRIBUTE.matcher(tag).results().forEach(found -> attributes.put(found.group(1),
                found.group(2).replace("&quot;", "\"").replace("&amp;", "&")));
        return attributes;
    }

    private static Optional<JsonNode> schema(JsonNode description, Route route) {
        var reference = description.path("paths").path(route.path()).path(route.method().name().toLowerCase())
                .path("requestBody").path("content").path("application/json").path("schema").path("$ref");
        return reference.isMissingNode() ? Optional.empty()
                : Optional.of(description.at(reference.asString().substring(1)));
    }

    /** One naughty field among good ones. */
    private static String body(JsonNode schema, String field, String value) {
        var body = new ArrayList<String>();
        for (var name : schema.path("properties").propertyNames()) {
            var good = switch (name) {
                case "environments" -> "[\"preview\"]";
                case "name" -> "\"Name\"";
                case "key" -> "\"KEY\"";
                case "value" -> "\"value\"";
                case "role" -> "\"viewer\"";
                case "format" -> "\"dotenv\"";
                case "mode" -> "\"add\"";
                case "content" -> "\"A=b\"";
                case "dry_run", "protected" -> "true";
                default -> null;
            };
            if (name.equals(field)) {
                body.add("\"" + name + "\":" + value);
            } else if (good != null) {
                body.add("\"" + name + "\":" + good);
            }
        }
        return "{" + String.join(",", body) + "}";
    }
}
