package dev.coffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coffer.web.Route;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes that another site makes somebody's browser send: refused at every page, before its handler. */
class CrossSiteTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    private static TestServer server;
    private static Fixture shop;
    private static TestClient alice;
    private static TestClient nobody;
    private static List<Route> changes;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        shop = Fixture.in(server, "shop");
        nobody = server.api();
        alice = nobody.with("Cookie", "sid=" + server.sessionOf(server.cast.alice));
        changes = server.routes().stream().filter(Fixture::isPage)
                .filter(route -> !List.of("GET", "HEAD").contains(route.method().name())).toList();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> foreign() {
        var own = "http://localhost:" + server.port();
        return Stream.of(arguments(Map.of()), arguments(Map.of("Sec-Fetch-Site", "cross-site")),
                arguments(Map.of("Sec-Fetch-Site", "same-site")), arguments(Map.of("Sec-Fetch-Site", "none")),
                arguments(Map.of("Sec-Fetch-Site", "SAME-ORIGIN, cross-site")),
                arguments(Map.of("Sec-Fetch-Site", "cross-site", "Origin", own)),
                arguments(Map.of("Origin", "https://evil.example")), arguments(Map.of("Origin", "null")),
                arguments(Map.of("Origin", "http://localhost")), arguments(Map.of("Origin", "http://localhost:1")),
                arguments(Map.of("Origin", own + ".evil.example")), arguments(Map.of("Origin", own + "@evil.example")),
                arguments(Map.of("Origin", "https://localhost:8080")), arguments(Map.of("Origin", " not an address")),
                arguments(Map.of("Referer", own + "/projects")));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void a_change_from_elsewhere_is_refused_at_every_page(Map<String, String> headers) {
        assertThat(changes).isNotEmpty();
        for (var client : List.of(alice, nobody, alice.htmx())) {
            var foreign = client;
            for (var header : headers.entrySet()) {
                foreign = foreign.with(header.getKey(), header.getValue());
            }
            for (var route : changes) {
                var answer = Fixture.ask(foreign, route.method().name(), shop.address(route));

                assertThat(answer.statusCode()).as(route.path()).isEqualTo(403);
                assertThat(answer.body()).contains("came from another site");
            }
        }
    }

    @Test
    void a_body_that_another_site_can_send_without_asking_is_refused_everywhere() {
        var token = server.api(server.cast.alice);
        for (var type : List.of("text/plain", "text/plain; charset=utf-8", "multipart/form-data; boundary=x")) {
            for (var route : server.routes()) {
                if (List.of("POST", "PUT", "PATCH").contains(route.method().name())) {
                    var client = Fixture.isPage(route) ? alice.with("Sec-Fetch-Site", "same-origin") : token;
                    var answer =
                            client.with("Content-Type", type).send(shop.address(route), route.method().name(), "{}");

                    // Clients of the KV v2 shape name any type. What they prove is in a header or the body, and no
                    // cookie counts: another site has nothing to send.
                    if (route.path().startsWith("/v1/")) {
                        assertThat(answer.statusCode()).as(route.path()).isIn(400, 403, 405);
                    } else {
                        assertThat(answer.statusCode()).as(route.path()).isEqualTo(415);
                    }
                }
            }
        }
    }

    static Stream<Arguments> own() {
        var port = server.port();
        return Stream.of(arguments("localhost:" + port, "Sec-Fetch-Site: same-origin"),
                arguments("127.0.0.1:" + port, "Sec-Fetch-Site: same-origin"),
                arguments("localhost:" + port, "Origin: http://localhost:" + port),
                arguments("127.0.0.1:" + port, "Origin: http://127.0.0.1:" + port),
                arguments("[::1]:" + port, "Origin: http://[::1]:" + port),
                arguments("localhost:8080", "Origin: http://localhost:8080"));
    }

    @ParameterizedTest
    @MethodSource("own")
    void our_own_pages_pass_under_every_name_of_this_machine(String host, String header) {
        assertThat(change(host, header)).isEqualTo(422);
    }

    static Stream<Arguments> pretended() {
        var port = server.port();
        return Stream.of(arguments("evil.example", "Origin: http://evil.example"),
                arguments("localhost:" + port, "Origin: http://127.0.0.1:" + port),
                arguments("localhost:" + port, "Origin: http://localhost:1"),
                arguments("localhost:" + port, "Origin: https://localhost:" + port),
                arguments("localhost.evil.example", "Origin: http://localhost.evil.example"));
    }

    @ParameterizedTest
    @MethodSource("pretended")
    void a_host_that_is_not_ours_makes_no_origin_ours(String host, String header) {
        assertThat(change(host, header)).isEqualTo(403);
    }

    private static int change(String host, String header) {
        return RawHttp.exchange(server.port(), "POST /projects/shop/secrets/-/new HTTP/1.1\r\nHost: " + host
                + "\r\nConnection: close\r\nCookie: sid=" + server.sessionOf(server.cast.alice) + "\r\n" + header
                + "\r\nContent-Type: " + FORM + "\r\nContent-Length: 3\r\n\r\na=1").status();
    }
}
