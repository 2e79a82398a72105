package dev.coffer.schema;

import dev.coffer.crypto.Plaintext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * JSON in the making, of bytes that stay where they are until it is written: what was typed, and slices of what is
 * stored. So numbers keep their digits, and no value becomes a String.
 */
sealed interface JsonPart {
    /** JSON as it stands in an array. */
    record Raw(byte[] bytes, int from, int to) implements JsonPart {
        static Raw of(String json) {
            var bytes = json.getBytes(StandardCharsets.UTF_8);
            return new Raw(bytes, 0, bytes.length);
        }

        boolean reads(Raw other) {
            return Arrays.equals(bytes, from, to, other.bytes, other.from, other.to);
        }
    }

    /** A string of this text. */
    record Text(byte[] utf8, int from, int to) implements JsonPart {}

    /** An object; {@code as} is how it was written, null for a new one. */
    record Members(Map<String, JsonPart> byName, Raw as) implements JsonPart {}

    record Items(List<JsonPart> items) implements JsonPart {}

    /** Slices of the value; empty where it isn't JSON. */
    static Optional<JsonPart> read(byte[] json) {
        try (var parser = Schema.JSON.createParser(json)) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            var part = read(parser, json);
            return parser.nextToken() == null ? Optional.of(part) : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private static JsonPart read(JsonParser parser, byte[] json) {
        var from = (int) parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            var members = new LinkedHashMap<String, JsonPart>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                var name = parser.currentName();
                parser.nextToken();
                members.put(name, read(parser, json));
            }
            return new Members(members, slice(parser, json, from));
        }
        parser.skipChildren();
        return slice(parser, json, from);
    }

    /** A string isn't decoded: what the parser would hold of it is never wiped. */
    private static Raw slice(JsonParser parser, byte[] json, int from) {
        return new Raw(json, from, parser.currentToken() == JsonToken.VALUE_STRING ? closed(json, from)
                : (int) parser.currentLocation().getByteOffset());
    }

    private static int closed(byte[] json, int from) {
        var at = from + 1;
        while (at < json.length && json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    /** Compact JSON. The caller closes it. */
    default Plaintext written() {
        var out = new Out();
        write(out);
        return out.done();
    }

    private void write(Out out) {
        switch (this) {
            case Raw raw -> out.copy(raw.bytes, raw.from, raw.to);
            case Text text -> out.string(text.utf8, text.from, text.to);
            case Members(var _, Raw as) when as != null -> out.copy(as.bytes, as.from, as.to);
            case Members members -> {
                var before = '{';
                for (var member : members.byName.entrySet()) {
                    out.put(before);
                    var name = member.getKey().getBytes(StandardCharsets.UTF_8);
                    out.string(name, 0, name.length);
                    out.put(':');
                    member.getValue().write(out);
                    before = ',';
                }
                out.ascii(before == '{' ? "{}" : "}");
            }
            case Items items -> {
                var before = '[';
                for (var item : items.items) {
                    out.put(before);
                    item.write(out);
                    before = ',';
                }
                out.ascii(before == '[' ? "[]" : "]");
            }
        }
    }

    /** Bytes that are wiped when there is no more room for them. */
    final class Out {
        private byte[] bytes = new byte[256];
        private int size;

        private Out() {}

        private Plaintext done() {
            var exact = Arrays.copyOf(bytes, size);
            Arrays.fill(bytes, (byte) 0);
            return Plaintext.of(exact);
        }

        private void put(int b) {
            if (size == bytes.length) {
                var more = Arrays.copyOf(bytes, 2 * size);
                Arrays.fill(bytes, (byte) 0);
                bytes = more;
            }
            bytes[size++] = (byte) b;
        }

        private void ascii(String text) {
            text.chars().forEach(this::put);
        }

        private void copy(byte[] from, int begin, int end) {
            for (var i = begin; i < end; i++) {
                put(from[i]);
            }
        }

        private void string(byte[] utf8, int begin, int end) {
            put('"');
            for (var i = begin; i < end; i++) {
                escaped(utf8[i]);
            }
            put('"');
        }

        private void escaped(byte b) {
            switch (b) {
                case '"' -> ascii("\\\"");
                case '\\' -> ascii("\\\\");
                case '\n' -> ascii("\\n");
                case '\r' -> ascii("\\r");
                case '\t' -> ascii("\\t");
                default -> {
                    if (b >= 0 && b < ' ') {
                        ascii("\\u00");
                        put(Character.forDigit(b >> 4, 16));
                        put(Character.forDigit(b & 15, 16));
                    } else {
                        put(b);
                    }
                }
            }
        }
    }
}
