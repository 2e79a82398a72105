package dev.coffer.schema;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JacksonException;

/** Decides on the text of a schema: accepted, or what is in the way. */
public final class SchemaCheck {
    static final int LONGEST = 32 * 1024;

    private SchemaCheck() {}

    /** Either the schema, or every fault that can be told at once, in the order of the text. */
    public sealed interface Outcome {}

    public record Accepted(Schema schema) implements Outcome {}

    public record Refused(List<Fault> faults) implements Outcome {}

    /** Any text: no exception comes out. */
    public static Outcome check(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            return refused("The schema is longer than 32 KB. Make it shorter");
        }
        try {
            return new Accepted(Schema.of(text));
        } catch (JacksonException e) {
            return refused("This is not JSON");
        }
    }

    private static Refused refused(String message) {
        return new Refused(List.of(new Fault(1, 1, 0, "", message)));
    }
}
