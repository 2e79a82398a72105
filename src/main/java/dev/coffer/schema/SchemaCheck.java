package dev.coffer.schema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Decides on the text of a schema: accepted, or what is in the way.
 *
 * <p>Accepted is JSON Schema 2020-12 as it stands, odd or not, within bounds: 32 KB, 20 levels, 500 schemas, 100
 * fields, 50 alternatives in one place, 200 choices, patterns that RE2/J reads, references that stay in the document
 * and go deeper into a value each time that they come round. The {@code $id} of the whole is a name and nothing more;
 * one inside would change what references mean, and is refused. {@code $vocabulary} and unknown keywords and formats
 * mean nothing. A test holds the faults to the specification's own schema of schemas.
 */
public final class SchemaCheck {
    static final String DIALECT = "https://json-schema.org/draft/2020-12/";
    static final int LONGEST = 32 * 1024;

    private SchemaCheck() {}

    /** Either the schema, or every fault that can be told at once, in the order of the text. */
    public sealed interface Outcome {}

    public record Accepted(Schema schema) implements Outcome {}

    public record Refused(List<Fault> faults) implements Outcome {
        public Refused {
            faults = List.copyOf(faults);
        }
    }

    /** Any text: no exception comes out. */
    public static Outcome check(String text) {
        if (text.length() > LONGEST || text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            return new Refused(List.of(new Fault(1, 1, 0, "", "The schema is longer than 32 KB. Make it shorter")));
        }
        var json = JsonText.read(text);
        if (!json.faults().isEmpty()) {
            return refused(json.faults());
        }
        try {
            var faults = faults(Schema.JSON.readTree(text), json);
            return faults.isEmpty() ? new Accepted(Schema.of(text)) : refused(faults);
        } catch (JacksonException e) {
            return refused(List.of(json.atValue("", "This can't be read as JSON. Check its quotes and brackets")));
        }
    }

    private static List<Fault> faults(JsonNode root, JsonText json) {
        if (!Keyword.Form.isSchema(root)) {
            return List.of(json.atValue("", "A schema is an object, for example {\"type\": \"string\"}"));
        }
        var faults = new ArrayList<>(DocumentCheck.faults(root, json));
        if (faults.isEmpty()) {
            faults.addAll(ReferenceCheck.faults(Subschemas.of(root), json));
        }
        if (faults.isEmpty()) {
            Variables.flaws(root).forEach(flaw -> faults.add(json.atValue(flaw.pointer(), flaw.message())));
        }
        return faults;
    }

    private static Refused refused(List<Fault> faults) {
        return new Refused(faults.stream().distinct().sorted(Comparator.comparingInt(Fault::offset))
                .limit(JsonText.MOST_FAULTS).toList());
    }
}
