package dev.coffer.schema;

import dev.coffer.form.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One field of the form that a schema makes, as a template reads it. A group and an alternative have fields of their
 * own. {@code id} is its name in the form too. Never holds anything of a stored value.
 *
 * @param pointer its place in the value (RFC 6901)
 */
public record FormField(String pointer, Kind kind, Words words, Set<Trait> traits, Content content, State state) {
    private static final int MOST_RADIOS = 5;
    static final String KEEP = ":keep";
    static final String NONE = ":none";
    static final String YES = ":yes";
    static final String NO = ":no";
    /** What the twin of a checkbox says, which is there where the box isn't ticked. */
    static final String OFF = ":off";

    /** What it is in a form. */
    public enum Kind {
        /** One line. */
        TEXT,
        /** Several lines: by {@code x-multiline}, or where the media type or the pattern is of such a text. */
        AREA,
        NUMBER,
        /** A checkbox; on edit a choice, with "Keep the current one". */
        YES_NO,
        /** One of {@link #choices}. */
        ENUM,
        /** Fills itself in: nothing to show. */
        CONST,
        /** A fieldset of {@link #children}. */
        GROUP,
        /** One item a line. */
        LIST,
        /** Any of {@link #choices}. */
        CHECKLIST,
        /** One of {@link #choices}, then {@link #chosenFields}. */
        ALTERNATIVES,
        /** JSON in a masked area, for every shape that the others don't cover. */
        JSON
    }

    enum Trait {
        /** The schema requires it where the object around it is there. */
        REQUIRED,
        /** It has to be filled in. */
        DEMANDED,
        MASKED,
        NULLABLE,
        /** Of a number, or a list's items: whole numbers only. */
        WHOLE,
        /** A list's items are numbers. */
        NUMBERS,
        /** The value is this text as it stands, not JSON. */
        BARE,
        /** Any letters and digits do. */
        FREE,
        /** Alternatives for the members of the object that they are in. */
        INLINE
    }

    /** What is told of it: {@code hint} may be null. {@code inputmode} is HTML's, null for text. */
    public record Words(String label, String hint, String inputmode) {}

    /** What there is to choose, its fields, and what stands in it at first: {@code preset} by choice or as text. */
    record Content(List<Option> options, List<FormField> children, List<Alternative> alternatives,
            List<String> preset) {
        static final Content EMPTY = new Content(List.of(), List.of(), List.of(), List.of());
    }

    /** One of an enum, with its JSON. */
    record Option(String label, String json) {}

    /** One of several shapes. */
    public record Alternative(String title, List<FormField> fields) {}

    /** What a form does with a value: makes one, or changes parts of one that is stored. */
    public enum Mode {
        ADD,
        EDIT
    }

    /** What stands in it: of a text one entry; {@code error} may be null. */
    record State(Mode mode, List<String> entered, String error, boolean isRemoved) {
        static final State NEW = new State(Mode.ADD, List.of(), null, false);

        State with(List<String> other) {
            return new State(mode, other, error, isRemoved);
        }

        /** Without what was typed. */
        @Override
        public String toString() {
            return mode.toString();
        }
    }

    public String id() {
        return kind == Kind.ALTERNATIVES ? FieldId.choice(pointer) : FieldId.of(pointer);
    }

    public String label() {
        return words.label;
    }

    /** What to read with it, or null. */
    public String hint() {
        var told = edits() ? keeps() : leavesOut();
        return told == null ? words.hint : words.hint == null ? told
                : edits() ? told + " " + words.hint : words.hint + " " + told;
    }

    private String leavesOut() {
        return (kind == Kind.GROUP || kind == Kind.ALTERNATIVES) && isOptional()
                ? "Leave all of it empty to leave it out." : null;
    }

    private String keeps() {
        return switch (kind) {
            case TEXT, AREA, NUMBER, LIST, JSON -> "Leave empty to keep it.";
            case CHECKLIST -> "Choose none to keep what is stored.";
            default -> null;
        };
    }

    /** What is wrong with it, or null. */
    public String error() {
        return state.error;
    }

    /** What was typed, or stands in it at first; empty for all that is masked. */
    public String value() {
        return isMasked() ? "" : String.join("\n", state.entered);
    }

    public String inputmode() {
        return words.inputmode;
    }

    public List<FormField> children() {
        return content.children;
    }

    public List<Alternative> alternatives() {
        return content.alternatives;
    }

    /** What to choose from, what is chosen included. */
    public List<Choice> choices() {
        var all = new ArrayList<Choice>();
        first(all);
        for (var i = 0; i < labels().size(); i++) {
            var chosen = kind == Kind.ALTERNATIVES ? chosen() == i : state.entered.contains(key(i));
            all.add(Choice.of(key(i), labels().get(i), chosen));
        }
        return all;
    }

    /** The fields of the alternative that is chosen; none where that is to stay as it is. */
    public List<FormField> chosenFields() {
        return chosen() < 0 ? List.of() : content.alternatives.get(chosen()).fields;
    }

    /** Whether an alternative is chosen that has fields. */
    public boolean isOpen() {
        return !chosenFields().isEmpty();
    }

    /** The box that takes it away. */
    public String removeId() {
        return FieldId.remove(pointer);
    }

    public boolean isRemoved() {
        return state.isRemoved;
    }

    /** Whether a stored one can be taken away. */
    public boolean isRemovable() {
        return edits() && !is(Trait.REQUIRED) && !pointer.isEmpty() && kind != Kind.CONST && !is(Trait.INLINE);
    }

    public boolean isText() {
        return kind == Kind.TEXT;
    }

    public boolean isArea() {
        return kind == Kind.AREA;
    }

    public boolean isNumber() {
        return kind == Kind.NUMBER;
    }

    public boolean isYesNo() {
        return kind == Kind.YES_NO;
    }

    public boolean isEnum() {
        return kind == Kind.ENUM;
    }

    public boolean isConst() {
        return kind == Kind.CONST;
    }

    public boolean isGroup() {
        return kind == Kind.GROUP;
    }

    public boolean isList() {
        return kind == Kind.LIST;
    }

    public boolean isChecklist() {
        return kind == Kind.CHECKLIST;
    }

    public boolean isAlternatives() {
        return kind == Kind.ALTERNATIVES;
    }

    public boolean isJson() {
        return kind == Kind.JSON;
    }

    /** Whether it is chosen rather than typed. */
    public boolean isChoice() {
        return switch (kind) {
            case YES_NO, ENUM, CHECKLIST, ALTERNATIVES -> true;
            default -> false;
        };
    }

    /** Whether it is hidden while typing, and never sent back. */
    public boolean isMasked() {
        return is(Trait.MASKED);
    }

    /** Whether a value can be made up for it. */
    public boolean isFree() {
        return is(Trait.FREE) && isMasked();
    }

    /** Whether it has several lines. */
    public boolean isSeveral() {
        return kind == Kind.AREA || kind == Kind.LIST || kind == Kind.JSON;
    }

    /** Whether it has to be filled in here; never on edit. */
    public boolean isRequired() {
        return !edits() && is(Trait.DEMANDED) && switch (kind) {
            case TEXT, AREA, NUMBER, LIST, ENUM, JSON -> true;
            default -> false;
        };
    }

    /** Whether to say that it may stay empty; not said on edit, where each hint does. */
    public boolean isOptional() {
        return !edits() && !is(Trait.REQUIRED) && kind != Kind.YES_NO && kind != Kind.CONST;
    }

    /** Whether there is too much to choose from for radio buttons. */
    public boolean isSelect() {
        return kind != Kind.CHECKLIST && labels().size() > MOST_RADIOS;
    }

    /** Of a yes or no when adding. */
    public boolean isChecked() {
        return state.entered.contains(YES);
    }

    public boolean edits() {
        return state.mode == Mode.EDIT;
    }

    /** Which alternative is chosen, -1 for none. */
    int chosen() {
        for (var i = 0; i < content.alternatives.size(); i++) {
            if (state.entered.contains(key(i))) {
                return i;
            }
        }
        return edits() || content.alternatives.isEmpty() ? -1 : 0;
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** The last part of its place. */
    String name() {
        return FieldId.unescaped(pointer.substring(pointer.lastIndexOf('/') + 1));
    }

    FormField with(State other) {
        return new FormField(pointer, kind, words, traits, content, other);
    }

    FormField with(Content other) {
        return new FormField(pointer, kind, words, traits, other, state);
    }

    static String key(int index) {
        return ":" + index;
    }

    private List<String> labels() {
        return switch (kind) {
            case ALTERNATIVES -> content.alternatives.stream().map(Alternative::title).toList();
            case YES_NO -> List.of();
            default -> content.options.stream().map(Option::label).toList();
        };
    }

    /** What comes before the options: leave it as it is, leave it out, nothing chosen yet. */
    private void first(List<Choice> all) {
        var nothing = state.entered.stream().noneMatch(key -> key.startsWith(":") && !key.equals(KEEP)
                && !key.equals(NONE));
        if (kind == Kind.CHECKLIST) {
            return;
        }
        if (edits()) {
            all.add(Choice.of(KEEP, "Keep the current one", nothing));
        } else if (kind == Kind.ENUM && !is(Trait.REQUIRED)) {
            all.add(Choice.of(NONE, "Not set", nothing));
        } else if (kind == Kind.ENUM && isSelect()) {
            all.add(Choice.of("", "Choose one", nothing));
        }
        if (kind == Kind.YES_NO) {
            all.add(Choice.of(YES, "Yes", state.entered.contains(YES)));
            all.add(Choice.of(NO, "No", state.entered.contains(NO)));
        }
    }
}
