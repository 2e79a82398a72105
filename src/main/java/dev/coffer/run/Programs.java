package dev.coffer.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the program that a command names, as shells do. */
final class Programs {
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

    /** Whether there is util-linux's {@code setpriv}, which ends a child with its parent; BusyBox's can't. */
    static boolean canGuard() {
        return Files.isExecutable(SETPRIV) && !Files.isSymbolicLink(SETPRIV);
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
