package dev.coffer.access;

import dev.coffer.db.Once;

/**
 * Where a request came from, as the audit log keeps it, and whether its answer is to be remembered for a repetition.
 * {@code address} is the client's IP address as text.
 */
public record Origin(String requestId, Source source, String address, Once once) {

    /** By which door. */
    public enum Source {
        WEB,
        API,
        HOST
    }

    public Origin with(Once other) {
        return new Origin(requestId, source, address, other);
    }
}
