package dev.coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestServer;
import dev.coffer.client.CofferClient;
import dev.coffer.client.SecretValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own, in a locale that knows no letter beyond ASCII. */
@Tag("R27")
class ExportTest {
    private static final String ODD = "'a' \"b\" $HOME `id` \\n \t é 🔑\nsecond\\\n#third ";

    private static TestServer server;
    private static String token;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws InterruptedException {
        server = TestServer.start();
        server.cast.project("shop");
        try (var odd = SecretValue.of(ODD.toCharArray())) {
            CofferClient.connect(server.url(), server.tokenOf(server.cast.alice)).secrets("shop").set("ODD", odd,
                    "production");
        }
        token = server.cast.deploymentTokenOf(server.cast.alice, "shop", new Cast.Place("api", "production"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_shell_gets_back_the_same_bytes() throws IOException {
        assertThat(output(List.of("sh", "-c", "eval \"$(%s)\"; printf %%s \"$ODD\"".formatted(
                String.join(" ", CofferProcess.command("export", "--format", "shell")))))).isEqualTo(ODD);
    }

    @Test
    void a_file_is_for_its_owner_alone_and_python_reads_it() throws IOException {
        var file = Files.writeString(folder.resolve("values.json"), "{}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(output(CofferProcess.command("export", "--format", "json", "--output", "values.json"))).isEmpty();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(output(List.of("python3", "-c", "import json, sys; sys.stdout.buffer.write("
                + "json.load(open('values.json', 'rb'))['ODD'].encode())"))).isEqualTo(ODD);
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    private String output(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(Map.of("COFFER_URL", server.url(), "COFFER_TOKEN", token, "LC_ALL", "C"));
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
