package dev.coffer.client;

import dev.coffer.crypto.Plaintext;
import dev.coffer.run.CannotStart;
import dev.coffer.run.Child;
import dev.coffer.run.Launch;
import dev.coffer.run.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A command with secrets in its environment, its output masked:
 *
 * <pre>{@code
 * try (var child = coffer.run("node", "app.js").only("DATABASE_URL").param("orderId", "1234").start()) {
 *     int code = child.waitFor();
 * }
 * }</pre>
 *
 * <p>Refuses with {@link CannotStart}, before anything is started, where a required secret is missing, a name does
 * harm, or the environment would be too large.
 */
public final class Run {
    private static final int MOST_NAMES = 10;

    private final CofferClient client;
    private final List<String> command;
    private final Set<String> only = new LinkedHashSet<>();
    private final Set<String> files = new LinkedHashSet<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private Output output = new Output.Masked(System.out, System.err);

    Run(CofferClient client, List<String> command) {
        this.client = client;
        this.command = command;
    }

    /** Gives the command just these, of all that the deployment reads. */
    public Run only(String... keys) {
        only.addAll(List.of(keys));
        return this;
    }

    /** Hands these over as files: {@code KEY_FILE} names a file that only the owner can read, and KEY isn't set. */
    public Run files(String... keys) {
        files.addAll(List.of(keys));
        return this;
    }

    /** Context of this run, which is no secret: {@code COFFER_PARAM_ORDER_ID}, and all in {@code COFFER_PARAMS}. */
    public Run param(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    /** Where its output goes; else, masked, to {@code System.out} and {@code System.err}. */
    public Run to(Output output) {
        this.output = output;
        return this;
    }

    /** Reads the secrets and starts the command. @throws CannotStart which says why it doesn't */
    public Child start() throws InterruptedException {
        try (var secrets = client.runtime().read()) {
            return start(secrets, Child.Bond.LOOSE);
        }
    }

    /** Starts it with what was read before. */
    public Child start(RuntimeSecrets secrets, Child.Bond bond) {
        return Child.start(launch(secrets), output, bond);
    }

    /** What would be started. @throws CannotStart where something that is needed isn't there */
    public Launch launch(RuntimeSecrets secrets) {
        var faults = new ArrayList<String>();
        var missing = secrets.missing().stream().filter(key -> only.isEmpty() || only.contains(key)).toList();
        if (!missing.isEmpty()) {
            faults.add(missing(missing, secrets.origin()));
        }
        var unknown = Stream.concat(only.stream(), files.stream()).distinct()
                .filter(key -> !secrets.containsKey(key) && !missing.contains(key))
                .map(key -> key.isBlank() ? "a key without a name" : key).toList();
        if (!unknown.isEmpty()) {
            faults.add("%s doesn't read %s. It reads %s".formatted(secrets.origin().deployment(),
                    String.join(", ", unknown), secrets.isEmpty() ? "nothing" : some(List.copyOf(secrets.keySet()))));
        }
        if (!faults.isEmpty()) {
            throw CannotStart.refused(faults);
        }
        var given = new LinkedHashMap<String, Plaintext>();
        secrets.forEach((name, value) -> {
            if (only.isEmpty() || only.contains(name) || files.contains(name)) {
                given.put(name, Plaintext.of(value.expose()));
            }
        });
        return new Launch(command, given, files, parameters);
    }

    private String missing(List<String> keys, RuntimeSecrets.Origin origin) {
        return "%s lacks %s in %s: %s. Set %s at %s/projects/%s/secrets?environment=%s&status=missing".formatted(
                origin.project(), keys.size() == 1 ? "1 required secret" : keys.size() + " required secrets",
                origin.environment(), some(keys), keys.size() == 1 ? "it" : "them", client.server(),
                Http.encoded(origin.project()), Http.encoded(origin.environment()));
    }

    private static String some(List<String> names) {
        var first = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
        return names.size() <= MOST_NAMES ? first : "%s and %,d more".formatted(first, names.size() - MOST_NAMES);
    }
}
