package dev.coffer.crypto;

/** The jobs of keyed hashes, each with a key of its own. A purpose never changes: stored hashes rest on it. */
public enum Label {
    AUDIT("hmac-audit"),
    THROTTLE("hmac-throttle"),
    IDEMPOTENCY("hmac-idempotency"),
    SETUP_CODE("hmac-setup-code"),
    DEVICE("hmac-device"),
    FINGERPRINT("hmac-fingerprint");

    private final String purpose;

    Label(String purpose) {
        this.purpose = purpose;
    }

    String purpose() {
        return purpose;
    }
}
