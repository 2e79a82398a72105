package dev.coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestServer;
import dev.coffer.cli.CofferProcess.Done;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --watch} and {@code --cache}: what happens when a secret changes, and while the server is away. */
@Tag("R32")
class RunWatchTest {
    private static int projects;
    private static TestServer server;

    @TempDir
    private Path folder;
    private String project;
    private Map<String, String> variables;
    private Wire wire;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void project() throws IOException {
        project = "watch-" + ++projects;
        server.cast.project(project);
        wire = new Wire(URI.create(server.url()).getPort());
        variables =
                new HashMap<>(Map.of("COFFER_URL", wire.url(), "XDG_CACHE_HOME", folder.resolve("caches").toString(),
                        "COFFER_TOKEN", server.cast.deploymentTokenOf(server.cast.alice, project,
                                new Cast.Place("api", "production"))));
        set("A_KEY", "the first value");
    }

    @AfterEach
    void cut() {
        wire.cut();
    }

    @Test
    void a_change_restarts_it_at_once() throws Exception {
        try (var running = watching("trap 'echo ends; exit' TERM; echo starts \"$(printf %s \"$A_KEY\" | wc -c)\"; "
                + "while :; do sleep 0.05; done")) {
            running.awaitOut("starts 15\n");
            long before = System.nanoTime();
            set("A_KEY", "the second value");
            running.awaitOut("starts 16\n");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
            assertThat(running.out()).isEqualTo("starts 15\nends\nstarts 16\n");
            assertThat(running.err()).isEqualTo("Changed: A_KEY. Restarts the command.\n");
            set("B_KEY", "another secret");
            running.awaitErr("Changed: B_KEY.");
            running.await("third start", () -> count(running, "starts") == 3);
            running.signal("TERM");
            assertThat(running.done().code()).isZero();
        }
    }

    /** From the moment that the change is sent; the held answer, the stop and the start are in it. */
    @Test
    void each_of_many_changes_is_picked_up_at_once() throws Exception {
        try (var running = watching("printf %s \"$A_KEY\" | wc -c; exec sleep 1000")) {
            running.awaitOut("15\n");
            var millis = new ArrayList<Long>();
            for (int length = 20; length < 31; length++) {
                long before = System.nanoTime();
                set("A_KEY", "x".repeat(length));
                running.awaitOut(length + "\n");
                millis.add(Duration.ofNanos(System.nanoTime() - before).toMillis());
            }
            Collections.sort(millis);
            System.out.printf("changed and started again with it: median %d ms, least %d, most %d%n", millis.get(5),
                    millis.getFirst(), millis.getLast());
            assertThat(millis.get(5)).as("of 11: %s", millis).isLessThan(5_000);
        }
    }

    @Test
    void a_change_of_what_it_isn_t_given_is_none() throws Exception {
        try (var running = CofferProcess.start(folder, variables, "run", "--watch", "--only", "A_KEY", "--", "sh", "-c",
                "echo starts; while :; do sleep 0.05; done")) {
            running.awaitOut("starts\n");
            set("B_KEY", "another secret");
            set("A_KEY", "the second value");
            running.await("second start", () -> count(running, "starts") == 2);
            assertThat(running.err()).isEqualTo("Changed: A_KEY. Restarts the command.\n");
        }
    }

    @Test
    void when_it_ends_by_itself_so_does_the_watch() throws Exception {
        try (var running = watching("echo starts; exit 7")) {
            assertThat(running.done()).isEqualTo(new Done(7, "starts\n", ""));
        }
    }

    @Test
    void one_that_does_not_stop_is_killed_after_ten_seconds() throws Exception {
        try (var running = watching("trap '' TERM; echo starts; while :; do sleep 0.05; done")) {
            running.awaitOut("starts\n");
            long before = System.nanoTime();
            set("A_KEY", "the second value");
            running.await("second start", () -> count(running, "starts") == 2);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(Duration.ofSeconds(9),
                    Duration.ofSeconds(50));
        }
    }

    @Test
    void a_change_that_it_can_t_be_started_with_leaves_it_running() throws Exception {
        try (var running = watching("echo starts; while :; do sleep 0.05; done")) {
            running.awaitOut("starts\n");
            delete("A_KEY");
            running.awaitErr("Changed: A_KEY");
            require("A_KEY");
            running.awaitErr("lacks 1 required secret in production: A_KEY");
            assertThat(running.err()).contains("can't be started with them. It runs on with what it had.");
            assertThat(running.process().isAlive()).isTrue();
            set("A_KEY", "the second value");
            running.await("third start", () -> count(running, "starts") == 3);
        }
    }

    @Test
    void it_runs_on_while_the_server_is_away_and_hears_of_changes_after() throws Exception {
        try (var running = watching("echo starts; while :; do sleep 0.05; done")) {
            running.awaitOut("starts\n");
            wire.cut();
            running.awaitErr("Coffer can't be reached at %s. The command runs on with what it has.\n"
                    .formatted(wire.url()));
            set("A_KEY", "the second value");
            assertThat(count(running, "starts")).isEqualTo(1);
            wire.mend();
            running.awaitErr("Coffer is back.\n");
            running.await("second start", () -> count(running, "starts") == 2);
        }
    }

    @Test
    @Tag("R18")
    void a_token_that_is_revoked_is_told_and_it_runs_on() throws Exception {
        try (var running = watching("echo starts; while :; do sleep 0.05; done")) {
            running.awaitOut("starts\n");
            server.cast.revokeDeploymentTokens(project);
            set("A_KEY", "the second value");
            running.awaitErr("The command runs on with what it has, and isn't restarted any more.");
            assertThat(running.process().isAlive()).isTrue();
            assertThat(count(running, "starts")).isEqualTo(1);
        }
    }

    @Test
    void without_a_server_it_works_on_from_what_was_kept_where_that_is_asked_for() throws Exception {
        assertThat(run("--cache", "12h").out()).isEqualTo("15\n");
        wire.cut();
        assertThat(run().code()).as("off unless asked for").isEqualTo(69);
        var done = run("--cache", "12h");
        assertThat(done.out()).isEqualTo("15\n");
        assertThat(done.code()).isZero();
        assertThat(done.err()).matches(
                "Coffer can't be reached at %s\\. Works on with what was read \\d+ (seconds|minutes) ago\\.\n"
                        .formatted(wire.url()));
        variables.put("COFFER_CACHE", "1h");
        assertThat(run().code()).isZero();
        assertThat(run("--cache", "0").code()).isEqualTo(69);
        variables.put("XDG_CACHE_HOME", folder.resolve("elsewhere").toString());
        done = run();
        assertThat(done.code()).isEqualTo(69);
        assertThat(done.err()).startsWith("Nothing was kept from an earlier run with this token.\nCoffer can't be");
    }

    @Test
    void what_is_kept_lies_below_the_home_that_the_variables_name() throws Exception {
        variables.remove("XDG_CACHE_HOME");
        variables.put("HOME", folder.resolve("home").toString());
        assertThat(run("--cache", "12h").code()).isZero();
        assertThat(Files.list(folder.resolve("home/.cache/coffer"))).hasSize(1);
    }

    @Test
    void a_revoked_token_takes_what_was_kept_with_it() throws Exception {
        assertThat(run("--cache", "12h").code()).isZero();
        assertThat(Files.list(folder.resolve("caches/coffer"))).hasSize(1);
        server.cast.revokeDeploymentTokens(project);
        assertThat(run("--cache", "12h").code()).isEqualTo(1);
        assertThat(Files.list(folder.resolve("caches/coffer"))).isEmpty();
        wire.cut();
        assertThat(run("--cache", "12h").code()).isEqualTo(69);
    }

    private CofferProcess watching(String script) throws IOException {
        return CofferProcess.start(folder, variables, "run", "--watch", "--", "sh", "-c", script);
    }

    private Done run(String... options) throws Exception {
        var args = new ArrayList<>(List.of("run"));
        args.addAll(List.of(options));
        args.addAll(List.of("--", "sh", "-c", "printf %s \"$A_KEY\" | wc -c"));
        return CofferProcess.run(folder, variables, args.toArray(String[]::new));
    }

    private static long count(CofferProcess running, String line) {
        try {
            return running.out().lines().filter(each -> each.startsWith(line)).count();
        } catch (IOException e) {
            return 0;
        }
    }

    private void set(String key, String value) {
        send("PUT", "/secrets/" + key, "{\"value\": \"%s\", \"environments\": [\"production\"]}".formatted(value));
    }

    private void delete(String key) {
        assertThat(server.api(server.cast.alice).delete("/api/v1/projects/" + project + "/secrets/" + key).statusCode())
                .isEqualTo(204);
    }

    private void require(String key) {
        send("PUT", "/requirements", "{\"source\":\"build\",\"requirements\":[{\"key\":\"%s\"}]}".formatted(key));
    }

    private void send(String method, String path, String body) {
        var answer = server.api(server.cast.alice).json(method, "/api/v1/projects/" + project + path, body);
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    }

    /** Between client and server, and can be cut. */
    private static final class Wire {
        private final int to;
        private final int port;
        private final Set<Socket> open = ConcurrentHashMap.newKeySet();
        private ServerSocket listening;

        Wire(int to) throws IOException {
            this.to = to;
            this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            this.port = listening.getLocalPort();
            Thread.ofVirtual().start(() -> accept(listening));
        }

        String url() {
            return "http://localhost:" + port;
        }

        void cut() {
            close(listening);
            open.forEach(Wire::close);
            open.clear();
        }

        void mend() throws IOException {
            listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> accept(listening));
        }

        private void accept(ServerSocket from) {
            try {
                while (true) {
                    var near = from.accept();
                    var far = new Socket(InetAddress.getLoopbackAddress(), to);
                    open.add(near);
                    open.add(far);
                    Thread.ofVirtual().start(() -> pass(near, far));
                    Thread.ofVirtual().start(() -> pass(far, near));
                }
            } catch (IOException cut) {
                // no more of them
            }
        }

        private static void pass(Socket from, Socket to) {
            try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
                in.transferTo(out);
            } catch (IOException cut) {
                // nor of that
            }
        }

        private static void close(AutoCloseable one) {
            try {
                one.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
