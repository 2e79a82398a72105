package dev.coffer;

import dev.coffer.crypto.RootKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The real server as it is at its first start: nobody there yet, and a set-up code in its data folder. */
public final class NewServer implements AutoCloseable {
    private final Path folder;
    private final Server server;

    private NewServer(URI publicUrl) {
        try {
            folder = Files.createTempDirectory("coffer-new-");
            var keyFile = folder.resolve("root-key");
            RootKeys.create(keyFile);
            server = Server.start(new Config(
                    new Config.Databases(Optional.of(TestDatabase.freshAddress()), Optional.empty()), folder,
                    new Config.Listen("127.0.0.1", 0), publicUrl, Optional.of(keyFile), List.of(),
                    Config.Limits.DEFAULT, Optional.empty(), List.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static NewServer start() {
        return new NewServer(URI.create("http://localhost:8080"));
    }

    /** One that browsers reach under another address. */
    public static NewServer start(URI publicUrl) {
        return new NewServer(publicUrl);
    }

    public String url() {
        return "http://localhost:" + server.port();
    }

    public Path folder() {
        return folder;
    }

    public String setupCode() {
        try {
            return Files.readString(folder.resolve("setup-code"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TestClient browser() {
        return TestClient.browser(url(), null);
    }

    public TestClient api() {
        return TestClient.api(url(), null);
    }

    @Override
    public void close() {
        server.close();
    }
}
