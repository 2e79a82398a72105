package dev.coffer.cli;

import dev.coffer.client.CofferException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer secrets restore}: makes an earlier value the current one again, without anybody seeing it. */
@Command(name = "restore", mixinStandardHelpOptions = true,
        description = {"Makes the value of an earlier version the current one again, as a new version.",
                "Nobody sees it."},
        footer = {"  coffer secrets restore STRIPE_SECRET_KEY 3 -e production"})
final class SecretsRestore implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Where where;

    @Parameters(index = "0", paramLabel = "KEY", description = "Such as STRIPE_SECRET_KEY.")
    private String key;

    @Parameters(index = "1", paramLabel = "VERSION", description = "Its number, as coffer secrets history lists it.")
    private String version;

    @Option(names = {"-e", "--environment", "--env"}, paramLabel = "ENVIRONMENT",
            description = "Which environment. Else COFFER_ENVIRONMENT, or environment: in coffer.yaml.")
    private String environment;

    SecretsRestore(Surroundings around) {
        this.around = around;
        this.where = new Where(around);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!version.matches("[1-9]\\d{0,8}")) {
            throw Stop.wrongUse("VERSION is a number. coffer secrets history %s lists them".formatted(key));
        }
        int number = Integer.parseInt(version);
        return where.work(place -> {
            var wanted = place.environment(environment);
            try {
                place.secrets().restore(key, wanted, number);
            } catch (CofferException e) {
                throw e.status() == 404 ? missing(place, wanted) : e;
            }
            Screen.of(spec, around).say("Restored version %d of %s in %s.".formatted(number, place.named(key),
                    wanted));
            return Stop.DONE;
        });
    }

    private Stop missing(Place place, String wanted) throws InterruptedException {
        var known = place.secrets();
        if (known.exists(key) && known.get(key).info().configured().contains(wanted)) {
            return Stop.refused("%s has no version %s in %s. coffer secrets history %s -e %s lists them"
                    .formatted(place.named(key), version, wanted, key, wanted));
        }
        return place.missing(key, Optional.of(wanted));
    }
}
