package dev.coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.NewServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BootstrapTest {
    private static final String PASSWORD = "canary seven <&> \"ü\"";

    @TempDir
    private Path folder;
    private Path passwordFile;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        passwordFile = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    }

    @Test
    void itMakesTheFirstOwnerAndPrintsNothingButATokenToStandardOutput() {
        try (var server = NewServer.start()) {
            var environment = Map.of("COFFER_URL", server.url() + "/", "COFFER_DATA_DIR", server.folder().toString());
            assertThat(run(environment)).as(err.toString()).isZero();
            assertThat(out.toString()).matches("cof_p\\w{59}\\R");
            assertThat(err.toString()).startsWith("Acme is set up. The token works until 20");
            assertThat(server.api().with("Authorization", "Bearer " + out.toString().strip()).get("/api/v1/me").body())
                    .contains("\"email\":\"ana@example.com\"", "\"organization\":\"Acme\"");
            assertThat(server.browser().form("/sign-in", "email", "ana@example.com", "password", PASSWORD).statusCode())
                    .as("without the file's line end").isEqualTo(303);

            assertThat(run(environment)).isEqualTo(1);
            assertThat(err.toString()).contains("There is no set-up code in");
            assertThat(run(environment, "--setup-code", "AAAAA-AAAAA-AAAAA-AAAAA")).isEqualTo(1);
            assertThat(err.toString()).contains("Coffer is set up already. Sign in.");
        }
    }

    @Test
    void aWrongCodeIsRefusedWithItsReasonAndNeverThePassword() {
        try (var server = NewServer.start()) {
            assertThat(run(Map.of(), "--server", server.url(), "--setup-code", "AAAAA-AAAAA-AAAAA-AAAAA")).isEqualTo(1);
            assertThat(err.toString()).startsWith("code: This is not the set-up code.").doesNotContain("canary");
            assertThat(out.toString()).isEmpty();
        }
    }

    @Test
    void aServerThatIsNotThereIs69() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        assertThat(run(Map.of("COFFER_PORT", String.valueOf(port)), "--setup-code", "x")).isEqualTo(69);
        assertThat(err.toString()).startsWith("Coffer can't be reached at http://localhost:" + port);
    }

    @Test
    void wrongUseIs2() {
        assertThat(run(Map.of(), "--server", "not an address", "--setup-code", "x")).isEqualTo(2);
        assertThat(run(Map.of(), "--password-file", folder.resolve("none").toString())).isEqualTo(2);
        assertThat(line(Map.of()).execute("--email", "ana@example.com")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    private int run(Map<String, String> environment, String... more) {
        var args = new ArrayList<>(List.of("--organization", "Acme", "--email", "ana@example.com"));
        if (!List.of(more).contains("--password-file")) {
            args.addAll(List.of("--password-file", passwordFile.toString()));
        }
        args.addAll(List.of(more));
        err.getBuffer().setLength(0);
        out.getBuffer().setLength(0);
        return line(environment).execute(args.toArray(String[]::new));
    }

    private CommandLine line(Map<String, String> environment) {
        return new CommandLine(new Bootstrap(environment)).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    }
}
