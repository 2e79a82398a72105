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

    /** For a use case that may be tried again though the database refused a part of it. */
    public static DatabaseUnavailable after(DatabaseFailed failed) {
        return new DatabaseUnavailable(failed.sqlState(), failed.getStackTrace());
    }

    /** Five characters of PostgreSQL's appendix A, or {@code none}. */
    public String sqlState() {
        return sqlState;
    }
}
