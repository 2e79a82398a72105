package dev.coffer.run;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.SecretKey;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that would keep a command from starting, or make its environment another than meant; each explained. */
final class Preflight {
    /** The encoding that Java writes arguments and environments in, which is its locale's. */
    private static final Charset WRITTEN = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private final Launch launch;
    private final ExecLimits limits;

    Preflight(Launch launch, ExecLimits limits) {
        this.launch = launch;
        this.limits = limits;
    }

    /** A sentence each, without its final stop; none where all is well. @param environment what the child would get */
    List<String> faults(Map<String, String> environment) {
        var faults = new ArrayList<String>();
        launch.values().forEach((name, value) -> fault(name, value).ifPresent(faults::add));
        launch.parameters().forEach((name, value) -> parameterFault(name, value).ifPresent(faults::add));
        launch.command().stream().flatMap(argument -> argumentFault(argument).stream()).forEach(faults::add);
        if (faults.isEmpty()) {
            allFault(environment).ifPresent(faults::add);
        }
        return faults;
    }

    private Optional<String> fault(String name, Plaintext value) {
        var refused = SecretKey.fault(name, Integer.MAX_VALUE);
        if (refused.isPresent()) {
            return Optional.of(SecretKey.isName(name) ? refused.get()
                    : "A secret's name is none that an environment variable can have");
        }
        if (launch.files().contains(name)) {
            var file = Launch.fileVariable(name);
            return launch.values().containsKey(file)
                    ? Optional.of("--file %s would set %s, which is a secret of its own".formatted(name, file))
                    : Optional.empty();
        }
        for (byte each : value.expose()) {
            if (each == 0) {
                return Optional.of(("%s holds a NUL character, which no environment variable can. "
                        + "--file %s hands it over as a file").formatted(name, name));
            }
        }
        long bytes = name.length() + 1L + value.size() + 1;
        if (bytes > limits.one()) {
            return Optional.of(("%s has %,d bytes with its name, and one variable may have %,d. "
                    + "--file %s hands it over as a file").formatted(name, bytes, limits.one(), name));
        }
        return isWritten(new String(value.expose(), StandardCharsets.UTF_8)) ? Optional.empty()
                : Optional.of(("%s has characters that Java can't write in this locale (%s). "
                        + "Start with LC_ALL=C.UTF-8").formatted(name, WRITTEN));
    }

    private Optional<String> parameterFault(String name, String value) {
        var variable = Launch.variable(name);
        if (name.isBlank() || name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
            return Optional.of("A parameter has a name and no NUL character");
        }
        var same = launch.parameters().keySet().stream()
                .filter(other -> other.compareTo(name) > 0 && Launch.variable(other).equals(variable)).findFirst();
        if (same.isPresent()) {
            return Optional.of("The parameters %s and %s are both %s".formatted(name, same.get(), variable));
        }
        if (bytes(value) + variable.length() + 2 > limits.one()) {
            return Optional.of("The parameter %s is larger than one variable may be, which is %,d bytes".formatted(name,
                    limits.one()));
        }
        return isWritten(name + value) ? Optional.empty()
                : Optional.of("The parameter %s can't be written in this locale (%s). Start with LC_ALL=C.UTF-8"
                        .formatted(name, WRITTEN));
    }

    private Optional<String> argumentFault(String argument) {
        if (bytes(argument) + 1 > limits.one()) {
            return Optional.of("An argument has %,d bytes, and one may have %,d".formatted(bytes(argument) + 1,
                    limits.one()));
        }
        return isWritten(argument) && argument.indexOf('\0') < 0 ? Optional.empty()
                : Optional.of("An argument can't be handed on as it is in this locale (%s). Start with LC_ALL=C.UTF-8"
                        .formatted(WRITTEN));
    }

    private Optional<String> allFault(Map<String, String> environment) {
        long all = Stream.concat(launch.command().stream(), environment.entrySet().stream()
                .flatMap(each -> Stream.of(each.getKey() + "=", each.getValue())))
                .mapToLong(Preflight::bytes).sum();
        long parts = launch.command().size() + environment.size();
        long bytes = all + parts * (1 + ExecLimits.POINTER);
        return bytes <= limits.all() ? Optional.empty()
                : Optional
                        .of(("Arguments and environment would have %,d bytes, and this system takes %,d. --only gives "
                                + "the command just what it needs, --file hands a large value over as a file")
                                .formatted(bytes, limits.all()));
    }

    private static boolean isWritten(String text) {
        return WRITTEN.equals(StandardCharsets.UTF_8) || WRITTEN.newEncoder().canEncode(text);
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
