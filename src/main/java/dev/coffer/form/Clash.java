package dev.coffer.form;

import java.util.List;

/**
 * Why a change can't happen with what is stored now; the message tells a person what to do. {@code missing} has the
 * required values that stand in the way, if it is for want of them; {@code dependents} what uses the thing, if it is in
 * use.
 */
public record Clash(Kind kind, String message, List<Missing> missing, List<Dependent> dependents) {

    /** The kinds that callers tell apart: a lost race, a name that is taken, something in use, a rule that blocks. */
    public enum Kind {
        STALE,
        EXISTS,
        IN_USE,
        BLOCKED
    }

    /** A key that needs a value in an environment, by its slug, and what for: "" where nobody said. */
    public record Missing(String key, String environment, String feature) {}

    /** What uses something: a kind, such as {@code secret}, and which. */
    public record Dependent(String kind, String name) {}

    public Clash(Kind kind, String message) {
        this(kind, message, List.of(), List.of());
    }

    public Clash(Kind kind, String message, List<Missing> missing) {
        this(kind, message, missing, List.of());
    }

    /** Something that is in use. */
    public static Clash used(String message, List<Dependent> dependents) {
        return new Clash(Kind.IN_USE, message, List.of(), dependents);
    }
}
