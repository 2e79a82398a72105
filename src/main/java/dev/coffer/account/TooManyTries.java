package dev.coffer.account;

/** Held off before a try was looked at. */
final class TooManyTries extends RuntimeException {
    private final transient Wait pause;

    TooManyTries(Wait pause) {
        super("too many tries", null, false, false);
        this.pause = pause;
    }

    Wait pause() {
        return pause;
    }
}
