package dev.coffer;

import dev.coffer.db.Address;
import dev.coffer.db.Database;
import dev.coffer.db.EmbeddedPostgres;
import dev.coffer.db.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Real PostgreSQL for tests: one cluster a JVM, started at first use and removed at exit, and a new migrated database
 * for whoever asks. Close the database when the test class is done; nothing else needs cleaning up.
 */
public final class TestDatabase {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Path FOLDER = folder();
    private static final EmbeddedPostgres CLUSTER = EmbeddedPostgres.start(FOLDER, Path.of("target"));
    private static final String TEMPLATE = template();

    private TestDatabase() {}

    /** A migrated database that nobody else uses. */
    public static Database fresh() {
        return Database.connect(freshAddress());
    }

    /** {@link #fresh} for what makes its own connections. */
    public static Address freshAddress() {
        var name = "test_" + COUNT.incrementAndGet();
        execute("create database %s template %s".formatted(name, TEMPLATE));
        return named(name);
    }

    /** An empty database without a schema. */
    public static Address empty() {
        var name = "empty_" + COUNT.incrementAndGet();
        execute("create database " + name);
        return named(name);
    }

    private static String template() {
        execute("create database migrated");
        try (var database = Database.connect(named("migrated"))) {
            Migrations.apply(database);
        }
        return "migrated";
    }

    private static Address named(String database) {
        var server = CLUSTER.address();
        return new Address(server.url().replaceFirst("/[^/]+$", "/" + database), server.user(), server.password());
    }

    private static synchronized void execute(String sql) {
        var server = CLUSTER.address();
        try (var connection = DriverManager.getConnection(server.url(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path folder() {
        try {
            Files.createDirectories(Path.of("target"));
            var folder = Files.createTempDirectory("coffer-test-");
            Runtime.getRuntime().addShutdownHook(new Thread(TestDatabase::remove));
            return folder;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void remove() {
        CLUSTER.close();
        try (var files = Files.walk(FOLDER)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
