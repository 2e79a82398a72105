package dev.coffer.cli;

import dev.coffer.client.SecretInfo;
import dev.coffer.client.SecretQuery;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code coffer secrets list}: keys, dates, and types where there are any; never a value. */
@Command(name = "list", mixinStandardHelpOptions = true,
        description = "Lists keys, when each was changed last, its type, and the app whose own it is.",
        footer = {"  coffer secrets list -e production", "  coffer secrets list --status missing --json",
                "  coffer secrets list --app worker"})
final class SecretsList implements Callable<Integer> {
    private static final Set<String> STATUSES = Set.of("", "configured", "missing", "dismissed", "not_set");

    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Where where;

    @Option(names = {"-e", "--environment", "--env"}, paramLabel = "ENVIRONMENT",
            description = "Only those with a value there.")
    private String environment;

    @Option(names = {"-q", "--search"}, paramLabel = "TEXT", description = "Only those with it in key or description.")
    private String text = "";

    @Option(names = "--type", paramLabel = "TYPE", description = "Only those of a secret type, by its key.")
    private String type = "";

    @Option(names = "--status", paramLabel = "STATUS",
            description = "Only those that are configured, missing, dismissed or not_set; the latter three are keys "
                    + "without a value.")
    private String status = "";

    @Option(names = "--json", description = "Prints an array of objects.")
    private boolean json;

    /** A line of it; {@code app} is null but for an app's own, and the moments for a key that is only needed. */
    record Line(String key, String scope, String app, String type, String createdAt, String updatedAt) {
        static Line of(SecretInfo secret) {
            return new Line(secret.key(), secret.scope(), orNull(secret.app()), orNull(secret.type()),
                    moment(secret.createdAt()), moment(secret.updatedAt()));
        }

        private static String orNull(String text) {
            return text.isEmpty() ? null : text;
        }

        private static String moment(Instant at) {
            return at.equals(Instant.EPOCH) ? null : at.toString();
        }

        /** @param count 2, 3 with types, 4 with apps */
        List<String> columns(int count) {
            return Stream.of(key, updatedAt, type, app).limit(count).map(text -> text == null ? "" : text).toList();
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
            if (!STATUSES.contains(status)) {
                throw Stop.wrongUse("--status is one of configured, missing, dismissed and not_set");
            }
            var lines = place.secrets().list(new SecretQuery(text, wanted.orElse(""), status, type, "")).stream()
                    .filter(secret -> wanted.isEmpty() || !status.isEmpty()
                            || secret.configured().contains(wanted.get()))
                    .map(Line::of).toList();
            var screen = Screen.of(spec, around);
            if (json) {
                screen.printJson(lines);
            } else {
                int count = lines.stream().anyMatch(line -> line.app() != null) ? 4
                        : lines.stream().anyMatch(line -> line.type() != null) ? 3 : 2;
                screen.print(lines.stream().map(line -> line.columns(count)).toList());
            }
            if (lines.isEmpty()) {
                screen.say("%s has no %s%s.".formatted(place.name(),
                        text.isEmpty() && type.isEmpty() && status.isEmpty() ? "secrets" : "such secrets",
                        wanted.map(each -> " in " + each).orElse("")));
            }
            return Stop.DONE;
        });
    }
}
