package dev.coffer.workspace;

import static dev.coffer.db.schema.Tables.ORGANIZATIONS;
import static dev.coffer.db.schema.Tables.SESSIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.access.Access;
import dev.coffer.access.User;
import dev.coffer.requirement.Asked;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an open page asks, and what it is told. */
@Tag("R24")
class ChangesTest {
    private static final Pattern CHANGES = Pattern.compile("data-changes=\"([^\"]+)\"");
    private static final Pattern MARK = Pattern.compile("data-mark=\"([^\"]+)\"");
    private static TestServer server;
    private static int count;

    private Access project;
    private String home;
    private TestClient alice;
    private TestClient carol;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void newProject() {
        var slug = "live-" + ++count;
        project = server.cast.project(slug);
        home = "/projects/" + slug;
        alice = server.browser(server.cast.alice);
        carol = server.browser(server.cast.carol);
    }

    @Test
    void as_long_as_nothing_happens_the_answer_is_a_304_of_a_few_bytes() {
        for (var path : new String[]{home, home + "/secrets", home + "/secrets?q=x"}) {
            var same = ask(carol, page(carol, path));
            assertThat(same.statusCode()).isEqualTo(304);
            assertThat(same.body()).isEmpty();
            assertThat(bytes(same)).as("%s", same.headers().map()).isLessThan(250);
        }
    }

    @Test
    void what_somebody_else_did_is_said_with_what_became_of_publishing() {
        Asked.of(server.cast, project).requires("STRIPE_SECRET_KEY", "production");
        var open = page(carol, home);
        assertThat(open.address).endsWith("blocked=production");
        set(server.cast.dave, "STRIPE_SECRET_KEY", "production");
        var told = ask(carol, open);
        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(told.body()).isEqualTo("{\"say\":\"STRIPE_SECRET_KEY was set in Production by Dave. "
                + "Production can be published now.\"}");
        assertThat(told.headers().firstValue("ETag")).contains("\"" + page(carol, home).mark + "\"");
        delete(server.cast.dave, "STRIPE_SECRET_KEY", page(carol, home));
    }

    private void delete(User user, String key, Open open) {
        assertThat(server.api(user).delete("/api/v1" + home + "/secrets/" + key).statusCode()).isEqualTo(204);
        assertThat(ask(carol, open).body()).contains("STRIPE_SECRET_KEY was deleted in Production by Dave.",
                "Production: 1 required secret has no value. Publish is blocked until it is set.");
    }

    @Test
    void several_are_counted_and_one_s_own_are_left_out() {
        var open = page(alice, home + "/secrets");
        alice.form(home + "/secrets/-/new", "key", "OWN", "value", "kanarie", "environments", "preview");
        assertThat(ask(alice, open).body()).isEqualTo("{\"say\":\"\"}");
        set(server.cast.dave, "A_KEY", "preview");
        set(server.cast.bob, "B_KEY", "preview");
        assertThat(ask(alice, open).body()).isEqualTo("{\"say\":\"2 changes by Dave and Bob.\"}");
        var later = page(carol, home);
        set(server.cast.bob, "C_KEY", "preview");
        assertThat(ask(carol, later).body()).doesNotContain("kanarie").contains("C_KEY was set in Preview by Bob.");
        var last = page(carol, home);
        server.api(server.cast.dave).json("PUT", "/api/v1" + home + "/secret-types/token",
                "{\"name\": \"Token\", \"schema\": {\"type\": \"string\"}}");
        assertThat(ask(carol, last).body()).contains("The secret types were changed by Dave.");
    }

    @Test
    void a_change_of_the_organization_s_secrets_or_of_one_s_role_counts_too() {
        var open = page(carol, home);
        server.cast.database.transact(tx -> tx.update(ORGANIZATIONS)
                .set(ORGANIZATIONS.BUILT_IN_REVISION, ORGANIZATIONS.BUILT_IN_REVISION.plus(1)).execute());
        assertThat(ask(carol, open).statusCode()).isEqualTo(200);
        assertThat(ask(carol, open.address, "").statusCode()).isEqualTo(200);
        assertThat(ask(carol, open.address, "\"99999999999999999999.0.viewer\"").statusCode()).isEqualTo(200);
        assertThat(ask(carol, open.address.replaceAll("blocked=.*", "blocked=%22%3Cb%3E,,x"), "").statusCode())
                .isEqualTo(200);
    }

    @Test
    void asking_keeps_no_idle_session_alive() {
        var session = server.sessionOf(server.cast.carol);
        var idle = server.browser().with("Cookie", "sid=" + session);
        var open = page(idle, home);
        var then = Instant.now().minus(Duration.ofMinutes(29));
        server.cast.database.transact(tx -> tx.update(SESSIONS).set(SESSIONS.LAST_SEEN_AT, then)
                .where(SESSIONS.USER_ID.eq(server.cast.carol.id())).execute());
        assertThat(ask(idle, open).statusCode()).isEqualTo(304);
        assertThat(idle.htmx().with("Coffer-Unseen", "yes").get(home).statusCode()).isEqualTo(200);
        assertThat(seen()).isBefore(Instant.now().minus(Duration.ofMinutes(28)));
        server.cast.database.transact(tx -> tx.update(SESSIONS).set(SESSIONS.LAST_SEEN_AT, then.minusSeconds(120))
                .where(SESSIONS.USER_ID.eq(server.cast.carol.id())).execute());
        assertThat(ask(idle.htmx(), open).statusCode()).isEqualTo(401);
    }

    private Instant seen() {
        return server.cast.database.read(sql -> sql.select(SESSIONS.LAST_SEEN_AT).from(SESSIONS)
                .where(SESSIONS.USER_ID.eq(server.cast.carol.id())).fetch(SESSIONS.LAST_SEEN_AT)).stream()
                .max(Instant::compareTo).orElseThrow();
    }

    @Test
    void only_members_are_told() {
        var open = page(carol, home);
        assertThat(ask(server.browser(server.cast.mallory), open).statusCode()).isEqualTo(404);
        assertThat(ask(server.browser(), open).headers().firstValue("Location").orElseThrow()).startsWith("/sign-in");
        assertThat(ask(server.browser().htmx(), open).statusCode()).isEqualTo(401);
    }

    /** What an open page knows. */
    private record Open(String address, String mark) {}

    private static Open page(TestClient client, String path) {
        var page = client.get(path).body();
        var changes = CHANGES.matcher(page);
        var mark = MARK.matcher(page);
        assertThat(changes.find() && mark.find()).as(page).isTrue();
        return new Open(changes.group(1).replace("&amp;", "&"), mark.group(1));
    }

    private static HttpResponse<String> ask(TestClient client, Open open) {
        return ask(client, open.address, "\"" + open.mark + "\"");
    }

    private static HttpResponse<String> ask(TestClient client, String address, String mark) {
        return client.with("If-None-Match", mark).get(address);
    }

    private void set(User user, String key, String environment) {
        assertThat(server.api(user).json("POST", "/api/v1" + home + "/secrets", """
                {"key": "%s", "value": "kanarie", "environments": ["%s"]}""".formatted(key, environment))
                .statusCode()).isEqualTo(201);
    }

    /** The status line, the header lines and the body. */
    private static int bytes(HttpResponse<String> answer) {
        int lines = answer.headers().map().entrySet().stream()
                .mapToInt(each -> each.getValue().stream().mapToInt(
                        value -> each.getKey().length() + 2 + value.length() + 2).sum())
                .sum();
        return "HTTP/1.1 304 Not Modified\r\n".length() + lines + 2 + answer.body().length();
    }
}
