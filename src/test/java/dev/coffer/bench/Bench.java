package dev.coffer.bench;

import dev.coffer.bench.HttpConnection.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The whole benchmark, from an empty folder to the last table. Takes about eight minutes. */
public final class Bench {
    private static final Path FOLDER = Path.of("target/bench").toAbsolutePath();
    private static final Path DATA = FOLDER.resolve("data");
    private static final List<String> JAR = List.of(ServerProcess.JAVA, "-jar", "target/coffer.jar", "serve");
    private static final List<String> LAUNCHER = List.of("target/coffer", "serve");
    private static final Map<String, String> SETTINGS =
            Map.of("COFFER_DATA_DIR", DATA.toString(), "COFFER_LIMIT_SECRETS",
                    "1000");
    private static final int STARTS = 3;
    private static final int MASKED_MEGABYTES = 100;
    /** As many as the server's own pool has. */
    private static final int POOL = 10;
    private static final List<Integer> CONNECTIONS = List.of(1, 16, 64);
    private static final String ROWS_100 = "rows-100";
    private static final String KEYS_100 = "keys-100";
    private static final String KEYS_1000 = "keys-1000";
    private static final int KEYS_SET = 64;
    private static final int WARM_UP_REQUESTS = 3_000;
    private static final int WARM_UP_SECONDS = 60;

    private final Report report = new Report(Path.of("target/bench.txt"));
    private final Load load;
    private Instance instance;

    private Bench(double seconds) throws IOException {
        load = new Load(Duration.ofMillis((long) (1_000 * seconds)), Duration.ofMillis((long) (1_000 * seconds)));
    }

    public static void main(String[] arguments) throws Exception {
        remove(FOLDER);
        Files.createDirectories(FOLDER);
        new Bench(Double.parseDouble(System.getProperty("bench.seconds", "5"))).run();
        System.exit(0);
    }

    private void run() throws Exception {
        report.title("Coffer on %d processors, Java %s; the load runs on the same ones".formatted(
                Runtime.getRuntime().availableProcessors(), Runtime.version()));
        report.title("Time from the command to a 200 of /readyz, seconds");
        try (var server = start("a fresh folder, java -jar", JAR)) {
            instance = new Instance(DATA);
            instance.fill(server.port(), ROWS_100, 50);
            instance.fill(server.port(), KEYS_100, 100);
            instance.fill(server.port(), KEYS_1000, 1_000);
            instance.deploy(KEYS_100);
            instance.logStatements("all");
            instance.close();
        }
        for (int i = 1; i < STARTS; i++) {
            start("an existing one, java -jar", JAR).close();
            start("an existing one, target/coffer", LAUNCHER).close();
        }
        try (var server = start("an existing one, java -jar", JAR)) {
            count(server.port());
        }
        try (var server = ServerProcess.start(LAUNCHER, SETTINGS)) {
            long idle = server.residentMegabytes();
            long most = measure(server);
            new RunBench(report, List.of("target/coffer"), instance.asDeployment(server.port())).run();
            report.title("Memory of the server's process, resident megabytes (PostgreSQL not counted)");
            report.line("  %-32s %8d", "idle after the start", idle);
            report.line("  %-32s %8d", "at most, after each load", most);
        }
        new MaskBench(report, List.of("target/coffer"), FOLDER).run(MASKED_MEGABYTES);
    }

    private ServerProcess start(String how, List<String> command) throws Exception {
        var server = ServerProcess.start(command, SETTINGS);
        report.line("  %-32s %8.2f", how, server.untilReady().toMillis() / 1_000.0);
        return server;
    }

    private Request page(String project) {
        return new Request("GET", "/projects/" + project + "/secrets", instance.asPerson(), "");
    }

    private Request list() {
        return new Request("GET", Instance.secrets(KEYS_100), instance.asProgram(), "");
    }

    private Request exists() {
        return new Request("HEAD", Instance.secrets(KEYS_100) + "/" + Instance.key(7), instance.asProgram(), "");
    }

    /** How many statements a request is, and that the bare ones are as many. */
    private void count(int port) throws Exception {
        report.title("Statements of a request (BEGIN goes with the first one, COMMIT counts)");
        report.line("  %-32s %8d", "page of 100 rows", statements(port, page(ROWS_100)));
        report.line("  %-32s %8d", "page of 1,000 secrets", statements(port, page(KEYS_1000)));
        try (var bare = bare()) {
            same("set", statements(port, instance.set(KEYS_100, 0)), () -> bare.set(Instance.key(0)));
            same("list", statements(port, list()), bare::list);
            same("exists", statements(port, exists()), () -> bare.exists(Instance.key(7)));
        }
        instance.logStatements("none");
    }

    /** The third time, when whatever is kept is kept. */
    private int statements(int port, Request request) throws Exception {
        try (var connection = new HttpConnection(port, request)) {
            connection.exchange();
            connection.exchange();
            return fewest(connection::exchange);
        }
    }

    /** Of three times: what the server does by itself now and then stands in the same log. */
    private int fewest(Instance.Work work) throws Exception {
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            fewest = Math.min(fewest, instance.statementsOf(work).size());
        }
        return fewest;
    }

    private void same(String what, int ours, Instance.Work bare) throws Exception {
        int theirs = fewest(bare);
        report.line("  %-32s %8d", what, ours);
        if (ours != theirs) {
            throw new IllegalStateException(
                    "%s is %d statements, and BareSql has %d of them".formatted(what, ours, theirs));
        }
    }

    /** @return the most memory seen, in megabytes */
    private long measure(ServerProcess server) throws Exception {
        try (var connection = instance.connect(); var statement = connection.createStatement();
                var row = statement.executeQuery("select version(), current_setting('fsync'),"
                        + " current_setting('synchronous_commit'), current_setting('full_page_writes')")) {
            row.next();
            report.title(row.getString(1).replaceFirst(" on .*", "")
                    + ", fsync %s, synchronous_commit %s, full_page_writes %s".formatted(row.getString(2),
                            row.getString(3), row.getString(4)));
        }
        warmUp(server);
        long most = 0;
        report.title("Pages, beside the same bytes as a static file from the same HTTP server without a database");
        report.heads("connections", "static");
        for (var project : List.of(ROWS_100, KEYS_1000)) {
            most = Math.max(most, pages(server, project));
        }
        report.title("API, beside the same SQL alone on at most %d connections".formatted(POOL));
        report.heads("connections", "bare SQL");
        for (int connections : CONNECTIONS) {
            report.row("set %d".formatted(connections), http(server, connections, n -> instance.set(KEYS_1000, n)),
                    sql(connections, KEYS_1000, (bare, n) -> bare.set(Instance.key(n + KEYS_SET))));
            most = Math.max(most, server.residentMegabytes());
        }
        for (int connections : CONNECTIONS) {
            report.row("list of 100, %d".formatted(connections), http(server, connections, _ -> list()),
                    sql(connections, KEYS_100, (bare, _) -> bare.list()));
            most = Math.max(most, server.residentMegabytes());
        }
        for (int connections : CONNECTIONS) {
            report.row("exists %d".formatted(connections), http(server, connections, _ -> exists()),
                    sql(connections, KEYS_100, (bare, n) -> bare.exists(Instance.key(7))));
            most = Math.max(most, server.residentMegabytes());
        }
        return Math.max(most, new RuntimeBench(report, load, instance, KEYS_100).run(server, POOL));
    }

    /** Until the compiler has seen each kind of request often, or a minute is over. */
    private void warmUp(ServerProcess server) throws IOException {
        long end = System.nanoTime() + WARM_UP_SECONDS * 1_000_000_000L;
        for (var request : List.of(page(ROWS_100), instance.set(KEYS_100, 1), list(), exists())) {
            try (var connection = new HttpConnection(server.port(), request)) {
                for (int i = 0; i < WARM_UP_REQUESTS && System.nanoTime() < end; i++) {
                    connection.exchange();
                }
            }
        }
    }

    private long pages(ServerProcess server, String project) throws Exception {
        var file = FOLDER.resolve(project + ".html");
        try (var connection = new HttpConnection(server.port(), page(project))) {
            Files.write(file, connection.body(connection.exchange()));
        }
        report.line("  %s: %,d bytes", project, Files.size(file));
        long most = 0;
        try (var files = ServerProcess.start(staticServer(file), Map.of())) {
            for (int connections : project.equals(KEYS_1000) ? List.of(1) : List.of(1, 16)) {
                report.row("%d".formatted(connections), http(server, connections, _ -> page(project)),
                        http(files, connections, _ -> new Request("GET", "/static/page", "", "")));
                most = Math.max(most, server.residentMegabytes());
            }
        }
        return most;
    }

    private static List<String> staticServer(Path file) {
        var command = new ArrayList<>(List.of(ServerProcess.JAVA));
        command.addAll(List.of(System.getProperty("bench.flags", "").strip().split("\\s+")));
        command.removeIf(String::isEmpty);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), StaticServer.class.getName(),
                file.toString()));
        return command;
    }

    private interface Requests {
        Request of(int worker);
    }

    private Load.Rate http(ServerProcess server, int connections, Requests requests) throws Exception {
        return load.run(connections, number -> {
            var connection = new HttpConnection(server.port(), requests.of(number));
            return new Load.Worker() {
                @Override
                public boolean once() throws IOException {
                    int status = connection.exchange().status();
                    if (status != 200 && status != 503) {
                        throw new IOException("status " + status);
                    }
                    return status == 200;
                }

                @Override
                public void close() throws IOException {
                    connection.close();
                }
            };
        });
    }

    private interface Sql {
        void run(BareSql bare, int worker) throws SQLException;
    }

    private Load.Rate sql(int workers, String project, Sql sql) throws Exception {
        BlockingQueue<BareSql> pool = new ArrayBlockingQueue<>(POOL);
        for (int i = 0; i < Math.min(workers, POOL); i++) {
            pool.add(new BareSql(instance.connect(), instance.token(), project));
        }
        try {
            return load.run(workers, number -> () -> {
                var bare = pool.take();
                try {
                    sql.run(bare, number);
                    return true;
                } finally {
                    pool.add(bare);
                }
            });
        } finally {
            for (var bare : pool) {
                bare.close();
            }
        }
    }

    private BareSql bare() throws Exception {
        return new BareSql(instance.connect(), instance.token(), KEYS_100);
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
