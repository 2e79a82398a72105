package dev.coffer.schema;

import dev.coffer.crypto.Plaintext;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a form sent of a value, field by field, or the value as one text. Whoever made it closes it, which wipes what was
 * typed.
 */
public final class Parts implements AutoCloseable {
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d{0,99})(?:\\.\\d{1,99})?(?:[eE][+-]?\\d{1,3})?");

    private final Map<String, Plaintext> texts;
    private final Map<String, List<String>> picks;

    /**
     * What was sent, by name: whether a field came, its text as a secret (which the parts close), and all that was
     * chosen in it. A posted form has all three.
     */
    public record Sent(Predicate<String> has, Function<String, Plaintext> text, Function<String, List<String>> chosen) {}

    private Parts(Map<String, Plaintext> texts, Map<String, List<String>> picks) {
        this.texts = texts;
        this.picks = picks;
    }

    /** Reads what a form of the schema's fields sent. */
    public static Parts of(Schema schema, Sent sent) {
        var parts = new Parts(new LinkedHashMap<>(), new LinkedHashMap<>());
        parts.read(Fields.of(schema).root(), sent);
        return parts;
    }

    /** The whole value as one text, kept byte for byte. The parts close it. */
    public static Parts whole(Plaintext value) {
        var parts = new Parts(new LinkedHashMap<>(), new LinkedHashMap<>());
        parts.texts.put("", value);
        return parts;
    }

    /** Whether nothing was entered, so that a stored value would stay what it is. */
    public boolean isEmpty() {
        return texts.values().stream().allMatch(Plaintext::isEmpty) && picks.values().stream().allMatch(List::isEmpty);
    }

    /** A new value of what was entered. The caller closes it. */
    public Plaintext alone(Schema schema) {
        throw new UnsupportedOperationException();
    }

    /** The stored value with what was entered; a field left empty keeps what is stored. The caller closes it. */
    public Plaintext onto(Schema schema, Plaintext stored) {
        throw new UnsupportedOperationException();
    }

    /** What may be shown again of a field in the answer to the same request. */
    List<String> shown(FormField field) {
        return List.of();
    }

    boolean isRemoved(FormField field) {
        return picks.containsKey(field.removeId());
    }

    private void read(FormField field, Sent sent) {}

    /** Wipes what was typed. */
    @Override
    public void close() {
        texts.values().forEach(Plaintext::close);
    }
}
