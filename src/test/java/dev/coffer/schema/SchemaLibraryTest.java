package dev.coffer.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is metered says what the library says alone, of schemas and values that nobody thought of. */
@Tag("R14")
class SchemaLibraryTest {
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final List<String> SCALARS =
            List.of("1", "2", "3.5", "-1", "0", "true", "false", "null", "\"a\"", "\"bb\"",
                    "\"\"", "1.0");
    private static final List<String> TYPES =
            List.of("string", "integer", "number", "boolean", "object", "array", "null");

    private final Random random = new Random(4);

    @Test
    void both_say_the_same_of_random_schemas_and_values() {
        var compared = 0;
        var fitting = 0;
        for (var i = 0; i < 3_000; i++) {
            var text = "{\"$defs\": {\"a\": %s, \"b\": {\"items\": {\"$ref\": \"#\"}}}, %s}".formatted(schema(1),
                    keywords(3));
            if (!(SchemaCheck.check(text) instanceof SchemaCheck.Accepted(var schema))) {
                continue;
            }
            var library = Formats.registry().getSchema(Schema.JSON.readTree(text));
            for (var n = 0; n < 10; n++) {
                var value = Schema.JSON.readTree(value(3));
                var fits = schema.mistakes(value).isEmpty();
                assertThat(fits).as("%s of %s: %s", value, text, schema.mistakes(value))
                        .isEqualTo(library.validate(value).isEmpty());
                compared++;
                fitting += fits ? 1 : 0;
            }
        }
        System.out.printf("compared with the library: %d pairs, of which %d fit%n", compared, fitting);
        assertThat(fitting).isBetween(compared / 5, compared * 4 / 5);
    }

    private String schema(int depth) {
        return switch (random.nextInt(10)) {
            case 0 -> "true";
            case 1 -> "false";
            case 2 -> "{\"$ref\": \"#/$defs/%s\"}".formatted(random.nextBoolean() ? "a" : "b");
            default -> "{%s}".formatted(keywords(depth));
        };
    }

    private String keywords(int depth) {
        return IntStream.range(0, 1 + random.nextInt(3)).mapToObj(i -> keyword(depth)).distinct()
                .collect(Collectors.toMap(k -> k.substring(0, k.indexOf(':')), k -> k, (one, other) -> one)).values()
                .stream().collect(Collectors.joining(", "));
    }

    private String keyword(int depth) {
        if (depth == 0) {
            return switch (random.nextInt(9)) {
                case 0, 1 -> "\"type\": \"%s\"".formatted(one(TYPES));
                case 2 -> "\"minimum\": " + random.nextInt(4);
                case 3 -> "\"maxLength\": " + random.nextInt(3);
                case 4 -> "\"enum\": [%s, %s]".formatted(value(1), value(1));
                case 5 -> "\"required\": [\"%s\"]".formatted(one(NAMES));
                case 6 -> "\"pattern\": \"^a\"";
                case 7 -> "\"maxItems\": 1";
                default -> "\"uniqueItems\": true";
            };
        }
        var below = depth - 1;
        return switch (random.nextInt(20)) {
            case 0 -> "\"allOf\": [%s, %s]".formatted(schema(below), schema(below));
            case 1 -> "\"anyOf\": [%s, %s]".formatted(schema(below), schema(below));
            case 2 -> "\"oneOf\": [%s, %s]".formatted(schema(below), schema(below));
            case 3 -> "\"not\": " + schema(below);
            case 4 -> "\"if\": " + schema(below);
            case 5 -> "\"then\": " + schema(below);
            case 6 -> "\"else\": " + schema(below);
            case 7, 8 ->
                "\"properties\": {\"%s\": %s, \"c\": true}".formatted(random.nextBoolean() ? "a" : "b", schema(below));
            case 9 -> "\"patternProperties\": {\"[ab]\": %s}".formatted(schema(below));
            case 10 -> "\"additionalProperties\": " + schema(below);
            case 11 -> "\"unevaluatedProperties\": " + schema(below);
            case 12 -> "\"items\": " + schema(below);
            case 13 -> "\"prefixItems\": [%s]".formatted(schema(below));
            case 14 -> "\"contains\": " + schema(below);
            case 15 -> "\"unevaluatedItems\": " + schema(below);
            case 16 -> "\"dependentSchemas\": {\"a\": %s}".formatted(schema(below));
            case 17 -> "\"dependentRequired\": {\"a\": [\"b\"]}";
            case 18 -> "\"propertyNames\": " + schema(below);
            default -> keyword(0);
        };
    }

    private String value(int depth) {
        return switch (depth == 0 ? 9 : random.nextInt(10)) {
            case 0, 1, 2, 3 -> NAMES.stream().filter(name -> random.nextBoolean())
                    .map(name -> "\"%s\": %s".formatted(name, value(depth - 1)))
                    .collect(Collectors.joining(", ", "{", "}"));
            case 4, 5, 6 -> IntStream.range(0, random.nextInt(4)).mapToObj(i -> value(depth - 1))
                    .collect(Collectors.joining(", ", "[", "]"));
            default -> one(SCALARS);
        };
    }

    private String one(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
