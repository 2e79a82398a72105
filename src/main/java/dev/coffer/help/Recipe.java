package dev.coffer.help;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Code that the help prints, each in a file of its own beside this class's resources: the tests run those very files.
 * Where one names a server, it is {@link #SERVER}, which a page replaces by its own address.
 */
enum Recipe {
    RUN("run.sh"),
    SHELL("shell.sh"),
    ONE("one.sh"),
    NODE("app.mjs"),
    PYTHON("app.py"),
    JAVA("App.java"),
    DIRENV("envrc"),
    SERVICE("shop.service"),
    VALUES_SERVICE("shop-values.service"),
    PLAIN_SERVICE("shop-plain.service"),
    DOCKERFILE("Dockerfile"),
    DOCKER("docker.sh"),
    COMPOSE("compose.yaml"),
    WORKFLOW("workflow.yaml"),
    WEBHOOK_STORE("external-secrets-webhook.yaml"),
    KV_STORE("external-secrets-kv.yaml");

    static final String SERVER = "https://coffer.example.com";

    private final String file;

    Recipe(String file) {
        this.file = file;
    }

    /** As it is to be typed for a server, without a line end. */
    String at(String server) {
        try (var in = Recipe.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(SERVER, server).stripTrailing();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
