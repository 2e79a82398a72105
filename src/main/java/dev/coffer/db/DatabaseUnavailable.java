package dev.coffer.db;

/**
 * The database didn't do it, and may do it later: no connection, a connection lost, a time-out, a shutdown, a server
 * that only reads. When the connection broke during a commit, whether it happened is unknown. Holds no server's words.
 */
public final class DatabaseUnavailable extends RuntimeException {
    private final String sqlState;

    DatabaseUnavailable(String sqlState, StackTraceElement[] where) {
        super("database unavailable, SQLSTATE " + sqlState);
        this.sqlState = sqlState;
        setStackTrace(where);
    }

    /** For whoever waited for somebody else's transaction that failed, or waited too long. */
    public static DatabaseUnavailable because(Throwable failed) {
        return new DatabaseUnavailable(switch (failed) {
            case DatabaseUnavailable known -> known.sqlState;
            case DatabaseFailed known -> known.sqlState();
            default -> "none";
        }, failed.getStackTrace());
    }

    /** Five characters of PostgreSQL's appendix A, or {@code none}. */
    public String sqlState() {
        return sqlState;
    }
}
