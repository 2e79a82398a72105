package dev.coffer.secret;

import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.schema.Fields;
import dev.coffer.schema.FormField;
import dev.coffer.schema.Parts;
import dev.coffer.schema.SecretType;
import dev.coffer.schema.TypeName;
import dev.coffer.web.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The type of a secret in its form: which types the project has, which one is chosen, and the fields that it asks for.
 * Nothing is offered where the project has none, and then every value is a plain one.
 */
public record TypeForm(List<TypeName> types, Chosen chosen, Optional<Fields> form, Place place) {
    static final String TYPE = "type";
    static final String AS = "as";

    /**
     * What somebody chose: a type or none, whether its value is typed as one JSON text, and by which control it was
     * chosen last: "" where the form was just opened.
     */
    public record Chosen(Optional<SecretType> type, boolean asJson, String step) {
        /** Whether the whole value is one field, of JSON. */
        boolean isJson() {
            return asJson && hasFields();
        }

        /** Whether the value has parts: a text has none. */
        boolean hasFields() {
            return type.filter(one -> !one.schema().isText()).isPresent();
        }

        boolean is(String key) {
            return type.filter(one -> one.key().equals(key)).isPresent();
        }
    }

    /**
     * Where the form is: the address that gives the fields of another choice, whether it changes a value of the same
     * type, whether what was typed stands in it, and what another type means here (or null).
     */
    record Place(String address, boolean changes, boolean echoes, String note) {}

    static TypeForm of(List<TypeName> types, Chosen chosen, Place place) {
        var fields = chosen.isJson() ? Optional.<Fields>empty()
                : chosen.type.map(type -> Fields.of(type.schema()))
                        .map(added -> place.changes ? added.editing() : added);
        return new TypeForm(types, chosen, fields, place);
    }

    TypeForm with(Parts parts) {
        return new TypeForm(types, chosen, form.map(fields -> fields.with(parts)), place);
    }

    TypeForm with(Errors errors) {
        return new TypeForm(types, chosen, form.map(fields -> fields.with(errors)), place);
    }

    /** Mistakes by the fields that this form has; all of a value are at {@code value} where that is the only one. */
    Errors located(Errors errors) {
        return form.map(fields -> fields.located(errors)).orElseGet(() -> errors.byField().entrySet().stream()
                .reduce(Errors.none(), (all, each) -> all.and(each.getKey().startsWith("/value") ? "value"
                        : each.getKey(), each.getValue()), (one, _) -> one));
    }

    public boolean isOffered() {
        return !types.isEmpty();
    }

    public List<Choice> options() {
        var options = new ArrayList<Choice>();
        options.add(Choice.of("", "Plain value", isPlain()));
        types.forEach(type -> options.add(Choice.of(type.key(), type.among(types), chosen.is(type.key()))));
        return options;
    }

    public boolean isPlain() {
        return chosen.type.isEmpty();
    }

    public boolean isJson() {
        return chosen.isJson();
    }

    /** Whether the value has fields beside each other. */
    public boolean isGroup() {
        return form.filter(fields -> fields.root().isGroup()).isPresent();
    }

    /** What the type says of the whole value, or null. */
    public String hint() {
        return form.map(fields -> fields.root().hint()).orElse(null);
    }

    /** Whether there is nothing stored that an empty field could keep. */
    public boolean demands() {
        return !place.changes;
    }

    /** Those of the chosen type; none for a plain value, or one that is typed as JSON. */
    public List<FormField> fields() {
        return form.map(Fields::list).orElse(List.of());
    }

    /**
     * The names of the masked fields that stand here, which the form carries along: no other field shows what is in
     * them.
     */
    public String masked() {
        return form.map(fields -> fields.shown().stream().filter(FormField::isMasked).map(FormField::id)
                .collect(Collectors.joining(" "))).orElse("value");
    }

    /** Of which type, and of which state of it, the fields are; the form carries it along. */
    public String shown() {
        return chosen.type.map(type -> type.key() + "@" + type.revision()).orElse("");
    }

    /**
     * What to say where somebody filled in other fields: the type was changed meanwhile, or another was chosen last.
     */
    Errors others(Form form) {
        boolean known = chosen.type.isPresent() || form.text(TYPE).isEmpty();
        return !known || !form.has("shown") || form.text("shown").equals(shown()) ? Errors.none()
                : Errors.of(TYPE, "The fields of %s are other ones than those filled in. Check them, and save again"
                        .formatted(isPlain() ? "a plain value" : name()));
    }

    /** The name of the chosen type. */
    public String name() {
        return chosen.type.map(type -> type.named().name()).orElse("");
    }

    public String address() {
        return place.address;
    }

    public String note() {
        return place.note;
    }

    public boolean echoes() {
        return place.echoes;
    }

    /** Read before the fields. */
    public String lead() {
        return place.changes ? "Fields left empty keep what is stored, which cannot be shown."
                : "Stored encrypted. You will not be able to see it after saving.";
    }

    /** What is announced once the fields are there, and what the choice means where it means more. */
    public String say() {
        return (isPlain() ? "Field for a plain value shown."
                : (isJson() ? "Field for %s as JSON shown." : "Fields for %s shown.").formatted(name()))
                + (note() == null ? "" : " " + note());
    }

    public String jsonLabel() {
        return name() + " as JSON";
    }

    public String jsonHint() {
        return place.changes ? "Leave empty to keep the current one, which cannot be shown."
                : "Stored as it is written here.";
    }

    /** Whether there is another way to enter the value. */
    public boolean isSwitchable() {
        return chosen.hasFields();
    }

    public String other() {
        return isJson() ? "fields" : "json";
    }

    public String otherAddress() {
        return address() + (address().contains("?") ? "&" : "?") + "as=" + other();
    }

    public String otherLabel() {
        return isJson() ? "Enter its fields" : "Enter it as JSON";
    }

    /** Whether nothing was chosen yet since the form was opened. */
    boolean isFresh() {
        return chosen.step.isEmpty();
    }

    /** The id of the field that has the focus at first, or null: the choice that was just made keeps it. */
    public String start() {
        return !isFresh() ? chosen.step
                : isJson() || isPlain() ? "value" : fields().stream().findFirst().map(TypeForm::first).orElse(null);
    }

    private static String first(FormField field) {
        return field.isGroup() ? field.children().stream().findFirst().map(TypeForm::first).orElse(null) : field.id();
    }

    public boolean startsWithType() {
        return chosen.step.equals(TYPE);
    }

    public boolean startsWithOther() {
        return chosen.step.equals(AS);
    }
}
