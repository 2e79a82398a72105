package dev.coffer.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestClient;
import dev.coffer.TestServer;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** A second PostgreSQL that follows the first one, as {@code COFFER_DATABASE_READ_URL} names it. */
@Timeout(180)
class ReplicaTest {
    private static final String LIST = "/api/v1/projects/shop/secrets";
    private static final JsonMapper JSON = new JsonMapper();

    private static Path folder;
    private static EmbeddedPostgres primary;
    private static EmbeddedPostgres standby;
    private static TestServer server;
    private static TestClient alice;

    @BeforeAll
    static void start() throws Exception {
        folder = Files.createTempDirectory("coffer-replica-");
        primary = EmbeddedPostgres.start(folder.resolve("primary"), Path.of("target"));
        var address = primary.address();
        try (var database = Database.connect(address)) {
            Migrations.apply(database);
        }
        standby = EmbeddedPostgres.start(copied(address), Path.of("target"));
        server = TestServer.start(address, standby.address());
        server.cast.project("shop");
        alice = server.api(server.cast.alice);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        standby.close();
        primary.close();
        PostgresPrograms.deleteTree(folder);
    }

    @Test
    void lists_come_from_the_replica_and_never_miss_what_was_just_written() throws SQLException {
        assertThat(one(standby, "select pg_is_in_recovery()")).isEqualTo("t");
        for (int i = 0; i < 10; i++) {
            set("KEY_" + i);
            assertThat(keys()).contains("KEY_" + i);
        }
        caughtUp();
        long before = scans();
        assertThat(keys()).contains("KEY_9");
        assertThat(alice.get("/api/v1/projects/shop/audit").body()).contains("KEY_9");
        assertThat(alice.get(LIST + "/KEY_9/versions?environment=production").statusCode()).isEqualTo(200);

        await(() -> keys().contains("KEY_9") && scans() > before);
    }

    @Test
    void a_replica_that_is_behind_is_not_asked() throws SQLException {
        set("BEFORE");
        caughtUp();
        one(standby, "select pg_wal_replay_pause()::text");
        try {
            set("MEANWHILE");
            assertThat(keys()).contains("BEFORE", "MEANWHILE");
            assertThat(alice.get("/api/v1/projects/shop/audit").body()).contains("MEANWHILE");
        } finally {
            one(standby, "select pg_wal_replay_resume()::text");
        }
    }

    @Test
    void values_are_read_from_the_primary() {
        var app = server.deployment(server.cast.alice, "shop", new Cast.Place("api", "production"));
        set("VALUE");

        assertThat(JSON.readTree(app.get("/api/v1/runtime/secrets").body()).path("secrets").has("VALUE")).isTrue();
    }

    @Test
    void without_the_replica_the_primary_does_its_work() {
        set("ALONE");
        assertThat(keys()).contains("ALONE");
        ProcessHandle.of(standby.pid()).orElseThrow().destroyForcibly();
        for (int i = 0; i < 20; i++) {
            assertThat(keys()).contains("ALONE");
        }
        assertThat(alice.get("/api/v1/projects/shop/audit").statusCode()).isEqualTo(200);
        assertThat(server.api().get("/readyz").statusCode()).isEqualTo(200);
        await(ReplicaTest::isUp); // it starts again by itself
    }

    private static void set(String key) {
        assertThat(alice.json("PUT", LIST + "/" + key,
                "{\"value\": \"x\", \"environments\": [\"production\"]}").statusCode()).isEqualTo(201);
    }

    private static java.util.List<String> keys() {
        var answer = alice.get(LIST + "?limit=500");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("items").valueStream().map(item -> item.path("key").asString())
                .toList();
    }

    private static void caughtUp() throws SQLException {
        var now = one(primary, "select pg_current_wal_lsn()::text");
        await(() -> said(standby, "select (pg_last_wal_replay_lsn() >= '%s'::pg_lsn)::text".formatted(now))
                .equals("true"));
    }

    /** How often the replica's table of secrets was looked through, as it was a second ago or so. */
    private static long scans() {
        return Long.parseLong(said(standby, "select (coalesce(seq_scan, 0) + coalesce(idx_scan, 0))::text"
                + " from pg_stat_user_tables where relname = 'secrets'"));
    }

    private static boolean isUp() {
        try {
            return one(standby, "select pg_is_in_recovery()").equals("t");
        } catch (SQLException notYet) {
            return false;
        }
    }

    private static String said(EmbeddedPostgres server, String sql) {
        try {
            return one(server, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String one(EmbeddedPostgres server, String sql) throws SQLException {
        var address = server.address();
        try (var connection = DriverManager.getConnection(address.url(), address.user(), address.password());
                var statement = connection.createStatement(); var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void await(BooleanSupplier what) {
        while (!what.getAsBoolean()) {
            Thread.yield();
        }
    }

    /** A base backup by hand (PostgreSQL 18, 25.3.3), and where the copy gets what follows. */
    private static Path copied(Address address) throws Exception {
        var copy = folder.resolve("standby");
        try (var connection = DriverManager.getConnection(address.url(), address.user(), address.password());
                var statement = connection.createStatement()) {
            statement.execute("select pg_backup_start('copy', true)");
            copy(folder.resolve("primary"), copy);
            Files.deleteIfExists(copy.resolve("database/postmaster.pid"));
            try (var label = statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
                label.next();
                Files.writeString(copy.resolve("database/backup_label"), label.getString(1));
            }
        }
        var port = address.url().replaceAll(".*:(\\d+)/.*", "$1");
        Files.writeString(copy.resolve("database/postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=%s user=%s password=%s'%nhot_standby_feedback = on%n"
                        .formatted(port, address.user(), address.password()),
                StandardOpenOption.APPEND);
        Files.createFile(copy.resolve("database/standby.signal"));
        own(folder.resolve("primary/database"), copy.resolve("database"));
        return copy;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                Files.setPosixFilePermissions(to.resolve(from.relativize(folder)),
                        Files.getPosixFilePermissions(folder));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** To whom the data belongs: where root runs the tests, PostgreSQL is another user. */
    private static void own(Path like, Path tree) throws IOException {
        var owner = Files.getOwner(like);
        try (var files = Files.walk(tree)) {
            for (var file : files.toList()) {
                Files.setOwner(file, owner);
            }
        }
    }
}
