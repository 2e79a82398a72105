package dev.coffer.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Seals what one process keeps in its memory, under a key that is nowhere else and ends with it: what is dropped, paged
 * out or found in a piece of memory is no value. Whoever reads all of the memory reads the key, too.
 */
public final class ProcessSeal implements AutoCloseable {
    private final byte[] key = Ciphers.random(Ciphers.KEY_BYTES);

    /** @param what it belongs to: it opens with the same alone */
    public byte[] seal(String what, byte[] clear) {
        var nonce = Ciphers.random(Ciphers.NONCE_BYTES);
        var sealed = Ciphers.encrypt(key, nonce, what.getBytes(StandardCharsets.UTF_8), clear);
        var both = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, both, nonce.length, sealed.length);
        return both;
    }

    /**
     * The caller wipes what it gets.
     *
     * @throws SealBroken for what was sealed for something else, or after {@link #close()}
     */
    public byte[] open(String what, byte[] sealed) {
        var nonce = Arrays.copyOf(sealed, Ciphers.NONCE_BYTES);
        return Ciphers.decrypt(key, nonce, what.getBytes(StandardCharsets.UTF_8),
                Arrays.copyOfRange(sealed, Ciphers.NONCE_BYTES, sealed.length))
                .orElseThrow(() -> new SealBroken("what this process sealed fails its check"));
    }

    /** Wipes the key: nothing opens any more. */
    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
    }
}
