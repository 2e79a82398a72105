package dev.coffer.secrettype;

import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.schema.Fault;
import dev.coffer.web.Page;
import java.util.ArrayList;
import java.util.List;

/**
 * The form of a type with the preview beside it. {@code listHref} is the page behind it; {@code edited} is null for a
 * new one.
 */
public record SecretTypeFormPage(String listHref, StoredType edited, Typed typed, Errors errors, Start start,
        Told told) implements Page {
    /**
     * What stands in the form, and what its schema makes; {@code read} is the tag of the type that it was opened on.
     */
    public record Typed(String name, String key, String schema, String read, Preview preview) {
        Typed(String name, String key, String schema, String read) {
            this(name, key, schema, read, Preview.of(schema));
        }
    }

    /** What the form began with: nothing, a ready-made type or another one of the project's; the note may be null. */
    public record Start(String chosen, String note) {
        static final Start NOTHING = new Start("", null);
    }

    /** What a screen reader hears when the form comes back, and the schema that somebody else stored; may be null. */
    public record Told(String said, String stored) {
        static final Told NOTHING = new Told(null, null);
    }

    /** A line of the summary: the field, and the part of its text that is to be selected, or null. */
    public record Problem(String field, String message, Integer from, Integer to) {}

    static SecretTypeFormPage fresh(String listHref, Typed typed, Start start) {
        return new SecretTypeFormPage(listHref, null, typed, Errors.none(), start, Told.NOTHING);
    }

    static SecretTypeFormPage edited(String listHref, StoredType stored, Typed typed) {
        return new SecretTypeFormPage(listHref, stored, typed, Errors.none(), Start.NOTHING, Told.NOTHING);
    }

    SecretTypeFormPage with(Errors mistakes) {
        return new SecretTypeFormPage(listHref, edited, typed, mistakes, start, told);
    }

    /** The schema is good. */
    SecretTypeFormPage checked() {
        return telling(new Told("The schema is good: %s.".formatted(preview().news()), null));
    }

    /** The same form over what somebody else has stored meanwhile, to be saved over it. */
    SecretTypeFormPage over(StoredType now, String message) {
        var again = new Typed(typed.name, typed.key, typed.schema, now.tag(), typed.preview);
        boolean rewritten = !now.type().text().equals(typed.schema);
        return new SecretTypeFormPage(listHref, now, again, Errors.of("schema", message), start,
                new Told(null, rewritten ? now.type().text() : null));
    }

    private SecretTypeFormPage telling(Told other) {
        return new SecretTypeFormPage(listHref, edited, typed, errors, start, other);
    }

    public boolean isEdited() {
        return edited != null;
    }

    public boolean isUsed() {
        return isEdited() && edited.uses() > 0;
    }

    public String used() {
        return row().used();
    }

    public String secretsHref() {
        return row().secretsHref();
    }

    private SecretTypeListPage.Row row() {
        return new SecretTypeListPage.Row(edited.key(), edited.name(), "", edited.uses(), action(), listHref);
    }

    public String action() {
        return isEdited() ? "%s/%s/edit".formatted(listHref, edited.key()) : listHref + "/new";
    }

    public String heading() {
        return isEdited() ? "Edit " + edited.name() : "Create secret type";
    }

    public String button() {
        return isEdited() ? "Save" : "Create";
    }

    public String keyHint() {
        return isEdited() ? "It stays as it is: secrets, requirements and scripts name it."
                : "Lowercase letters, digits and hyphens. Left empty, the name gives it.";
    }

    /** What to start from. */
    public List<Choice> starts() {
        var starts = new ArrayList<Choice>();
        starts.add(Choice.of("", "An empty schema", start.chosen.isEmpty()));
        ReadyMade.all().forEach(ready -> starts.add(Choice.of(ready.key(), ready.name(),
                ready.key().equals(start.chosen))));
        return starts;
    }

    public Preview preview() {
        return typed.preview;
    }

    /** The text, so that a browser that drops the first line end of a text area drops none of it. */
    public String schema() {
        return "\n" + typed.schema;
    }

    /** What is in the way, in the order of the form: each fault of the schema is a line of its own. */
    public List<Problem> problems() {
        var problems = new ArrayList<Problem>();
        for (var mistake : errors.entries()) {
            if (mistake.field().equals("schema") && !faults().isEmpty() && told.stored == null) {
                faults().forEach(fault -> problems.add(problem(fault)));
            } else {
                problems.add(new Problem(mistake.field(), mistake.message(), null, null));
            }
        }
        return problems;
    }

    /** Those of the schema, to be read at its field. */
    public List<String> schemaProblems() {
        return problems().stream().filter(problem -> problem.field.equals("schema")).map(Problem::message).toList();
    }

    public boolean hasSchemaProblems() {
        return !schemaProblems().isEmpty();
    }

    private List<Fault> faults() {
        var faults = typed.preview.faults();
        return faults.subList(0, Math.min(faults.size(), Preview.MOST_PROBLEMS));
    }

    /** To the end of its line, and one character at least. */
    private Problem problem(Fault fault) {
        int from = Math.min(fault.offset(), typed.schema.length());
        int end = typed.schema.indexOf('\n', from);
        return new Problem("schema", SecretTypeDraft.told(fault), from,
                Math.max(from + 1, end < 0 ? typed.schema.length() : end));
    }

    @Override
    public String template() {
        return "secrettype/form";
    }

    @Override
    public String title() {
        return heading();
    }

    @Override
    public String section() {
        return SecretTypeListPage.SECTION;
    }

    @Override
    public boolean failed() {
        return !errors.isEmpty();
    }
}
