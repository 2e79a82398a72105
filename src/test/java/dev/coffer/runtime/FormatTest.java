package dev.coffer.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coffer.crypto.Plaintext;
import dev.coffer.dotenv.ImportFile;
import dev.coffer.form.SecretLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/** What is printed, read by the programs that it is for. */
@Tag("R27")
class FormatTest {
    private static final String[] PIECES = {"'", "\"", "\\", "\\\\", "$", "${HOME}", "$(id)", "`", "#", " ", "  ", "\t",
            "\n", "\r", "\r\n", "\n\n", "=", ":", "!", "%", "&", ";", "|", "<", ">", "{", "}", "[", "]", "~", "*", "?",
            "a", "Z", "0", "null", "NO", "---", "é", "漢", "😀", "\u00a0", "\u0085", "\u2028", "\u2029", "\ufeff",
            "\ufffd", "\uffff", "\u007f", "\u0001", "\u001b", "\\n", "\\u0041", "-----BEGIN X-----", "EOF"};

    @TempDir
    Path folder;

    @Test
    void our_own_reader_of_dotenv_gets_the_same_bytes() {
        var values = values();
        var text = Plaintext.of(printed(Format.DOTENV, values));

        try (var file = ImportFile.readDotEnv(text, new SecretLimits(256, 65_536))) {
            assertThat(file.faults()).isEmpty();
            var read = new LinkedHashMap<String, String>();
            file.entries().forEach(entry -> read.put(entry.key(),
                    new String(entry.value().expose(), StandardCharsets.UTF_8)));
            assertThat(read).isEqualTo(values);
        }
    }

    /**
     * It looks variables up wherever it reads, unless it is told not to, and takes a backslash at the end for one
     * before the quote.
     */
    @Test
    void python_dotenv_gets_the_same_bytes() throws Exception {
        assumeTrue(run("python3", "-c", "import dotenv") != null, "python-dotenv isn't there");
        var values = values();
        values.values().removeIf(value -> value.endsWith("\\"));
        var file = Files.write(folder.resolve("env"), printed(Format.DOTENV, values));

        assertThat(split(run("python3", "-c", """
                import sys, dotenv
                for k, v in dotenv.dotenv_values(sys.argv[1], interpolate=False).items():
                    sys.stdout.buffer.write(k.encode() + b"=" + v.encode() + b"\\0")
                """, file.toString()))).containsExactlyEntriesOf(values);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash"})
    void a_shell_gets_the_same_bytes(String shell) throws Exception {
        var values = values();
        var file = Files.write(folder.resolve("env.sh"), printed(Format.SHELL, values));
        var wanted = new ArrayList<>(List.of(shell, "-c", ". \"$0\"; for n; do eval \"printf '%s=%s\\\\0' "
                + "\\\"\\$n\\\" \\\"\\$$n\\\"\"; done", file.toString()));
        wanted.addAll(values.keySet());

        assertThat(split(run(wanted.toArray(String[]::new)))).isEqualTo(values);
        assertThat(split(run(shell, "-c", ". \"$0\"; env -0", file.toString()))).containsAllEntriesOf(values);
    }

    @Test
    void a_reader_of_yaml_gets_the_same_bytes() {
        var values = values();
        values.put("NO", "yes");
        values.put("y", "null");

        assertThat(new Load(LoadSettings.builder().build())
                .loadFromString(new String(printed(Format.YAML, values), StandardCharsets.UTF_8))).isEqualTo(values);
        assertThat(new Load(LoadSettings.builder().build())
                .loadFromString(new String(printed(Format.YAML, Map.of()), StandardCharsets.UTF_8)))
                .isEqualTo(Map.of());
    }

    /** Of YAML 1.1. */
    @Test
    void pyyaml_gets_the_same_bytes() throws Exception {
        assumeTrue(run("python3", "-c", "import yaml") != null, "PyYAML isn't there");
        var values = values();
        values.put("NO", "yes");
        values.put("y", "null");
        var file = Files.write(folder.resolve("env.yaml"), printed(Format.YAML, values));

        assertThat(split(run("python3", "-c", """
                import sys, yaml
                for k, v in yaml.safe_load(open(sys.argv[1], "rb")).items():
                    sys.stdout.buffer.write(k.encode() + b"=" + v.encode() + b"\\0")
                """, file.toString()))).isEqualTo(values);
    }

    @Test
    void docker_gets_the_same_bytes_or_is_refused_what_it_cant_read() {
        var values = values();
        values.values().removeIf(value -> Format.DOCKER.refusal("KEY", bytes(value)).isPresent());

        assertThat(values).hasSizeGreaterThan(100);
        assertThat(asDockerReads(new String(printed(Format.DOCKER, values), StandardCharsets.UTF_8)))
                .isEqualTo(values);
        assertThat(Format.DOCKER.refusal("KEY", bytes("one\ntwo"))).get().asString().contains("several lines");
        assertThat(Format.DOCKER.refusal("KEY", bytes("one\r"))).isPresent();
        assertThat(Format.DOCKER.refusal("KEY", bytes("x".repeat(65_530)))).isEmpty();
        assertThat(Format.DOCKER.refusal("KEY", bytes("x".repeat(65_531)))).get().asString().contains("64 KB");
    }

    @Test
    void no_other_format_refuses_anything() {
        for (var format : Format.values()) {
            assertThat(format == Format.DOCKER || format.refusal("KEY", bytes("one\ntwo\r")).isEmpty()).isTrue();
        }
    }

    /** docker/cli, pkg/kvfile: lines without a carriage return at their end, a sign, and all that follows. */
    private static Map<String, String> asDockerReads(String text) {
        var read = new LinkedHashMap<String, String>();
        for (var line : text.split("\n")) {
            line = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            line = line.replaceFirst("^[ \t\f\r\u000b\u0085\u00a0]+", "");
            if (!line.isEmpty() && !line.startsWith("#")) {
                int sign = line.indexOf('=');
                read.put(line.substring(0, sign), line.substring(sign + 1));
            }
        }
        return read;
    }

    private static byte[] printed(Format format, Map<String, String> values) {
        try (var out = new WipedBuffer(1)) {
            values.forEach((name, value) -> format.line(out, name, bytes(value)));
            format.end(out);
            return out.toByteArray();
        }
    }

    /** Each piece, each two of them, and many more at random. */
    private static Map<String, String> values() {
        var values = new LinkedHashMap<String, String>();
        values.put("EMPTY", "");
        values.put("PEM", "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n");
        values.put("JSON", new JsonMapper().writeValueAsString(Map.of("a", "b\n'\"")));
        var random = new Random(7);
        for (var piece : PIECES) {
            values.put("ONE_" + values.size(), piece);
            values.put("IN_" + values.size(), "x" + piece + "x");
            values.put("AFTER_" + values.size(), piece + "'");
        }
        for (int i = 0; i < 300; i++) {
            var value = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                value.append(PIECES[random.nextInt(PIECES.length)]);
            }
            values.put("RANDOM_" + i, value.toString());
        }
        return values;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> split(String output) {
        var read = new LinkedHashMap<String, String>();
        for (var each : output.split("\0")) {
            int sign = each.indexOf('=');
            read.put(each.substring(0, sign), each.substring(sign + 1));
        }
        return read;
    }

    /** What a program prints; null where it fails or isn't there. */
    private String run(String... command) throws InterruptedException {
        try {
            var out = folder.resolve("out");
            var process = new ProcessBuilder(command).redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue() == 0 ? Files.readString(out) : null;
        } catch (IOException notThere) {
            return null;
        }
    }
}
