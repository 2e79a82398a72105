package dev.coffer.cli;

import dev.coffer.mask.Masker;
import dev.coffer.run.Launch;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A command whose output is masked: each of its two streams by itself, or both in the order in which it writes them
 * where this process's two are one.
 */
record MaskedCommand(List<String> words, Path folder) {
    /** As shells have it. */
    private static final int NOT_STARTED = 127;
    private static final int GRACE_SECONDS = 10;

    /** The command's exit code, 128 and the signal if one ended it. A signal to this process ends the command first. */
    int run(Masker masker, Consumer<String> say) throws InterruptedException {
        Process process;
        try {
            var builder = new ProcessBuilder(words).directory(folder.toFile())
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectErrorStream(Surroundings.isOneOutput());
            Launch.giveBackLocale(builder.environment());
            process = builder.start();
        } catch (IOException notThere) {
            say.accept("%s can't be started: it isn't there, or may not be run.".formatted(words.getFirst()));
            return NOT_STARTED;
        }
        var out = pass(process.getInputStream(), masker, FileDescriptor.out);
        var err = pass(process.getErrorStream(), masker, FileDescriptor.err);
        var ending = new Thread(() -> end(process, List.of(out, err)));
        Runtime.getRuntime().addShutdownHook(ending);
        out.join();
        err.join();
        int code = process.waitFor();
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException endsAlready) {
            // the signal's own exit code counts
        }
        return code;
    }

    /** What a command that masks says before it begins: which values will be seen. Nothing where all are masked. */
    static List<String> warnings(Masker masker) {
        return warnings(masker.tooShort());
    }

    static List<String> warnings(List<String> tooShort) {
        return tooShort.isEmpty() ? List.of()
                : List.of("Not masked, being shorter than 8 bytes: %s.".formatted(Screen.some(tooShort)));
    }

    /** When nobody reads any more, the command is told so by its own stream. */
    private static Thread pass(InputStream from, Masker masker, FileDescriptor to) {
        return Thread.ofPlatform().daemon().start(() -> {
            try (from; var masked = masker.onto(new FileOutputStream(to))) {
                masked.copy(from);
            } catch (IOException nobodyReads) {
                // closed above
            }
        });
    }

    /** By its handle, since {@link Process#destroy} would close the streams, and its last words be lost. */
    private static void end(Process process, List<Thread> streams) {
        process.toHandle().destroy();
        try {
            if (process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                for (var stream : streams) {
                    stream.join(TimeUnit.SECONDS.toMillis(1));
                }
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
