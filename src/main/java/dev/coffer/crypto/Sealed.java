package dev.coffer.crypto;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * A value that only its project's key opens, and the id of that key. The blob, format 1:
 *
 * <pre>
 * "SV" | format 1 | algorithm 1 | project key id (16) | salt (32) | nonce (12) | encrypted | tag (16)
 * </pre>
 *
 * Algorithm 1 is AES-256-GCM under HKDF-SHA256(project key, salt, {@link Binding}); what is encrypted is the value's
 * length (4 bytes), the value, and zeros up to the next of a few sizes.
 */
public record Sealed(UUID projectKeyId, byte[] blob) {

    static final int HEADER_BYTES = 64;
    private static final byte[] PREFIX = {'S', 'V', 1, 1};
    private static final int SHORTEST = HEADER_BYTES + Padding.STEP + Ciphers.TAG_BYTES;

    /**
     * For a table that keeps no key id beside the blob: the id is the one in its header.
     *
     * @throws SealBroken for bytes that are no blob of a known format
     */
    public static Sealed of(byte[] blob) {
        return new Sealed(keyIdIn(blob), blob);
    }

    static byte[] header(UUID keyId, byte[] salt, byte[] nonce) {
        return ByteBuffer.allocate(HEADER_BYTES).put(PREFIX).put(Binding.bytes(keyId)).put(salt).put(nonce).array();
    }

    static UUID keyIdIn(byte[] blob) {
        if (blob.length < SHORTEST || ByteBuffer.wrap(PREFIX).mismatch(ByteBuffer.wrap(blob, 0, 4)) != -1) {
            throw new SealBroken("unknown format");
        }
        var ids = ByteBuffer.wrap(blob, PREFIX.length, 16);
        return new UUID(ids.getLong(), ids.getLong());
    }

    @Override
    public String toString() {
        return "[sealed by " + projectKeyId + "]";
    }
}
