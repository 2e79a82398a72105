package dev.coffer.cli;

import dev.coffer.client.Me.Scope;
import dev.coffer.crypto.Plaintext;
import dev.coffer.dotenv.ImportFile;
import dev.coffer.form.SecretLimits;
import dev.coffer.mask.Masker;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code coffer mask}: passes on standard input, or what a command prints, with values replaced by their names. The
 * exit code is the command's own.
 */
@Command(name = "mask", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Writes <secret:name> in place of each value, also where it is encoded.",
                "In standard input, or in what COMMAND prints. The values are those that COFFER_TOKEN, a deployment's "
                        + "token, reads, or those of --from-env and --from, which ask no server.",
                "Values of fewer than 8 bytes, such as true or 8080, are left as they are and named, and so are shorter "
                        + "lines of a value and strings in it. An encoding of an encoding isn't seen through: this "
                        + "guards against mishaps, not against a program that gives a secret away."},
        footer = {"  ./deploy.sh 2>&1 | coffer mask",
                "  coffer mask --from-env DATABASE_URL,API_KEY -- ./deploy.sh",
                "  coffer mask --from .env < build.log"})
final class Mask implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--from-env", split = ",", paramLabel = "NAME", description = "Variables that hold values.")
    private List<String> variables = List.of();

    @Option(names = "--from", paramLabel = "FILE", description = "A .env file, or a flat JSON object, of values.")
    private Path file;

    @Mixin
    private Where where;

    @Option(names = {"-e", "--environment", "--env"}, paramLabel = "ENVIRONMENT",
            description = "The token brings its own: another is refused.")
    private String environment;

    @Parameters(paramLabel = "COMMAND", arity = "0..*",
            description = "What to run, after --; standard input is its own.")
    private List<String> command = List.of();

    Mask(Surroundings around) {
        this.around = around;
        this.where = new Where(around);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (command.isEmpty() && around.streams().isInput()) {
            throw Stop.wrongUse("There is nothing to mask. Pipe a text in, or name a command after --");
        }
        Masker masker;
        var values = new HashMap<String, Plaintext>();
        try {
            if (variables.isEmpty() && file == null) {
                addDeployments(values);
            }
            addVariables(values);
            addFile(values);
            masker = Masker.of(values);
        } finally {
            values.values().forEach(Plaintext::close);
        }
        MaskedCommand.warnings(masker).forEach(this::say);
        try (masker) {
            return command.isEmpty() ? input(masker)
                    : new MaskedCommand(command, around.folder()).run(masker, this::say);
        }
    }

    /** All that the token's deployment reads. Without them nothing is passed on. */
    private void addDeployments(Map<String, Plaintext> values) throws InterruptedException {
        var settings = Settings.of(around, null);
        if (settings.given().isEmpty() && settings.profile().isEmpty()) {
            throw Stop.wrongUse("Say where the values are: --from-env NAME,NAME, --from FILE, or a deployment's token "
                    + "in COFFER_TOKEN");
        }
        where.run((client, own) -> {
            try (var secrets = client.runtime().read()) {
                var origin = secrets.origin();
                own.accept(new Scope(Optional.of(origin.project()), Optional.of(origin.environment()),
                        Optional.of(origin.app()), Optional.empty()));
                secrets.forEach((name, value) -> values.put(name, Plaintext.of(value.expose().clone())));
            }
            return Stop.DONE;
        });
    }

    private int input(Masker masker) {
        try (var out = masker.onto(new FileOutputStream(FileDescriptor.out))) {
            out.copy(around.input());
            return Stop.DONE;
        } catch (IOException broken) {
            throw Stop.refused("What comes in can't be passed on any more");
        }
    }

    private void addVariables(Map<String, Plaintext> values) {
        for (var name : variables) {
            var value = around.variables().get(name);
            if (value == null) {
                throw Stop.wrongUse("There is no variable %s".formatted(name));
            }
            values.put(name, Plaintext.ofText(value));
        }
    }

    private void addFile(Map<String, Plaintext> values) {
        if (file == null) {
            return;
        }
        byte[] content;
        try {
            content = Files.readAllBytes(around.folder().resolve(file));
        } catch (IOException unreadable) {
            throw Stop.wrongUse("%s can't be read".formatted(file));
        }
        try (var text = Plaintext.of(content)) {
            var limits = new SecretLimits(SecretLimits.DEFAULT.keyCharacters(), Math.max(1, content.length));
            var read = file.toString().endsWith(".json") ? ImportFile.readJson(text, limits)
                    : ImportFile.readDotEnv(text, limits);
            for (var fault : read.faults()) {
                read.close();
                throw Stop.refused("%s, line %d: %s".formatted(file, fault.line(), fault.why()));
            }
            read.entries().forEach(entry -> values.put(entry.key(), entry.value()));
        }
    }

    private void say(String words) {
        Screen.of(spec, around).say(words);
    }
}
