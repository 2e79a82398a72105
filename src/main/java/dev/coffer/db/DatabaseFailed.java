package dev.coffer.db;

import java.util.Optional;

/**
 * A statement that the database refused: a bug, or a constraint that a caller didn't foresee. Carries the SQLSTATE, the
 * name of the constraint and the place in our code; never the message, the SQL or the cause, which may hold data.
 */
public final class DatabaseFailed extends RuntimeException {
    private final String sqlState;
    private final String constraint;

    DatabaseFailed(String sqlState, String constraint, StackTraceElement[] where) {
        super("database failure, SQLSTATE %s%s".formatted(sqlState, constraint.isEmpty() ? "" : ", " + constraint));
        this.sqlState = sqlState;
        this.constraint = constraint;
        setStackTrace(where);
    }

    /** Five characters of PostgreSQL's appendix A, or {@code none} when jOOQ itself refused. */
    public String sqlState() {
        return sqlState;
    }

    /** The constraint that was violated, for example {@code secrets_key_unique}. */
    public Optional<String> constraint() {
        return constraint.isEmpty() ? Optional.empty() : Optional.of(constraint);
    }
}
