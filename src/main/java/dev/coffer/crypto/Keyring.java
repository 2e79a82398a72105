package dev.coffer.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The open instance: its id and its instance keys, in memory only, for as long as the process runs. It makes keyed
 * hashes and wraps project keys; it hands no key to anybody outside this package and prints none.
 */
public final class Keyring {

    static final byte[] CANARY = "coffer canary 1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_SALT = {};

    private final UUID instanceId;
    private final int activeVersion;
    private final Map<Integer, byte[]> instanceKeys;
    private final Map<Label, byte[]> labelKeys = new EnumMap<>(Label.class);

    Keyring(UUID instanceId, int activeVersion, Map<Integer, byte[]> instanceKeys) {
        this.instanceId = instanceId;
        this.activeVersion = activeVersion;
        this.instanceKeys = new TreeMap<>(instanceKeys);
        for (var label : Label.values()) {
            labelKeys.put(label, subkey(label.purpose()));
        }
    }

    public UUID instanceId() {
        return instanceId;
    }

    /**
     * HMAC-SHA256 with the label's key, 32 bytes. Each part counts with its length: ("ab", "c") is not ("a", "bc").
     * Compare with {@link MessageDigest#isEqual}.
     */
    public byte[] hmac(Label label, byte[]... parts) {
        var framed = new byte[parts.length * 2][];
        for (var i = 0; i < parts.length; i++) {
            framed[2 * i] = ByteBuffer.allocate(4).putInt(parts[i].length).array();
            framed[2 * i + 1] = parts[i];
        }
        return Ciphers.hmac(labelKeys.get(label), framed);
    }

    int activeVersion() {
        return activeVersion;
    }

    byte[] context(Binding binding) {
        return binding.in(instanceId);
    }

    /** {@code binding} names the version of the instance key, which is the active one. */
    byte[] wrap(Binding binding, byte[] projectKey) {
        return WrappedKey.wrap(instanceKeys.get(activeVersion), context(binding), projectKey);
    }

    /** Empty when the key was wrapped for something else, by another instance, or with a version that isn't here. */
    Optional<byte[]> unwrap(int instanceKeyVersion, Binding binding, byte[] wrapped) {
        return Optional.ofNullable(instanceKeys.get(instanceKeyVersion))
                .flatMap(key -> WrappedKey.unwrap(key, context(binding), wrapped));
    }

    /** A fixed text under the active key; that it opens shows at start that rows can be read. */
    byte[] canary() {
        var nonce = Ciphers.random(Ciphers.NONCE_BYTES);
        var encrypted = Ciphers.encrypt(subkey("canary"), nonce, context(Binding.canary()), CANARY);
        return ByteBuffer.allocate(nonce.length + encrypted.length).put(nonce).put(encrypted).array();
    }

    boolean opensCanary(byte[] canary) {
        if (canary.length <= Ciphers.NONCE_BYTES) {
            return false;
        }
        var nonce = Arrays.copyOf(canary, Ciphers.NONCE_BYTES);
        var encrypted = Arrays.copyOfRange(canary, Ciphers.NONCE_BYTES, canary.length);
        return Ciphers.decrypt(subkey("canary"), nonce, context(Binding.canary()), encrypted)
                .filter(text -> MessageDigest.isEqual(text, CANARY)).isPresent();
    }

    static byte[] checkValue(byte[] instanceKey) {
        return Ciphers.hmac(instanceKey, "kcv".getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] subkey(String purpose) {
        return Ciphers.derive(instanceKeys.get(activeVersion), NO_SALT, Binding.label(purpose));
    }

    @Override
    public String toString() {
        return "[keyring of " + instanceId + "]";
    }
}
