package dev.coffer.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running {@code postgres}. A platform thread of its own starts it and waits for it, because the kernel stops it
 * when that thread ends; when it dies by itself it is started again at the same port.
 */
final class PostgresProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresProcess.class);
    private static final long READY_SECONDS = 120;
    private static final long STOP_SECONDS = 20;
    private static final long PAUSE_MILLIS = 500;
    private static final int STATUS_LINE = 8;

    private final List<String> command;
    private final Path data;
    private final Path log;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "embedded-postgres");
    private Process process;
    private boolean stopping;

    PostgresProcess(List<String> command, Path data, Path log) {
        this.command = command;
        this.data = data;
        this.log = log;
    }

    /** Returns when connections are accepted. */
    void start() {
        thread.setDaemon(true);
        thread.start();
        ready.join();
    }

    long pid() {
        return current().pid();
    }

    private void run() {
        try {
            while (launch()) {
                if (awaitReady()) {
                    ready.complete(null);
                }
                int code = process.waitFor();
                if (!ready.isDone() || isStopping()) {
                    break;
                }
                LOG.warn("postgresql_ended code={}, starting it again", code);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException | InterruptedException e) {
            LOG.warn("postgresql_not_watched reason={}", e.getClass().getSimpleName());
        }
        ready.completeExceptionally(new CannotStart("PostgreSQL doesn't start: " + lastWords()));
    }

    private synchronized boolean launch() throws IOException {
        if (!stopping) {
            process = EmbeddedPostgres.builder(command, data, log).start();
        }
        return !stopping;
    }

    /** PostgreSQL writes its state into line 8 of postmaster.pid, after its process id in line 1. */
    private boolean awaitReady() throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (process.isAlive() && System.nanoTime() < deadline) {
            var lines = lines(data.resolve("postmaster.pid"));
            if (lines.size() >= STATUS_LINE && lines.getFirst().strip().equals(Long.toString(process.pid()))
                    && lines.get(STATUS_LINE - 1).strip().equals("ready")) {
                return true;
            }
            Thread.sleep(5);
        }
        process.destroyForcibly();
        return false;
    }

    private String lastWords() {
        return lines(log).reversed().stream()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                .findFirst()
                .map(line -> line.replaceFirst(".*(FATAL|PANIC): *", "") + ".")
                .orElse("it ended without a reason.") + " More is in " + log;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** A fast shutdown: open transactions are rolled back, the rest is written. */
    @Override
    public void close() {
        var running = stop();
        if (running == null) {
            return;
        }
        try {
            Signals.interrupt(running.pid());
            if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
            thread.join();
        } catch (IOException | InterruptedException e) {
            running.destroyForcibly();
        }
    }

    private synchronized Process stop() {
        stopping = true;
        return process;
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    private synchronized Process current() {
        return process;
    }
}
