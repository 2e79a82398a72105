package dev.coffer.schema;

import dev.coffer.form.Errors;
import dev.coffer.schema.FormField.Mode;
import dev.coffer.schema.FormField.State;
import dev.coffer.schema.FormField.Trait;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The form that a schema makes, in the schema's order. {@link #of} is for a new value; {@link #editing} for a stored
 * one, of which it shows nothing: there a field that stays empty keeps what is stored.
 *
 * <p>What isn't asked for: constants, which fill themselves in, and what is {@code readOnly} and not required. A shape
 * that no field covers is asked for as JSON, so that every schema has a form.
 */
public final class Fields {
    private final FormField root;

    private Fields(FormField root) {
        this.root = root;
    }

    /** For a new value, with what the schema fills in at first. */
    public static Fields of(Schema schema) {
        return new Fields(new FormFieldReader(schema).root());
    }

    /** The same for a change of a stored value. */
    public Fields editing() {
        return new Fields(each(root, field -> field.with(new State(Mode.EDIT, List.of(), null, false))));
    }

    /** With what was typed in the same form, but for what is masked. */
    public Fields with(Parts parts) {
        return new Fields(each(root, field -> field.with(new State(field.state().mode(), parts.shown(field),
                field.error(), parts.isRemoved(field)))));
    }

    /** With each mistake at its field; {@code errors} as the domain has them: {@code value}, {@code /value/host}. */
    public Fields with(Errors errors) {
        var located = located(errors);
        return new Fields(each(root, field -> field.with(new State(field.state().mode(), field.state().entered(),
                located.at(field.id()), field.isRemoved()))));
    }

    /**
     * The mistakes by the ids of the fields that are shown, for the summary. A mistake that has no field of its own is
     * at the nearest one around it; those of other parts of the form stay as they are.
     */
    public Errors located(Errors errors) {
        var byId = new LinkedHashMap<String, String>();
        var shown = shown();
        errors.byField().forEach((field, message) -> {
            if (!field.equals("value") && !field.startsWith("/value/")) {
                byId.merge(field, message, Fields::both);
                return;
            }
            var pointer = field.substring(Math.min(field.length(), "/value".length()));
            byId.merge(nearest(pointer, shown).id(), message, Fields::both);
        });
        var located = Errors.none();
        for (var entry : byId.entrySet()) {
            located = located.and(entry.getKey(), entry.getValue());
        }
        return located;
    }

    /** The whole: a group where the value is an object. */
    public FormField root() {
        return root;
    }

    /** What stands in the form one after the other: the fields of an object, else the one field of the value. */
    public List<FormField> list() {
        return root.isGroup() ? root.children() : List.of(root);
    }

    /** All that can be seen in the form as it is now: the groups, and of alternatives the fields of the chosen one. */
    public List<FormField> shown() {
        var all = new ArrayList<FormField>();
        collect(root, all);
        return all;
    }

    private static void collect(FormField field, List<FormField> all) {
        if (!field.isConst()) {
            all.add(field);
        }
        field.children().forEach(child -> collect(child, all));
        field.chosenFields().forEach(child -> collect(child, all));
    }

    /** The field at the place or around it; of alternatives that aren't shown, the choice between them. */
    private FormField nearest(String pointer, List<FormField> shown) {
        for (var at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
            var here = at;
            var found = shown.stream().filter(field -> field.pointer().equals(here) && !field.is(Trait.INLINE)).reduce(
                    (_, inner) -> inner).or(() -> shown.stream().filter(field -> offers(field, here)).findFirst());
            if (found.isPresent()) {
                return found.get();
            }
        }
        return root;
    }

    private static boolean offers(FormField choice, String pointer) {
        return choice.alternatives().stream().flatMap(one -> one.fields().stream())
                .anyMatch(field -> field.pointer().equals(pointer));
    }

    private static String both(String first, String second) {
        return first.contains(second) ? first : first + ". " + second;
    }

    private static FormField each(FormField field, UnaryOperator<FormField> change) {
        var content = field.content();
        var inner = new FormField.Content(content.options(),
                content.children().stream().map(child -> each(child, change)).toList(),
                content.alternatives().stream().map(one -> new FormField.Alternative(one.title(),
                        one.fields().stream().map(child -> each(child, change)).toList())).toList(),
                content.preset());
        return change.apply(field).with(inner);
    }
}
