package dev.coffer.run;

import dev.coffer.crypto.Plaintext;
import dev.coffer.mask.Masker;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A command that runs with its values. Standard input is this process's own. At its end its files are removed; {@link
 * #waitFor} must be called for that, or {@link #close}, which ends it.
 */
public final class Child implements AutoCloseable {
    /** E2BIG, as Java words it. */
    private static final Pattern TOO_LARGE = Pattern.compile("error[=:] ?7\\b");

    private final Process process;
    private final PrivateFiles files;
    private final List<Pump> pumps;
    private final Thread removal = new Thread(this::remove);

    /** Whether the child ends when the thread that starts it does, killed or not. */
    public enum Bond {
        /** It runs on. */
        LOOSE,
        /** It gets SIGTERM, where the system can do that. The thread must live as long as the child should. */
        TIED
    }

    private Child(Process process, PrivateFiles files, List<Pump> pumps) {
        this.process = process;
        this.files = files;
        this.pumps = pumps;
        Runtime.getRuntime().addShutdownHook(removal);
    }

    /** @throws CannotStart where {@link Preflight} finds a fault, or there is no such program; nothing was done then */
    public static Child start(Launch launch, Output output, Bond bond) {
        check(launch);
        var command = Programs.withCallersLimits(launch.command());
        return started(new ProcessBuilder(bond == Bond.TIED ? Programs.joined(Programs.tied(), command) : command),
                launch, output);
    }

    /** Starts nothing. @throws CannotStart where {@link #start} would */
    public static void check(Launch launch) {
        // A plain map: the builder's own refuses some values, and says them.
        var environment = new LinkedHashMap<>(new ProcessBuilder().environment());
        launch.into(environment, Map.of());
        var faults = new Preflight(launch, ExecLimits.here()).faults(environment);
        if (!faults.isEmpty()) {
            throw CannotStart.refused(faults);
        }
        Programs.check(launch.command().getFirst(), environment);
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Tells when it has ended, in a thread of its own. */
    public void onEnd(Runnable ended) {
        process.onExit().thenRun(ended);
    }

    /** Waits until it ends. @return its exit code; 128 + n where signal n ended it */
    public int waitFor() throws InterruptedException {
        int code = process.waitFor();
        ended();
        return code;
    }

    /** Waits so long. @return whether it ended */
    public boolean waitFor(Duration longest) throws InterruptedException {
        if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        ended();
        return true;
    }

    /** Sends it a signal, such as {@code HUP}; nothing where it ended already. */
    public void signal(String name) {
        if (name.equals("TERM")) {
            terminate();
        } else if (process.isAlive()) {
            try {
                new ProcessBuilder("/bin/sh", "-c", "kill -s \"$0\" \"$1\" 2>/dev/null", name,
                        String.valueOf(process.pid())).start();
            } catch (IOException noShell) {
                // nothing else can send it
            }
        }
    }

    /**
     * Ends it, and what it started: SIGTERM, and where that does nothing for so long, SIGKILL. @return its exit code
     */
    public int stop(Duration grace) throws InterruptedException {
        var family = process.descendants().toList();
        long end = System.nanoTime() + grace.toNanos();
        terminate();
        if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            process.toHandle().destroyForcibly();
        }
        family.forEach(ProcessHandle::destroy);
        while (System.nanoTime() < end && family.stream().anyMatch(ProcessHandle::isAlive)) {
            Thread.sleep(10);
        }
        for (var each : family) {
            if (each.destroyForcibly()) {
                each.onExit().orTimeout(1, TimeUnit.SECONDS).exceptionally(_ -> each).join();
            }
        }
        return waitFor();
    }

    /** Ends it at once, if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly();
        remove();
        unhook();
    }

    /** By its handle: {@code Process.destroy} would cut off what it still prints. */
    private void terminate() {
        process.toHandle().destroy();
    }

    private static Child started(ProcessBuilder builder, Launch launch, Output output) {
        redirect(builder, output);
        PrivateFiles files;
        try {
            files = PrivateFiles.of(filesOf(launch), builder.environment());
        } catch (IOException noPlace) {
            throw CannotStart.refused(List.of("No private folder could be made for the files. "
                    + "XDG_RUNTIME_DIR names one that only you can enter"));
        }
        try {
            launch.into(builder.environment(), files.paths());
            var process = builder.start();
            return new Child(process, files, pumps(process, launch, output));
        } catch (IOException refused) {
            files.close();
            throw TOO_LARGE.matcher(refused.getMessage()).find()
                    ? CannotStart.refused(List.of("The system finds arguments and environment too large together"))
                    : CannotStart.notExecutable(launch.command().getFirst());
        } finally {
            builder.environment().clear();
        }
    }

    private static void redirect(ProcessBuilder builder, Output output) {
        switch (output) {
            case Output.Inherited() -> builder.inheritIO();
            case Output.Masked(var out, var err) ->
                builder.redirectInput(Redirect.INHERIT).redirectErrorStream(out == err);
        }
    }

    private static Map<String, Plaintext> filesOf(Launch launch) {
        var files = new LinkedHashMap<>(launch.values());
        files.keySet().retainAll(launch.files());
        return files;
    }

    private static List<Pump> pumps(Process process, Launch launch, Output output) {
        var pumps = new ArrayList<Pump>();
        if (output instanceof Output.Masked(var out, var err)) {
            var masker = Masker.of(launch.values());
            pumps.add(Pump.start("output", process.getInputStream(), masker.onto(out)));
            if (out != err) {
                pumps.add(Pump.start("errors", process.getErrorStream(), masker.onto(err)));
            }
        }
        return pumps;
    }

    private void ended() throws InterruptedException {
        for (var pump : pumps) {
            pump.join();
        }
        remove();
        unhook();
    }

    private void remove() {
        files.close();
    }

    private void unhook() {
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException alreadyEnding) {
            // then it runs, and finds nothing
        }
    }
}
