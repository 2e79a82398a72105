package dev.coffer.project;

import java.util.List;

/** A member, and the values now in use that they set, which they may know and which are to be rotated when they leave. */
public record Leaving(Member member, List<SetValue> values) {

    /** A key and the name of the environment where its value is the member's. */
    public record SetValue(String key, String environment) {}
}
