package dev.coffer.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestClient;
import dev.coffer.TestServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** Apps that wait for a change, and apps that read while one is made. */
@Tag("R32")
@Timeout(120)
class LongPollTest {
    private static final String ALL = "/api/v1/runtime/secrets";
    private static final JsonMapper JSON = new JsonMapper();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private TestServer server;
    private TestClient alice;
    private TestClient app;

    @BeforeEach
    void start() {
        server = TestServer.start();
        alice = server.api(server.cast.alice);
        server.cast.project("shop");
        app = server.deployment(server.cast.alice, "shop", new Cast.Place("api", "production"));
        set("A", "one");
    }

    @AfterEach
    void stop() {
        server.close();
        threads.close();
    }

    @Test
    void a_change_is_answered_at_once_and_with_the_new_value() throws Exception {
        var tag = tag(app.get(ALL));
        var answer = waiting(() -> app.with("If-None-Match", tag).get(ALL + "?wait=30"));

        long began = System.nanoTime();
        set("A", "two");
        var news = answer.get();

        assertThat(news.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(news.body()).path("secrets").path("A").asString()).isEqualTo("two");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void who_knows_another_set_is_answered_without_waiting() {
        var old = tag(app.get(ALL));
        set("A", "two");

        assertThat(app.with("If-None-Match", old).get(ALL + "?wait=60").statusCode()).isEqualTo(200);
        assertThat(app.get(ALL + "?wait=60").statusCode()).isEqualTo(200);
    }

    @Test
    void without_a_change_it_ends_with_304() {
        var asking = app.with("If-None-Match", tag(app.get(ALL)));
        long began = System.nanoTime();

        var answer = asking.get(ALL + "?wait=1");

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.headers().firstValue("ETag")).isPresent();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(950));
    }

    /** The socket's own idle time is ten seconds. */
    @Test
    void it_waits_longer_than_a_silent_connection_may() {
        var asking = app.with("If-None-Match", tag(app.get(ALL)));
        long began = System.nanoTime();

        assertThat(asking.get(ALL + "?wait=13").statusCode()).isEqualTo(304);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(12_900));
    }

    @Test
    void a_change_that_is_not_its_own_wakes_nobody() throws Exception {
        var tag = tag(app.get(ALL));
        var answer = waiting(() -> app.with("If-None-Match", tag).get(ALL + "?wait=4"));
        assertThat(alice.json("PUT", "/api/v1/projects/shop/secrets/B",
                "{\"value\": \"x\", \"environments\": [\"preview\"]}").statusCode()).isEqualTo(201);

        assertThat(answer.get().statusCode()).isEqualTo(304);
    }

    @Test
    @Tag("R19")
    void a_built_in_secret_is_a_change_too() throws Exception {
        var tag = tag(app.get(ALL));
        var answer = waiting(() -> app.with("If-None-Match", tag).get(ALL + "?wait=30"));

        assertThat(alice.json("PUT", "/api/v1/organization/built-in-secrets/MAIL", "{\"value\": \"x\"}").statusCode())
                .isEqualTo(201);

        assertThat(JSON.readTree(answer.get().body()).path("secrets").path("MAIL").asString()).isEqualTo("x");
    }

    @Test
    void who_was_revoked_meanwhile_gets_nothing() throws Exception {
        var tag = tag(app.get(ALL));
        var answer = waiting(() -> app.with("If-None-Match", tag).get(ALL + "?wait=30"));
        server.cast.database.transact(tx -> tx.execute("delete from deployment_tokens"));

        set("A", "kanarie");

        assertThat(answer.get().statusCode()).isEqualTo(401);
        assertThat(answer.get().body()).doesNotContain("kanarie");
    }

    @Test
    void lost_news_cost_a_few_seconds_and_no_more() throws Exception {
        var tag = tag(app.get(ALL));
        var answer = waiting(() -> app.with("If-None-Match", tag).get(ALL + "?wait=30"));
        server.cast.database.transact(tx -> tx.fetch(
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'coffer-notices'"
                        + " and datname = current_database()"));
        long began = System.nanoTime();
        set("A", "two");

        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void those_who_wait_are_answered_when_the_server_stops() throws Exception {
        var tag = tag(app.get(ALL));
        var answer = waiting(() -> app.with("If-None-Match", tag).get(ALL + "?wait=60"));
        long began = System.nanoTime();

        server.close();

        assertThat(answer.get().statusCode()).isEqualTo(304);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        server = TestServer.start();
    }

    @Test
    void a_wait_is_a_number_of_seconds() {
        for (var wrong : List.of("61", "-1", "x", "1.5", "")) {
            assertThat(app.get(ALL + "?wait=" + wrong).statusCode()).isEqualTo(400);
        }
        assertThat(app.get(ALL + "?wait=0").statusCode()).isEqualTo(200);
    }

    @Test
    void while_twenty_values_change_at_once_fifty_readers_see_the_old_or_the_new_and_never_a_mix() throws Exception {
        importAll("v0");
        var stop = new AtomicBoolean();
        var readers = new ArrayList<Future<Integer>>();
        for (int i = 0; i < 50; i++) {
            readers.add(threads.submit(() -> {
                int seen = 0;
                while (!stop.get()) {
                    var answer = app.get(ALL);
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    var secrets = JSON.readTree(answer.body()).path("secrets");
                    var values = secrets.propertyStream().filter(each -> each.getKey().startsWith("MANY_"))
                            .map(each -> each.getValue().asString()).toList();
                    assertThat(values).hasSize(20);
                    assertThat(values.stream().distinct()).hasSize(1);
                    seen++;
                }
                return seen;
            }));
        }
        for (int i = 1; i <= 8; i++) {
            importAll("v" + i);
        }
        stop.set(true);
        int reads = 0;
        for (var reader : readers) {
            reads += reader.get();
        }
        assertThat(reads).isGreaterThan(100);
        assertThat(JSON.readTree(app.get(ALL).body()).path("secrets").path("MANY_7").asString()).isEqualTo("v8");
    }

    private void importAll(String value) {
        var content = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            content.append("MANY_").append(i).append('=').append(value).append("\\n");
        }
        var answer = alice.json("POST", "/api/v1/projects/shop/imports", """
                {"format": "dotenv", "content": "%s", "environments": ["production"], "mode": "replace",
                 "dry_run": false}""".formatted(content));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private void set(String key, String value) {
        assertThat(alice.json("PUT", "/api/v1/projects/shop/secrets/" + key,
                "{\"value\": \"%s\", \"environments\": [\"production\"]}".formatted(value)).statusCode())
                .isLessThan(300);
    }

    /** Under way, and the server knows. */
    private Future<HttpResponse<String>> waiting(Callable<HttpResponse<String>> call) throws InterruptedException {
        var answer = threads.submit(call);
        while (server.waiting() == 0) {
            Thread.yield();
        }
        return answer;
    }

    private static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }
}
