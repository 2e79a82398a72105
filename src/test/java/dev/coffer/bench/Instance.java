package dev.coffer.bench;

import dev.coffer.Cast;
import dev.coffer.crypto.RootKey;
import dev.coffer.crypto.RootKeys;
import dev.coffer.db.Address;
import dev.coffer.db.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What is in the measured server's data folder: people, projects and secrets, put there through the product's own code
 * and its API, and PostgreSQL seen past the server.
 */
final class Instance implements AutoCloseable {
    private static final String EXECUTED = "execute ";

    private final Path folder;
    private final Cast cast;
    private final String session;
    private final String token;
    private String appToken;

    /** The folder of a server that runs, and has nobody in it yet. */
    Instance(Path folder) throws IOException {
        this.folder = folder;
        this.cast = new Cast(Database.connect(address()), (RootKey) RootKeys.read(folder.resolve("root-key")));
        this.session = cast.sessionOf(cast.alice);
        this.token = cast.tokenOf(cast.alice);
    }

    /** Headers of a browser that alice is signed in with. */
    String asPerson() {
        return "Cookie: sid=%s\r\nSec-Fetch-Site: same-origin\r\n".formatted(session);
    }

    /** Headers of a program with a token of alice's. */
    String asProgram() {
        return "Authorization: Bearer %s\r\n".formatted(token);
    }

    /** Lets an app read all of a project in Production. */
    void deploy(String project) {
        appToken = cast.deploymentTokenOf(cast.alice, project, new Cast.Place("api", "production"));
    }

    /** Headers of the app that is deployed. */
    String asApp() {
        return "Authorization: Bearer %s\r\n".formatted(appToken);
    }

    /** A project's id, and how many characters its last row in the log has. */
    record Logged(UUID project, int characters) {}

    Logged lastOf(String project) throws IOException, SQLException {
        try (var connection = connect(); var query = connection.prepareStatement("""
                select p.id, length(e.body) from projects p join audit_events e on e.chain_id = p.id where p.slug = ?
                order by e.seq desc limit 1""")) {
            query.setString(1, project);
            try (var row = query.executeQuery()) {
                row.next();
                return new Logged(row.getObject(1, UUID.class), row.getInt(2));
            }
        }
    }

    /** The variables of a program that reads what the app does. */
    Map<String, String> asDeployment(int port) {
        return Map.of("COFFER_URL", "http://localhost:" + port, "COFFER_TOKEN", appToken);
    }

    /** The token itself, as a client presents it. */
    String token() {
        return token;
    }

    /** A project with so many keys, each set in Production and Preview. */
    void fill(int port, String project, int keys) throws IOException {
        cast.project(project);
        for (int number = 0; number < keys; number++) {
            var body = """
                    {"value": "%s", "description": "What the service %d signs in with", "environments": \
                    ["production", "preview"]}""".formatted("v".repeat(40), number);
            try (var connection = new HttpConnection(port, put(project, number, body))) {
                var answer = connection.exchange();
                if (answer.status() != 201) {
                    throw new IllegalStateException(new String(connection.body(answer)));
                }
            }
        }
    }

    /** Sets a key's value in Production. */
    HttpConnection.Request set(String project, int number) {
        return put(project, number,
                "{\"value\": \"%s\", \"environments\": [\"production\"]}".formatted("w".repeat(40)));
    }

    static String key(int number) {
        return "SERVICE_%04d_PASSWORD".formatted(number);
    }

    static String secrets(String project) {
        return "/api/v1/projects/" + project + "/secrets";
    }

    private HttpConnection.Request put(String project, int number, String body) {
        return new HttpConnection.Request("PUT", secrets(project) + "/" + key(number), asProgram(), body);
    }

    /** A connection to the server's database; it listens at another port after each start. */
    Connection connect() throws IOException, SQLException {
        var address = address();
        return DriverManager.getConnection(address.url() + "?prepareThreshold=1", address.user(), address.password());
    }

    /** Lets PostgreSQL write every statement of the connections to come into its log, or no longer. */
    void logStatements(String which) throws IOException, SQLException {
        try (var connection = connect(); var statement = connection.createStatement()) {
            statement.execute("alter role coffer set log_statement = '%s'".formatted(which));
        }
    }

    /** Anything that asks PostgreSQL. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /**
     * What PostgreSQL is asked to do while the work is done: statements, with BEGIN and COMMIT where there are such.
     */
    List<String> statementsOf(Work work) throws Exception {
        var log = folder.resolve("database.log");
        long before = Files.size(log);
        work.run();
        try (var in = Files.newInputStream(log)) {
            in.skipNBytes(before);
            return new String(in.readAllBytes()).lines().filter(line -> line.contains(EXECUTED))
                    .map(line -> line.substring(line.indexOf(EXECUTED)).replaceFirst("^execute [^:]+: ", "")).toList();
        }
    }

    @Override
    public void close() {
        cast.database.close();
    }

    private Address address() throws IOException {
        var port = Files.readAllLines(folder.resolve("database/postmaster.pid")).get(3).strip();
        return new Address("jdbc:postgresql://127.0.0.1:%s/postgres".formatted(port), "coffer",
                Files.readString(folder.resolve("database-password")).strip());
    }
}
