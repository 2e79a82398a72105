package dev.coffer.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A server that outlived the process that started it, or the file that says so. Ours is stopped rather than adopted, as
 * its settings may be old; a process id that belongs to another program by now is forgotten, because PostgreSQL would
 * refuse to start. Only to be asked while we hold the folder's lock.
 */
record PostgresOrphan(Path data, String name) {
    private static final long STOP_SECONDS = 30;

    void stop() throws IOException {
        var file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        var lines = Files.readAllLines(file);
        var pid = lines.isEmpty() ? "" : lines.getFirst().strip();
        if (!pid.matches("[1-9][0-9]{0,18}") || !isAlive(Long.parseLong(pid))) {
            return;
        }
        if (isOurs(Long.parseLong(pid))) {
            stop(Long.parseLong(pid));
        } else {
            Files.delete(file);
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** By the name that we gave it; a zombie has no command line and counts as another's. */
    private boolean isOurs(long pid) {
        try {
            return Files.readString(Path.of("/proc/%d/cmdline".formatted(pid))).contains(name);
        } catch (IOException e) {
            return ProcessHandle.of(pid).flatMap(p -> p.info().commandLine()).orElse("").contains(name);
        }
    }

    private void stop(long pid) throws IOException {
        try {
            Signals.interrupt(pid);
            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
            while (isAlive(pid) && isOurs(pid)) {
                if (System.nanoTime() > deadline) {
                    throw new CannotStart(
                            "PostgreSQL of an earlier start (process %d) doesn't stop: end it, then start again."
                                    .formatted(pid));
                }
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
