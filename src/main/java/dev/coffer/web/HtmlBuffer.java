package dev.coffer.web;

import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes a page as text and keeps it as UTF-8. A {@code String} of it would take two bytes a character as soon as one is
 * beyond Latin-1, and be copied twice before it is sent. A surrogate pair has to come in one call, as templates write
 * it.
 */
final class HtmlBuffer extends Writer {
    private static final int FIRST = 32 * 1024;

    private byte[] bytes = new byte[FIRST];
    private int length;

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public void write(int character) {
        write(String.valueOf((char) character), 0, 1);
    }

    @Override
    public void write(char[] text, int from, int count) {
        write(new String(text, from, count), 0, count);
    }

    @Override
    public void write(String text, int from, int count) {
        grow(count);
        for (int i = 0; i < count; i++) {
            char c = text.charAt(from + i);
            if (c >= 0x80) {
                encode(text.substring(from + i, from + count));
                return;
            }
            bytes[length++] = (byte) c;
        }
    }

    private void encode(String text) {
        var encoded = text.getBytes(StandardCharsets.UTF_8);
        grow(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    private void grow(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
