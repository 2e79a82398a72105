package dev.coffer.secrettype;

import dev.coffer.form.Errors;
import dev.coffer.form.Names;
import dev.coffer.project.Slugs;
import dev.coffer.schema.Fault;
import dev.coffer.schema.SchemaCheck;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A type as somebody asks for it; {@code schema} is its text. Without a key it gets the one that its name suggests. */
public record SecretTypeDraft(String name, String key, String schema) {
    private static final int LONGEST_NAME = 100;

    public SecretTypeDraft {
        name = name == null ? "" : name.strip();
        key = key == null || key.isBlank() ? Slugs.suggestion(name) : key.strip();
        schema = schema == null ? "" : schema;
    }

    /** Mistakes of the name, of the key, and the first fault of the schema. */
    Errors check() {
        var errors = Errors.none().and("name", nameMistake(name));
        if (errors.isEmpty() || !key.isEmpty()) {
            errors = errors.and("key", Slugs.mistake("key", key));
        }
        return errors.and("schema", schemaMistake(schema));
    }

    static Optional<String> nameMistake(String name) {
        return Names.mistake("Name", name, LONGEST_NAME);
    }

    static Optional<String> schemaMistake(String schema) {
        if (schema.isBlank()) {
            return Optional.of("Schema is required");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(schema)) {
            return Optional.of("The schema has half a character. Take it out");
        }
        return faults(schema).stream().findFirst().map(SecretTypeDraft::said);
    }

    /** Everything that is in the way of a schema, in the order of its text; none for one that is yet to be written. */
    static List<Fault> faults(String schema) {
        return schema.isBlank() ? List.of() : switch (SchemaCheck.check(schema)) {
            case SchemaCheck.Accepted _ -> List.of();
            case SchemaCheck.Refused(var faults) -> faults;
        };
    }

    /** A fault with its place in the text. */
    static String said(Fault fault) {
        return "Line %d, column %d: %s".formatted(fault.line(), fault.column(), fault.message());
    }

    /** The same with its place in the document, for people who look for either. */
    static String told(Fault fault) {
        return fault.pointer().isEmpty() ? said(fault) : "Line %d, column %d, %s: %s".formatted(fault.line(),
                fault.column(), fault.pointer(), fault.message());
    }
}
