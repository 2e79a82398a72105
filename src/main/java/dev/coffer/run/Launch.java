package dev.coffer.run;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.SecretKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is started: a command with its arguments, the values it gets by name, which of them as files, and parameters,
 * which are no secrets.
 */
public record Launch(List<String> command, Map<String, Plaintext> values, Set<String> files,
        Map<String, String> parameters) {
    /** The launcher keeps here what LC_ALL was, after {@code =}, or nothing where it was not set. */
    public static final String CALLERS_LOCALE = "COFFER_CALLERS_LC_ALL";

    private static final String PARAMETERS = "COFFER_PARAMS";
    private static final String PARAMETER = "COFFER_PARAM_";
    /** What reads values is not handed on: the child has what it is to have. */
    private static final Set<String> OURS = Set.of("COFFER_TOKEN", "COFFER_TOKEN_FILE", Programs.CALLERS_CORES);

    public Launch {
        command = List.copyOf(command);
        files = Set.copyOf(files);
        parameters = Map.copyOf(parameters);
    }

    /** The variable that names the file of a value. */
    static String fileVariable(String name) {
        return name + "_FILE";
    }

    /** The variable of a parameter: {@code orderId} is {@code COFFER_PARAM_ORDER_ID}. */
    public static String variable(String parameter) {
        return PARAMETER + SecretKey.capitals(parameter);
    }

    /** Makes what a child would inherit into what this one gets. @param paths where the files are, by name */
    void into(Map<String, String> environment, Map<String, Path> paths) {
        environment.keySet().removeIf(name -> OURS.contains(name) || isParameter(name));
        giveBackLocale(environment);
        if (!parameters.isEmpty()) {
            environment.put(PARAMETERS, new JsonMapper().writeValueAsString(new TreeMap<>(parameters)));
            parameters.forEach((name, value) -> environment.put(variable(name), value));
        }
        values.forEach((name, value) -> {
            if (!files.contains(name)) {
                environment.put(name, new String(value.expose(), StandardCharsets.UTF_8));
            }
        });
        paths.forEach((name, path) -> {
            environment.remove(name);
            environment.put(fileVariable(name), path.toString());
        });
    }

    /** Makes LC_ALL what it was before the launcher set it. */
    public static void giveBackLocale(Map<String, String> environment) {
        var kept = environment.remove(CALLERS_LOCALE);
        if (kept == null) {
            return;
        }
        if (kept.startsWith("=")) {
            environment.put("LC_ALL", kept.substring(1));
        } else {
            environment.remove("LC_ALL");
        }
    }

    private static boolean isParameter(String name) {
        return name.equals(PARAMETERS) || name.startsWith(PARAMETER);
    }
}
