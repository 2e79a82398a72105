package dev.coffer.access;

import java.util.Optional;

/** Known to the asker, but not theirs to do: 403. */
public final class Forbidden extends RuntimeException {
    private final String words;

    public Forbidden(Permission permission) {
        super("forbidden: " + permission, null, false, false);
        words = null;
    }

    public Forbidden() {
        super("forbidden", null, false, false);
        words = null;
    }

    private Forbidden(String words) {
        super("forbidden", null, false, false);
        this.words = words;
    }

    /** With words that tell the asker what to do instead; no full stop at the end. */
    public static Forbidden because(String words) {
        return new Forbidden(words);
    }

    /** What to tell the asker; empty for what a 403 says by itself. */
    public Optional<String> words() {
        return Optional.ofNullable(words);
    }
}
