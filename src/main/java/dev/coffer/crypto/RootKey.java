package dev.coffer.crypto;

import java.util.Arrays;

/** The key outside the database that everything starts from: 32 bytes, to close when the instance is open. */
public final class RootKey implements RootKeys.Reading, AutoCloseable {

    private final byte[] bytes;

    RootKey(byte[] bytes) {
        if (bytes.length != Ciphers.KEY_BYTES) {
            throw new IllegalArgumentException("A root key has 32 bytes");
        }
        this.bytes = bytes;
        Handled.hold(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public void close() {
        Handled.letGo(bytes);
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "[root key]";
    }
}
