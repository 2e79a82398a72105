package dev.coffer.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Signals that this process gets and means for its child. What a terminal sends goes to every process in its foreground
 * (Ctrl-C), so the child has it already and doesn't get it twice. SIGQUIT stays Java's own: it prints its threads, and
 * no other may have it. What the process was started to ignore, as by {@code nohup}, stays ignored.
 */
public final class Signals {
    private static final List<String> PASSED_ON = List.of("HUP", "INT", "TERM", "USR1", "USR2", "WINCH");
    private static final Set<String> OF_TERMINALS = Set.of("HUP", "INT", "WINCH");

    private final List<String> early = new ArrayList<>();
    private Consumer<String> child;
    private volatile boolean isEnding;

    private Signals() {}

    /** From now on each is kept for the child. */
    public static Signals caught() {
        var signals = new Signals();
        for (var name : PASSED_ON) {
            try {
                var before = Signal.handle(new Signal(name), signal -> signals.got(signal.getName()));
                if (before.equals(SignalHandler.SIG_IGN)) {
                    Signal.handle(new Signal(name), SignalHandler.SIG_IGN);
                }
            } catch (IllegalArgumentException notHere) {
                // a system without it, or where Java keeps it
            }
        }
        return signals;
    }

    /** Gives it those that came, and those to come. */
    public synchronized void passTo(Consumer<String> child) {
        this.child = child;
        early.forEach(child);
        early.clear();
    }

    /** Keeps them, until there is another child. */
    public synchronized void hold() {
        child = null;
    }

    /** Whether SIGTERM came: then nothing is started any more. */
    public boolean isEnding() {
        return isEnding;
    }

    private synchronized void got(String name) {
        isEnding |= name.equals("TERM");
        if (OF_TERMINALS.contains(name) && isInForeground()) {
            return;
        }
        if (child == null) {
            early.add(name);
        } else {
            child.accept(name);
        }
    }

    /** Whether this process is of the group that its terminal sends signals to. */
    static boolean isInForeground() {
        try {
            var stat = Files.readString(Path.of("/proc/self/stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields[2].equals(fields[5]);
        } catch (IOException noLinux) {
            return System.console() != null;
        }
    }
}
