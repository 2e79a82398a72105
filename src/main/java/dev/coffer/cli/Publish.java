package dev.coffer.cli;

import dev.coffer.client.CofferException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer publish}: publishes a version to an environment, or says what blocks it. */
@Command(name = "publish", mixinStandardHelpOptions = true,
        description = "Publishes a version to an environment, or says which required secrets block it.",
        footer = {"  coffer publish 1.4.0 -e production",
                "  coffer publish \"$(git rev-parse --short HEAD)\" -e preview"})
final class Publish implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Where where;

    @Parameters(paramLabel = "VERSION", description = "What is published, such as 1.4.0 or a commit.")
    private String version;

    @Option(names = {"-e", "--environment", "--env"}, paramLabel = "ENVIRONMENT",
            description = "Which environment. Else COFFER_ENVIRONMENT, or environment: in coffer.yaml.")
    private String environment;

    @Option(names = "--json", description = "Prints the publication, or what is missing.")
    private boolean json;

    Publish(Surroundings around) {
        this.around = around;
        this.where = new Where(around);
    }

    @Override
    public Integer call() throws InterruptedException {
        return where.work(place -> {
            var asked = place.environment(environment);
            var screen = Screen.of(spec, around);
            try {
                var done = place.client().publications(place.project()).publish(version, asked);
                if (json) {
                    screen.printJson(done);
                }
                screen.say("Published %s to %s, with %s.".formatted(done.version(), done.environment(),
                        done.secrets() == 1 ? "1 secret" : done.secrets() + " secrets"));
                return Stop.DONE;
            } catch (CofferException e) {
                if (!e.is("configuration-required")) {
                    throw e;
                }
                return blocked(screen, place, e);
            }
        });
    }

    private int blocked(Screen screen, Place place, CofferException e) {
        var missing = e.problem().missing();
        if (json) {
            screen.printJson(Map.of("missing", missing));
        } else {
            screen.print(Check.rows(missing));
        }
        screen.say("Not published: %s lacks %s.%s".formatted(place.project(), Check.counted(missing),
                missing.isEmpty() ? "" : " Set the first one at " + place.page(missing.getFirst().href())));
        return Stop.REFUSED;
    }
}
