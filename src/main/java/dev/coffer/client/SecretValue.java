package dev.coffer.client;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A secret's value on its way to the server or from it: text in UTF-8 that prints as {@code [secret]} and is wiped when
 * it is closed. A search for {@code expose} finds every place that reads one.
 */
public final class SecretValue implements AutoCloseable {
    private final byte[] bytes;

    private SecretValue(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Takes the bytes over: they are wiped on close.
     *
     * @throws IllegalArgumentException where they are no text in UTF-8
     */
    public static SecretValue of(byte[] bytes) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            Arrays.fill(text.array(), '\0');
        } catch (CharacterCodingException notText) {
            throw new IllegalArgumentException("A value is text in UTF-8");
        }
        return new SecretValue(bytes);
    }

    /** Copies the characters; the caller wipes them. @throws IllegalArgumentException for half a surrogate pair */
    public static SecretValue of(char[] characters) {
        try {
            var encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(characters));
            var bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            Arrays.fill(encoded.array(), (byte) 0);
            return new SecretValue(bytes);
        } catch (CharacterCodingException notText) {
            throw new IllegalArgumentException("A value is text in UTF-8");
        }
    }

    /** The bytes themselves, not a copy: they are zero after {@link #close}. */
    public byte[] expose() {
        return bytes;
    }

    /** As a text, for what takes nothing else. It can't be wiped, and lives until Java collects it. */
    public String exposeText() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
