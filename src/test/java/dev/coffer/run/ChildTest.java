package dev.coffer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.crypto.Plaintext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real children: what they get, what is seen of them, and what is left of them. */
@Tag("R26")
@Timeout(60)
class ChildTest {
    private static final String CANARY = "canary-7f3a9c51e2a";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"plain", "", " blanks and\ttabs ", "one\ntwo\n\n", "\r\n", "ü€🔑\u0001\u007f", "a=b=c",
            "$X `x` '\"\\",
            "-----BEGIN KEY-----\nAAA\n-----END KEY-----\n", "{\"a\": [1, \"\\n\"]}"})
    void a_value_arrives_byte_for_byte(String value) throws Exception {
        run(Map.of("THE_VALUE", value), "sh", "-c", "cat /proc/self/environ > \"$0\"", at("environ"));
        assertThat(environ()).containsEntry("THE_VALUE", value);
    }

    /** Any text that is no NUL, under any name that is one, in the real thing. */
    @Test
    void whatever_text_a_value_is_it_arrives() throws Exception {
        var random = new Random(20261121);
        for (int round = 0; round < 30; round++) {
            var values = new LinkedHashMap<String, String>();
            for (int i = 0; i < 40; i++) {
                values.put("K" + "_abcXYZ09".repeat(random.nextInt(1, 28)) + i, random.ints(random.nextInt(300), 1,
                        0x110000).filter(each -> each < 0xd800 || each > 0xdfff)
                        .map(each -> random.nextBoolean() ? each : each % 128 + (each % 128 == 0 ? 1 : 0))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString());
            }
            run(values, "sh", "-c", "cat /proc/self/environ > \"$0\"", at("environ"));
            assertThat(environ()).containsAllEntriesOf(values);
        }
    }

    @Test
    void node_and_python_see_the_same_value() throws Exception {
        var value = "postgres://ü:p%40ss@db/🔑?x='\"";
        run(Map.of("DATABASE_URL", value), "node", "-e",
                "require('fs').writeFileSync(process.argv[1], process.env.DATABASE_URL)", at("node"));
        run(Map.of("DATABASE_URL", value), "python3", "-c",
                "import os, sys; open(sys.argv[1], 'wb').write(os.environb[b'DATABASE_URL'])", at("python"));
        assertThat(folder.resolve("node")).hasContent(value);
        assertThat(folder.resolve("python")).hasContent(value);
    }

    @Test
    void it_inherits_all_else_but_what_reads_values() throws Exception {
        run(Map.of("A", "b"), "sh", "-c", "cat /proc/self/environ > \"$0\"", at("environ"));
        assertThat(environ()).containsEntry("PATH", System.getenv("PATH"))
                .doesNotContainKeys("COFFER_TOKEN", "COFFER_TOKEN_FILE", "COFFER_PARAMS");
        var environment = new LinkedHashMap<>(Map.of("COFFER_TOKEN", "x", "COFFER_TOKEN_FILE", "x", "COFFER_PARAM_OLD",
                "x", "COFFER_URL", "kept", "LC_ALL", "C.UTF-8", Launch.CALLERS_LOCALE, ""));
        new Launch(List.of("x"), Map.of(), Set.of(), Map.of()).into(environment, Map.of());
        assertThat(environment).containsOnly(Map.entry("COFFER_URL", "kept"));
        environment.put(Launch.CALLERS_LOCALE, "=de_DE@euro");
        new Launch(List.of("x"), Map.of(), Set.of(), Map.of()).into(environment, Map.of());
        assertThat(environment).containsEntry("LC_ALL", "de_DE@euro").doesNotContainKey(Launch.CALLERS_LOCALE);
    }

    @Test
    @Tag("R31")
    void parameters_come_as_json_and_one_by_one() throws Exception {
        var launch = new Launch(List.of("sh", "-c", "cat /proc/self/environ > \"$0\"", at("environ")), Map.of(),
                Set.of(), Map.of("orderId", "1234", "customer-id", "cus \"x\"\nü"));
        assertThat(code(launch)).isZero();
        assertThat(environ()).containsEntry("COFFER_PARAM_ORDER_ID", "1234")
                .containsEntry("COFFER_PARAM_CUSTOMER_ID", "cus \"x\"\nü")
                .containsEntry("COFFER_PARAMS", "{\"customer-id\":\"cus \\\"x\\\"\\nü\",\"orderId\":\"1234\"}");
    }

    @ParameterizedTest
    @CsvSource({"exit 0,0", "exit 1,1", "exit 42,42", "exit 255,255", "kill -TERM $$,143", "kill -KILL $$,137",
            "kill -ALRM $$,142", "kill -SEGV $$,139"})
    void its_exit_code_is_handed_on_and_a_signal_s_is_128_more(String script, int code) throws Exception {
        assertThat(run(Map.of(), "sh", "-c", script)).isEqualTo(code);
    }

    @Test
    @Tag("R30")
    void both_streams_are_masked() throws Exception {
        run(Map.of("API_KEY", CANARY), "sh", "-c", "echo \"key=$API_KEY\"; printf %s \"$API_KEY\" | base64 >&2");
        assertThat(text(out)).isEqualTo("key=<secret:api_key>\n");
        assertThat(text(err)).isEqualTo("<secret:api_key>\n");
    }

    @Test
    @Tag("R30")
    void where_both_streams_go_to_one_place_they_keep_their_order() throws Exception {
        var launch = launch(Map.of("API_KEY", CANARY), "sh", "-c",
                "for i in 1 2 3 4 5 6 7 8 9; do echo o$i; echo e$i >&2; done; echo $API_KEY");
        try (var child = Child.start(launch, new Output.Masked(out, out), Child.Bond.LOOSE)) {
            child.waitFor();
        }
        assertThat(text(out)).isEqualTo("o1\ne1\no2\ne2\no3\ne3\no4\ne4\no5\ne5\no6\ne6\no7\ne7\no8\ne8\no9\ne9\n"
                + "<secret:api_key>\n");
    }

    @Test
    void what_it_prints_is_seen_while_it_runs() throws Exception {
        var fifo = at("go");
        new ProcessBuilder("mkfifo", fifo).start().waitFor();
        var launch =
                launch(Map.of("API_KEY", CANARY), "sh", "-c", "printf 'Name: '; read x < \"$0\"; echo \"$x\"", fifo);
        try (var child = Child.start(launch, new Output.Masked(out, err), Child.Bond.LOOSE)) {
            awaitOutput("Name: ");
            Files.writeString(Path.of(fifo), "there\n");
            assertThat(child.waitFor()).isZero();
        }
        assertThat(text(out)).isEqualTo("Name: there\n");
    }

    @Test
    void where_nobody_reads_its_output_it_is_told_by_sigpipe() throws Exception {
        var closed = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("closed");
            }
        };
        try (var child = Child.start(launch(Map.of(), "yes"), new Output.Masked(closed, err), Child.Bond.LOOSE)) {
            assertThat(child.waitFor()).isEqualTo(141);
        }
    }

    @Test
    void what_its_own_children_still_hold_open_is_not_waited_for() throws Exception {
        long before = System.nanoTime();
        assertThat(run(Map.of(), "sh", "-c", "echo now; sleep 20 & exit 3")).isEqualTo(3);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        assertThat(text(out)).isEqualTo("now\n");
    }

    @Test
    void whoever_reads_it_slowly_gets_all_of_it() throws Exception {
        var slow = new OutputStream() {
            @Override
            public void write(int value) {
                write(new byte[]{(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                try {
                    Thread.sleep(out.size() == 0 ? 2_500 : 1);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                out.write(bytes, from, length);
            }
        };
        var launch = launch(Map.of(), "sh", "-c", "i=0; while [ $i -lt 6000 ]; do echo 123456789; i=$((i+1)); done");
        try (var child = Child.start(launch, new Output.Masked(slow, err), Child.Bond.LOOSE)) {
            assertThat(child.waitFor()).isZero();
        }
        assertThat(out.size()).isEqualTo(60_000);
    }

    @Test
    void what_can_t_be_in_an_environment_is_refused_without_telling_it() {
        for (var name : List.of("A=B", "", "A\0B", "KEY")) {
            assertThatExceptionOfType(CannotStart.class).isThrownBy(() -> run(Map.of(name, CANARY + "\0"), "true"))
                    .withMessageNotContaining(CANARY);
        }
    }

    @ParameterizedTest
    @CsvSource({"nothing-of-that-name,127", "/nowhere/at/all,127", "/etc/passwd,126", "/tmp,126", "'',127"})
    void what_is_no_program_is_told_as_shells_do(String command, int code) {
        assertThatExceptionOfType(CannotStart.class).isThrownBy(() -> code(launch(Map.of("A", CANARY), command)))
                .matches(e -> e.code() == code).withMessageNotContaining(CANARY);
    }

    @Test
    void a_script_whose_interpreter_is_missing_is_told_too() throws Exception {
        var script = folder.resolve("script");
        Files.writeString(script, "#!/nowhere/interpreter\n");
        script.toFile().setExecutable(true);
        for (var bond : Child.Bond.values()) {
            int code;
            try (var child = Child.start(launch(Map.of(), script.toString()), new Output.Masked(out, err), bond)) {
                code = child.waitFor();
            } catch (CannotStart e) {
                code = e.code();
            }
            assertThat(code).isIn(126, 127);
        }
    }

    @Test
    void stopping_it_ends_what_it_started_too() throws Exception {
        var launch = launch(Map.of(), "sh", "-c", "trap '' TERM; sleep 300 & echo $!; wait; wait; sleep 300");
        try (var child = Child.start(launch, new Output.Masked(out, err), Child.Bond.LOOSE)) {
            awaitOutput("\n");
            assertThat(child.stop(Duration.ofMillis(300))).isEqualTo(137);
            long pid = Long.parseLong(text(out).strip());
            assertThat(Path.of("/proc", String.valueOf(pid), "cmdline")).satisfiesAnyOf(
                    file -> assertThat(file).doesNotExist(), file -> assertThat(file).as("a zombie").isEmptyFile());
        }
    }

    @Test
    void a_signal_reaches_it() throws Exception {
        var script = """
                import signal, sys, time
                names = []
                def got(number, frame):
                    names.append(number)
                    print(signal.Signals(number).name, flush=True)
                for name in sys.argv[1:]:
                    signal.signal(getattr(signal, 'SIG' + name), got)
                print('ready', flush=True)
                while len(names) < len(sys.argv) - 1:
                    time.sleep(0.01)
                """;
        var names = List.of("HUP", "INT", "USR1", "USR2", "WINCH", "TERM");
        var command = new ArrayList<>(List.of("python3", "-c", script));
        command.addAll(names);
        try (var child = Child.start(launch(Map.of(), command.toArray(String[]::new)), new Output.Masked(out, err),
                Child.Bond.LOOSE)) {
            awaitOutput("ready\n");
            for (var name : names) {
                child.signal(name);
                awaitOutput("SIG" + name + "\n");
            }
            assertThat(child.waitFor()).isZero();
        }
    }

    @Test
    @Tag("R26")
    void a_value_as_a_file_is_private_and_gone_at_the_end() throws Exception {
        var launch = new Launch(
                List.of("sh", "-c", "[ -z \"${TLS_KEY+x}\" ]; echo $?; stat -c '%a %s' \"$TLS_KEY_FILE\" "
                        + "\"$(dirname \"$TLS_KEY_FILE\")\"; cmp \"$TLS_KEY_FILE\" \"$0\"; echo $?; echo \"$TLS_KEY_FILE\"",
                        at("same")),
                values(Map.of("TLS_KEY", "line\n\0NUL and " + "x".repeat(200_000))), Set.of("TLS_KEY"),
                Map.of());
        Files.writeString(folder.resolve("same"), "line\n\0NUL and " + "x".repeat(200_000));
        assertThat(code(launch)).isZero();
        var lines = text(out).lines().toList();
        assertThat(lines.getFirst()).as("KEY itself isn't set").isEqualTo("0");
        assertThat(lines.get(1)).isEqualTo("600 200014");
        assertThat(lines.get(2)).startsWith("700 ");
        assertThat(lines.get(3)).as("same bytes").isEqualTo("0");
        assertThat(Path.of(lines.get(4))).doesNotExist();
        assertThat(Path.of(lines.get(4)).getParent()).doesNotExist();
    }

    private int run(Map<String, String> values, String... command) throws InterruptedException {
        return code(launch(values, command));
    }

    private int code(Launch launch) throws InterruptedException {
        try (var child = Child.start(launch, new Output.Masked(out, err), Child.Bond.LOOSE)) {
            return child.waitFor();
        }
    }

    private static Launch launch(Map<String, String> values, String... command) {
        return new Launch(List.of(command), values(values), Set.of(), Map.of());
    }

    private static Map<String, Plaintext> values(Map<String, String> texts) {
        var values = new LinkedHashMap<String, Plaintext>();
        texts.forEach((name, text) -> values.put(name, Plaintext.ofText(text)));
        return values;
    }

    private void awaitOutput(String end) throws InterruptedException {
        long give = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!text(out).endsWith(end)) {
            assertThat(System.nanoTime()).as("out: %s err: %s", text(out), text(err)).isLessThan(give);
            Thread.sleep(2);
        }
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private Map<String, String> environ() throws IOException {
        var entries = new ArrayList<>(List.of(Files.readString(folder.resolve("environ")).split("\0")));
        var environ = new LinkedHashMap<String, String>();
        entries.forEach(each -> environ.put(each.substring(0, each.indexOf('=')),
                each.substring(each.indexOf('=') + 1)));
        return environ;
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
