package dev.coffer.cli;

import dev.coffer.client.MissingSecret;
import dev.coffer.client.Readiness;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code coffer check}: whether an environment has all that is required; 3, and the list, where it hasn't. */
@Command(name = "check", mixinStandardHelpOptions = true,
        description = "Says whether an environment has all required secrets; exits with 3 and the list if not.",
        footer = {"  coffer check -e production && ./deploy.sh", "  coffer check -e production --json"})
final class Check implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Where where;

    @Option(names = {"-e", "--environment", "--env"}, paramLabel = "ENVIRONMENT",
            description = "Which environment. Else COFFER_ENVIRONMENT, or environment: in coffer.yaml.")
    private String environment;

    @Option(names = "--json", description = "Prints what the server said.")
    private boolean json;

    Check(Surroundings around) {
        this.around = around;
        this.where = new Where(around);
    }

    @Override
    public Integer call() throws InterruptedException {
        return where.work(place -> {
            var asked = place.environment(environment);
            var readiness = place.client().readiness(place.project(), asked);
            var screen = Screen.of(spec, around);
            if (json) {
                screen.printJson(readiness);
            } else {
                screen.print(rows(readiness.missing()));
            }
            tell(screen, place, asked, readiness);
            return readiness.ready() ? Stop.DONE : Stop.MISSING;
        });
    }

    private static void tell(Screen screen, Place place, String environment, Readiness readiness) {
        if (readiness.ready()) {
            screen.say("%s has all required secrets in %s.".formatted(place.project(), environment));
        } else {
            screen.say("%s lacks %s in %s. Set the first one at %s".formatted(place.project(),
                    counted(readiness.missing()), environment, place.page(readiness.missing().getFirst().href())));
        }
        if (!readiness.optionalMissing().isEmpty()) {
            screen.say("Optional and not set: %s.".formatted(Screen.some(readiness.optionalMissing().stream()
                    .map(MissingSecret::key).distinct().toList())));
        }
    }

    /** Key, environment, and what needs it. */
    static List<List<String>> rows(List<MissingSecret> missing) {
        return missing.stream().map(each -> List.of(each.key(), each.environment(), each.feature())).toList();
    }

    static String counted(List<MissingSecret> missing) {
        return missing.size() == 1 ? "1 required secret" : missing.size() + " required secrets";
    }
}
