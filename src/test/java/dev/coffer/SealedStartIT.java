package dev.coffer;

import static dev.coffer.db.schema.Tables.DEPLOYMENT_TOKENS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.RootKeys;
import dev.coffer.db.Address;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** A start with a key or a database that won't do: the process stays up and closed, says why, and writes nothing. */
@Tag("R36")
class SealedStartIT {
    private static final List<String> CLOSED =
            List.of("GET /", "GET /projects", "GET /sign-in", "POST /sign-in", "GET /setup",
                    "POST /setup", "POST /api/v1/setup", "GET /api/v1/me", "GET /metrics", "GET /static/x/app.css",
                    "PUT /api/v1/projects/p/secrets/K", "DELETE /api/v1/projects/p", "OPTIONS /", "GET /nothing",
                    "GET /v1/secret/data/shop/production", "LIST /v1/secret/metadata", "PUT /v1/auth/approle/login",
                    "GET /v1/sys/health");

    @TempDir
    Path folder;

    /** What is wrong at the start, and the reason that {@code /readyz} gives for it. */
    record Fault(String what, String reason, Damage damage) {
        @Override
        public String toString() {
            return what;
        }
    }

    @FunctionalInterface
    interface Damage {
        void to(Path key, Address database) throws Exception;
    }

    static Stream<Fault> faults() {
        return Stream.of(
                new Fault("another key", "root_key_wrong", (key, _) -> {
                    Files.delete(key);
                    RootKeys.create(key);
                }),
                new Fault("no key", "root_key_missing", (key, _) -> Files.delete(key)),
                new Fault("a key that others may read", "root_key_open_to_others",
                        (key, _) -> Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"))),
                new Fault("half a key", "root_key_malformed",
                        (key, _) -> Files.writeString(key, Files.readString(key).substring(0, 20))),
                new Fault("a folder in place of the key", "root_key_not_a_file", (key, _) -> {
                    Files.delete(key);
                    Files.createDirectory(key);
                }),
                new Fault("a slot that was changed", "instance_tampered", (_, database) -> sql(database,
                        "update key_slots set wrapped = set_byte(wrapped, length(wrapped) - 1, "
                                + "255 - get_byte(wrapped, length(wrapped) - 1))")),
                new Fault("a slot that was removed", "instance_tampered",
                        (_, database) -> sql(database, "delete from key_slots")),
                new Fault("a canary that was changed", "instance_tampered", (_, database) -> sql(database,
                        "update instance set canary = set_byte(canary, 20, 255 - get_byte(canary, 20))")));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void itStaysUpAndClosedAndWritesNothing(Fault fault) throws Exception {
        var database = TestDatabase.empty();
        var key = folder.resolve("root-key");
        RootKeys.create(key);
        Server.start(config(database, Optional.of(key))).close();
        fault.damage.to(key, database);
        var rows = rows(database);
        var files = files();

        try (var server = Server.start(config(database, Optional.of(key)))) {
            assertClosed(server, fault.reason);
        }

        assertThat(rows(database)).isEqualTo(rows);
        assertThat(files()).isEqualTo(files);
    }

    @Test
    void aDatabaseOfAnotherInstanceIsNotOpened() throws Exception {
        var ours = TestDatabase.empty();
        var theirs = TestDatabase.empty();
        var key = folder.resolve("root-key");
        var other = folder.resolve("other-key");
        RootKeys.create(key);
        RootKeys.create(other);
        Server.start(config(ours, Optional.of(key))).close();
        Server.start(config(theirs, Optional.of(other))).close();
        var rows = rows(theirs);

        try (var server = Server.start(config(theirs, Optional.of(key)))) {
            assertClosed(server, "root_key_wrong");
        }

        assertThat(rows(theirs)).isEqualTo(rows);
    }

    @Test
    void theRightKeyOpensItWithoutARestart() throws Exception {
        var database = TestDatabase.empty();
        var key = folder.resolve("root-key");
        RootKeys.create(key);
        Server.start(config(database, Optional.of(key))).close();
        Files.move(key, folder.resolve("aside"));

        try (var server = Server.start(config(database, Optional.of(key)))) {
            var client = client(server);
            assertClosed(server, "root_key_missing");
            Files.move(folder.resolve("aside"), key);
            awaitReady(client);
            assertThat(client.get("/setup").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anEmptyDatabaseElsewhereIsOnlyInitialisedWithAKeyThatIsGiven() throws Exception {
        var database = TestDatabase.empty();
        try (var server = Server.start(config(database, Optional.empty()))) {
            assertClosed(server, "root_key_missing");
        }
        assertThat(rows(database)).isEmpty();
        assertThat(files()).isEmpty();

        var key = folder.resolve("root-key");
        RootKeys.create(key);
        try (var server = Server.start(config(database, Optional.of(key)))) {
            assertThat(server.isOpen()).isTrue();
        }
        assertThat(rows(database)).containsKey("instance");
    }

    @Test
    void aDatabaseThatIsAwayAtTheStartIsTakenWhenItComes() throws Exception {
        var there = TestDatabase.empty();
        var key = folder.resolve("root-key");
        RootKeys.create(key);
        var name = there.url().replaceFirst(".*/", "");
        var away = new Address(there.url() + "_later", there.user(), there.password());

        try (var server = Server.start(config(away, Optional.of(key)))) {
            var client = client(server);
            assertThat(client.get("/livez").statusCode()).isEqualTo(200);
            assertThat(client.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(client.get("/readyz").body()).contains("\"reason\":\"database_");
            sql(there, "create database %s_later".formatted(name));
            awaitReady(client);
        }
    }

    @Test
    @Tag("R35")
    void withoutItsRowInTheAuditLogNothingChanges() throws Exception {
        try (var server = TestServer.start()) {
            server.cast.project("shop");
            var alice = server.api(server.cast.alice);
            var path = "/api/v1/projects/shop/secrets/KEPT";
            // A first request may take so long that its body counts as too slow a one.
            assertThat(alice.get(path).statusCode()).isEqualTo(404);
            assertThat(alice.json("PUT", path, set("first")).statusCode()).isEqualTo(201);
            var token = server.cast.deploymentTokenOf(server.cast.alice, "shop", new Cast.Place("api", "preview"));
            var app = server.api().with("X-Vault-Token", token);
            var login = "{\"role_id\":%s,\"secret_id\":\"%s\"}".formatted(JsonMapper.shared().readTree(alice.get(
                    "/api/v1/projects/shop/apps/api/deployments/preview").body()).path("id"), token);
            assertThat(app.json("POST", "/v1/auth/approle/login", login).statusCode()).isEqualTo(200);
            assertThat(app.get("/v1/secret/data/shop/preview").body()).contains("first");
            var address = server.cast.database.address();
            sql(address,
                    "create function away() returns trigger language plpgsql as 'begin raise exception ''no''; end';"
                            + " create trigger away before insert on audit_events execute function away()");
            var before = rows(address);

            for (var answer : List.of(alice.json("PUT", path, set("second")), alice.delete(path),
                    app.get("/v1/secret/data/shop/preview"), app.json("POST", "/v1/auth/approle/login", login),
                    alice.json("PUT", path.replace("KEPT", "NEW"), set("x")),
                    alice.json("POST", "/api/v1/projects", "{\"name\":\"N\",\"slug\":\"n\"}"),
                    alice.json("POST", "/api/v1/projects/shop/imports", "{\"format\":\"dotenv\",\"content\":\"A=b\","
                            + "\"environments\":[\"preview\"]}"),
                    alice.json("POST", "/api/v1/me/tokens", "{\"name\":\"n\",\"days\":1}"),
                    server.browser(server.cast.alice).form("/account/name", "name", "Other"))) {
                assertThat(answer.statusCode()).isGreaterThanOrEqualTo(500);
                assertThat(answer.body()).doesNotContain("raise", "trigger", "first", "second", "cof_d");
            }

            assertThat(rows(address)).isEqualTo(before);
            assertThat(server.cast.database.read(sql -> sql.fetchCount(DEPLOYMENT_TOKENS)).intValue()).isEqualTo(2);
            sql(address, "drop trigger away on audit_events");
            assertThat(alice.json("PUT", path, set("third")).statusCode()).isEqualTo(200);
        }
    }

    private static String set(String value) {
        return "{\"value\":\"%s\",\"environments\":[\"preview\"]}".formatted(value);
    }

    private static void assertClosed(Server server, String reason) {
        var client = client(server);
        assertThat(server.isOpen()).isFalse();
        assertThat(client.get("/livez").statusCode()).isEqualTo(200);
        var ready = client.get("/readyz");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("\"reason\":\"%s\"".formatted(reason));
        assertThat(ready.headers().firstValue("Retry-After")).isPresent();
        for (var closed : CLOSED) {
            var parts = closed.split(" ");
            assertThat(client.send(parts[1], parts[0], null).statusCode()).as(closed).isEqualTo(503);
        }
        assertThat(client.get("/v1/secret/data/shop/production").body())
                .startsWith("{\"errors\":[\"Coffer is not ready");
        assertThat(client.get("/v1/sys/health").body()).contains("\"sealed\":true");
        assertThat(client.get("/v1/sys/seal-status").body()).contains("\"sealed\":true");
    }

    /** As long as it tries again, which it does every two seconds. */
    private static void awaitReady(TestClient client) {
        for (int tries = 0; tries < 1_000; tries++) {
            try {
                if (client.get("/readyz").statusCode() == 200) {
                    return;
                }
            } catch (IllegalStateException betweenTwoSockets) {
                // asked again
            }
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
        throw new AssertionError("/readyz never said ready");
    }

    private static TestClient client(Server server) {
        return TestClient.browser("http://localhost:" + server.port(), null);
    }

    private Config config(Address database, Optional<Path> key) throws IOException {
        return new Config(new Config.Databases(Optional.of(database), Optional.empty()), folder,
                new Config.Listen("127.0.0.1", 0),
                URI.create("http://localhost:8080"), key, List.of(), Config.Limits.DEFAULT, Optional.empty(),
                List.of());
    }

    /** Every table's rows, counted and digested. */
    private static Map<String, String> rows(Address database) throws SQLException {
        var found = new TreeMap<String, String>();
        try (var connection = connect(database); var statement = connection.createStatement()) {
            for (var table : column(statement.executeQuery(
                    "select tablename from pg_tables where schemaname = 'public'"))) {
                found.put(table,
                        column(statement.executeQuery("select count(*) || ' ' || coalesce(md5(string_agg(t::text,"
                                + " '|' order by t::text)), '') from %s t".formatted(table))).getFirst());
            }
        }
        // Coming and going of whoever asks, and not a change.
        List.of("deployment_tokens", "personal_tokens", "sessions", "sign_in_throttles").forEach(found::remove);
        return found;
    }

    private static List<String> column(ResultSet rows) throws SQLException {
        var found = new ArrayList<String>();
        while (rows.next()) {
            found.add(rows.getString(1));
        }
        return found;
    }

    private Map<String, String> files() throws IOException {
        var found = new TreeMap<String, String>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                found.put(folder.relativize(file).toString(),
                        Files.readString(file) + ' ' + Files.getLastModifiedTime(file)
                                + Files.getPosixFilePermissions(file));
            }
        }
        return found;
    }

    private static void sql(Address database, String statement) throws SQLException {
        try (var connection = connect(database); var any = connection.createStatement()) {
            any.execute(statement);
        }
    }

    private static java.sql.Connection connect(Address database) throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }
}
