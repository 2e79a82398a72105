package dev.coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.coffer.Main;
import dev.coffer.TestServer;
import dev.coffer.access.Access;
import dev.coffer.access.Role;
import dev.coffer.secret.StoredValues;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.Load;
import picocli.CommandLine;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** What arrives of a value, byte for byte, and where it is never to be seen on the way. */
@Tag("R27")
class SecretsSetTest {
    /** Of each jar that a command reads: without HTTP server, database and templates. */
    private static final List<Class<?>> NEEDED = List.of(Main.class, CommandLine.class, JsonMapper.class,
            JsonFactory.class, JsonInclude.class, Load.class, LoggerFactory.class);

    private static TestServer server;
    private static Access shop;
    private static Map<String, String> variables;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        shop = server.cast.project("shop");
        variables = Map.of("COFFER_URL", server.url(), "COFFER_TOKEN",
                server.cast.pipelineTokenOf(server.cast.alice, "shop", Role.ADMIN));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"abc\\n,abc", "abc,abc", "abc\\r\\n,abc", "abc\\n\\n,abc\\n\\n", "a\\nb\\n,a\\nb\\n", "\\nabc,\\nabc",
            "' abc \\n',' abc '", "abc\\r,abc\\r", "ü😀\\n,ü😀"})
    void one_final_line_end_of_a_single_line_from_standard_input_is_dropped(String sent, String kept) {
        assertThat(set(sent.translateEscapes().getBytes(StandardCharsets.UTF_8)).code()).isZero();
        assertThat(stored("PIPED")).isEqualTo(kept.translateEscapes());
    }

    @Test
    void a_file_is_kept_byte_for_byte() throws IOException {
        Files.writeString(folder.resolve("value"), "one line\n");
        assertThat(run(new byte[0], "FILED", "--file", "value").code()).isZero();
        assertThat(stored("FILED")).isEqualTo("one line\n");
    }

    @Test
    void a_value_of_several_lines_and_64_kilobytes_arrives_whole() {
        var large = ("-----BEGIN \"\\ <&>\t🔑ü\r\n".repeat(4_000)).substring(0, 40_000);
        var bytes = (large + "x".repeat(65_536 - large.getBytes(StandardCharsets.UTF_8).length))
                .getBytes(StandardCharsets.UTF_8);
        assertThat(bytes).hasSize(65_536);
        assertThat(set(bytes).code()).isZero();
        assertThat(stored("PIPED")).isEqualTo(new String(bytes, StandardCharsets.UTF_8));

        var larger = Arrays.copyOf(bytes, 65_537);
        larger[65_536] = 'x';
        assertThat(set(larger)).matches(done -> done.code() == 1 && done.err().contains("64 KB"), "too large");
    }

    @Test
    void what_is_not_text_is_refused_before_it_is_sent() {
        assertThat(set(new byte[]{(byte) 0xff, 'a'})).matches(done -> done.code() == 1
                && done.err().startsWith("The value is not text in UTF-8. Encode it first"));
    }

    @Test
    void no_value_from_standard_input_or_a_file_is_among_the_arguments_of_a_real_process() throws Exception {
        var canary = "canary-" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(new byte[]{7}));
        Files.writeString(folder.resolve("value"), canary);
        for (var args : List.of(List.of("CHILD"), List.of("CHILD", "--file", "value"))) {
            var builder = new ProcessBuilder(command(args)).directory(folder.toFile());
            builder.environment().putAll(variables);
            var child = builder.start();
            try (var input = child.getOutputStream()) {
                assertThat(arguments(child)).contains("CHILD").doesNotContain(canary);
                input.write((canary + "\n").getBytes(StandardCharsets.UTF_8));
            }
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(read(child.getErrorStream()) + read(child.getInputStream())).isEqualTo(
                    (args.size() == 1 ? "Created" : "Set") + " CHILD in preview.\n");
            assertThat(child.exitValue()).isZero();
            assertThat(stored("CHILD")).isEqualTo(canary);
        }
    }

    @Test
    void a_secret_that_changes_while_somebody_is_asked_is_not_deleted() {
        run("before".getBytes(StandardCharsets.UTF_8), "RACED");
        var err = new StringWriter();
        var around = new Surroundings(variables, folder, InputStream.nullInputStream(),
                OutputStream.nullOutputStream(), new Surroundings.Person() {
                    @Override
                    public char[] secret(String prompt) {
                        return null;
                    }

                    @Override
                    public String answer(String prompt) {
                        run("after".getBytes(StandardCharsets.UTF_8), "RACED");
                        return "y";
                    }
                }, new Surroundings.Streams(true, true, true));
        int code = Coffer.line(null, around).setErr(new PrintWriter(err, true))
                .execute("secrets", "delete", "RACED");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("Alice");
        assertThat(stored("RACED")).isEqualTo("after");
    }

    private Player.Done set(byte[] input) {
        return run(input, "PIPED");
    }

    private Player.Done run(byte[] input, String... args) {
        var all = new ArrayList<>(List.of("secrets", "set", "-e", "preview"));
        all.addAll(List.of(args));
        return new Player(variables, folder).run(all, input, variables);
    }

    private static List<String> command(List<String> args) {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                NEEDED.stream().map(SecretsSetTest::place).collect(Collectors.joining(File.pathSeparator)),
                "dev.coffer.Main", "secrets", "set", "-e", "preview"));
        command.addAll(args);
        return command;
    }

    private static String place(Class<?> one) {
        return Path.of(URI.create(one.getProtectionDomain().getCodeSource().getLocation().toString())).toString();
    }

    /** Read while it waits for its input, and so is sure to be there. */
    private static String arguments(Process child) throws IOException {
        var listed = Path.of("/proc/%d/cmdline".formatted(child.pid()));
        return Files.exists(listed) ? Files.readString(listed)
                : child.info().commandLine().orElseGet(() -> "CHILD (not told by this system)");
    }

    private static String read(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String stored(String key) {
        return new StoredValues(server.cast, shop).of(key, "preview");
    }
}
