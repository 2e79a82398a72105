package dev.coffer.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the program that a command names, as shells do. */
final class Programs {
    /** The launcher keeps here what {@code ulimit -S -c} was, unless it was 0. */
    static final String CALLERS_CORES = "COFFER_CALLERS_CORES";

    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    private Programs() {}

    /** @throws CannotStart with 127 where there is none, 126 where it can't be executed */
    static void check(String command, Map<String, String> environment) {
        if (command.isEmpty()) {
            throw CannotStart.notFound("without a name");
        }
        if (command.contains("/")) {
            check(command, Path.of(command));
            return;
        }
        var folders = environment.getOrDefault("PATH", "/usr/bin:/bin").split(":", -1);
        var found = Stream.of(folders).map(folder -> Path.of(folder.isEmpty() ? "." : folder).resolve(command))
                .filter(Files::isRegularFile).toList();
        if (found.isEmpty()) {
            throw CannotStart.notFound(command);
        }
        if (found.stream().noneMatch(Files::isExecutable)) {
            throw CannotStart.notExecutable(command);
        }
    }

    /** What ends a child with its parent: util-linux's {@code setpriv}; BusyBox's can't. Empty where it isn't there. */
    static List<String> tied() {
        return Files.isExecutable(SETPRIV) && !Files.isSymbolicLink(SETPRIV)
                ? List.of(SETPRIV.toString(), "--pdeathsig", "TERM", "--") : List.of();
    }

    /** The command, with the limit of core files given back that the launcher took for itself. */
    static List<String> withCallersLimits(List<String> command) {
        var cores = new ProcessBuilder().environment().getOrDefault(CALLERS_CORES, "");
        return cores.matches("\\d+|unlimited") ? joined(
                List.of("/bin/sh", "-c", "ulimit -S -c \"$0\"; exec \"$@\"", cores), command) : command;
    }

    static List<String> joined(List<String> first, List<String> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }

    private static void check(String command, Path file) {
        if (!Files.exists(file)) {
            throw CannotStart.notFound(command);
        }
        if (!Files.isRegularFile(file) || !Files.isExecutable(file)) {
            throw CannotStart.notExecutable(command);
        }
    }
}
