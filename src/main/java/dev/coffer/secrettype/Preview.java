package dev.coffer.secrettype;

import dev.coffer.schema.Fault;
import dev.coffer.schema.Fields;
import dev.coffer.schema.FormField;
import dev.coffer.schema.Schema;
import dev.coffer.schema.SchemaCheck;
import dev.coffer.schema.Variables;
import java.util.List;

/** What a schema makes, as it is while it is written: the form and the variables, or what is in the way. */
public record Preview(List<FormField> fields, List<String> variables, List<Fault> faults, String outline) {
    private static final Preview NONE = new Preview(List.of(), List.of(), List.of(), "");
    private static final String KEY = "KEY";
    static final int MOST_PROBLEMS = 20;

    static Preview of(String schema) {
        return schema.isBlank() ? NONE : switch (SchemaCheck.check(schema)) {
            case SchemaCheck.Refused(var faults) -> new Preview(List.of(), List.of(), faults,
                    faults.size() == 1 ? "1 problem" : faults.size() + " problems");
            case SchemaCheck.Accepted(var accepted) -> of(accepted);
        };
    }

    static Preview of(Schema schema) {
        return new Preview(Fields.of(schema).list(), Variables.names(KEY, schema), List.of(), outline(schema));
    }

    /** How many fields, in words; those of groups are counted, and of several shapes the first one's. */
    private static String outline(Schema schema) {
        var fields = Fields.of(schema);
        if (!fields.root().isGroup()) {
            return fields.root().isAlternatives() ? "One of %d shapes".formatted(fields.root().alternatives().size())
                    : "One value";
        }
        var leaves = fields.shown().stream()
                .filter(field -> !field.isGroup() && !field.isConst() && !field.isAlternatives()).toList();
        long required = leaves.stream().filter(FormField::isRequired).count();
        long optional = leaves.size() - required;
        return optional == 0 ? required + " required"
                : required == 0 ? optional + " optional" : required + " required, " + optional + " optional";
    }

    /** What a screen reader is told after a pause in writing. */
    public String news() {
        return outline.equals("One value") ? "1 field" : outline;
    }

    public boolean isEmpty() {
        return fields.isEmpty() && faults.isEmpty();
    }

    public boolean isFaulty() {
        return !faults.isEmpty();
    }

    public boolean isForm() {
        return !fields.isEmpty();
    }

    /** The variables beside the secret's own key. */
    public boolean givesMore() {
        return variables.size() > 1;
    }

    public List<String> problems() {
        return faults.stream().limit(MOST_PROBLEMS).map(SecretTypeDraft::told).toList();
    }
}
