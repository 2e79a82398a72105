package dev.coffer.db;

/** Whether the database can be relied on, as {@code /readyz} says it. */
public enum Health {
    READY("ready"),
    /** No answer within a second or so. */
    UNREACHABLE("database_unreachable"),
    /** It only reads: a replica, or a server set so. */
    READ_ONLY("database_read_only"),
    /** Older than PostgreSQL 15. */
    TOO_OLD("database_too_old"),
    /** {@code fsync} or {@code synchronous_commit} is off: an acknowledged write could be lost. */
    NOT_DURABLE("database_not_durable");

    private final String reason;

    Health(String reason) {
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
