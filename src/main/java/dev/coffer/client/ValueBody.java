package dev.coffer.client;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** A body that holds a value: copied from bytes to bytes, so that it is no text on the way, and wiped where it grew. */
final class ValueBody {
    /** A byte as JSON swells it at the most, so that no buffer is left behind by one that grew. */
    private static final int MOST_BYTES_EACH = 6;
    private static final int OTHER_BYTES = 16 * 1024;

    private ValueBody() {}

    /** An object with the value in a field, and what else is written into it. The caller wipes it. */
    static byte[] of(String field, SecretValue value, Consumer<JsonGenerator> others) {
        var body = new WipedBytes(MOST_BYTES_EACH * value.expose().length + OTHER_BYTES);
        try (var json = Json.MAPPER.createGenerator(body)) {
            json.writeStartObject();
            json.writeName(field);
            json.writeUTF8String(value.expose(), 0, value.expose().length);
            others.accept(json);
            json.writeEndObject();
        }
        var bytes = body.toByteArray();
        body.wipe();
        return bytes;
    }

    static void texts(JsonGenerator json, String name, List<String> texts) {
        json.writeName(name);
        json.writeStartArray();
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    private static final class WipedBytes extends ByteArrayOutputStream {
        WipedBytes(int size) {
            super(size);
        }

        void wipe() {
            Arrays.fill(buf, (byte) 0);
        }
    }
}
