package dev.coffer.schema;

import dev.coffer.crypto.Plaintext;
import dev.coffer.schema.FormField.Mode;
import dev.coffer.schema.FormField.Trait;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a form sent of a value, field by field, or the value as one text. Whoever made it closes it, which wipes what
 * was typed.
 */
public final class Parts implements AutoCloseable {
    private static final Set<String> NOTHING = Set.of("", FormField.KEEP, FormField.NONE, FormField.OFF);
    private static final byte[] EMPTY = {};

    private final Map<String, Plaintext> texts = new HashMap<>();
    private final Map<String, List<String>> picks = new HashMap<>();
    private final Set<String> removed = new HashSet<>();
    private final Set<String> hidden = new HashSet<>();
    /** The value in one, or null. */
    private final Plaintext whole;

    /**
     * What was sent, by name: whether a field came, its text as a secret (which the parts close), and all that was
     * chosen in it. A posted form has all three.
     */
    public record Sent(Predicate<String> has, Function<String, Plaintext> text,
            Function<String, List<String>> chosen) {}

    private Parts(Plaintext whole) {
        this.whole = whole;
    }

    /** Reads what a form of the schema's fields sent. */
    public static Parts of(Schema schema, Sent sent) {
        var parts = new Parts(null);
        parts.read(Fields.of(schema).root(), sent);
        return parts;
    }

    /** Every mistake of the value that these parts made, told of the alternatives that were chosen. */
    public List<Mistake> mistakes(Schema schema, Plaintext made) {
        return whole != null ? schema.mistakes(made)
                : schema.mistakes(made, Fields.of(schema).with(this).shown().stream().map(FormField::pointer)
                        .collect(Collectors.toSet()));
    }

    /** The whole value as one text, kept byte for byte. The parts close it. */
    public static Parts whole(Plaintext value) {
        return new Parts(value);
    }

    /** Shows nothing of some fields, by name: they were masked where somebody typed in them, whatever they are now. */
    public Parts hiding(Collection<String> names) {
        hidden.addAll(names);
        return this;
    }

    /** Whether nothing was entered, so that a stored value would stay what it is. */
    public boolean isEmpty() {
        return whole != null ? whole.isEmpty() : removed.isEmpty()
                && texts.values().stream().allMatch(Plaintext::isEmpty)
                && picks.values().stream().flatMap(List::stream).allMatch(NOTHING::contains);
    }

    /** Whether a form of a new value is as it was opened: what stands in the fields at first isn't entered. */
    public boolean isUntouched(Schema schema) {
        var root = Fields.of(schema).root();
        return whole == null && removed.isEmpty() && (root.is(Trait.BARE) ? isEmpty() || isPreset(root)
                : !new FormFieldValue(this).isEntered(root));
    }

    /** A new value of what was entered, empty where nothing makes one. The caller closes it. */
    public Plaintext alone(Schema schema) {
        return make(schema, null);
    }

    /**
     * The stored value with what was entered: a field left empty keeps what is stored, byte for byte where that is all.
     * The caller closes it.
     */
    public Plaintext onto(Schema schema, Plaintext stored) {
        return make(schema, stored);
    }

    private Plaintext make(Schema schema, Plaintext stored) {
        if (whole != null) {
            return copy(whole.isEmpty() && stored != null ? stored : whole);
        }
        var root = Fields.of(schema).root();
        if (root.is(Trait.BARE)) {
            return bare(root, stored);
        }
        var before = stored == null ? null : JsonPart.read(stored.expose()).orElse(null);
        var made = new FormFieldValue(this).of(root, before);
        return made == null ? Plaintext.of(new byte[0])
                : made == before ? copy(stored) : made.written();
    }

    /** The text that was typed or chosen, else the stored one. */
    private Plaintext bare(FormField root, Plaintext stored) {
        var picked = picked(root.id());
        var options = root.content().options();
        for (var i = 0; i < options.size(); i++) {
            if (root.kind() == FormField.Kind.CONST || picked.contains(FormField.key(i))) {
                return Plaintext.ofText(Schema.JSON.readTree(options.get(i).json()).asString());
            }
        }
        var typed = bytes(root);
        return typed.length == 0 && stored != null ? copy(stored) : Plaintext.of(typed.clone());
    }

    /** What may be shown again of a field in the answer to the same request, and what stands in it where it is new. */
    List<String> shown(FormField field) {
        var id = field.id();
        if (field.isMasked() || hidden.contains(id)) {
            return List.of();
        }
        if (texts.containsKey(id) && !field.isChoice()) {
            return List.of(new String(bytes(field), StandardCharsets.UTF_8));
        }
        return picks.containsKey(id) && field.isChoice() ? picks.get(id)
                : field.state().mode() == Mode.ADD ? field.content().preset() : List.of();
    }

    boolean isRemoved(FormField field) {
        return removed.contains(field.removeId());
    }

    /** Whether what stands in a field is what stood in it at first. */
    boolean isPreset(FormField field) {
        var preset = field.content().preset();
        return field.isChoice() ? picked(field.id()).equals(preset)
                : Arrays.equals(bytes(field), String.join("\n", preset).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a box was there and nobody ticked it. */
    boolean isUnticked(FormField field) {
        return picks.containsKey(field.id()) && picked(field.id()).isEmpty();
    }

    List<String> picked(String id) {
        return picks.getOrDefault(id, List.of());
    }

    /** The live bytes of a text, none where it was not sent. */
    byte[] bytes(FormField field) {
        return texts.containsKey(field.id()) ? texts.get(field.id()).expose() : EMPTY;
    }

    /** Which alternative, by number; -1 for the stored one. Where nobody was asked it is that, or the first. */
    int chosen(FormField field, boolean isStored) {
        var picked = picked(field.id());
        for (var i = 0; i < field.alternatives().size(); i++) {
            if (picked.contains(FormField.key(i))) {
                return i;
            }
        }
        return isStored || picked.contains(FormField.KEEP) ? -1 : 0;
    }

    private void read(FormField field, Sent sent) {
        var id = field.id();
        if (sent.has.test(field.removeId())) {
            removed.add(field.removeId());
        }
        if (sent.has.test(id) && field.isChoice()) {
            picks.put(id, sent.chosen.apply(id).stream()
                    .filter(key -> key.startsWith(":") && !key.equals(FormField.OFF)).toList());
        } else if (sent.has.test(id) && !texts.containsKey(id)) {
            texts.put(id, sent.text.apply(id));
        }
        field.children().forEach(child -> read(child, sent));
        field.alternatives().forEach(one -> one.fields().forEach(child -> read(child, sent)));
    }

    private static Plaintext copy(Plaintext value) {
        return Plaintext.of(value.expose().clone());
    }

    /** Wipes what was typed. */
    @Override
    public void close() {
        texts.values().forEach(Plaintext::close);
        if (whole != null) {
            whole.close();
        }
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
