package dev.coffer.secrettype;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values of a ready-made type: one as its issuer makes them, and mistakes as people make them. All are put together
 * here from parts that are drawn, so that no scanner takes this file for a leak.
 *
 * @param good real-looking values, the first with every field
 */
record Sample(String type, List<String> good, List<Bad> bad) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Random RANDOM = new Random(13);
    static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    static final String HEX = "0123456789abcdef";
    static final String DIGITS = "123456789";
    static final String BASE64 = LETTERS + "+/";

    /** A mistake, and the field that it is in (a pointer into the value). */
    record Bad(String mistake, String value, String pointer) {
        @Override
        public String toString() {
            return mistake;
        }
    }

    static String some(int length, String of) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(of.charAt(RANDOM.nextInt(of.length())));
        }
        return text.toString();
    }

    /** A block of PEM, broken into lines. */
    static String pem(String label, int bytes) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label,
                some(bytes, BASE64).replaceAll("(.{64})(?=.)", "$1\n"), label);
    }

    static Sample text(String type, String... good) {
        var first = good[0];
        var name = type.replace('-', '_').toUpperCase();
        return new Sample(type, List.of(good), List.of(
                new Bad("pasted with quotes", '"' + first + '"', ""),
                new Bad("pasted with its key", name + "=" + first, ""),
                new Bad("pasted with what exports it", "export " + name + "=" + first, ""),
                new Bad("pasted with a blank before it", " " + first, "")));
    }

    /** A blank or a line's end after it is a mistake too. */
    Sample oneLine() {
        return with("pasted with a blank after it", good.getFirst() + " ")
                .with("pasted with the line's end", good.getFirst() + "\n");
    }

    Sample with(String mistake, String value) {
        return with(new Bad(mistake, value, ""));
    }

    Sample with(Bad one) {
        var more = new ArrayList<>(bad);
        more.add(one);
        return new Sample(type, good, List.copyOf(more));
    }

    static Sample object(String type, Map<String, Object> good) {
        return new Sample(type, List.of(json(good)), List.of());
    }

    Sample or(Map<String, Object> alsoGood) {
        var more = new ArrayList<>(good);
        more.add(json(alsoGood));
        return new Sample(type, List.copyOf(more), bad);
    }

    /** The good one with another value at a field. */
    Sample field(String name, String mistake, Object value) {
        return with(new Bad(name + ": " + mistake, changed(fields -> fields.set(name, JSON.valueToTree(value))),
                "/" + name));
    }

    Sample lacks(String name) {
        return with(new Bad("without " + name, changed(fields -> fields.remove(name)), "/" + name));
    }

    private String changed(Consumer<ObjectNode> how) {
        var fields = (ObjectNode) JSON.readTree(good.getFirst());
        how.accept(fields);
        return fields.toString();
    }

    @Override
    public String toString() {
        return type;
    }

    private static String json(Map<String, Object> value) {
        return JSON.writeValueAsString(value);
    }
}
