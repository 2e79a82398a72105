package dev.coffer.crypto;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A value in clear: bytes that print as {@code [secret]}, compare in constant time and are wiped on close. It has no
 * getter, {@code equals} or {@code hashCode}, so that no serialiser, log or map can carry the value away;
 * {@link #expose()} is the one way out, and a search for it finds every place that reads a value. {@link Handled} alone
 * notes it besides, to keep it out of the log.
 */
public final class Plaintext implements AutoCloseable {

    private final byte[] bytes;
    private boolean closed;

    private Plaintext(byte[] bytes) {
        this.bytes = bytes;
        Handled.hold(bytes);
    }

    /** Takes the array over: the caller neither changes nor keeps it. */
    public static Plaintext of(byte[] bytes) {
        return new Plaintext(bytes);
    }

    /**
     * The text in UTF-8.
     *
     * @throws IllegalArgumentException for half of a surrogate pair, which has no UTF-8 form; the message doesn't
     *     repeat the text
     */
    public static Plaintext ofText(CharSequence text) {
        ByteBuffer encoded;
        try {
            encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("The text holds half of a surrogate pair");
        }
        var bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        return new Plaintext(bytes);
    }

    /** The number of bytes. */
    public int size() {
        return expose().length;
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /** Whether both hold the same bytes, in a time that tells nothing but the length. */
    public boolean sameAs(Plaintext other) {
        return MessageDigest.isEqual(expose(), other.expose());
    }

    /**
     * The live bytes, not a copy: they are zero after {@link #close()}.
     *
     * @throws IllegalStateException after {@link #close()}, lest zeros be taken for a value
     */
    public byte[] expose() {
        if (closed) {
            throw new IllegalStateException("This value was already wiped");
        }
        return bytes;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Handled.letGo(bytes);
        }
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
