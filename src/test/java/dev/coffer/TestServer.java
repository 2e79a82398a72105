package dev.coffer;

import dev.coffer.access.Role;
import dev.coffer.access.User;
import dev.coffer.crypto.RootKeys;
import dev.coffer.db.Address;
import dev.coffer.db.Database;
import dev.coffer.form.Network;
import dev.coffer.web.Route;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The real server on a free port with a database of its own, and the {@link Cast} in it. {@code browser(alice)} and
 * {@code api(alice)} are clients with her session or a token of hers, put straight into the database.
 */
public final class TestServer implements AutoCloseable {
    public final Cast cast;
    private final Path folder;
    private final Server server;

    private TestServer(UnaryOperator<Config> change) {
        this(TestDatabase.freshAddress(), change);
    }

    private TestServer(Address address, UnaryOperator<Config> change) {
        try {
            folder = Files.createTempDirectory("coffer-server-");
            var keyFile = folder.resolve("root-key");
            cast = new Cast(Database.connect(address), RootKeys.create(keyFile));
            server = Server.start(change.apply(new Config(new Config.Databases(Optional.of(address), Optional.empty()),
                    folder,
                    new Config.Listen("127.0.0.1", 0), URI.create("http://localhost:8080"), Optional.of(keyFile),
                    List.of(), Config.Limits.DEFAULT, Optional.empty(), List.of())));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static TestServer start() {
        return new TestServer(config -> config);
    }

    /** On a database of a test's own. */
    public static TestServer start(Address address) {
        return new TestServer(address, config -> config);
    }

    /** With a replica. */
    public static TestServer start(Address address, Address replica) {
        return new TestServer(address, config -> new Config(new Config.Databases(config.database(),
                Optional.of(replica)), config.dataFolder(), config.listen(), config.publicUrl(), config.rootKeyFile(),
                config.trustedProxies(), config.limits(), config.metricsToken(), config.webhookAllow()));
    }

    public static TestServer start(Config.Limits limits) {
        return new TestServer(config -> new Config(config.databases(), config.dataFolder(), config.listen(),
                config.publicUrl(), config.rootKeyFile(), config.trustedProxies(), limits, config.metricsToken(),
                config.webhookAllow()));
    }

    /** With the public address, the trusted proxies and the token for metrics that somebody configured. */
    public static TestServer start(URI publicUrl, List<Network> proxies, String metricsToken) {
        return new TestServer(config -> new Config(config.databases(), config.dataFolder(), config.listen(), publicUrl,
                config.rootKeyFile(), proxies, config.limits(), Optional.of(new Config.Hidden(metricsToken)),
                config.webhookAllow()));
    }

    /** With networks that webhooks may call. */
    public static TestServer startAllowing(List<Network> webhooks) {
        return new TestServer(config -> new Config(config.databases(), config.dataFolder(), config.listen(),
                config.publicUrl(), config.rootKeyFile(), config.trustedProxies(), config.limits(),
                config.metricsToken(), webhooks));
    }

    /** Every address that it answers. */
    public List<Route> routes() {
        return server.routes();
    }

    public int port() {
        return server.port();
    }

    /** What its router holds. */
    List<Route> registered() {
        return server.registered();
    }

    /** How many apps wait for a change. */
    public int waiting() {
        return server.waiting();
    }

    /** The address under which browsers and clients reach it. */
    public String url() {
        return "http://localhost:" + port();
    }

    /** The server's data folder. */
    public Path folder() {
        return folder;
    }

    /** Somebody's browser, signed in. */
    public TestClient browser(User user) {
        return TestClient.browser(url(), sessionOf(user));
    }

    /** A browser of nobody known. */
    public TestClient browser() {
        return TestClient.browser(url(), null);
    }

    /** A program with a personal token of somebody's. */
    public TestClient api(User user) {
        return TestClient.api(url(), tokenOf(user));
    }

    /** A pipeline with a token for one project that somebody made. */
    public TestClient pipeline(User maker, String project, Role role) {
        return TestClient.api(url(), cast.pipelineTokenOf(maker, project, role));
    }

    /** A running app with its deployment's token. */
    public TestClient deployment(User maker, String project, Cast.Place place) {
        return TestClient.api(url(), cast.deploymentTokenOf(maker, project, place));
    }

    /** A program without a token. */
    public TestClient api() {
        return TestClient.api(url(), null);
    }

    /** The value of a session cookie for somebody. */
    public String sessionOf(User user) {
        return cast.sessionOf(user);
    }

    /** A personal token of somebody's. */
    public String tokenOf(User user) {
        return cast.tokenOf(user);
    }

    @Override
    public void close() {
        server.close();
        cast.database.close();
    }
}
