package dev.coffer.cli;

import dev.coffer.client.ImportPlan;
import dev.coffer.client.SecretImport;
import dev.coffer.client.SecretImport.Format;
import dev.coffer.client.SecretImport.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer import}: sets what a file holds. Shows what it would do to each key, and asks. */
@Command(name = "import", mixinStandardHelpOptions = true,
        description = {"Sets the secrets that a .env file or a flat JSON object holds.",
                "Shows what it would do to each key, asks, and then does all of it at once. Exits with 1 where a key "
                        + "was refused; the others are set all the same."},
        footer = {"  coffer import .env -e preview", "  coffer import .env -e preview,production --replace --yes",
                "  sops decrypt secrets.json | coffer import - --format json -e production --yes"})
final class Import implements Callable<Integer> {
    private static final String NOBODY = "Nobody can be asked here. --yes imports without asking, --dry-run only shows";

    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Where where;

    @Parameters(paramLabel = "FILE", description = "A .env file, or JSON where it ends in .json; - is standard input.")
    private Path file;

    @Option(names = {"-e", "--environment", "--env"}, split = ",", paramLabel = "ENVIRONMENT",
            description = "Where the values go; may be given several times. Else COFFER_ENVIRONMENT.")
    private List<String> environments = List.of();

    @Option(names = "--format", paramLabel = "FORMAT", description = "dotenv or json, whatever the file is called.")
    private String format;

    @Option(names = "--replace", description = "Overwrites values that differ; without it they are left as they are.")
    private boolean replace;

    @Option(names = "--dry-run", description = "Shows what it would do, and stores nothing.")
    private boolean dry;

    @Option(names = {"-y", "--yes"}, description = "Doesn't ask.")
    private boolean yes;

    @Option(names = "--json", description = "Prints what is done to each key as an array of objects.")
    private boolean json;

    Import(Surroundings around) {
        this.around = around;
        this.where = new Where(around);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!yes && !dry && (file.equals(ValueSource.STANDARD_INPUT) || !around.streams().isInput())) {
            throw Stop.wrongUse(NOBODY);
        }
        var read = format();
        return where.work(place -> {
            var named = place.environments(environments);
            var source = new ValueSource(around, Screen.of(spec, around));
            try (var content = source.content(file)) {
                return run(place, new SecretImport(read, content, named, replace ? Mode.REPLACE : Mode.ADD));
            }
        });
    }

    private int run(Place place, SecretImport what) throws InterruptedException {
        var screen = Screen.of(spec, around);
        var plan = yes && !dry ? place.secrets().runImport(what) : place.secrets().planImport(what);
        show(screen, plan);
        var refused = plan.count("refused");
        if (plan.stored() == 0) {
            screen.say(
                    "There is nothing to import%s.".formatted(refused == 0 ? "" : ", %d refused".formatted(refused)));
        } else if (dry) {
            screen.say("Would set %s.".formatted(told(plan, what)));
        } else {
            if (!yes && !isSure(plan, what)) {
                throw Stop.refused("Nothing was imported");
            }
            var done = yes ? plan : place.secrets().runImport(what);
            refused = done.count("refused");
            screen.say("Set %s.".formatted(told(done, what)));
        }
        return refused == 0 ? Stop.DONE : Stop.REFUSED;
    }

    private boolean isSure(ImportPlan plan, SecretImport what) {
        var answer = around.person().answer(Screen.safe("Set %s? [y/N] ".formatted(stored(plan, what))));
        if (answer == null) {
            throw Stop.wrongUse(NOBODY);
        }
        return answer.strip().matches("(?i)y|yes");
    }

    private static String told(ImportPlan plan, SecretImport what) {
        var refused = plan.count("refused");
        return stored(plan, what) + (refused == 0 ? "" : ", %d refused".formatted(refused));
    }

    private static String stored(ImportPlan plan, SecretImport what) {
        return "%s in %s".formatted(plan.stored() == 1 ? "1 secret" : plan.stored() + " secrets",
                String.join(", ", what.environments()));
    }

    /** Action, key, and why or what else there is to know. */
    private void show(Screen screen, ImportPlan plan) {
        if (json) {
            screen.printJson(plan.items());
            return;
        }
        screen.print(plan.items().stream().map(item -> List.of(item.action(),
                item.key().isEmpty() ? "line " + item.line() : item.key(),
                Stream.concat(Stream.of(here(item.why())), item.notes().stream()).filter(words -> !words.isEmpty())
                        .collect(Collectors.joining(". "))))
                .toList());
    }

    /** The server's sentence is about a form. */
    private static String here(String why) {
        return why.replace("Choose Replace to overwrite it", "--replace overwrites it");
    }

    private Format format() {
        var known = Map.of("dotenv", Format.DOTENV, "json", Format.JSON);
        if (format == null) {
            return file.toString().matches("(?i).*\\.json") ? Format.JSON : Format.DOTENV;
        }
        if (!known.containsKey(format)) {
            throw Stop.wrongUse("--format is dotenv or json");
        }
        return known.get(format);
    }
}
