package dev.coffer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.coffer.Cast;
import dev.coffer.TestServer;
import dev.coffer.run.CannotStart;
import dev.coffer.run.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A deployment's values through the Java client. */
@Tag("R28")
class RuntimeReaderTest {
    private static int projects;
    private static TestServer server;
    private String project;
    private CofferClient coffer;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void project() {
        project = "client-" + ++projects;
        server.cast.project(project);
        coffer = CofferClient.connect(URI.create(server.url()),
                server.cast.deploymentTokenOf(server.cast.alice, project, new Cast.Place("api", "production")));
    }

    @Test
    void what_is_read_is_a_map_that_prints_no_value() throws InterruptedException {
        set("B_KEY", "canary \"ü\" 🔑 \\ \n");
        set("A_KEY", "canary two");
        try (var secrets = coffer.runtime().read()) {
            assertThat(secrets).containsOnlyKeys("A_KEY", "B_KEY");
            assertThat(secrets).hasToString("{A_KEY=[secret], B_KEY=[secret]}");
            assertThat(secrets.get("B_KEY").exposeText()).isEqualTo("canary \"ü\" 🔑 \\ \n");
            assertThat(secrets.origin()).isEqualTo(new RuntimeSecrets.Origin(project, "production", "api", 1));
            assertThat(secrets.missing()).isEmpty();
            var value = secrets.get("A_KEY");
            secrets.close();
            assertThat(value.expose()).containsOnly(0);
        }
        try (var one = coffer.runtime().read("A_KEY")) {
            assertThat(one.exposeText()).isEqualTo("canary two");
        }
        assertThatExceptionOfType(CofferException.class).isThrownBy(() -> coffer.runtime().read("NOTHING"))
                .matches(e -> e.status() == 404);
    }

    @Test
    void a_person_s_token_reads_no_values() {
        var person = CofferClient.connect(URI.create(server.url()), server.tokenOf(server.cast.alice));
        assertThatExceptionOfType(CofferException.class).isThrownBy(() -> person.runtime().read())
                .matches(e -> e.status() == 403);
    }

    @Test
    @Tag("R31")
    void a_command_runs_with_just_those_and_its_parameters() throws InterruptedException {
        set("A_KEY", "canary-first");
        set("B_KEY", "canary-second");
        var out = new ByteArrayOutputStream();
        try (var child =
                coffer.run("sh", "-c", "echo $A_KEY ${B_KEY-unset} $COFFER_PARAM_ORDER_ID; exit 3").only("A_KEY")
                        .param("orderId", "1234").to(new Output.Masked(out, out)).start()) {
            assertThat(child.waitFor()).isEqualTo(3);
        }
        assertThat(out).hasToString("<secret:a_key> unset 1234\n");
        assertThatExceptionOfType(CannotStart.class).isThrownBy(() -> coffer.run("true").only("C_KEY").start())
                .withMessage("api@production doesn't read C_KEY. It reads A_KEY, B_KEY");
    }

    @Test
    @Tag("R32")
    void a_watch_tells_what_is_there_and_each_change() throws Exception {
        set("A_KEY", "one");
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (var watch = coffer.runtime().watch(secrets -> told.add(secrets.get("A_KEY").exposeText()))) {
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("one");
            set("A_KEY", "two");
            assertThat(told.poll(40, TimeUnit.SECONDS)).isEqualTo("two");
            long before = System.nanoTime();
            set("A_KEY", "three");
            assertThat(told.poll(40, TimeUnit.SECONDS)).isEqualTo("three");
            System.out.printf("changed and told: %d ms%n", (System.nanoTime() - before) / 1_000_000);
        }
    }

    @Test
    void a_watch_outlives_a_server_that_is_away_and_ends_with_its_token() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        var answers = new LinkedBlockingQueue<>(List.of("200 one", "503", "500", "200 two", "401"));
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            var answer = (answers.size() > 1 ? answers.remove() : answers.peek()).split(" ");
            var body =
                    (answer.length > 1 ? "{\"secrets\":{\"KEY\":\"%s\"}}".formatted(answer[1]) : "{\"title\":\"No\"}")
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("ETag", "\"" + answers.size() + "\"");
            exchange.sendResponseHeaders(Integer.parseInt(answer[0]), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        http.start();
        var client = CofferClient.connect(URI.create("http://localhost:" + http.getAddress().getPort()), "cof_d");
        try (var watch = client.runtime().watch(new Telling(told))) {
            assertThat(List.of(next(told), next(told), next(told), next(told), next(told)))
                    .containsExactly("one", "away", "back", "two", "refused");
            assertThat(told.poll(300, TimeUnit.MILLISECONDS)).as("nothing more").isNull();
        } finally {
            http.stop(0);
        }
    }

    @Test
    void an_answer_that_is_none_is_told_without_its_text() throws IOException {
        for (var body : List.of("", "[]", "canary", "{\"secrets\":{\"A\":1}}", "{\"secrets\":\"canary\"}",
                "{\"secrets\":{\"A\":\"canary", "{\"secrets\":{\"A\":\"\\ud800canary\"}}", "{}")) {
            assertThatExceptionOfType(CofferException.class).as(body)
                    .isThrownBy(() -> RuntimeSecrets.of(body.getBytes(StandardCharsets.UTF_8), ""))
                    .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("canary"));
        }
    }

    private record Telling(BlockingQueue<String> told) implements Watch.Listener {
        @Override
        public void changed(RuntimeSecrets secrets) {
            told.add(secrets.get("KEY").exposeText());
        }

        @Override
        public void away(CofferException why) {
            told.add("away");
        }

        @Override
        public void back() {
            told.add("back");
        }

        @Override
        public void refused(CofferException why) {
            told.add("refused");
        }
    }

    private static String next(BlockingQueue<String> told) throws InterruptedException {
        return String.valueOf(told.poll(20, TimeUnit.SECONDS));
    }

    private void set(String key, String value) {
        var answer = server.api(server.cast.alice).json("PUT", "/api/v1/projects/" + project + "/secrets/" + key,
                new JsonMapper().writeValueAsString(Map.of("value", value, "environments", List.of("production"))));
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    }
}
