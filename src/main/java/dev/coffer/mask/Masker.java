package dev.coffer.mask;

import dev.coffer.crypto.Plaintext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Replaces secrets in text by {@code <secret:database_url>}, the name in lower case, also where they are encoded; the
 * package says how. Made once of all names and values, then used by any number of streams in any thread:
 *
 * {@snippet :
 * try (var masker = Masker.of(values)) {
 *     tell(masker.tooShort());
 *     var errors = Thread.ofPlatform().start(() -> pass(child.getErrorStream(), masker.onto(System.err)));
 *     pass(child.getInputStream(), masker.onto(System.out)); // masked.copy(from), then masked.end()
 *     errors.join();
 * }
 * }
 *
 * <p>Values of fewer than eight bytes are not looked for: they are words such as {@code true} or {@code 5432}. Whoever
 * shows masked output says which those are. A value with two names bears the first of them in alphabetical order.
 */
public final class Masker implements AutoCloseable {
    private final Automaton automaton;
    private final byte[][] placeholders;
    private final List<String> tooShort;

    private Masker(Automaton automaton, byte[][] placeholders, List<String> tooShort) {
        this.automaton = automaton;
        this.placeholders = placeholders;
        this.tooShort = tooShort;
    }

    /** Copies what it needs: the values may be closed afterwards. */
    public static Masker of(Map<String, Plaintext> values) {
        var sorted = new TreeMap<>(values);
        var placeholders = new byte[sorted.size()][];
        var tooShort = new ArrayList<String>();
        var needles = new Needles();
        int index = 0;
        for (var each : sorted.entrySet()) {
            var name = each.getKey().toLowerCase(Locale.ROOT);
            placeholders[index] = "<secret:%s>".formatted(name).getBytes(StandardCharsets.UTF_8);
            needles.add(each.getValue().expose(), index++);
            if (isTooShort(each.getValue())) {
                tooShort.add(each.getKey());
            }
        }
        try {
            return new Masker(new Automaton(needles.all()), placeholders, List.copyOf(tooShort));
        } finally {
            needles.wipe();
        }
    }

    /** Of values without names, which all become one text. The values are read here and not changed. */
    public static Masker of(List<byte[]> values, String placeholder) {
        var needles = new Needles();
        values.forEach(value -> needles.add(value, 0));
        try {
            return new Masker(new Automaton(needles.all()), new byte[][]{placeholder.getBytes(StandardCharsets.UTF_8)},
                    List.of());
        } finally {
            needles.wipe();
        }
    }

    /** Whether a value is not masked, being shorter than eight bytes; one without any needn't be. */
    public static boolean isTooShort(Plaintext value) {
        return value.size() < Needles.SHORTEST && !value.isEmpty();
    }

    /** Names of the values that are not masked, being shorter than eight bytes, in alphabetical order. */
    public List<String> tooShort() {
        return tooShort;
    }

    /** A stream that passes on to another what is written to it, without secrets. */
    public MaskingOutputStream onto(OutputStream out) {
        return new MaskingOutputStream(this, out);
    }

    /** A text as a whole. */
    public byte[] mask(byte[] text) {
        var masked = new ByteArrayOutputStream(text.length + 64);
        try (var stream = onto(masked)) {
            stream.write(text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return masked.toByteArray();
    }

    /** Wipes what it knows of the values. Streams made by it must be closed before: they would find nothing more. */
    @Override
    public void close() {
        automaton.wipe();
    }

    Finder finder(Hits hits) {
        return new Finder(automaton, hits);
    }

    byte[] placeholder(int secret) {
        return placeholders[secret];
    }
}
