package dev.coffer.webhook;

/** What an attempt came to. */
sealed interface Outcome {

    /** The receiver answered, with whatever status. */
    record Answered(int status) implements Outcome {}

    /** It did not. */
    record Failed(Fault fault) implements Outcome {}

    /** Whether the receiver has taken it: any 2xx. */
    default boolean isTaken() {
        return this instanceof Answered(var status) && status >= 200 && status < 300;
    }

    /** Whether the receiver wants nothing more, ever (RFC 9110 §15.5.11). */
    default boolean isGone() {
        return this instanceof Answered(var status) && status == 410;
    }
}
