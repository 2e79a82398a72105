package dev.coffer.mask;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What to look for, of each value: the value, each line of it, and, where it is JSON, each string in it that isn't a
 * name, and that one's lines. Lines count without the blanks around them, since programs indent them anew.
 *
 * <p>Left out are parts that say nothing and stand in other texts too: a line without a letter or digit, and the first
 * and last line of a PEM block.
 */
final class Needles {
    /**
     * In bytes. What is shorter is not looked for: it is a word such as {@code true}, {@code 5432} or {@code admin},
     * which would be replaced where it means something else, and whose place would tell what it is.
     */
    static final int SHORTEST = 8;

    private static final byte[] PEM = "-----".getBytes(StandardCharsets.US_ASCII);

    private final List<Needle> whole = new ArrayList<>();
    private final List<Needle> parts = new ArrayList<>();
    private final List<byte[]> copies = new ArrayList<>();

    /** The bytes are read until {@link #wipe}, not changed. */
    void add(byte[] value, int secret) {
        if (value.length >= SHORTEST) {
            whole.add(new Needle(value, 0, value.length, secret));
            addLines(value, secret);
            addLeaves(value, secret);
        }
    }

    /** Whole values first, so that text which is one secret's value and another's part bears the name of the first. */
    List<Needle> all() {
        var all = new ArrayList<>(whole);
        all.addAll(parts);
        return all;
    }

    /** Overwrites what was copied. */
    void wipe() {
        copies.forEach(copy -> Arrays.fill(copy, (byte) 0));
    }

    private void addLines(byte[] value, int secret) {
        int start = 0;
        for (int i = 0; i <= value.length; i++) {
            if (i == value.length || value[i] == '\n' || value[i] == '\r') {
                addLine(value, start, i, secret);
                start = i + 1;
            }
        }
    }

    private void addLine(byte[] value, int start, int end, int secret) {
        int from = start;
        int to = end;
        while (from < to && isBlank(value[from])) {
            from++;
        }
        while (to > from && isBlank(value[to - 1])) {
            to--;
        }
        if (to - from >= SHORTEST && to - from < value.length && saysSomething(value, from, to)) {
            parts.add(new Needle(value, from, to, secret));
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == 0x0b || b == '\f';
    }

    private static boolean saysSomething(byte[] value, int from, int to) {
        boolean isPem = Arrays.equals(value, from, from + PEM.length, PEM, 0, PEM.length)
                && Arrays.equals(value, to - PEM.length, to, PEM, 0, PEM.length);
        for (int i = from; i < to && !isPem; i++) {
            if (Character.isLetterOrDigit(value[i]) || value[i] < 0) {
                return true;
            }
        }
        return false;
    }

    private void addLeaves(byte[] value, int secret) {
        int first = 0;
        while (first < value.length && (isBlank(value[first]) || value[first] == '\n' || value[first] == '\r')) {
            first++;
        }
        if (first == value.length || "{[\"".indexOf(value[first]) < 0) {
            return;
        }
        var leaves = new ArrayList<byte[]>();
        try (var parser = Json.FACTORY.createParser(ObjectReadContext.empty(), value)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    leaves.add(bytes(parser));
                }
            }
        } catch (JacksonException notJson) {
            copies.addAll(leaves);
            return;
        }
        for (var leaf : leaves) {
            copies.add(leaf);
            if (leaf.length >= SHORTEST) {
                parts.add(new Needle(leaf, 0, leaf.length, secret));
                addLines(leaf, secret);
            }
        }
    }

    private static byte[] bytes(JsonParser parser) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(parser.getStringCharacters(),
                parser.getStringOffset(), parser.getStringLength()));
        var bytes = Arrays.copyOfRange(encoded.array(), encoded.position(), encoded.limit());
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }

    /** Made for the first value that looks like JSON, and not before. */
    private static final class Json {
        static final JsonFactory FACTORY = new JsonFactory();
    }
}
