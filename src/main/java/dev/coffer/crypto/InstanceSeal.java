package dev.coffer.crypto;

import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;

/**
 * Seals and opens values that belong to no project. Each has a random key of its own, wrapped by the instance key, so
 * that no two values share one. It refuses a value that was moved, changed, or sealed for something else with {@link
 * SealBroken}.
 */
public final class InstanceSeal {

    private final Keyring keyring;
    private final Envelope envelope;

    /** What is stored of a value: its key under an instance key, and itself under its key. */
    public record Box(int instanceKeyVersion, byte[] wrapped, byte[] sealed) {

        @Override
        public String toString() {
            return "[sealed by instance key " + instanceKeyVersion + "]";
        }
    }

    public InstanceSeal(Keyring keyring) {
        this(keyring, new Envelope());
    }

    InstanceSeal(Keyring keyring, Envelope envelope) {
        this.keyring = keyring;
        this.envelope = envelope;
    }

    /**
     * Seals under a new key.
     *
     * @throws SealBroken when the sealed value didn't open again
     */
    public Box seal(Binding binding, Plaintext value) {
        var keyId = ownKeyId(binding);
        var instanceKeyVersion = keyring.activeVersion();
        return withKey(Ciphers.random(Ciphers.KEY_BYTES), key -> {
            var wrapped = keyring.wrap(binding.ownKey(instanceKeyVersion), key);
            var box = new Box(instanceKeyVersion, wrapped,
                    envelope.seal(keyId, key, keyring.context(binding), value).blob());
            verify(binding, box, value);
            return box;
        });
    }

    /**
     * Opens a value; no query is made.
     *
     * @throws SealBroken for a value of another organization, row or purpose, a changed one, or one whose key is gone
     */
    public Plaintext open(Binding binding, Box box) {
        var keyId = ownKeyId(binding);
        if (!Sealed.keyIdIn(box.sealed).equals(keyId)) {
            throw new SealBroken(binding + " isn't this row's");
        }
        var unwrapped = keyring.unwrap(box.instanceKeyVersion, binding.ownKey(box.instanceKeyVersion), box.wrapped)
                .orElseThrow(() -> new SealBroken("the key of " + binding + " fails its check"));
        return withKey(unwrapped, key -> envelope.open(key, keyring.context(binding), Sealed.of(box.sealed)))
                .orElseThrow(() -> new SealBroken(binding + " fails its check"));
    }

    private void verify(Binding binding, Box box, Plaintext value) {
        try (var again = open(binding, box)) {
            if (!again.sameAs(value)) {
                throw new SealBroken("it opened to something else after sealing");
            }
        }
    }

    private static UUID ownKeyId(Binding binding) {
        if (binding.ownKeyId() == null) {
            throw new IllegalArgumentException("A " + binding + " has no key of its own");
        }
        return binding.ownKeyId();
    }

    private static <T> T withKey(byte[] key, Function<byte[], T> work) {
        try {
            return work.apply(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
