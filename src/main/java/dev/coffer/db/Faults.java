package dev.coffer.db;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jooq.exception.DataAccessException;
import org.postgresql.util.PSQLException;

/** Sorts what the driver and jOOQ throw into our two exceptions, and leaves their text behind. */
final class Faults {
    private static final Set<String> RETRYABLE = Set.of("40001", "40P01");
    /** Cancelled by statement_timeout, lock_timeout, read-only server, idle time-outs. */
    private static final Set<String> PASSING = Set.of("57014", "55P03", "25006", "25P03", "25P04");

    private Faults() {}

    /** True for a serialization failure or a deadlock: the whole transaction may simply run again. */
    static boolean retryable(Exception fault) {
        return RETRYABLE.contains(state(fault));
    }

    static RuntimeException of(Exception fault) {
        var state = state(fault);
        var where = fault.getStackTrace();
        return passing(fault)
                ? new DatabaseUnavailable(state, where)
                : new DatabaseFailed(state, constraint(fault), where);
    }

    /** Any fault while a connection is being got or a commit's answer is awaited. */
    static DatabaseUnavailable unavailable(Exception fault) {
        return new DatabaseUnavailable(state(fault), fault.getStackTrace());
    }

    /** True for what may be different in a moment. */
    static boolean passing(Exception fault) {
        var state = state(fault);
        return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P") || PASSING.contains(state)
                || RETRYABLE.contains(state) || (state.equals("none") && sqlException(fault).isPresent());
    }

    private static String state(Exception fault) {
        return sqlException(fault).map(SQLException::getSQLState).orElse("none");
    }

    private static String constraint(Exception fault) {
        return sqlException(fault)
                .filter(PSQLException.class::isInstance)
                .map(e -> ((PSQLException) e).getServerErrorMessage())
                .map(m -> m.getConstraint())
                .orElse("");
    }

    private static Optional<SQLException> sqlException(Exception fault) {
        return switch (fault) {
            case SQLException e -> Optional.of(e);
            case DataAccessException e -> Optional.ofNullable(e.getCause(SQLException.class));
            default -> Optional.empty();
        };
    }
}
