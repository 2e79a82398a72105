package dev.coffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * What no well-behaved client sends: malformed, too large, too slow. It is refused, briefly, and the server goes on.
 */
class HardeningTest {
    private static final Map<String, String> HEADERS = Map.of("X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY", "Referrer-Policy", "no-referrer", "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin", "Cache-Control", "no-store");
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String ADD = "/projects/shop/secrets/-/new";
    private static final String SECRETS = "/api/v1/projects/shop/secrets";

    private static TestServer server;
    private static Fixture shop;
    private static TestClient alice;
    private static TestClient api;
    private static String session;
    private static String token;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        shop = Fixture.in(server, "shop");
        alice = server.browser(server.cast.alice);
        api = server.api(server.cast.alice);
        session = server.sessionOf(server.cast.alice);
        token = server.tokenOf(server.cast.alice);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> malformed() {
        var get = "GET /livez HTTP/1.1\r\nHost: localhost\r\n";
        var post = "POST " + SECRETS + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/json\r\n";
        var chunked = post + "Transfer-Encoding: chunked\r\n";
        return Stream.of(arguments("a control character in a header", get + "A: b\u0001c\r\n\r\n", 400),
                arguments("a NUL in a header", get + "A: b\0c\r\n\r\n", 400),
                arguments("no Host", "GET /livez HTTP/1.1\r\n\r\n", 400),
                arguments("two Hosts", get + "Host: other\r\n\r\n", 400),
                arguments("blank before the colon", get + "A : b\r\n\r\n", 400),
                arguments("a folded header", get + "A: b\r\n c\r\n\r\n", 400),
                arguments("bare line feeds", "GET /livez HTTP/1.1\nHost: localhost\n\n", 400),
                arguments("length and chunks", chunked + "Content-Length: 5\r\n\r\n0\r\n\r\n", 400),
                arguments("two lengths", post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400),
                arguments("a length with a plus", post + "Content-Length: +2\r\n\r\n{}", 400),
                arguments("a length below zero", post + "Content-Length: -2\r\n\r\n{}", 400),
                arguments("a length beyond counting", post + "Content-Length: 99999999999999999999\r\n\r\n{}", 400),
                arguments("an unknown transfer coding", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                        400),
                arguments("a chunk's size that is none", chunked + "\r\nzz\r\n{}\r\n0\r\n\r\n", 400),
                arguments("a line end in a chunk's quoted extension",
                        chunked + "\r\n2;a=\"\r\nX\"\r\n{}\r\n0\r\n\r\n", 400),
                arguments("bare line feeds between chunks", chunked + "\r\n2\n{}\n0\n\n", 400),
                arguments("a broken escape", "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
                arguments("too long an address", "GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        414),
                arguments("too long a header", get + "A: " + "b".repeat(9000) + "\r\n\r\n", 431),
                arguments("an unknown expectation", get + "Expect: coffee\r\n\r\n", 417),
                arguments("an unknown version", "GET /livez HTTP/3.0\r\nHost: localhost\r\n\r\n", 505),
                arguments("no version", "GET /livez\r\n\r\n", 505),
                arguments("another protocol", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 426),
                arguments("a method in lower case",
                        "get /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405),
                arguments("a length that is too large", post + "Content-Length: 100000000\r\n\r\n{", 413));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("malformed")
    void a_malformed_request_is_refused_and_the_connection_closed(String name, String request, int status) {
        var answer = RawHttp.exchange(server.port(), request);

        assertThat(answer.status()).as(answer.head()).isEqualTo(status);
        assertHasHeaders(answer);
        assertThat(answer.body()).doesNotContain("jetty", "Exception", "coffee");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/static/..%2f..%2fetc/passwd", "//projects", "/projects//shop", "/projects;x=1",
            "/./projects",
            "/projects/%00", "/projects/%5c", "/static/%2e%2e/%2e%2e/etc/passwd", "/projects/%0d%0aSet-Cookie:a=b",
            "/projects/%7f", "/projects/%ED%A0%80", "/projects/%ff", "/projects/%2e", "/projects/shop%2fsecrets", "/%",
            "/projects/shop/..;/x", "/projects/%c0%af", "/projects/%u0041"})
    void a_path_that_could_be_read_in_two_ways_is_400(String path) {
        var answer = raw("GET", path, "");

        assertThat(answer.status()).as(answer.head()).isEqualTo(400);
        assertHasHeaders(answer);
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"q=%zz", "q=%", "q=%ED%A0%80", "q=%ff", "q=%00", "%00=q", "environment=%c0%80"})
    void a_query_that_is_no_text_is_400(String query) {
        for (var address : List.of("/projects/shop/secrets", SECRETS, "/livez")) {
            var answer =
                    raw("GET", address + "?" + query, "Authorization: Bearer " + token + "\r\nCookie: sid=" + session
                            + "\r\n");

            assertThat(answer.status()).as(address + "?" + query).isEqualTo(400);
            assertHasHeaders(answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "FOO", "LIST", "PROPFIND", "CONNECT"})
    void a_method_that_is_not_served_is_405(String method) {
        for (var address : List.of("/livez", "/projects/shop/secrets", SECRETS, "/nowhere")) {
            var answer = raw(method, address, "");

            // CONNECT takes no path: the server itself says so.
            assertThat(answer.status()).isIn(method.equals("CONNECT") ? List.of(400, 405) : List.of(405));
            assertHasHeaders(answer);
            assertThat(answer.header("Allow").isPresent() || answer.status() == 400).isTrue();
        }
    }

    @Test
    void every_route_s_answers_have_the_headers() {
        for (var client : List.of(alice, api, server.browser())) {
            for (var route : server.routes()) {
                var answer =
                        Fixture.ask(client, route.method().name().equals("HEAD") ? "HEAD" : "GET", shop.address(route));
                HEADERS.forEach(
                        (name, value) -> assertThat(answer.headers().allValues(name)).as(route.path() + " " + name)
                                .containsExactly(value));
                assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                        .contains("default-src 'none'")
                        .doesNotContain("unsafe-");
                assertThat(answer.headers().firstValue("Server")).isEmpty();
                assertThat(answer.headers().firstValue("X-Powered-By")).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data; boundary=x", "multipart/form-data", "text/plain", "application/xml",
            "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=nope",
            "application/json; charset=iso-8859-1", "application/json; charset=nope", "nonsense",
            "application/json-seq",
            "application/jsonx"})
    void a_body_of_another_kind_is_415_before_it_is_read(String type) {
        for (var address : List.of(ADD, SECRETS)) {
            // The body never comes: who waited for it would not answer.
            var answer =
                    raw("POST", address, "Content-Type: " + type + "\r\nContent-Length: 500\r\nCookie: sid=" + session
                            + "\r\nAuthorization: Bearer " + token + "\r\nSec-Fetch-Site: same-origin\r\n");

            assertThat(answer.status()).as(type).isEqualTo(415);
            assertHasHeaders(answer);
        }
    }

    @Test
    void a_form_has_200_fields_at_most_and_one_of_a_schema_5000() {
        var other = alice.with("Content-Type", FORM);
        assertThat(other.send("/projects/new", "POST", "a=1&".repeat(200)).statusCode()).isEqualTo(422);
        assertThat(other.send("/projects/new", "POST", "a=1&".repeat(201)).statusCode()).isEqualTo(400);
        assertThat(post("a=1&".repeat(5_000)).statusCode()).isEqualTo(422);
        assertThat(post("a=1&".repeat(5_001)).statusCode()).isEqualTo(400);
        assertThat(post("a&".repeat(120_000)).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"key=%zz", "key=%", "key=%4", "key=%ED%A0%80", "key=%ff", "%ff=key", "key=%c0%80", "key=%00",
                    "description=a%00b", "%00=a"})
    void a_form_that_is_no_text_is_400(String body) {
        assertThat(post(body).statusCode()).isEqualTo(400);
        assertThat(alice.with("Content-Type", FORM)
                .send("/projects/shop/secrets/PREPARED/edit?environment=preview", "POST",
                        body.replace("key=", "description="))
                .statusCode()).isEqualTo(400);
    }

    static Stream<Arguments> badJson() {
        return Stream.of(arguments("too deep", "{\"key\":" + "[".repeat(40) + "]".repeat(40) + "}"),
                arguments("very deep", "[".repeat(100_000)),
                arguments("a field twice", "{\"key\":\"A\",\"key\":\"B\"}"),
                arguments("an unknown field", "{\"admin\":true}"), arguments("nothing", ""), arguments("null", "null"),
                arguments("an array", "[]"), arguments("a number", "1"), arguments("cut off", "{\"key\":\"A"),
                arguments("something behind it", "{} {}"), arguments("a comment", "{/**/}"),
                arguments("a wrong kind", "{\"key\":{}}"),
                arguments("a long number", "{\"key\":" + "9".repeat(5000) + "}"),
                arguments("a long name", "{\"" + "a".repeat(70_000) + "\":1}"),
                arguments("many numbers", "{\"environments\":[" + "1,".repeat(50_000) + "1]}"),
                arguments("a NUL in a text", "{\"key\":\"A\\u0000\"}"),
                arguments("half a character", "{\"description\":\"\\ud800\"}"),
                arguments("half a character, the other way", "{\"description\":\"\\udc00x\"}"),
                arguments("a NUL in a list", "{\"environments\":[\"\\u0000\"]}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badJson")
    void json_that_is_not_what_is_read_here_is_400(String name, String body) {
        var answer = api.json("POST", SECRETS, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("Exception", "tools.jackson", "dev.coffer");
    }

    @Test
    void a_body_over_the_limit_is_413_whether_it_says_so_or_not() {
        var much = "a".repeat(3_000_000);
        var pieces = "2dc6c0\r\n" + much + "\r\n0\r\n\r\n";
        for (var body : List.of("Content-Length: 3000000\r\n\r\n" + much,
                "Transfer-Encoding: chunked\r\n\r\n" + pieces)) {
            var form = RawHttp.exchange(server.port(), head("POST", ADD) + "Content-Type: " + FORM + "\r\nCookie: sid="
                    + session + "\r\nSec-Fetch-Site: same-origin\r\n" + body);
            var json = RawHttp.exchange(server.port(), head("POST", SECRETS) + "Content-Type: application/json\r\n"
                    + "Authorization: Bearer " + token + "\r\n" + body);

            // A client that still writes may lose the answer with the connection; it never gets another one.
            assertThat(form.status()).as(form.head()).isIn(413, 0);
            assertThat(json.status()).as(json.head()).isIn(413, 0);
        }
        assertThat(alice.form(ADD, "value", much).statusCode()).isEqualTo(413);
        var refused = api.json("POST", SECRETS, "{\"value\":\"" + much + "\"}");
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(JsonMapper.shared().readTree(refused.body()).path("status").asInt()).isEqualTo(413);
    }

    @Test
    void slow_clients_are_cut_off_and_others_are_served_meanwhile() {
        try (var silentHead = new RawHttp(server.port()); var silentBody = new RawHttp(server.port());
                var trickle = new RawHttp(server.port()); var drops = Executors.newSingleThreadScheduledExecutor()) {
            silentHead.send("GET /livez HTTP/1.1\r\nHost: local");
            silentBody.send(post(100));
            trickle.send(post(10_000));
            drops.scheduleAtFixedRate(() -> trickle.send("a"), 100, 100, TimeUnit.MILLISECONDS);

            assertThat(alice.get("/projects/shop/secrets").statusCode()).isEqualTo(200);
            assertThat(trickle.answer().status()).isIn(0, 400, 408);
            assertThat(silentBody.answer().status()).isIn(0, 400, 408);
            assertThat(silentHead.answer().status()).isIn(0, 400, 408);
            drops.shutdownNow();
        }
        assertThat(alice.get("/projects/shop/secrets").statusCode()).isEqualTo(200);
    }

    private static String post(int length) {
        return "POST " + ADD + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + FORM + "\r\nCookie: sid=" + session
                + "\r\nSec-Fetch-Site: same-origin\r\nContent-Length: " + length + "\r\n\r\na=";
    }

    private static java.net.http.HttpResponse<String> post(String body) {
        return alice.with("Content-Type", FORM).send(ADD, "POST", body);
    }

    private static RawHttp.Answer raw(String method, String address, String headers) {
        return RawHttp.exchange(server.port(), head(method, address) + headers + "\r\n");
    }

    private static String head(String method, String address) {
        return method + " " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    }

    private static void assertHasHeaders(RawHttp.Answer answer) {
        HEADERS.forEach((name, value) -> assertThat(answer.header(name)).as(answer.head()).hasValue(value));
        assertThat(answer.header("Content-Security-Policy").orElse("")).startsWith("default-src 'none'");
        assertThat(answer.header("Server")).isEmpty();
    }
}
