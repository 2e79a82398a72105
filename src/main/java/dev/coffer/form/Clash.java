package dev.coffer.form;

/** Why a change can't happen with what is stored now; the message tells a person what to do. */
public record Clash(Kind kind, String message) {

    /** The kinds that callers tell apart: a lost race, a name that is taken, something in use, a rule that blocks. */
    public enum Kind {
        STALE,
        EXISTS,
        IN_USE,
        BLOCKED
    }
}
