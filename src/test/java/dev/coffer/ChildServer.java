package dev.coffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The product as a process of its own, started with the command that people use, in a data folder of its own with the
 * embedded PostgreSQL. Can be killed and started again; the port stays. Closing stops it and removes the folder.
 */
public final class ChildServer implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(90);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path home;
    private final List<String> flags;
    private final Map<String, String> environment;
    private final int port;
    private Process process;

    private ChildServer(Map<String, String> environment, List<String> flags) throws IOException {
        this.home = Files.createTempDirectory("coffer-child-");
        // PostgreSQL runs as another user where the test runs as root.
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        this.flags = flags;
        this.port = freePort();
        this.environment = new TreeMap<>(environment);
        this.environment.putAll(Map.of("COFFER_DATA_DIR", data().toString(), "COFFER_PORT", String.valueOf(port)));
        Files.createDirectory(temporary());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    }

    /** Starts in a fresh folder and waits until it can serve. */
    public static ChildServer ready(Map<String, String> environment, String... flags) throws IOException {
        var server = new ChildServer(environment, List.of(flags));
        server.launch();
        server.await("ready", server::isReady);
        return server;
    }

    /** The same command in the same folder; doesn't wait. */
    public void launch() throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-Xmx192m", "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temporary()));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.coffer.Main", "serve"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("COFFER_"));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    /** Waits until something holds. @throws IllegalStateException with the end of the log where it takes too long */
    public void await(String what, BooleanSupplier holds) {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "not " + what + ": " + logged().substring(Math.max(0, logged().length() - 4_000)));
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    public boolean isReady() {
        return readiness().startsWith("200");
    }

    /** Status and body of {@code /readyz}; empty where nobody listens. */
    public String readiness() {
        try {
            var answer = HTTP.send(HttpRequest.newBuilder(URI.create(url() + "/readyz")).timeout(Duration.ofSeconds(5))
                    .build(), BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException nobodyListens) {
            return "";
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public String url() {
        return "http://localhost:" + port;
    }

    /** The data folder. */
    public Path data() {
        return home.resolve("data");
    }

    /** The process's folder for temporary files. */
    public Path temporary() {
        return home.resolve("tmp");
    }

    /** All that it wrote to its standard output and error, over all starts. */
    public Path log() {
        return home.resolve("output.log");
    }

    public String logged() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program with a token. */
    public TestClient api(String token) {
        return TestClient.api(url(), token);
    }

    /** The first owner, made as {@code coffer bootstrap} does; a token of theirs. */
    public String bootstrap(String password) throws IOException {
        var body = "{\"code\":\"%s\",\"organization\":\"Example\",\"email\":\"alice@example.com\",\"password\":%s}"
                .formatted(Files.readString(data().resolve("setup-code")).strip(), password);
        var answer = api(null).json("POST", "/api/v1/setup", body);
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(answer.body());
        }
        return answer.body().replaceFirst("(?s).*\"token\":\"([^\"]+)\".*", "$1");
    }

    /** Past the server, as PostgreSQL's superuser. */
    public Connection database() throws IOException, SQLException {
        var listening = Files.readAllLines(data().resolve("database/postmaster.pid")).get(3).strip();
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:%s/postgres".formatted(listening), "coffer",
                Files.readString(data().resolve("database-password")).strip());
    }

    public void sql(String statement) throws IOException, SQLException {
        try (var connection = database(); var any = connection.createStatement()) {
            any.execute(statement);
        }
    }

    /** SIGKILL to the server. PostgreSQL is stopped by the kernel then. */
    public void killServer() {
        process.destroyForcibly();
        waitForEnd();
    }

    /** SIGKILL to PostgreSQL, postmaster first, and all that it started. */
    public void killDatabase() throws IOException {
        var postmaster = postmaster();
        var children = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** A signal to PostgreSQL: {@code INT} is a fast stop, {@code QUIT} an immediate one. */
    public void signalDatabase(String signal) throws IOException {
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(postmaster().pid())).start().waitFor();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private ProcessHandle postmaster() throws IOException {
        long pid = Long.parseLong(Files.readAllLines(data().resolve("database/postmaster.pid")).getFirst().strip());
        return ProcessHandle.of(pid).orElseThrow(() -> new IOException("PostgreSQL is gone already"));
    }

    private void waitForEnd() {
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        waitForEnd();
        process.destroyForcibly();
        try (var files = Files.walk(home)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
