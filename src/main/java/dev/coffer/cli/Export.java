package dev.coffer.cli;

import dev.coffer.client.CofferClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code coffer export}: prints what a deployment reads. The one command, beside {@code run}, that values come out of.
 */
@Command(name = "export", mixinStandardHelpOptions = true,
        description = {"Prints the values that the deployment of the token reads.",
                "The format's own reader gives back the same bytes. The read is in the project's audit log."},
        footer = {"  eval \"$(coffer export --format shell)\"",
                "  coffer export --format docker -o app.env && docker run --env-file app.env app"})
final class Export implements Callable<Integer> {
    private static final List<String> FORMATS = List.of("dotenv", "json", "yaml", "shell", "docker");

    /** For a shell to complete. */
    static final class Formats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return FORMATS.iterator();
        }
    }

    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Where where;

    @Option(names = "--format", paramLabel = "FORMAT", completionCandidates = Formats.class,
            description = "dotenv, json, yaml, shell (for eval or source) or docker (for --env-file); dotenv without it.")
    private String format = "dotenv";

    @Option(names = {"-o", "--output"}, paramLabel = "FILE",
            description = "Writes a file that only you can read, in place of the one that is there.")
    private Path file;

    @Option(names = {"-e", "--environment", "--env"}, paramLabel = "ENVIRONMENT",
            description = "The token brings its own: another is refused.")
    private String environment;

    Export(Surroundings around) {
        this.around = around;
        this.where = new Where(around);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!FORMATS.contains(format)) {
            throw Stop.wrongUse("--format is one of " + String.join(", ", FORMATS));
        }
        return where.read(client -> export(client, Screen.of(spec, around)));
    }

    private int export(CofferClient client, Screen screen) throws InterruptedException {
        var printed = client.runtime().print(format);
        try {
            if (file != null) {
                write(around.folder().resolve(file), printed);
                screen.say("Wrote %s, which only you can read. Delete it when it is used.".formatted(file));
                return Stop.DONE;
            }
            if (around.streams().isOutput()) {
                screen.say("These are values, on your screen. coffer run gives them to a program without showing any.");
            }
            around.output().write(printed);
            around.output().flush();
            return Stop.DONE;
        } catch (IOException unwritable) {
            throw Stop
                    .refused(file == null ? "Standard output can't be written" : "%s can't be written".formatted(file));
        } finally {
            Arrays.fill(printed, (byte) 0);
        }
    }

    /** Whole or not at all, and never for others to read, not even for a moment. */
    private static void write(Path path, byte[] printed) throws IOException {
        var draft = Files.createTempFile(path.toAbsolutePath().getParent(), ".coffer-", ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(draft, printed);
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
