package dev.coffer.access;

/** Not there, or not for the asker to know: both are the same 404. */
public final class NotFound extends RuntimeException {
    public NotFound() {
        super("not found", null, false, false);
    }
}
