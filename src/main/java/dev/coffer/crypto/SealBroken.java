package dev.coffer.crypto;

import java.util.UUID;

/** A sealed value that doesn't open, or didn't open again just after sealing. It names ids, never a value. */
public final class SealBroken extends RuntimeException {

    SealBroken(String why) {
        super("A sealed value does not open: " + why);
    }

    SealBroken(String why, UUID projectId, UUID keyId) {
        this("%s project=%s key=%s".formatted(why, projectId, keyId));
    }
}
