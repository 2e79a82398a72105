package dev.coffer.db;

import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a database to the schema that this build knows: {@code migrations/V001__….sql} and on, forward only, under
 * Flyway's own lock, so that several replicas may start at once. Refuses a database that is newer than this build.
 */
public final class Migrations {
    /** The newest file; written here so that a start with nothing to do needn't look for it, nor load Flyway. */
    static final int LATEST = 14;

    private static final String APPLIED = """
            select coalesce(max(version::int), 0) from flyway_schema_history where success and version is not null""";
    private static final String UNDEFINED_TABLE = "42P01";

    private Migrations() {}

    /**
     * Quick (one query) when there is nothing to do.
     *
     * @throws DatabaseUnavailable when the server can't be asked
     * @throws CannotStart when the database is newer, or its history isn't ours
     */
    public static void apply(Database database) {
        int applied = applied(database);
        if (applied > LATEST) {
            throw new CannotStart(
                    "The database is at version %d of the schema and this Coffer knows %d: start the newer Coffer again."
                            .formatted(applied, LATEST));
        }
        if (applied < LATEST) {
            migrate(database.address());
        }
    }

    /**
     * Whether any of it was ever applied; a database where it wasn't holds nothing of ours.
     *
     * @throws DatabaseUnavailable when the server can't be asked
     */
    public static boolean begun(Database database) {
        return applied(database) > 0;
    }

    private static int applied(Database database) {
        try {
            return database.read(sql -> sql.fetchOne(APPLIED).get(0, Integer.class));
        } catch (DatabaseFailed e) {
            if (e.sqlState().equals(UNDEFINED_TABLE)) {
                return 0;
            }
            throw e;
        }
    }

    private static void migrate(Address address) {
        try {
            Flyway.configure()
                    .dataSource(address.url(), address.user(), address.password())
                    .locations("classpath:migrations")
                    .failOnMissingLocations(true)
                    .placeholderReplacement(false)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            if (e.getCause() instanceof SQLException cause && Faults.passing(cause)) {
                throw Faults.unavailable(cause);
            }
            throw new CannotStart("The database's schema can't be brought up to date: " + firstLine(e.getMessage()));
        }
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("no reason given");
    }
}
