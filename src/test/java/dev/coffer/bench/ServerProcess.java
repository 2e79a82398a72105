package dev.coffer.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A server as a process of its own, and what can be seen of it from outside. Stops when it is closed. */
final class ServerProcess implements AutoCloseable {
    static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final int POLL_MILLIS = 5;
    private static final int STOP_SECONDS = 20;

    private final Process process;
    private final int port;
    private final Duration untilReady;

    private ServerProcess(Process process, int port, Duration untilReady) {
        this.process = process;
        this.port = port;
        this.untilReady = untilReady;
    }

    /** Runs the command with {@code COFFER_PORT} and more in its environment, until {@code /readyz} answers 200. */
    static ServerProcess start(List<String> command, Map<String, String> environment) throws Exception {
        int port = freePort();
        var builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(Path.of("target/bench/server.log").toFile()));
        builder.environment().putAll(environment);
        builder.environment().putAll(Map.of("COFFER_PORT", String.valueOf(port), "COFFER_JAVA", JAVA));
        long before = System.nanoTime();
        var process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        while (!isReady(port)) {
            if (!process.isAlive() || System.nanoTime() - before > LONGEST_START.toNanos()) {
                process.destroy();
                throw new IllegalStateException("The server didn't start: target/bench/server.log says why");
            }
            Thread.sleep(POLL_MILLIS);
        }
        return new ServerProcess(process, port, Duration.ofNanos(System.nanoTime() - before));
    }

    int port() {
        return port;
    }

    /** From the command to the first 200 of {@code /readyz}. */
    Duration untilReady() {
        return untilReady;
    }

    /** Megabytes of memory that the process holds, without PostgreSQL's; 0 where the system doesn't tell. */
    long residentMegabytes() throws IOException {
        var status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        var found = RESIDENT.matcher(Files.readString(status));
        return found.find() ? Long.parseLong(found.group(1)) / 1024 : 0;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isReady(int port) {
        try (var connection = new HttpConnection(port, new HttpConnection.Request("GET", "/readyz", "", ""))) {
            return connection.exchange().status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
