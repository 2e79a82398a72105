package dev.coffer.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * A key encrypted under another, format 1: {@code format (1) | id of the other (8) | nonce (12) | encrypted (32) | tag
 * (16)}. The id tells a wrong key from a changed row; AES-GCM, not AES-KW, because hardware tokens have the first.
 */
final class WrappedKey {

    private static final byte FORMAT = 1;
    private static final int ID_BYTES = 8;
    private static final int HEADER_BYTES = 1 + ID_BYTES;
    private static final int SIZE = HEADER_BYTES + Ciphers.NONCE_BYTES + Ciphers.KEY_BYTES + Ciphers.TAG_BYTES;

    private WrappedKey() {}

    static byte[] wrap(byte[] outer, byte[] context, byte[] key) {
        var header = ByteBuffer.allocate(HEADER_BYTES).put(FORMAT).put(id(outer)).array();
        var nonce = Ciphers.random(Ciphers.NONCE_BYTES);
        var encrypted = Ciphers.encrypt(wrappingKey(outer), nonce, aad(header, context), key);
        return ByteBuffer.allocate(SIZE).put(header).put(nonce).put(encrypted).array();
    }

    /** Empty when it was wrapped by another key, for another context, or was changed since. */
    static Optional<byte[]> unwrap(byte[] outer, byte[] context, byte[] wrapped) {
        if (!isWrappedBy(outer, wrapped)) {
            return Optional.empty();
        }
        var header = Arrays.copyOf(wrapped, HEADER_BYTES);
        var nonce = Arrays.copyOfRange(wrapped, HEADER_BYTES, HEADER_BYTES + Ciphers.NONCE_BYTES);
        var encrypted = Arrays.copyOfRange(wrapped, HEADER_BYTES + Ciphers.NONCE_BYTES, SIZE);
        return Ciphers.decrypt(wrappingKey(outer), nonce, aad(header, context), encrypted);
    }

    static boolean isWellFormed(byte[] wrapped) {
        return wrapped.length == SIZE && wrapped[0] == FORMAT;
    }

    static boolean isWrappedBy(byte[] outer, byte[] wrapped) {
        return isWellFormed(wrapped) && MessageDigest.isEqual(id(outer), Arrays.copyOfRange(wrapped, 1, HEADER_BYTES));
    }

    private static byte[] wrappingKey(byte[] outer) {
        return Ciphers.derive(outer, new byte[0], Binding.label("key-wrap"));
    }

    private static byte[] id(byte[] outer) {
        return Arrays.copyOf(Ciphers.hmac(outer, "key-id".getBytes(StandardCharsets.US_ASCII)), ID_BYTES);
    }

    private static byte[] aad(byte[] header, byte[] context) {
        return ByteBuffer.allocate(header.length + context.length).put(header).put(context).array();
    }
}
