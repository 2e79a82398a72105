package dev.coffer.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a command prints: data to standard output, words to standard error. Characters that would steer a terminal are
 * shown as {@code \\u001b}, wherever they come from.
 */
record Screen(PrintWriter out, PrintWriter err, boolean isTable) {
    private static final int MOST_NAMES = 10;

    static Screen of(CommandSpec spec, Surroundings around) {
        return new Screen(spec.commandLine().getOut(), spec.commandLine().getErr(), around.streams().isOutput());
    }

    /** A sentence. */
    void say(String words) {
        err.println(safe(words));
        err.flush();
    }

    void print(String line) {
        out.println(safe(line));
        out.flush();
    }

    /** Names in a sentence: the first ten, and how many more there are. */
    static String some(List<String> names) {
        var first = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
        return names.size() <= MOST_NAMES ? first : "%s and %,d more".formatted(first, names.size() - MOST_NAMES);
    }

    /** Rows of equal length: in columns on a terminal, apart by tabs for programs. */
    void print(List<List<String>> rows) {
        var widths = rows.isEmpty() ? List.<Integer>of()
                : IntStream.range(0, rows.getFirst().size()).mapToObj(
                        column -> rows.stream().mapToInt(row -> safe(row.get(column)).length()).max().orElse(0))
                        .toList();
        for (var row : rows) {
            out.println(
                    isTable ? padded(row, widths) : row.stream().map(Screen::safe).collect(Collectors.joining("\t")));
        }
        out.flush();
    }

    /** In ASCII, which steers no terminal either. */
    void printJson(Object value) {
        out.println(Json.MAPPER.writeValueAsString(value));
        out.flush();
    }

    private static String padded(List<String> row, List<Integer> widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> safe(row.get(column))
                        + " ".repeat(widths.get(column) - safe(row.get(column)).length()))
                .collect(Collectors.joining("  ")).stripTrailing();
    }

    static String safe(String text) {
        if (text.codePoints().noneMatch(Screen::steers)) {
            return text;
        }
        var shown = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (steers(character)) {
                shown.append("\\u%04x".formatted(character));
            } else {
                shown.appendCodePoint(character);
            }
        });
        return shown.toString();
    }

    /** Control and format characters, such as those that turn the direction of text, and unpaired surrogates. */
    private static boolean steers(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }

    /** Made when JSON is asked for, and not before. */
    private static final class Json {
        static final JsonMapper MAPPER = JsonMapper
                .builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    }
}
