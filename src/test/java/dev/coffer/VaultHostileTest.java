package dev.coffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What no client of the KV v2 shape sends: it gets an error of that shape, with the headers of every answer. */
@Tag("R20")
@Tag("R29")
class VaultHostileTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> HEADERS = Map.of("X-Content-Type-Options", "nosniff", "X-Frame-Options",
            "DENY", "Referrer-Policy", "no-referrer", "Cross-Origin-Resource-Policy", "same-origin", "Cache-Control",
            "no-store");
    private static final List<String> PLACES = List.of("/v1/secret/data/", "/v1/secret/metadata/",
            "/v1/sys/internal/ui/mounts/", "/v1/sys/mounts/", "/v1/auth/", "/v1/");
    private static TestServer server;
    private static String token;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        Fixture.in(server, "shop");
        token = server.cast.deploymentTokenOf(server.cast.alice, "shop", new Cast.Place("api", "preview"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../secret/data/shop/preview", "shop/../shop/preview", "shop/./preview",
            "shop//preview", "shop%2Fpreview", "shop%2fpreview", "%2e%2e/shop/preview", "shop/%2e%2e/shop",
            "shop;x=1/preview", "shop%5cpreview", "shop\\preview", "shop/preview%0d%0aA:b",
            "%ED%A0%80", "%ff", "%u0041"})
    void a_path_that_could_be_read_in_two_ways_is_400(String path) {
        for (var place : PLACES) {
            for (var method : List.of("GET", "LIST", "PUT")) {
                refused(raw(method, place + path, ""), place + path, 400);
            }
        }
    }

    /** Before the HTTP server knows the path, so that nobody can say which shape it is of. */
    @ParameterizedTest
    @ValueSource(strings = {"shop/preview%00", "%zz", "%"})
    void an_address_that_is_none_is_400(String path) {
        for (var place : PLACES) {
            var answer = raw("GET", place + path, "");
            assertThat(answer.status()).as(place + path).isEqualTo(400);
            hasHeaders(answer, place + path);
        }
        var tooLong = raw("GET", "/v1/secret/data/" + "a".repeat(9_000), "");
        assertThat(tooLong.status()).isIn(414, 431);
        hasHeaders(tooLong, "too long an address");
    }

    @Test
    void a_path_of_any_other_kind_leads_nowhere() {
        var paths = new ArrayList<>(List.of("shop/preview/api/x", "shop/preview%20", "%E2%80%AEshop",
                "shop/preview/%F0%9F%98%80", "SHOP/preview", "shop/preview.json", "shop/preview,api", "*", "shop/*",
                "~", "a".repeat(7_000),
                "a/".repeat(3_000) + "a"));
        for (var place : PLACES) {
            for (var path : paths) {
                refused(raw("GET", place + path, ""), place + path, 403, 404);
                refused(raw("LIST", place + path, ""), place + path, 403, 404, 405);
            }
        }
        refused(raw("GET", "/v1/secret/data/x", "X-Vault-Token: " + "a".repeat(9_000) + "\r\n"), "a header", 431);
    }

    @Test
    void a_query_of_thousands_or_of_no_text_is_400() {
        for (var query : List.of("a=1&".repeat(1_500), "version=%zz", "version=%ff", "list=%00", "%ED%A0%80=1")) {
            refused(raw("GET", "/v1/secret/data/shop/preview?" + query, ""), query, 400);
            refused(raw("LIST", "/v1/secret/metadata/shop?" + query, ""), query, 400);
            refused(raw("GET", "/v1/sys/health?" + query, ""), query, 400);
        }
        assertThat(raw("GET", "/v1/secret/data/shop/preview?" + "version=1&".repeat(150), "").status()).isEqualTo(200);
    }

    @Test
    void a_body_that_is_not_what_is_read_is_refused() {
        for (var body : List.of("", "null", "[]", "1", "\"x\"", "{", "{\"role_id\":{}}", "[".repeat(10_000),
                "{\"role_id\":\"a\",\"role_id\":\"b\"}", "{\"secret_id\":\"\\ud800\",\"role_id\":\"a\"}",
                "{\"secret_id\":7,\"role_id\":7}", "{\"role_id\":\"\\u0000\",\"secret_id\":\"x\"}", "\u00ff\u00fe",
                "role_id=a&secret_id=b", "--x\r\nContent-Disposition: form-data; name=\"role_id\"\r\n\r\na\r\n--x--")) {
            for (var type : List.of("application/json", "application/x-www-form-urlencoded", "text/plain; charset=nope",
                    "multipart/form-data; boundary=x", "multipart/form-data", "nonsense")) {
                refused(raw("POST", "/v1/auth/approle/login", "Content-Type: " + type + "\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body), body + " as " + type, 400);
            }
        }
    }

    @Test
    void a_body_that_is_too_large_is_413_and_one_that_nobody_reads_does_no_harm() {
        var much = "x".repeat(20_000);
        refused(raw("POST", "/v1/auth/approle/login", "Content-Length: 20000\r\n\r\n" + much), "a login", 413);
        var more = "x".repeat(3_000_000);
        for (var path : List.of("/v1/auth/token/renew-self", "/v1/secret/data/shop/preview")) {
            for (var body : List.of("Content-Length: 3000000\r\n\r\n" + more,
                    "Transfer-Encoding: chunked\r\n\r\n2dc6c0\r\n" + more + "\r\n0\r\n\r\n")) {
                // A client that still writes may lose the answer with the connection; it never gets another one.
                assertThat(raw("PUT", path, body).status()).as(path).isIn(413, 405, 0);
            }
        }
        refused(raw("PUT", "/v1/auth/token/renew-self", "Content-Length: 20000\r\n\r\n" + much), "own token", 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Host: other\r\n", "A : b\r\n", "A: b\r\n c\r\n", "Content-Length: 1\r\nContent-Length: 2\r\n",
                    "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"})
    void what_the_http_server_turns_away_by_itself_has_that_shape_too(String header) {
        refused(raw("GET", "/v1/secret/data/shop/preview", header), header, 400);
    }

    @Test
    void a_token_with_anything_in_it_is_unknown() {
        for (var naughty : List.of("' or 1=1 --", "cof_d" + "z".repeat(59), "Bearer " + token, token + token,
                token.substring(1), "${7919*7907}", "\u00e9")) {
            var answer =
                    RawHttp.exchange(server.port(), "GET /v1/auth/token/lookup-self HTTP/1.1\r\nHost: localhost\r\n"
                            + "Connection: close\r\nX-Vault-Token: " + naughty + "\r\n\r\n");
            refused(answer, naughty, 403, 400);
            assertThat(answer.body()).doesNotContain(naughty);
        }
    }

    private static void refused(RawHttp.Answer answer, String what, int... statuses) {
        var brief = what.length() > 80 ? what.substring(0, 80) : what;
        assertThat(statuses).as("%s: %s %s", brief, answer.status(), answer.body()).contains(answer.status());
        assertThat(answer.header("Content-Type")).as(brief).hasValueSatisfying(type -> assertThat(type)
                .startsWith("application/json"));
        hasHeaders(answer, brief);
        var body = JSON.readTree(answer.body());
        assertThat(body.propertyNames()).as(brief).containsExactly("errors");
        assertThat(body.path("errors").isArray()).isTrue();
        assertThat(answer.body()).doesNotContain("Exception", "dev.coffer", "tools.jackson");
    }

    private static void hasHeaders(RawHttp.Answer answer, String what) {
        HEADERS.forEach((name, value) -> assertThat(answer.header(name)).as(what + " " + name).hasValue(value));
        assertThat(answer.header("Content-Security-Policy").orElse("")).startsWith("default-src 'none'");
        assertThat(answer.header("Server")).isEmpty();
    }

    private static RawHttp.Answer raw(String method, String address, String more) {
        var end = more.contains("\r\n\r\n") ? "" : "\r\n";
        return RawHttp.exchange(server.port(), method + " " + address + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Connection: close\r\nAuthorization: Bearer " + token + "\r\n" + more + end);
    }
}
