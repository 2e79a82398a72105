package dev.coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where values and tokens are to be seen of {@code coffer run}, while it runs and after: nowhere but in the child. */
@Tag("R30")
class RunLeaksTest {
    private static final String CANARY = "canary-9e107d9d372bb6826bd8";
    private static final String READY = "echo \"$A_KEY\"; echo ready; read go; exit 4";
    private static TestServer server;
    private static String token;

    @TempDir
    private Path home;
    private Map<String, String> variables;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        server.cast.project("shop");
        token = server.cast.deploymentTokenOf(server.cast.alice, "shop", new Cast.Place("api", "production"));
        for (var key : List.of("A_KEY", "B_KEY")) {
            assertThat(server.api(server.cast.alice).json("PUT", "/api/v1/projects/shop/secrets/" + key,
                    "{\"value\": \"%s\", \"environments\": [\"production\"]}".formatted(CANARY)).statusCode())
                    .isLessThan(300);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void no_value_is_among_arguments_files_or_words() throws Exception {
        variables = new HashMap<>(Map.of("COFFER_URL", server.url(), "COFFER_TOKEN", token, "HOME", home.toString(),
                "TMPDIR", home.toString(), "JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + home + " -Duser.home=" + home,
                "XDG_RUNTIME_DIR", Files.createDirectory(home.resolve("runtime")).toString()));
        try (var running = CofferProcess.start(home, variables, "run", "--cache", "1h", "--file", "B_KEY", "--", "sh",
                "-c", READY)) {
            running.awaitOut("ready");
            assertNowhere("arguments of any process", arguments());
            var own = "/proc/" + running.process().pid();
            assertNowhere("its own environment", Map.of(own, bytes(Path.of(own, "environ"))));
            var files = filesOf(home);
            assertThat(files.keySet().stream().filter(each -> each.endsWith(".sealed"))).as("a cache").hasSize(1);
            var secret = files.keySet().stream().filter(each -> each.endsWith("/B_KEY")).findFirst().orElseThrow();
            assertThat(files.remove(secret)).asString(StandardCharsets.UTF_8).isEqualTo(CANARY);
            assertNowhere("files", files);
            running.signal("QUIT");
            running.awaitOut("Full thread dump");
            running.process().getOutputStream().close();
            assertThat(running.done().code()).isEqualTo(4);
        }
        assertThat(filesOf(home).keySet()).noneMatch(each -> each.contains("coffer-run-"))
                .noneMatch(each -> each.matches(".*/(core.*|hs_err.*|.*\\.(hprof|jfr))"));
        assertNowhere("what it left", filesOf(home));
    }

    @Test
    void a_crash_of_java_itself_leaves_nothing_behind() throws Exception {
        variables = new HashMap<>(Map.of("COFFER_URL", server.url(), "COFFER_TOKEN", token, "TMPDIR", home.toString(),
                "JDK_JAVA_OPTIONS", "-XX:-CreateCoredumpOnCrash -XX:ErrorFile=/dev/null"));
        try (var running = CofferProcess.start(home, variables, "run", "--", "sh", "-c", READY)) {
            running.awaitOut("ready");
            running.signal("SEGV");
            running.process().waitFor();
        }
        assertThat(filesOf(home).keySet()).noneMatch(each -> each.matches(".*/(core.*|hs_err.*)"));
        assertNowhere("what a crash left", filesOf(home));
    }

    private static void assertNowhere(String what, Map<String, byte[]> places) {
        assertThat(places).as(what).isNotEmpty();
        places.forEach((place, content) -> {
            var text = new String(content, StandardCharsets.ISO_8859_1);
            assertThat(text).as("%s: %s", what, place).doesNotContain(CANARY,
                    Base64.getEncoder().withoutPadding().encodeToString(CANARY.getBytes()),
                    HexFormat.of().formatHex(CANARY.getBytes()), new StringBuilder(CANARY).reverse());
            if (!place.startsWith("/proc/") || place.endsWith("cmdline")) {
                assertThat(text).as("a token in %s: %s", what, place).doesNotContain(token);
            }
        });
    }

    private static Map<String, byte[]> arguments() {
        var arguments = new TreeMap<String, byte[]>();
        ProcessHandle.allProcesses().map(each -> Path.of("/proc", String.valueOf(each.pid()), "cmdline"))
                .forEach(file -> arguments.put(file.toString(), bytes(file)));
        return arguments;
    }

    private static Map<String, byte[]> filesOf(Path folder) throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var all = Files.walk(folder)) {
            all.filter(Files::isRegularFile).forEach(file -> files.put(file.toString(), bytes(file)));
        }
        return files;
    }

    /** Nothing of a process or a file that is gone. */
    private static byte[] bytes(Path file) {
        try {
            return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        } catch (IOException | UncheckedIOException gone) {
            return new byte[0];
        }
    }
}
