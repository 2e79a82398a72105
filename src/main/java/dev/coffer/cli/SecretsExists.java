package dev.coffer.cli;

import dev.coffer.client.CofferException;
import dev.coffer.client.Secrets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer secrets exists}: prints {@code true} or {@code false}, and exits with 0 or 1. */
@Command(name = "exists", mixinStandardHelpOptions = true,
        description = "Prints true or false, and exits with 0 or 1.",
        footer = {"  coffer secrets exists STRIPE_SECRET_KEY -e production || echo 'set it first'"})
final class SecretsExists implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Where where;

    @Parameters(paramLabel = "KEY", description = "Such as STRIPE_SECRET_KEY.")
    private String key;

    @Option(names = {"-e", "--environment", "--env"}, paramLabel = "ENVIRONMENT", description = "With a value there.")
    private String environment;

    SecretsExists(Surroundings around) {
        this.around = around;
        this.where = new Where(around);
    }

    @Override
    public Integer call() throws InterruptedException {
        return where.work(place -> {
            var wanted = place.anyEnvironment(environment);
            var isThere = wanted.isEmpty() ? place.secrets().exists(key)
                    : isIn(place, wanted.get());
            Screen.of(spec, around).print(String.valueOf(isThere));
            return isThere ? Stop.DONE : Stop.REFUSED;
        });
    }

    private boolean isIn(Place place, String wanted) throws InterruptedException {
        if (place.client().environments(place.project()).stream().noneMatch(each -> each.slug().equals(wanted))) {
            throw Stop
                    .refused("There is no environment %s. %s has %s".formatted(wanted, place.project(), place.slugs()));
        }
        return found(place).map(read -> read.info().configured().contains(wanted)).orElse(false);
    }

    private Optional<Secrets.Read> found(Place place) throws InterruptedException {
        try {
            return Optional.of(place.secrets().get(key));
        } catch (CofferException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
