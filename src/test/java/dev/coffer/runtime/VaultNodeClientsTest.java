package dev.coffer.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients of the KV v2 shape from npm, as they are, read Coffer. Installed once below {@code target}; skipped where
 * there is no Node, or npm reaches no registry.
 */
@Tag("R29")
class VaultNodeClientsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path FOLDER = Path.of("target/vault-clients").toAbsolutePath();
    private static final List<String> PACKAGES =
            List.of("node-vault@0.12.0", "@litehex/node-vault@1.1.4", "hashi-vault-js@0.5.1");
    private static final String SCRIPT = "vault-clients.mjs";
    private static VaultStage stage;
    private static JsonNode said;

    @BeforeAll
    static void run() throws IOException {
        install();
        stage = new VaultStage();
        try (var script = VaultNodeClientsTest.class.getResourceAsStream(SCRIPT)) {
            Files.copy(script, FOLDER.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
        }
        said = JSON.readTree(output(List.of("node", SCRIPT)));
    }

    @AfterAll
    static void stop() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void node_vault_reads_and_lists() {
        var entry = of("node-vault read").path("data");
        assertThat(entry.path("data").path("ODD").asString()).isEqualTo(VaultStage.ODD);
        assertThat(entry.path("data").propertyNames()).containsExactly("DATABASE_URL", "ODD");
        assertThat(entry.path("metadata").path("version").asInt()).isEqualTo(1);
        assertThat(of("node-vault list").path("data").path("keys").path(0).asString()).isEqualTo("production/");
        assertThat(of("node-vault health").path("sealed").asBoolean(true)).isFalse();
        assertThat(of("node-vault status").path("sealed").asBoolean(true)).isFalse();
        assertThat(of("node-vault mounts").path("secret/").path("options").path("version").asString()).isEqualTo("2");
        assertThat(of("node-vault lookup").path("data").path("ttl").asLong()).isCloseTo(86_400, within(60L));
    }

    @Test
    void node_vault_logs_in_by_app_role_renews_and_ends_its_token() {
        assertThat(of("node-vault login").path("auth").path("lease_duration").asLong()).isCloseTo(3_600, within(60L));
        assertThat(of("node-vault child read").path("data").path("data").path("ODD").asString())
                .isEqualTo(VaultStage.ODD);
        assertThat(of("node-vault renew").path("auth").path("renewable").asBoolean()).isTrue();
        assertThat(of("node-vault revoke").has("refused")).isFalse();
        assertThat(refused("node-vault revoked")).isEqualTo(403);
    }

    @Test
    void node_vault_is_refused_as_it_expects() {
        assertThat(refused("node-vault write")).isEqualTo(405);
        assertThat(of("node-vault write").path("message").asString()).contains("unsupported operation",
                "coffer secrets set");
        assertThat(refused("node-vault delete")).isEqualTo(405);
        assertThat(refused("node-vault elsewhere")).isEqualTo(403);
        assertThat(refused("node-vault nothing")).isEqualTo(404);
        assertThat(refused("node-vault wrong")).isEqualTo(403);
        assertThat(of("node-vault wrong").path("message").asString()).startsWith("permission denied");
        assertThat(refused("node-vault none")).isEqualTo(400);
    }

    @Test
    void a_client_that_holds_answers_against_a_list_of_fields_finds_them_all() {
        assertThat(of("litehex read").path("data").path("data").path("data").path("ODD").asString())
                .isEqualTo(VaultStage.ODD);
        assertThat(of("litehex list").path("data").path("data").path("keys").path(0).asString())
                .isEqualTo("production/");
        for (var call : List.of("metadata", "health", "seal", "mounts", "mount")) {
            assertThat(of("litehex " + call).has("data")).as(of("litehex " + call).toString()).isTrue();
        }
        assertThat(of("litehex write").has("error")).isTrue();
    }

    @Test
    void hashi_vault_js_logs_in_and_reads() {
        assertThat(of("hashi-vault-js login").path("lease_duration").asLong()).isCloseTo(3_600, within(60L));
        assertThat(of("hashi-vault-js read").toString()).contains("\"ODD\":");
        assertThat(of("hashi-vault-js version").toString()).contains("\"ODD\":");
        assertThat(of("hashi-vault-js list").toString()).contains("production/");
        assertThat(refused("hashi-vault-js write")).isEqualTo(405);
    }

    private static JsonNode of(String call) {
        assertThat(said.has(call)).as(call).isTrue();
        return said.path(call);
    }

    private static int refused(String call) {
        return of(call).path("refused").asInt();
    }

    private static void install() throws IOException {
        var done = FOLDER.resolve("installed");
        if (Files.exists(done) && Files.readAllLines(done).equals(PACKAGES)) {
            return;
        }
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve("package.json"), "{\"private\": true, \"type\": \"module\"}\n");
        var npm = new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts",
                "--fetch-retries=0", "--fetch-timeout=30000"));
        npm.addAll(PACKAGES);
        output(npm);
        Files.write(done, PACKAGES);
    }

    /** What a program prints; the test is skipped where it isn't there, or fails. */
    private static String output(List<String> command) throws IOException {
        var errors = FOLDER.resolve("errors.txt");
        var builder = new ProcessBuilder(command).directory(FOLDER.toFile()).redirectError(errors.toFile());
        if (stage != null) {
            builder.environment().put("COFFER_URL", stage.server.url());
            builder.environment().put("COFFER_TOKEN", stage.token);
            builder.environment().put("COFFER_ROLE", stage.role().toString());
        }
        try {
            var process = builder.start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0) {
                return output;
            }
        } catch (IOException notThere) {
            return abort("There is no " + command.getFirst() + " on this machine");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (command.getFirst().equals("node")) {
            throw new AssertionError(Files.readString(errors));
        }
        return abort("npm reaches no registry: " + Files.readString(errors));
    }
}
