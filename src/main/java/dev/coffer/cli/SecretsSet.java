package dev.coffer.cli;

import dev.coffer.client.SecretSetting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer secrets set}: creates a secret, or replaces its value, in the environments named. */
@Command(name = "set", mixinStandardHelpOptions = true,
        description = {"Creates a secret, or replaces its value, in the environments named.",
                "The value comes from standard input, --file, a prompt that does not echo, or the argument. One final "
                        + "line end of a single line from standard input is dropped; all else is kept byte for byte."},
        footer = {"  coffer secrets set STRIPE_SECRET_KEY -e production",
                "  printf %s \"$VALUE\" | coffer secrets set STRIPE_SECRET_KEY -e preview -e production",
                "  coffer secrets set TLS_KEY --file key.pem -e production --description 'Of the load balancer'",
                "  coffer secrets set DATABASE_URL --app worker -e preview"})
final class SecretsSet implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Where where;

    @Parameters(index = "0", paramLabel = "KEY", description = "Such as STRIPE_SECRET_KEY.")
    private String key;

    @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE",
            description = "Others on this machine can see it while the command runs: leave it out where that matters.")
    private String value;

    @Option(names = "--file", paramLabel = "FILE", description = "Holds the value, byte for byte.")
    private Path file;

    @Option(names = "--description", paramLabel = "TEXT", description = "What the secret is for. Never a value.")
    private String description;

    @Option(names = "--type", paramLabel = "TYPE",
            description = "The key of a secret type, which the value has to fit; \"\" for a plain value.")
    private String type;

    @Option(names = {"-e", "--environment", "--env"}, split = ",", paramLabel = "ENVIRONMENT",
            description = "Where it applies; may be given several times.")
    private List<String> environments = List.of();

    SecretsSet(Surroundings around) {
        this.around = around;
        this.where = new Where(around);
    }

    @Override
    public Integer call() throws InterruptedException {
        var screen = Screen.of(spec, around);
        var source = new ValueSource(around, screen);
        return where.work(place -> {
            var named = place.environments(environments);
            try (var secret = source.read(key, value, file)) {
                var isNew = place.secrets()
                        .set(new SecretSetting(key, secret, named, Optional.ofNullable(description),
                                Optional.ofNullable(type)));
                screen.say("%s %s in %s.".formatted(isNew ? "Created" : "Set", place.named(key),
                        String.join(", ", named)));
                return Stop.DONE;
            }
        });
    }
}
