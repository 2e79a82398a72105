package dev.coffer.form;

import java.util.List;

/**
 * Why a change can't happen with what is stored now; the message tells a person what to do. {@code missing} has the
 * required values that stand in the way, if it is for want of them.
 */
public record Clash(Kind kind, String message, List<Missing> missing) {

    /** The kinds that callers tell apart: a lost race, a name that is taken, something in use, a rule that blocks. */
    public enum Kind {
        STALE,
        EXISTS,
        IN_USE,
        BLOCKED
    }

    /** A key that needs a value in an environment, by its slug, and what for: "" where nobody said. */
    public record Missing(String key, String environment, String feature) {}

    public Clash(Kind kind, String message) {
        this(kind, message, List.of());
    }
}
