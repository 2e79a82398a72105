package dev.coffer.schema;

import dev.coffer.schema.FormField.Kind;
import dev.coffer.schema.FormField.Trait;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes JSON of what a form sent, field by field, over what is stored. */
final class FormFieldValue {
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9]\\d{0,99})(?:\\.\\d{1,99})?(?:[eE][+-]?\\d{1,3})?");
    private static final JsonPart NULL = JsonPart.Raw.of("null");

    private final Parts parts;

    /** What became of a field: null where it is left out; whether somebody entered something in it. */
    private record Made(JsonPart part, boolean isEntered) {
        static final Made NOTHING = new Made(null, false);
    }

    FormFieldValue(Parts parts) {
        this.parts = parts;
    }

    /** What the value is now: {@code stored} itself where nothing of it changes. Both may be null. */
    JsonPart of(FormField root, JsonPart stored) {
        return make(root, stored).part;
    }

    /** Whether somebody entered something of a new value. */
    boolean isEntered(FormField root) {
        return make(root, null).isEntered;
    }

    private Made make(FormField field, JsonPart stored) {
        return switch (field.kind()) {
            case CONST -> constant(field, stored);
            case GROUP -> group(field, stored);
            case ALTERNATIVES -> alternatives(field, stored);
            default -> simple(field, stored);
        };
    }

    private Made constant(FormField field, JsonPart stored) {
        var json = JsonPart.Raw.of(field.content().options().getFirst().json());
        return new Made(stored instanceof JsonPart.Raw raw && raw.reads(json) ? stored : json, false);
    }

    private Made simple(FormField field, JsonPart stored) {
        var typed = field.kind() == Kind.YES_NO ? yesNo(field) : typed(field);
        if (typed != null) {
            return new Made(typed, !parts.isPreset(field));
        }
        if (isRemoved(field, stored)) {
            return Made.NOTHING;
        }
        if (stored != null) {
            return new Made(stored, false);
        }
        return switch (field.kind()) {
            case YES_NO -> unticked(field);
            default -> field.is(Trait.NULLABLE) && field.is(Trait.REQUIRED) ? new Made(NULL, false) : Made.NOTHING;
        };
    }

    /** An empty box is a no where the schema wants an answer, or where it was ticked at first. */
    private Made unticked(FormField field) {
        var isTakenOut = parts.isUnticked(field) && field.content().preset().contains(FormField.YES);
        var isNo = isTakenOut || field.is(Trait.REQUIRED) && !parts.picked(field.id()).contains(FormField.KEEP);
        return isNo ? new Made(JsonPart.Raw.of("false"), isTakenOut) : Made.NOTHING;
    }

    private JsonPart yesNo(FormField field) {
        var picked = parts.picked(field.id());
        return picked.contains(FormField.YES) ? JsonPart.Raw.of("true")
                : picked.contains(FormField.NO) ? JsonPart.Raw.of("false") : null;
    }

    /** What was typed or chosen, null for nothing. */
    private JsonPart typed(FormField field) {
        return switch (field.kind()) {
            case ENUM -> picked(field).stream().findFirst().orElse(null);
            case CHECKLIST -> {
                var items = picked(field);
                yield items.isEmpty() ? null : new JsonPart.Items(items);
            }
            case LIST -> {
                var items = lines(field, parts.bytes(field));
                yield items.isEmpty() ? null : new JsonPart.Items(items);
            }
            default -> {
                var bytes = parts.bytes(field);
                yield bytes.length == 0 ? null : text(field, bytes, 0, bytes.length);
            }
        };
    }

    private List<JsonPart> picked(FormField field) {
        var picked = parts.picked(field.id());
        var items = new ArrayList<JsonPart>();
        for (var i = 0; i < field.content().options().size(); i++) {
            if (picked.contains(FormField.key(i))) {
                items.add(JsonPart.Raw.of(field.content().options().get(i).json()));
            }
        }
        return items;
    }

    private static List<JsonPart> lines(FormField field, byte[] bytes) {
        var items = new ArrayList<JsonPart>();
        var from = 0;
        for (var i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '\n') {
                if (!isBlank(bytes, from, i)) {
                    items.add(text(field, bytes, from, i));
                }
                from = i + 1;
            }
        }
        return items;
    }

    /** A number with the digits that were typed. What isn't one stays text, so that the check says what it must be. */
    private static JsonPart text(FormField field, byte[] bytes, int begin, int end) {
        var text = new JsonPart.Text(bytes, begin, end);
        if (field.kind() == Kind.JSON) {
            var isAsTyped = field.pointer().isEmpty() || JsonPart.read(bytes).isPresent();
            return isAsTyped ? new JsonPart.Raw(bytes, begin, end) : text;
        }
        if (field.kind() != Kind.NUMBER && !field.is(Trait.NUMBERS)) {
            return text;
        }
        var from = begin;
        var to = end;
        while (from < to && bytes[from] <= ' ' && bytes[from] >= 0) {
            from++;
        }
        while (to > from && bytes[to - 1] <= ' ' && bytes[to - 1] >= 0) {
            to--;
        }
        return NUMBER.matcher(new Ascii(bytes, from, to)).matches() ? new JsonPart.Raw(bytes, from, to) : text;
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (var i = from; i < to; i++) {
            if (bytes[i] > ' ' || bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private Made group(FormField field, JsonPart stored) {
        return members(field, new Asked(field.children(), Set.of()), stored);
    }

    private Made alternatives(FormField field, JsonPart given) {
        var isRemoved = isRemoved(field, given);
        var stored = isRemoved ? null : given;
        var chosen = parts.chosen(field, given != null);
        if (chosen < 0) {
            return stored == null ? Made.NOTHING : new Made(stored, false);
        }
        var fields = field.alternatives().get(chosen).fields();
        if (fields.size() != 1 || !fields.getFirst().pointer().equals(field.pointer())) {
            var made = members(field, new Asked(fields, ofOthers(field, chosen)), stored);
            return made.part == null && isSaidByChoice(fields, chosen) ? new Made(constants(fields), true) : made;
        }
        var fits = stored == null || isLike(fields.getFirst(), stored);
        var made = make(fields.getFirst(), fits ? stored : null);
        return made.isEntered || fits && stored != null || field.is(Trait.REQUIRED) ? made : Made.NOTHING;
    }

    /** Whether somebody chose it, other than the one that stands there at first, and it has nothing to fill in. */
    private static boolean isSaidByChoice(List<FormField> fields, int chosen) {
        return chosen > 0 && fields.stream().allMatch(FormField::isConst);
    }

    private JsonPart constants(List<FormField> fields) {
        var members = new LinkedHashMap<String, JsonPart>();
        put(fields, null, members, new HashSet<>());
        return new JsonPart.Members(members, null);
    }

    /** An object's fields, and the names that it had if it were another alternative. */
    private record Asked(List<FormField> fields, Set<String> others) {}

    private Made members(FormField field, Asked asked, JsonPart stored) {
        var isRemoved = isRemoved(field, stored);
        var before = !isRemoved && stored instanceof JsonPart.Members(var byName, var _) ? byName : null;
        var members = new LinkedHashMap<String, JsonPart>();
        var gone = new HashSet<>(asked.others);
        var isEntered = put(asked.fields, before, members, gone);
        if (before != null) {
            before.forEach((name, part) -> {
                if (!gone.contains(name)) {
                    members.putIfAbsent(name, part);
                }
            });
            return new Made(isSame(members, before) ? stored : new JsonPart.Members(members, null), isEntered);
        }
        if (!isEntered && stored != null && !isRemoved && !field.pointer().isEmpty()) {
            return new Made(stored, false);
        }
        return isEntered || field.is(Trait.REQUIRED)
                ? new Made(new JsonPart.Members(members, null), isEntered) : Made.NOTHING;
    }

    private static boolean isSame(Map<String, JsonPart> members, Map<String, JsonPart> before) {
        return members.size() == before.size()
                && members.entrySet().stream().allMatch(member -> member.getValue() == before.get(member.getKey()));
    }

    /**
     * Puts each field's value, and answers whether somebody entered one. {@code before} is null where nothing is
     * stored; {@code gone} gets the names that are not to be kept of it.
     */
    private boolean put(List<FormField> fields, Map<String, JsonPart> before, Map<String, JsonPart> members,
            Set<String> gone) {
        var isEntered = false;
        for (var field : fields) {
            if (field.is(Trait.INLINE)) {
                var chosen = parts.chosen(field, before != null);
                if (chosen >= 0) {
                    gone.addAll(ofOthers(field, chosen));
                    var inner = field.alternatives().get(chosen).fields();
                    isEntered |= put(inner, before, members, gone) || isSaidByChoice(inner, chosen);
                }
            } else {
                var made = make(field, before == null ? null : before.get(field.name()));
                isEntered |= made.isEntered;
                gone.add(field.name());
                if (made.part != null) {
                    members.put(field.name(), made.part);
                }
            }
        }
        return isEntered;
    }

    private boolean isRemoved(FormField field, JsonPart stored) {
        return stored != null && parts.isRemoved(field) && !field.is(Trait.REQUIRED);
    }

    private static Set<String> ofOthers(FormField field, int chosen) {
        var names = new HashSet<String>();
        for (var i = 0; i < field.alternatives().size(); i++) {
            if (i != chosen) {
                field.alternatives().get(i).fields().stream()
                        .filter(other -> !other.pointer().equals(field.pointer()))
                        .forEach(other -> names.add(other.name()));
            }
        }
        return names;
    }

    /** Whether what is stored is of the field's kind, so that it may be kept in it. */
    private static boolean isLike(FormField field, JsonPart stored) {
        if (!(stored instanceof JsonPart.Raw(var bytes, var from, var _))) {
            return field.kind() == Kind.GROUP || field.kind() == Kind.JSON;
        }
        return switch (field.kind()) {
            case TEXT, AREA -> bytes[from] == '"';
            case NUMBER -> bytes[from] == '-' || bytes[from] >= '0' && bytes[from] <= '9';
            case YES_NO -> bytes[from] == 't' || bytes[from] == 'f';
            case LIST, CHECKLIST -> bytes[from] == '[';
            case GROUP -> false;
            default -> true;
        };
    }

    /** Bytes to match a pattern against, without a String of them. */
    private record Ascii(byte[] bytes, int from, int to) implements CharSequence {
        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            return (char) (bytes[from + index] & 0xff);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Ascii(bytes, from + start, from + end);
        }

        @Override
        public String toString() {
            return "[secret]";
        }
    }
}
