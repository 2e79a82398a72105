package dev.coffer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A command line session as a person would see it: {@code $ command}, then its standard output, its standard error
 * after {@code 2> }, and {@code ? exit code}. {@code # } is a remark, or tells the player something: {@code #
 * terminal}, {@code # answer TEXT} and {@code # file NAME TEXT}. {@code ${name}} stands for what differs from run to
 * run, and a moment in an output for {@code ${moment}}.
 */
record Transcript(List<String> steps) {
    private static final String MOMENT =
            "\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z| \\d{2}:\\d{2} UTC)";

    /** Its commands and remarks, with the names filled in. */
    static Transcript of(Path file, Map<String, String> names) throws IOException {
        var steps = new ArrayList<String>();
        for (var line : Files.readAllLines(file)) {
            if (line.startsWith("$ ") || line.startsWith("#") || line.isEmpty()) {
                var filled = line;
                for (var name : names.entrySet()) {
                    filled = filled.replace("${" + name.getKey() + "}", name.getValue());
                }
                steps.add(filled);
            }
        }
        return new Transcript(steps);
    }

    /** Lines with names in the place of what they stand for. */
    static List<String> withNames(List<String> lines, Map<String, String> names) {
        return lines.stream().map(line -> {
            var named = line.startsWith("$ ") || line.startsWith("#") ? line : line.replaceAll(MOMENT, "\\${moment}");
            for (var name : names.entrySet()) {
                named = named.replace(name.getValue(), "${" + name.getKey() + "}");
            }
            return named;
        }).toList();
    }
}
