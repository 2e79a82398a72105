package dev.coffer.db;

import java.io.IOException;

/** Unix signals that Java has no method for. */
final class Signals {
    private Signals() {}

    /**
     * SIGINT, which PostgreSQL takes as a fast shutdown; {@code Process.destroy} would send the one that waits for
     * clients.
     */
    static void interrupt(long pid) throws IOException, InterruptedException {
        new ProcessBuilder("/bin/sh", "-c", "kill -INT " + pid)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
