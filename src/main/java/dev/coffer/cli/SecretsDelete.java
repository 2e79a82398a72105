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

/** {@code coffer secrets delete}: deletes a secret, or its value in one environment. Asks first. */
@Command(name = "delete", mixinStandardHelpOptions = true,
        description = {"Deletes a secret, or its value in one environment.",
                "Asks first, and is refused while a deployment lists it."},
        footer = {"  coffer secrets delete OLD_KEY", "  coffer secrets delete OLD_KEY -e preview --yes"})
final class SecretsDelete implements Callable<Integer> {
    private static final String NOBODY = "Nobody can be asked here. --yes deletes without asking";

    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Where where;

    @Parameters(paramLabel = "KEY", description = "Such as STRIPE_SECRET_KEY.")
    private String key;

    @Option(names = {"-e", "--environment", "--env"}, paramLabel = "ENVIRONMENT",
            description = "Only its value there; the last one takes the secret with it.")
    private String environment;

    @Option(names = {"-y", "--yes"}, description = "Doesn't ask.")
    private boolean yes;

    SecretsDelete(Surroundings around) {
        this.around = around;
        this.where = new Where(around);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!yes && !around.streams().isInput()) {
            throw Stop.wrongUse(NOBODY);
        }
        return where.work(place -> {
            var wanted = place.anyEnvironment(environment);
            var secrets = place.secrets();
            var what = place.named(key) + wanted.map(each -> " in " + each).orElse("");
            var read = read(place, secrets);
            if (wanted.isPresent() && !read.info().configured().contains(wanted.get())) {
                throw Stop.refused("%s has no value in %s".formatted(place.named(key), wanted.get()));
            }
            if (!yes && !isSure(what, wanted, read)) {
                throw Stop.refused("Nothing was deleted");
            }
            secrets.delete(read, wanted);
            Screen.of(spec, around).say("Deleted %s.".formatted(what));
            return Stop.DONE;
        });
    }

    /** What is deleted is what was read, and asked about: a change in between refuses it. */
    private Secrets.Read read(Place place, Secrets secrets) throws InterruptedException {
        try {
            return secrets.get(key);
        } catch (CofferException e) {
            if (e.status() == 404) {
                throw place.missing(key, Optional.empty());
            }
            throw e;
        }
    }

    private boolean isSure(String what, Optional<String> wanted, Secrets.Read read) {
        var where = wanted.isPresent() ? "" : " It has values in %s.".formatted(
                read.info().configured().isEmpty() ? "no environment" : String.join(", ", read.info().configured()));
        var answer =
                around.person().answer(Screen.safe("Delete %s?%s This is permanent. [y/N] ".formatted(what, where)));
        if (answer == null) {
            throw Stop.wrongUse(NOBODY);
        }
        return answer.strip().matches("(?i)y|yes");
    }
}
