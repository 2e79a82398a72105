package dev.coffer.cli;

import dev.coffer.client.CofferException;
import dev.coffer.client.SecretVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer secrets history}: when each value was saved, and by whom; never a value. */
@Command(name = "history", mixinStandardHelpOptions = true,
        description = "Lists a secret's versions: environment, number, when, by whom.",
        footer = {"  coffer secrets history STRIPE_SECRET_KEY -e production"})
final class SecretsHistory implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Where where;

    @Parameters(paramLabel = "KEY", description = "Such as STRIPE_SECRET_KEY.")
    private String key;

    @Option(names = {"-e", "--environment", "--env"}, paramLabel = "ENVIRONMENT",
            description = "Only its versions there. Else COFFER_ENVIRONMENT, or all that have a value.")
    private String environment;

    @Option(names = "--json", description = "Prints an array of objects.")
    private boolean json;

    /** A line of it; {@code restoredFrom} is null for a value that was typed. */
    record Line(String environment, int version, boolean current, String createdAt, String createdBy,
            Integer restoredFrom) {
        static Line of(String environment, SecretVersion version) {
            return new Line(environment, version.number(), version.current(), version.createdAt().toString(),
                    version.createdBy(),
                    version.restoredFrom().isPresent() ? version.restoredFrom().getAsInt() : null);
        }

        List<String> columns() {
            var notes = new ArrayList<String>();
            if (current) {
                notes.add("current");
            }
            if (restoredFrom != null) {
                notes.add("version %d again".formatted(restoredFrom));
            }
            return List.of(environment, String.valueOf(version), createdAt, createdBy, String.join(", ", notes));
        }
    }

    SecretsHistory(Surroundings around) {
        this.around = around;
        this.where = new Where(around);
    }

    @Override
    public Integer call() throws InterruptedException {
        return where.work(place -> {
            var lines = lines(place);
            var screen = Screen.of(spec, around);
            if (json) {
                screen.printJson(lines);
            } else {
                screen.print(lines.stream().map(Line::columns).toList());
            }
            return Stop.DONE;
        });
    }

    private List<Line> lines(Place place) throws InterruptedException {
        var wanted = place.anyEnvironment(environment);
        try {
            var lines = new ArrayList<Line>();
            for (var each : wanted.isPresent() ? List.of(wanted.get())
                    : place.secrets().get(key).info().configured()) {
                place.secrets().history(key, each).forEach(version -> lines.add(Line.of(each, version)));
            }
            return lines;
        } catch (CofferException e) {
            throw e.status() == 404 ? place.missing(key, wanted) : e;
        }
    }
}
