package dev.coffer.crypto;

import java.util.Map;
import java.util.UUID;

/** Keys for tests that need an open instance and no key file. */
public final class TestKeys {

    private TestKeys() {}

    public static RootKey rootKey() {
        return new RootKey(Ciphers.random(Ciphers.KEY_BYTES));
    }

    /** A keyring of an instance that is in no database. */
    public static Keyring keyring() {
        return new Keyring(UUID.randomUUID(), 1, Map.of(1, Ciphers.random(Ciphers.KEY_BYTES)));
    }
}
