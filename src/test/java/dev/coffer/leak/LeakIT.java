package dev.coffer.leak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.ChildServer;
import dev.coffer.TestServer;
import dev.coffer.webhook.Receiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Canaries go through every form and route, with every log as loud as it can be made: the product's own, jOOQ's and the
 * driver's at their lowest level, PostgreSQL's with all statements and parameters. Jetty's keep the level that the
 * product pins: below it they print requests as they come.
 */
@Tag("R11")
class LeakIT {
    private static final int LIMIT = 120;
    private static final String LOUD = """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender"><encoder>
                <pattern>%level %logger %msg %mdc %kvp %ex{full}%n</pattern></encoder></appender>
              <logger name="org.eclipse.jetty" level="WARN"/>
              <root level="TRACE"><appender-ref ref="out"/></root>
            </configuration>""";
    private static final String DRIVER = """
            handlers=java.util.logging.ConsoleHandler
            .level=INFO
            org.postgresql.level=ALL
            java.util.logging.ConsoleHandler.level=ALL""";
    private static final List<String> DATABASE = List.of("log_statement='all'", "log_min_messages=debug1",
            "log_min_error_statement=debug1", "log_error_verbosity=verbose", "log_parameter_max_length=-1",
            "log_parameter_max_length_on_error=-1", "log_min_duration_statement=0");
    private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");

    private static final Receiver RECEIVER = new Receiver();
    private static ChildServer server;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(folder.resolve("loud.xml"), LOUD);
        Files.writeString(folder.resolve("driver.properties"), DRIVER);
        server = ChildServer.ready(Map.of("COFFER_LIMIT_SECRETS", String.valueOf(LIMIT),
                "COFFER_WEBHOOK_ALLOW", "127.0.0.0/8"),
                "-Dlogback.configurationFile=" + folder.resolve("loud.xml"),
                "-Djava.util.logging.config.file=" + folder.resolve("driver.properties"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        RECEIVER.close();
    }

    @Test
    void noValueAndNoPasswordIsAnywhere() throws Exception {
        makeDatabaseLoud();
        var canaries = Canaries.fresh();
        var scanner = new LeakScanner(canaries.all());
        var wire = new Wire(server.url(), scanner);

        var addresses = addresses();
        var tour = new Tour(wire, canaries);
        tour.setUp(Files.readString(server.data().resolve("setup-code")).strip());
        tour.people();
        var signing = new LeakScanner(Map.of("webhook's secret", tour.webhook(RECEIVER.url("/told"))));
        tour.fill(LIMIT);
        var tokens = new TreeMap<String, String>();
        var typed = new TypedTour(tour);
        typed.types();
        var fields = new EveryFieldTour(wire, tour);
        fields.types();
        var own = new OwnTour(wire, tour);
        own.app();
        canaries.values().forEach((name, value) -> {
            tokens.put("token of " + name, tour.pipelines(name, value));
            tour.api(name, value);
            tour.pages(name, value);
            tour.imports(name, value);
            tour.examples(name, value);
            tour.builtIns(name, value);
            tour.types(name, value);
            tour.apps(name, value);
            tour.publications(name, value);
            tour.hints(name, value);
            typed.values(name, value);
            fields.values(name, value);
            own.values(name, value);
            new VaultTour(wire).values(name, value);
        });
        tour.everywhere(addresses, canaries.values().get("QUOTES"));
        withoutDatabase(tour, canaries, wire);
        assertThat(wire.statuses()).doesNotContainKey(500);
        failingInDatabase(tour, canaries);
        tour.look();

        assertThat(wire.found()).isEmpty();
        assertThat(wire.statuses().keySet()).contains(200, 201, 400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 503);
        assertThat(addresses.size()).isGreaterThan(40);
        assertThat(atRest(scanner)).isEmpty();
        assertThat(atRest(signing)).isEmpty();
        assertThat(atRest(new LeakScanner(tokens))).as("but the hash that it is known by")
                .allMatch(found -> found.form().startsWith("SHA-256"));
        told(scanner, signing);
        assertLoud();
        System.out.printf("leak scan: %s answers by status, %d broken off; %,d MB searched%n", wire.statuses(),
                wire.broken(), size() >> 20);
        heap(scanner);
        plantedLeaksAreFound(canaries.planted(), wire);
    }

    /** What went out to the webhook: every change, and nothing of a value or of the secret that signs. */
    private static void told(LeakScanner... scanners) {
        server.await("told", () -> RECEIVER.calls.size() > 100);
        for (var call : RECEIVER.calls) {
            for (var scanner : scanners) {
                assertThat(scanner.scan("told", call.path() + call.headers() + call.body())).isEmpty();
            }
        }
        System.out.printf("webhook: %d deliveries searched%n", RECEIVER.calls.size());
    }

    private static void makeDatabaseLoud() throws Exception {
        for (var setting : DATABASE) {
            server.sql("alter role coffer set " + setting);
        }
        server.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'coffer'");
        server.await("connected again", server::isReady);
    }

    /** That the logs held what a leak would have been in. */
    private static void assertLoud() throws IOException {
        for (var said : List.of("secret_versions", "DETAIL:  Parameters: $1", "Failing row contains")) {
            try (var statements = Files.lines(server.data().resolve("database.log"), ISO_8859_1)) {
                assertThat(statements.anyMatch(line -> line.contains(said))).as(said).isTrue();
            }
        }
        var output = server.logged();
        assertThat(output.contains("TRACE") && output.contains("FE=> Bind")).as("our log, and the driver's").isTrue();
        assertThat(output.contains("Executing query")).as("jOOQ keeps quiet at any level").isFalse();
    }

    /** Every address that takes a change, from the product's own table. */
    private static List<String> addresses() {
        try (var same = TestServer.start()) {
            return same.routes().stream().filter(route -> CHANGING.contains(route.method().name()))
                    .map(route -> route.method().name() + " " + route.path()).toList();
        }
    }

    /**
     * PostgreSQL is stopped at once, and comes back by itself while requests go on. Again where none of them was hit:
     * deliveries to the webhook may find out first.
     */
    private static void withoutDatabase(Tour tour, Canaries canaries, Wire wire) throws IOException {
        for (int i = 0; i < 5 && !wire.statuses().containsKey(503); i++) {
            server.signalDatabase("QUIT");
            tour.api("DOWN", canaries.values().get("QUOTES"));
            tour.imports("DOWN", canaries.values().get("PEM"));
            server.await("ready", server::isReady);
        }
    }

    /** A fault inside the transaction, which makes PostgreSQL quote the row. */
    private static void failingInDatabase(Tour tour, Canaries canaries) throws Exception {
        server.sql("alter table secret_versions add constraint fails check (number < 0) not valid");
        tour.api("FAILS", canaries.values().get("QUOTES"));
        tour.pages("FAILS", canaries.values().get("PEM"));
        server.sql("alter table secret_versions drop constraint fails");
        server.sql("alter table built_in_values add constraint fails check (version < 0) not valid");
        tour.builtIns("FAILS", canaries.values().get("QUOTES"));
        server.sql("alter table built_in_values drop constraint fails");
    }

    /** All that lies on disk or can be seen of the process from outside. */
    private static List<LeakScanner.Found> atRest(LeakScanner scanner) throws Exception {
        server.sql("checkpoint");
        var found = new ArrayList<>(scanner.scan(server.data()));
        found.addAll(scanner.scan(server.temporary()));
        found.addAll(scanner.scan("output", Files.readAllBytes(server.log())));
        for (var file : List.of("cmdline", "environ")) {
            found.addAll(scanner.scan(file, Files.readAllBytes(Path.of("/proc", String.valueOf(server.pid()), file))));
        }
        found.addAll(scanner.scan("threads", jcmd("Thread.print", "-l")));
        return found;
    }

    /** The living heap, after a collection. */
    private static void heap(LeakScanner scanner) throws Exception {
        var dump = folder.resolve("heap.hprof");
        jcmd("GC.heap_dump", dump.toString());
        var found = scanner.scan("heap", Files.readAllBytes(dump));
        System.out.printf("heap: %,d MB, %d finds: %s%n", Files.size(dump) >> 20, found.size(), found);
        Files.delete(dump);
    }

    /** The search is worth something: a canary of its own is put into every place, and found there. */
    private static void plantedLeaksAreFound(String planted, Wire wire) throws Exception {
        var scanner = new LeakScanner(Map.of("planted", planted));
        var body = ("<p>" + planted).getBytes(StandardCharsets.UTF_8);
        var answers = new Wire(server.url(), scanner);
        assertThat(answers.search("a body", Map.of(), body)).isNotEmpty();
        assertThat(answers.search("a header", Map.of("Location", List.of("/x?y=" + planted)), new byte[0]))
                .isNotEmpty();

        server.sql("update secrets set description = '%s' where key = 'ASCII'".formatted(planted));
        Files.writeString(server.temporary().resolve("left"), planted);
        Files.writeString(server.log(), planted, java.nio.file.StandardOpenOption.APPEND);

        var places = atRest(scanner).stream().map(LeakScanner.Found::place).toList();
        assertThat(places).anyMatch(place -> place.contains("database/base/"))
                .anyMatch(place -> place.contains("/pg_wal/"))
                .anyMatch(place -> place.endsWith("database.log")).anyMatch(place -> place.endsWith("/left"))
                .contains("output");
    }

    private static byte[] jcmd(String... command) throws Exception {
        var all = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(server.pid())));
        all.addAll(List.of(command));
        var process = new ProcessBuilder(all).redirectErrorStream(true).start();
        var said = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).as(new String(said, StandardCharsets.UTF_8)).isZero();
        return said;
    }

    private static long size() throws IOException {
        try (var files = Files.walk(server.data())) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
