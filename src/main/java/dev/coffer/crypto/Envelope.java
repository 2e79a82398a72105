package dev.coffer.crypto;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Seals and opens one value under one project key. Every sealing derives a key of its own from a fresh salt, so that no
 * nonce can meet its like, whatever was restored or cloned; and it opens what it sealed before anybody stores it.
 */
final class Envelope {

    private final UnaryOperator<byte[]> wire;

    Envelope() {
        this(UnaryOperator.identity());
    }

    /** With a fault between sealing and the check of it; for tests. */
    Envelope(UnaryOperator<byte[]> wire) {
        this.wire = wire;
    }

    Sealed seal(UUID keyId, byte[] key, byte[] context, Plaintext value) {
        var salt = Ciphers.random(32);
        var nonce = Ciphers.random(Ciphers.NONCE_BYTES);
        var header = Sealed.header(keyId, salt, nonce);
        var padded = Padding.add(value.expose());
        var valueKey = Ciphers.derive(key, salt, context);
        var encrypted = Ciphers.encrypt(valueKey, nonce, join(header, context), padded);
        Arrays.fill(padded, (byte) 0);
        Arrays.fill(valueKey, (byte) 0);
        var sealed = new Sealed(keyId, wire.apply(join(header, encrypted)));
        verify(sealed, key, context, value);
        return sealed;
    }

    /** Empty when the blob wasn't sealed with this key and context, or was changed since. */
    Optional<Plaintext> open(byte[] key, byte[] context, Sealed sealed) {
        var blob = sealed.blob();
        var header = Arrays.copyOf(blob, Sealed.HEADER_BYTES);
        var salt = Arrays.copyOfRange(blob, 20, 52);
        var nonce = Arrays.copyOfRange(blob, 52, Sealed.HEADER_BYTES);
        var encrypted = Arrays.copyOfRange(blob, Sealed.HEADER_BYTES, blob.length);
        var valueKey = Ciphers.derive(key, salt, context);
        var padded = Ciphers.decrypt(valueKey, nonce, join(header, context), encrypted);
        Arrays.fill(valueKey, (byte) 0);
        var value = padded.flatMap(Padding::remove);
        padded.ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
        return value.map(Plaintext::of);
    }

    private void verify(Sealed sealed, byte[] key, byte[] context, Plaintext value) {
        var again = open(key, context, sealed).orElseThrow(() -> new SealBroken("it failed its check after sealing"));
        try (again) {
            if (!again.sameAs(value)) {
                throw new SealBroken("it opened to something else after sealing");
            }
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        var joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
