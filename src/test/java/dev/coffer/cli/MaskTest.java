package dev.coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.coffer.Main;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import picocli.CommandLine;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** As a process of its own, with real children. */
@Tag("R30")
class MaskTest {
    private static final String VALUE = "hunter2 & 'more'";

    private static final List<Class<?>> NEEDED =
            List.of(Main.class, CommandLine.class, JsonMapper.class, JsonFactory.class, JsonInclude.class,
                    Load.class);

    @TempDir
    private Path folder;

    private record Done(int code, String out, String err) {}

    @Test
    void it_masks_standard_input_byte_for_byte() throws Exception {
        var done = run(List.of("--from-env", "DATABASE_URL,OTHER"),
                "é\u0000 " + VALUE + "\n100% hunter2+%26+%27more%27 other-value");
        assertThat(done).isEqualTo(
                new Done(0, "é\u0000 <secret:database_url>\n100% <secret:database_url> <secret:other>", ""));
    }

    @Test
    void it_masks_both_streams_of_a_command_and_passes_on_input_and_exit_code() throws Exception {
        Files.writeString(folder.resolve("app.env"), "DATABASE_URL=\"%s\"\nSHORT=abc\n".formatted(VALUE));
        var done = run(List.of("--from", "app.env", "--", "sh", "-c",
                "read line; echo \"$line $DATABASE_URL\"; printf %s \"$DATABASE_URL\" | base64 >&2; exit 7"),
                "typed abc\n");
        assertThat(done).isEqualTo(new Done(7, "typed abc <secret:database_url>\n",
                "Not masked, being shorter than 8 bytes: SHORT.\n<secret:database_url>==\n"));
    }

    @Test
    void two_streams_that_are_one_keep_their_order() throws Exception {
        var both = folder.resolve("both");
        var process = started(List.of("--from-env", "OTHER", "--", "sh", "-c",
                "for i in 1 2 3; do echo out $i $OTHER; echo err $i >&2; done"),
                builder -> builder.redirectErrorStream(true).redirectOutput(both.toFile()));
        assertThat(process.waitFor()).isZero();
        assertThat(both).hasContent("out 1 <secret:other>\nerr 1\nout 2 <secret:other>\nerr 2\n"
                + "out 3 <secret:other>\nerr 3\n");
    }

    @Test
    void a_prompt_is_seen_while_the_command_waits() throws Exception {
        var process = start(List.of("--from-env", "DATABASE_URL", "--", "sh", "-c",
                "printf 'Push? y/h'; read line; echo \"got $line\""));
        assertThat(new String(process.getInputStream().readNBytes("Push? y/h".length()))).isEqualTo("Push? y/h");
        process.getOutputStream().write((VALUE + "\n").getBytes());
        process.getOutputStream().close();
        assertThat(new String(process.getInputStream().readAllBytes())).isEqualTo("got <secret:database_url>\n");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void ending_it_ends_the_command_whose_last_words_are_masked_too() throws Exception {
        var process = start(List.of("--from-env", "DATABASE_URL", "--", "sh", "-c",
                "trap 'echo \"bye $DATABASE_URL\"; exit 0' TERM; echo ready; while :; do sleep 0.05; done"));
        assertThat(new String(process.getInputStream().readNBytes(6))).isEqualTo("ready\n");
        process.toHandle().destroy();
        assertThat(new String(process.getInputStream().readAllBytes())).isEqualTo("bye <secret:database_url>\n");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void what_cannot_be_done_is_said_without_a_value() throws Exception {
        assertThat(run(List.of(), "")).isEqualTo(new Done(2, "",
                "Say where the values are: --from-env NAME,NAME, --from FILE, or a deployment's token in COFFER_TOKEN.\n"));
        assertThat(run(List.of("--from-env", "NOT_SET"), "").err()).isEqualTo("There is no variable NOT_SET.\n");
        assertThat(run(List.of("--from-env", "OTHER", "--", "./not-there"), "")).isEqualTo(new Done(127, "",
                "./not-there can't be started: it isn't there, or may not be run.\n"));
        Files.writeString(folder.resolve("bad.env"), "A=fine-value\nother-value\n");
        var done = run(List.of("--from", "bad.env"), "text");
        assertThat(done.code()).isEqualTo(1);
        assertThat(done.err()).startsWith("bad.env, line 2: ").doesNotContain("other-value");
        assertThat(done.out()).isEmpty();
    }

    private Done run(List<String> args, String input) throws IOException, InterruptedException {
        var process = start(args);
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException refusedBeforeReading) {
            // its exit code tells
        }
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Done(process.waitFor(), out, err);
    }

    private Process start(List<String> args) throws IOException {
        return started(args, _ -> {});
    }

    private Process started(List<String> args, Consumer<ProcessBuilder> how) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                NEEDED.stream().map(MaskTest::place).collect(Collectors.joining(File.pathSeparator)), "dev.coffer.Main",
                "mask"));
        command.addAll(args);
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("DATABASE_URL", VALUE);
        builder.environment().put("OTHER", "other-value");
        how.accept(builder);
        return builder.start();
    }

    private static String place(Class<?> one) {
        return Path.of(URI.create(one.getProtectionDomain().getCodeSource().getLocation().toString())).toString();
    }
}
