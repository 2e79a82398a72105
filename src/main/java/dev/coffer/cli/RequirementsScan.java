package dev.coffer.cli;

import dev.coffer.client.Requirement;
import dev.coffer.scan.Found;
import dev.coffer.scan.Scan;
import dev.coffer.scan.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer requirements scan}: proposes what sources read, as a list that {@code requirements push} takes. */
@Command(name = "scan", mixinStandardHelpOptions = true,
        description = {"Finds the environment variables that sources read, and proposes them as a YAML list.",
                "coffer requirements push takes the list. What has a default in the source is optional; no default is "
                        + "printed. Knows JavaScript, TypeScript, Java, Kotlin, Python, Ruby, Go, Rust, PHP, C, C#, "
                        + "Swift, Dart, Elixir, Perl, shell, Compose and Spring files."},
        footer = {"  coffer requirements scan > needs.yaml", "  coffer requirements scan backend --push"})
final class RequirementsScan implements Callable<Integer> {
    private static final int MOST_PLACES = 3;
    private static final int STEP = 250;

    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Where where;

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "The folder of the sources; this one without it.")
    private Path folder = Path.of("");

    @Option(names = "--push", description = "Declares what it finds, in the place of what it declared before.")
    private boolean push;

    @Option(names = "--source", paramLabel = "NAME", description = "Whose list --push declares; scan without it.")
    private String source = "scan";

    @Option(names = {"-e", "--environment", "--env"}, split = ",", paramLabel = "ENVIRONMENT",
            description = "Where --push says that it is needed; in every environment without.")
    private List<String> environments = List.of();

    @Option(names = "--json", description = "Prints an array of objects, with every place.")
    private boolean json;

    /** A variable and where it is read. */
    record Line(String key, boolean required, List<Use> uses) {
        static Line of(Found found) {
            return new Line(found.name(), found.required(), found.uses());
        }
    }

    RequirementsScan(Surroundings around) {
        this.around = around;
        this.where = new Where(around);
    }

    @Override
    public Integer call() throws InterruptedException {
        var screen = Screen.of(spec, around);
        var result = scan(screen);
        if (json) {
            screen.printJson(result.found().stream().map(Line::of).toList());
        } else {
            result.found().forEach(found -> print(screen, found));
        }
        tell(screen, result);
        return push ? declare(screen, result.found()) : Stop.DONE;
    }

    private Scan.Result scan(Screen screen) {
        var path = around.folder().resolve(folder).normalize();
        if (!Files.isDirectory(path)) {
            throw Stop.wrongUse("%s is no folder".formatted(folder));
        }
        var progress = new Progress(around, screen);
        try {
            return Scan.of(path, count -> {
                if (count % STEP == 0) {
                    progress.show("Read %,d files".formatted(count));
                }
            });
        } catch (IOException unreadable) {
            throw Stop.refused("%s can't be read".formatted(folder));
        } finally {
            progress.clear();
        }
    }

    private static void print(Screen screen, Found found) {
        var first = found.uses().stream().limit(MOST_PLACES).map(Use::place).collect(Collectors.joining(", "));
        int more = found.uses().size() - MOST_PLACES;
        screen.print("- key: %s # %s%s%s".formatted(found.name(), first, more > 0 ? " and %d more".formatted(more) : "",
                found.required() ? "" : ", with a default"));
        if (!found.required()) {
            screen.print("  required: false");
        }
    }

    private void tell(Screen screen, Scan.Result result) {
        var optional = result.found().stream().filter(found -> !found.required()).count();
        screen.say("Found %d in %,d files%s.".formatted(result.found().size(), result.files(),
                optional == 0 ? "" : ", %d of them with a default".formatted(optional)));
        if (!result.unnamed().isEmpty()) {
            screen.say("Look there yourself, where the name is made while the program runs: %s.".formatted(
                    Screen.some(result.unnamed().stream().map(Use::place).distinct().toList())));
        }
        if (!result.refused().isEmpty()) {
            screen.say("Left out, since Coffer doesn't store them: %s.".formatted(Screen.some(result.refused())));
        }
        if (!push && !json && !result.found().isEmpty()) {
            screen.say("Keep what is a secret in a file such as needs.yaml, for coffer requirements push needs.yaml; "
                    + "--push declares all of it.");
        }
    }

    private int declare(Screen screen, List<Found> found) throws InterruptedException {
        if (found.isEmpty()) {
            throw Stop.refused("Nothing was found, so nothing is declared");
        }
        var wanted = found.stream().map(each -> new Requirement(each.name(), each.required(), environments,
                Requirement.Texts.NONE)).toList();
        return where.work(place -> {
            RequirementsPush.tell(screen, source, wanted,
                    place.client().requirements(place.project()).declare(source, wanted));
            return Stop.DONE;
        });
    }
}
