package dev.coffer.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The official JSON-Schema-Test-Suite for 2020-12: its required tests, from the folder beside the project. */
@Tag("R13")
@Tag("R14")
class SchemaSuiteTest {
    private static final Path SUITE = Path.of("../shared/data/json-schema-2020-12");

    private final Map<String, Integer> reasons = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int accepted;
    private int refused;
    private int tests;
    private int asserted;

    @Test
    void what_is_accepted_validates_as_the_official_suite_says_and_what_is_refused_has_a_message() throws IOException {
        assumeTrue(Files.isDirectory(SUITE), "The suite isn't at " + SUITE + ": nothing to compare with");
        try (var files = Files.list(SUITE)) {
            for (var file : files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
                for (var group : Schema.JSON.readTree(Files.readString(file))) {
                    run(file.getFileName().toString(), group);
                }
            }
        }
        System.out.printf("schemas accepted: %d, refused: %d; tests run: %d, of them as the suite says: %d, "
                + "different because formats are asserted: %d%n", accepted, refused, tests,
                tests - wrong.size() - asserted, asserted);
        reasons.forEach((reason, count) -> System.out.printf("  refused %3d: %s%n", count, reason));
        assertThat(wrong).isEmpty();
    }

    private void run(String file, JsonNode group) {
        var where = file + ": " + group.get("description").stringValue();
        switch (SchemaCheck.check(group.get("schema").toString())) {
            case SchemaCheck.Refused(var faults) -> {
                refused++;
                assertThat(faults).as(where).isNotEmpty().allSatisfy(fault -> {
                    assertThat(fault.message()).as(where).isNotBlank();
                    assertThat(fault.line()).isPositive();
                    assertThat(fault.column()).isPositive();
                });
                reasons.merge(faults.getFirst().message(), 1, Integer::sum);
            }
            case SchemaCheck.Accepted(var schema) -> {
                accepted++;
                group.get("tests").forEach(test -> compare(where, schema, test));
            }
        }
    }

    private void compare(String where, Schema schema, JsonNode test) {
        tests++;
        var expected = test.get("valid").booleanValue();
        var mistakes = schema.mistakes(test.get("data"));
        if (mistakes.isEmpty() == expected) {
            return;
        }
        // The suite has formats as annotations, which 2020-12 leaves to the reader; with us they are checked.
        if (expected && test.get("description").stringValue().endsWith("is only an annotation by default")
                && where.startsWith("format.json")) {
            asserted++;
            return;
        }
        wrong.add("%s: %s: %s".formatted(where, test.get("description").stringValue(), mistakes));
    }
}
