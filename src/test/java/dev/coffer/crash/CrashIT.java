package dev.coffer.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.ChildServer;
import dev.coffer.TestClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Server and database are killed in a storm of writes, started again by the same command, and asked what they kept. */
@Tag("R9")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrashIT {
    private static final int KILLS = Integer.getInteger("crash.kills", 6);
    private static final int RESTARTS = Integer.getInteger("crash.restarts", 4);
    private static final int WRITERS = 8;
    private static final int WRITES_BETWEEN = 50;
    private static final String PASSWORD = "horse staple battery";
    private static final JsonMapper JSON = new JsonMapper();
    private static final Random RANDOM = new Random();

    private static ChildServer server;
    private static TestClient api;
    private static String token;

    private final List<Long> restarts = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        server = ChildServer.ready(Map.of("COFFER_LIMIT_SECRETS", "1000"));
        token = server.bootstrap("\"" + PASSWORD + "\"");
        api = server.api(token);
        api.json("POST", "/api/v1/projects", "{\"name\":\"Storm\",\"slug\":\"storm\"}");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    @Order(1)
    void noAcknowledgedWriteIsLostWhenServerAndDatabaseAreKilled() throws Exception {
        var storm = storm(0, writers -> {
            for (int kill = 0; kill < KILLS; kill++) {
                awaitWrites(writers);
                LockSupport.parkNanos(RANDOM.nextLong(400_000_000));
                kill(kill % 3);
            }
            awaitWrites(writers);
        });

        assertThat(differences(storm)).isEmpty();
        report("killed %d times".formatted(KILLS), storm);
        assertThat(chainFaults()).isEmpty();
    }

    @Test
    @Order(2)
    void aRestartOfPostgresIsOnlySeenAs503WithRetryAfter() throws Exception {
        long pid = server.pid();
        var storm = storm(WRITERS, writers -> {
            for (int restart = 0; restart < RESTARTS; restart++) {
                awaitWrites(writers);
                long before = System.nanoTime();
                server.signalDatabase(restart % 2 == 0 ? "INT" : "QUIT");
                awaitWrites(writers);
                restarts.add((System.nanoTime() - before) / 1_000_000);
            }
        });

        assertThat(differences(storm)).isEmpty();
        report("PostgreSQL restarted %d times".formatted(RESTARTS), storm);
        assertThat(server.isAlive()).isTrue();
        assertThat(server.pid()).isEqualTo(pid);
        assertThat(chainFaults()).isEmpty();
    }

    /**
     * The control: where PostgreSQL is told not to wait for its disk, which {@code /readyz} complains of, the same
     * storm shows losses.
     */
    @Test
    @Order(3)
    @EnabledIfSystemProperty(named = "crash.control", matches = "true")
    void withoutSynchronousCommitTheStormShowsLosses() throws Exception {
        server.sql("alter role coffer set synchronous_commit = off");
        server.sql("alter system set wal_writer_delay = '10s'");
        kill(1);
        var lost = new ArrayList<String>();
        int acknowledged = 0;
        int kept = 0;
        for (int round = 0; round < KILLS; round++) {
            var storm = storm(100 + WRITERS * round, writers -> {
                awaitWrites(writers);
                writers.forEach(Writer::stop);
            });
            kill(1);
            lost.addAll(differences(storm));
            acknowledged += storm.stream().mapToInt(Writer::acknowledged).sum();
            kept += storm.stream().mapToInt(writer -> stored(writer).versions().size()).sum();
        }
        System.out.printf("synchronous_commit off, killed %d times: %d writes acknowledged, %d of them lost%n", KILLS,
                acknowledged, acknowledged - kept);
        assertThat(lost).isNotEmpty();
    }

    private interface Course {
        void run(List<Writer> writers) throws Exception;
    }

    private static List<Writer> storm(int first, Course course) throws Exception {
        var writers = IntStream.range(first, first + WRITERS).mapToObj(n -> new Writer(server, token, n)).toList();
        var threads = writers.stream().map(Thread::new).toList();
        threads.forEach(Thread::start);
        try {
            course.run(writers);
        } finally {
            writers.forEach(Writer::stop);
            for (var thread : threads) {
                thread.join();
            }
        }
        assertThat(writers).flatMap(Writer::wrong).isEmpty();
        return writers;
    }

    /** Until each writer has had writes acknowledged, and all together a good many. */
    private static void awaitWrites(List<Writer> writers) {
        var before = writers.stream().map(Writer::acknowledged).toList();
        server.await("writing", () -> {
            int sum = 0;
            boolean each = true;
            for (int i = 0; i < WRITERS; i++) {
                int now = writers.get(i).acknowledged() - before.get(i);
                sum += now;
                each &= now > 0 || !writers.get(i).wrong().isEmpty();
            }
            return each && sum >= WRITES_BETWEEN;
        });
    }

    /** 0: the server, 1: the database, 2: both. What was killed has to come back without any help. */
    private void kill(int which) throws IOException {
        long before = System.nanoTime();
        if (which != 0) {
            server.killDatabase();
        }
        if (which != 1) {
            server.killServer();
            server.launch();
        }
        server.await("ready", () -> server.isReady() || server.readiness().contains("not_durable"));
        restarts.add((System.nanoTime() - before) / 1_000_000);
    }

    private static List<String> differences(List<Writer> writers) {
        return writers.stream().flatMap(writer -> Ledger.differences(writer.told(), stored(writer)).stream()).toList();
    }

    private static Ledger.Stored stored(Writer writer) {
        var key = writer.told().key();
        var secret = read(() -> api.get("/api/v1/projects/storm/secrets/" + key));
        var versions = read(() -> api.get("/api/v1/projects/storm/secrets/" + key + "/versions?environment=preview"));
        var plan = read(() -> api.json("POST", "/api/v1/projects/storm/imports", """
                {"format":"dotenv","content":"%s=%s","environments":["preview"],"mode":"replace","dry_run":true}"""
                .formatted(key, writer.lastValue())));
        return new Ledger.Stored(secret.path("description").asString(""),
                StreamSupport.stream(versions.path("items").spliterator(), false).map(v -> v.path("version").asInt())
                        .toList(),
                plan.path("items").path(0).path("action").asString("").equals("same"));
    }

    /** The project's audit log over the API: numbers without a gap, and a row for each write. */
    private static List<String> chainFaults() throws Exception {
        return Chain.faults(server);
    }

    private void report(String what, List<Writer> writers) {
        System.out.printf(
                "%s: %d writes acknowledged, 0 lost of them; %d had no answer and were repeated, %d answers of"
                        + " 503; ready again after %s ms; the longest write took %d ms%n",
                what,
                writers.stream().mapToInt(Writer::acknowledged).sum(), writers.stream().mapToInt(Writer::unknown).sum(),
                writers.stream().mapToInt(Writer::unavailable).sum(), restarts,
                writers.stream().mapToLong(Writer::longestMillis).max().orElse(0));
    }

    /** What is stored, and never what is answered while the database is away: that would count as a loss. */
    private static JsonNode read(Supplier<HttpResponse<String>> question) {
        var answers = new ArrayList<HttpResponse<String>>();
        server.await("answering", () -> {
            answers.add(question.get());
            return answers.getLast().statusCode() != 503;
        });
        assertThat(answers.getLast().statusCode()).isIn(200, 404);
        return JSON.readTree(answers.getLast().body());
    }
}
