package dev.coffer.crypto;

/** The jobs that a keyed hash is made for; each has a key of its own. The purpose is kept for ever: stored MACs use it. */
public enum Label {
    AUDIT("hmac-audit"),
    THROTTLE("hmac-throttle"),
    IDEMPOTENCY("hmac-idempotency"),
    SETUP_CODE("hmac-setup-code");

    private final String purpose;

    Label(String purpose) {
        this.purpose = purpose;
    }

    String purpose() {
        return purpose;
    }
}
