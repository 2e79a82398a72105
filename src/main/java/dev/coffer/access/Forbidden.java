package dev.coffer.access;

/** Known to the asker, but not theirs to do: 403. */
public final class Forbidden extends RuntimeException {
    public Forbidden(Permission permission) {
        super("forbidden: " + permission, null, false, false);
    }

    public Forbidden() {
        super("forbidden", null, false, false);
    }
}
