package dev.coffer.db;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that has what the primary has, a little later. It is never needed: what fails here is told once, and for the
 * next seconds nobody asks it.
 */
final class Replica implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);
    private static final long PAUSE = Duration.ofSeconds(5).toNanos();

    private final HikariDataSource pool;
    private volatile long askAgain = System.nanoTime();
    private volatile boolean away;

    /** Takes over the pool, whose transactions see one moment. */
    Replica(HikariDataSource pool) {
        this.pool = pool;
    }

    /** Whether there is a point in asking it. */
    boolean isThere() {
        return !away || System.nanoTime() - askAgain >= 0;
    }

    /** In one moment's view of it; empty where the work finds nothing, or it fails. */
    <T> Optional<T> read(Function<DSLContext, Optional<T>> work) {
        try (var connection = pool.getConnection()) {
            try {
                var found = work.apply(Database.sql(connection));
                away(false);
                return found;
            } finally {
                connection.rollback();
            }
        } catch (SQLException | DataAccessException failed) {
            askAgain = System.nanoTime() + PAUSE;
            away(true);
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private void away(boolean now) {
        if (away != now) {
            away = now;
            LOG.atWarn().log(now ? "the replica doesn't answer; the primary does its work"
                    : "the replica answers again");
        }
    }
}
