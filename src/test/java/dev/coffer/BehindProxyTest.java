package dev.coffer;

import static dev.coffer.db.schema.Tables.AUDIT_EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.form.Network;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What an operator sets for a server behind a proxy: https, whom to believe about addresses, the token for metrics. */
class BehindProxyTest {
    private static final String METRICS_TOKEN = "correct-horse-battery-staple-42";

    private static final JsonMapper JSON = new JsonMapper();

    private static TestServer server;
    private static TestServer alone;
    private static int renamed;

    @BeforeAll
    static void start() {
        var loopback = Network.parse("127.0.0.0/8").orElseThrow();
        server = TestServer.start(URI.create("https://Coffer.example:443"), List.of(loopback), METRICS_TOKEN);
        alone = TestServer.start();
        server.cast.project("shop");
        alone.cast.project("shop");
    }

    @AfterAll
    static void stop() {
        server.close();
        alone.close();
    }

    @ParameterizedTest
    @CsvSource({"https://coffer.example, 422", "https://coffer.example:444, 403", "http://coffer.example, 403",
            "http://localhost:8080, 403", "https://evil.example, 403", "https://coffer.example.evil.example, 403"})
    void the_public_address_alone_is_our_origin(String origin, int status) {
        var browser = server.api().with("Cookie", "__Host-sid=" + server.sessionOf(server.cast.alice));

        assertThat(browser.with("Origin", origin).form("/projects/shop/secrets/-/new", "key", "").statusCode())
                .isEqualTo(status);
    }

    @Test
    void https_is_kept_for_a_year_and_the_cookie_is_the_host_s_own() {
        assertThat(server.api().get("/livez").headers().firstValue("Strict-Transport-Security"))
                .hasValue("max-age=31536000; includeSubDomains");
        assertThat(RawHttp.exchange(server.port(), "GET / HTTP/1.1\r\n\r\n").header("Strict-Transport-Security"))
                .isPresent();
        assertThat(server.browser(server.cast.alice).get("/projects/shop/secrets").statusCode()).isEqualTo(303);
        assertThat(alone.api().get("/livez").headers().firstValue("Strict-Transport-Security")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"203.0.113.9|203.0.113.9", "192.0.2.1, 203.0.113.9|203.0.113.9",
            "203.0.113.9, 127.0.0.2|203.0.113.9", "192.0.2.1, and a line, X-Forwarded-For: 203.0.113.9|203.0.113.9",
            "nonsense|127.0.0.1", "2001:db8::1|2001:db8:0:0:0:0:0:1"})
    void a_trusted_proxy_says_where_a_request_comes_from(String forwarded, String address) {
        assertThat(addressKept(server, forwarded.replace(", and a line, ", "\r\n"))).isIn(address,
                address.replace(":0:0:0:0:0:", "::"));
    }

    @Test
    void a_stranger_s_word_on_addresses_is_not_believed() {
        assertThat(addressKept(alone, "203.0.113.9")).isEqualTo("127.0.0.1");
    }

    @Test
    void metrics_are_for_this_machine_and_for_who_has_the_token() {
        var direct = server.api();
        for (var header : List.of("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "x-forwarded-host")) {
            var forwarded = direct.with(header, "127.0.0.1");
            assertThat(forwarded.get("/metrics").statusCode()).isEqualTo(404);
            assertThat(forwarded.with("Authorization", "Bearer " + METRICS_TOKEN).get("/metrics").statusCode())
                    .isEqualTo(200);
            for (var wrong : List.of("", " ", METRICS_TOKEN + "x", METRICS_TOKEN.substring(1), "null")) {
                assertThat(forwarded.with("Authorization", "Bearer " + wrong).get("/metrics").statusCode())
                        .isEqualTo(404);
            }
            assertThat(alone.api().with(header, "x").with("Authorization", "Bearer ").get("/metrics").statusCode())
                    .isEqualTo(404);
        }
        assertThat(direct.get("/metrics").statusCode()).isEqualTo(200);
        assertThat(direct.get("/metrics").body()).contains("http_server_requests").doesNotContain("/projects/shop");
    }

    /** Of a change that the audit log keeps. */
    private static String addressKept(TestServer on, String forwarded) {
        var body = "{\"name\": \"Shop %d\"}".formatted(++renamed);
        var answer = RawHttp.exchange(on.port(),
                "PATCH /api/v1/projects/shop HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Authorization: Bearer " + on.tokenOf(on.cast.alice) + "\r\nX-Forwarded-For: " + forwarded
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var kept = on.cast.database.read(tx -> tx.select(AUDIT_EVENTS.BODY).from(AUDIT_EVENTS)
                .orderBy(AUDIT_EVENTS.RECORDED_AT.desc()).limit(1).fetchSingle().value1());
        return JSON.readTree(kept).findValue("address").asString();
    }
}
