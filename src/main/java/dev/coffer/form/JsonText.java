package dev.coffer.form;

import dev.coffer.crypto.Plaintext;
import java.util.Arrays;

/** A value that stands in a JSON document as JSON. */
public final class JsonText {
    private JsonText() {}

    /**
     * Cuts it out as it is written, but for the blanks between its parts: numbers keep their digits, texts their
     * escapes, and nothing of it is a String on the way.
     *
     * @param document UTF-8 that was read and found sound
     */
    public static Plaintext cut(byte[] document, int from, int to) {
        var compact = new byte[to - from];
        int length = 0;
        boolean quoted = false;
        for (int i = from; i < to; i++) {
            byte c = document[i];
            if (quoted || c != ' ' && c != '\t' && c != '\n' && c != '\r') {
                compact[length++] = c;
            }
            if (quoted && c == '\\') {
                compact[length++] = document[++i];
            } else if (c == '"') {
                quoted = !quoted;
            }
        }
        var exact = Arrays.copyOf(compact, length);
        Arrays.fill(compact, (byte) 0);
        return Plaintext.of(exact);
    }
}
