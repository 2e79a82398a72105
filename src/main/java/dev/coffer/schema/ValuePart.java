package dev.coffer.schema;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A value or a part of one, byte for byte: its JSON as it was stored, what that is as text, and its fields if it is an
 * object. A number's text is its digits as they were typed. {@code null} has no text.
 */
record ValuePart(String json, Optional<String> text, Map<String, ValuePart> fields, Form form) {

    /** What the JSON is. */
    enum Form {
        TEXT,
        OBJECT,
        OTHER
    }

    /** All of a value; empty where it should be JSON and isn't. */
    static Optional<ValuePart> of(Schema schema, byte[] value) {
        if (schema.isText()) {
            var text = new String(value, StandardCharsets.UTF_8);
            return Optional.of(new ValuePart(Schema.JSON.writeValueAsString(text), Optional.of(text), Map.of(),
                    Form.TEXT));
        }
        try (var parser = Schema.JSON.createParser(value)) {
            parser.nextToken();
            var whole = read(parser, value);
            return parser.nextToken() == null ? whole.map(part -> part.allOf(value)) : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private static Optional<ValuePart> read(JsonParser parser, byte[] value) {
        var token = parser.currentToken();
        if (token == null) {
            return Optional.empty();
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        var fields = new LinkedHashMap<String, ValuePart>();
        var text = Optional.<String>empty();
        switch (token) {
            case START_OBJECT -> {
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    var name = parser.currentName();
                    parser.nextToken();
                    read(parser, value).ifPresent(field -> fields.put(name, field));
                }
            }
            case START_ARRAY -> parser.skipChildren();
            default -> text = Optional.of(parser.getString());
        }
        var json = new String(value, start, (int) parser.currentLocation().getByteOffset() - start,
                StandardCharsets.UTF_8);
        return Optional.of(switch (token) {
            case VALUE_STRING -> new ValuePart(json, text, Map.of(), Form.TEXT);
            case VALUE_NULL -> new ValuePart(json.strip(), Optional.empty(), Map.of(), Form.OTHER);
            case START_OBJECT -> new ValuePart(json, Optional.of(json), fields, Form.OBJECT);
            case START_ARRAY -> new ValuePart(json, Optional.of(json), Map.of(), Form.OTHER);
            default -> new ValuePart(text.orElseThrow(), text, Map.of(), Form.OTHER);
        });
    }

    /** An object or a list with what stands around it. */
    private ValuePart allOf(byte[] value) {
        if (!isObject() && !json.startsWith("[")) {
            return this;
        }
        var all = new String(value, StandardCharsets.UTF_8);
        return new ValuePart(all, Optional.of(all), fields, form);
    }

    boolean isObject() {
        return form == Form.OBJECT;
    }

    /** Its text where an environment variable can hold that: no NUL, and no half of a surrogate pair. */
    Optional<String> held() {
        return text.filter(ValuePart::canBeHeld);
    }

    static boolean canBeHeld(String text) {
        return text.indexOf('\0') < 0 && text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }

    /** Never a part of a value. */
    @Override
    public String toString() {
        return "[secret]";
    }
}
