package dev.coffer.cli;

import dev.coffer.client.SecretInfo;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code coffer secrets list}: keys, dates, and types where there are any; never a value. */
@Command(name = "list", mixinStandardHelpOptions = true,
        description = "Lists keys, when each was changed last, and its type.")
final class SecretsList implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Where where;

    @Option(names = {"-e", "--environment", "--env"}, paramLabel = "ENVIRONMENT",
            description = "Only those with a value there.")
    private String environment;

    @Option(names = "--json", description = "Prints an array of objects.")
    private boolean json;

    /** A line of it. */
    record Line(String key, String type, String createdAt, String updatedAt) {
        static Line of(SecretInfo secret) {
            return new Line(secret.key(), secret.type().isEmpty() ? null : secret.type(),
                    secret.createdAt().toString(), secret.updatedAt().toString());
        }

        List<String> columns(boolean typed) {
            return typed ? List.of(key, updatedAt, type == null ? "" : type) : List.of(key, updatedAt);
        }
    }

    SecretsList(Surroundings around) {
        this.around = around;
        this.where = new Where(around);
    }

    @Override
    public Integer call() throws InterruptedException {
        return where.work(place -> {
            var wanted = place.anyEnvironment(environment);
            var lines = place.client().secrets(place.project()).list().stream()
                    .filter(secret -> wanted.isEmpty() || secret.configured().contains(wanted.get())).map(Line::of)
                    .toList();
            var screen = Screen.of(spec, around);
            if (json) {
                screen.printJson(lines);
            } else {
                boolean typed = lines.stream().anyMatch(line -> line.type() != null);
                screen.print(lines.stream().map(line -> line.columns(typed)).toList());
            }
            if (lines.isEmpty()) {
                screen.say("%s has no secrets%s.".formatted(place.project(),
                        wanted.map(each -> " in " + each).orElse("")));
            }
            return Stop.DONE;
        });
    }
}
