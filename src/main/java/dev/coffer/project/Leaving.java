package dev.coffer.project;

import dev.coffer.form.ScopedKey;
import java.util.List;

/** A member, and the values in use that they set: they may know them, so these are rotated when they leave. */
public record Leaving(Member member, List<SetValue> values) {

    /** A key, and the name of the environment where its value is the member's. */
    public record SetValue(ScopedKey named, String environment) {}
}
