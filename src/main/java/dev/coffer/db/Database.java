package dev.coffer.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * One PostgreSQL, through a small pool with short time-outs. Connecting never fails at once: an absent server shows in
 * {@link #health} and as {@link DatabaseUnavailable} from whatever asks it, and heals by itself.
 */
public final class Database implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    private static final int OLDEST_SERVER = 15_00_00;
    private static final String HEALTH = """
            select current_setting('server_version_num')::int, current_setting('fsync'),
                   current_setting('synchronous_commit'), current_setting('transaction_read_only')""";
    private static final Settings SETTINGS = new Settings()
            .withExecuteLogging(false)
            .withDiagnosticsLogging(false)
            .withRenderFormatted(false);

    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private final Address address;
    private final HikariDataSource pool;
    private final HikariDataSource probe;
    private final Optional<Replica> replica;

    private Database(Address address, Optional<Address> replica) {
        this.address = address;
        pool = pool(address, new Size("coffer", 10, 2_000, 15));
        probe = pool(address, new Size("coffer-health", 1, 1_000, 2));
        this.replica = replica.map(Database::replica);
    }

    /** Doesn't wait for the server: the first connection is made when it is needed. */
    public static Database connect(Address address) {
        return connect(address, Optional.empty());
    }

    /** With another server that has the same, a little later; {@link #readFromReplica} asks it. */
    public static Database connect(Address address, Optional<Address> replica) {
        return new Database(address, replica);
    }

    /** Where this is, for what needs a connection outside the pool. */
    public Address address() {
        return address;
    }

    /** Queries, each on its own: no transaction is opened, so several may see different moments. */
    public <T> T read(Function<DSLContext, T> work) {
        try (var connection = connection(pool)) {
            return work.apply(sql(connection));
        } catch (SQLException | DataAccessException e) {
            throw Faults.of(e);
        }
    }

    /**
     * {@link #read} from a replica, where there is one and it isn't behind. Nothing less than the state is read that
     * the primary is in: {@code state} is a cheap query for what tells one state from another, and is asked of both.
     * The replica's queries see one moment. While it is away or behind, the primary does all of it.
     */
    public <T> T readFromReplica(Function<DSLContext, ?> state, Function<DSLContext, T> work) {
        if (replica.filter(Replica::isThere).isPresent()) {
            var wanted = read(state);
            var found = replica.get().read(sql -> state.apply(sql).equals(wanted) ? Optional.of(work.apply(sql))
                    : Optional.<T>empty());
            if (found.isPresent()) {
                return found.get();
            }
        }
        return read(work);
    }

    static DSLContext sql(Connection connection) {
        return DSL.using(connection, SQLDialect.POSTGRES, SETTINGS);
    }

    /** {@link #transact(Once, Function)} for what nobody repeats. */
    public <T> T transact(Function<DSLContext, T> work) {
        return transact(Once.NONE, work);
    }

    /**
     * All of it or nothing: commits when the work returns, rolls back when it throws. After a serialization failure or
     * a deadlock the whole work runs again, three times at most, so it must do nothing that a roll-back doesn't undo.
     */
    public <T> T transact(Once once, Function<DSLContext, T> work) {
        for (int attempt = 1;; attempt++) {
            try {
                return attempt(once, work);
            } catch (SQLException | DataAccessException e) {
                if (!Faults.retryable(e) || attempt == ATTEMPTS) {
                    throw Faults.of(e);
                }
                pause(attempt);
            }
        }
    }

    private <T> T attempt(Once once, Function<DSLContext, T> work) throws SQLException {
        try (var connection = connection(pool)) {
            connection.setAutoCommit(false);
            var committed = false;
            try {
                var tx = sql(connection);
                once.claim(tx);
                var result = work.apply(tx);
                once.remember(tx, result);
                connection.commit();
                committed = true;
                return result;
            } finally {
                if (!committed) {
                    rollBack(connection);
                }
            }
        }
    }

    /** A roll-back that fails would hide why it was needed; a broken connection leaves the pool by itself. */
    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException ignored) {
            // the first fault is the one to report
        }
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(5, 25L * attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * True when the server answers within a second or so; on a connection of its own, so a full pool doesn't matter.
     */
    public boolean answers() {
        try (var connection = probe.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Asked of the server each time, on a connection of its own: about one round trip. */
    public Health health() {
        try (var connection = probe.getConnection(); var statement = connection.createStatement();
                var row = statement.executeQuery(HEALTH)) {
            row.next();
            if (row.getInt(1) < OLDEST_SERVER) {
                return Health.TOO_OLD;
            }
            if (row.getString(2).equals("off") || row.getString(3).equals("off")) {
                return Health.NOT_DURABLE;
            }
            return row.getString(4).equals("on") ? Health.READ_ONLY : Health.READY;
        } catch (SQLException e) {
            return Health.UNREACHABLE;
        }
    }

    /** Waits for nobody: what still runs gets {@link DatabaseUnavailable}. */
    @Override
    public void close() {
        probe.close();
        replica.ifPresent(Replica::close);
        pool.close();
    }

    private static Connection connection(HikariDataSource pool) {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw Faults.unavailable(e);
        }
    }

    private record Size(String name, int connections, long waitMillis, int socketSeconds) {}

    /** Its transactions see one moment, and change nothing. */
    private static Replica replica(Address address) {
        var config = config(address, new Size("coffer-replica", 5, 500, 15));
        config.setAutoCommit(false);
        config.setReadOnly(true);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        return new Replica(new HikariDataSource(config));
    }

    private static HikariDataSource pool(Address address, Size size) {
        return new HikariDataSource(config(address, size));
    }

    private static HikariConfig config(Address address, Size size) {
        var config = new HikariConfig();
        config.setPoolName(size.name());
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(size.connections());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(size.waitMillis());
        config.setValidationTimeout(1_000);
        config.setInitializationFailTimeout(-1);
        config.setKeepaliveTime(60_000);
        config.setMaxLifetime(1_800_000);
        config.addDataSourceProperty("ApplicationName", "coffer");
        config.addDataSourceProperty("connectTimeout", "2");
        config.addDataSourceProperty("socketTimeout", Integer.toString(size.socketSeconds()));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.addDataSourceProperty("prepareThreshold", "3");
        config.addDataSourceProperty("options", "-c statement_timeout=10000 -c lock_timeout=5000"
                + " -c idle_in_transaction_session_timeout=15000");
        return config;
    }
}
