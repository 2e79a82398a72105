package dev.coffer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.Plaintext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anything starts, and what the kernel says to the same, tried for real. */
@Tag("R10")
@Tag("R26")
class PreflightTest {
    private static final ExecLimits LIMITS = ExecLimits.here();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"LD_PRELOAD|LD_PRELOAD changes how programs load code",
            "NODE_OPTIONS|NODE_OPTIONS changes what code a language runtime loads",
            "PATH|PATH changes what a shell runs",
            "BASH_FUNC_x|BASH_FUNC_x changes what a shell runs", "COFFER_TOKEN|Names that start with COFFER_ belong",
            "1BAD|A secret's name is none", "A B|A secret's name is none", "''|Secret key is required",
            "A=B|A secret's name is none"})
    void a_name_that_does_harm_is_refused(String name, String why) {
        assertThat(faults(Map.of(name, "canary"), List.of("true"))).singleElement().asString()
                .startsWith(name.isEmpty() ? "A secret's name" : why).doesNotContain("canary");
    }

    @Test
    void a_nul_is_refused_and_the_value_is_not_told() {
        assertThat(faults(Map.of("KEY", "canary\0more"), List.of("true"))).containsExactly("KEY holds a NUL character, "
                + "which no environment variable can. --file KEY hands it over as a file");
        assertThat(new Preflight(new Launch(List.of("true"), values(Map.of("KEY", "a\0b")), Set.of("KEY"), Map.of()),
                LIMITS).faults(Map.of())).isEmpty();
    }

    @Test
    void every_fault_is_told_at_once() {
        assertThat(faults(Map.of("LD_PRELOAD", "x", "NODE_OPTIONS", "x", "BIG", "x".repeat(140_000)), List.of("true")))
                .hasSize(3);
    }

    @Test
    void parameters_have_names_and_meet_in_no_variable() {
        assertThat(parameters(Map.of("", "x"))).hasSize(1);
        assertThat(parameters(Map.of("a\0", "x"))).hasSize(1);
        assertThat(parameters(Map.of("a", "\0"))).hasSize(1);
        assertThat(parameters(Map.of("orderId", "x", "order-id", "y")))
                .containsExactly("The parameters order-id and orderId are both COFFER_PARAM_ORDER_ID");
        assertThat(parameters(Map.of("orderId", "x", "userId", "y"))).isEmpty();
        assertThat(parameters(Map.of("a", "x".repeat(140_000)))).hasSize(1);
    }

    @Test
    void a_file_s_variable_is_no_other_secret() {
        assertThat(new Preflight(new Launch(List.of("true"), values(Map.of("KEY", "a", "KEY_FILE", "b")), Set.of("KEY"),
                Map.of()), LIMITS).faults(Map.of()))
                .containsExactly("--file KEY would set KEY_FILE, which is a secret of its own");
    }

    /** {@code NAME=VALUE} and its NUL: 131,072 bytes start, one more doesn't; the kernel agrees. */
    @ParameterizedTest
    @ValueSource(strings = {"A", "SOME_LONG_NAME_OF_A_VARIABLE"})
    void one_variable_may_be_as_large_as_the_kernel_takes(String name) throws Exception {
        var fits = "x".repeat(131_072 - name.length() - 2);
        assertThat(faults(Map.of(name, fits), List.of("true"))).isEmpty();
        assertThat(kernelTakes(Map.of(name, fits))).isTrue();
        assertThat(faults(Map.of(name, fits + "x"), List.of("true"))).singleElement().asString()
                .startsWith(name + " has 131,073 bytes with its name, and one variable may have 131,072. --file");
        assertThat(kernelTakes(Map.of(name, fits + "x"))).isFalse();
        var wide = "ü".repeat((131_072 - name.length() - 2) / 2);
        assertThat(faults(Map.of(name, wide), List.of("true"))).as("bytes, not characters").isEmpty();
        assertThat(kernelTakes(Map.of(name, wide))).isTrue();
        assertThat(faults(Map.of(name, wide + "ü"), List.of("true"))).hasSize(1);
    }

    /** All together: at our limit it starts; what the kernel refuses is refused by us, and nearly nothing else. */
    @Test
    void all_together_may_be_nearly_as_large_as_the_kernel_takes() throws Exception {
        var environment = new ProcessBuilder().environment();
        long used = environment.entrySet().stream().mapToLong(each -> each.getKey().length()
                + each.getValue().getBytes().length + 2 + ExecLimits.POINTER).sum() + "true".length() + 1
                + ExecLimits.POINTER;
        var atLimit = filled(LIMITS.all() - used);
        assertThat(faults(atLimit, List.of("true"))).isEmpty();
        assertThat(kernelTakes(atLimit)).isTrue();
        assertThat(faults(filled(LIMITS.all() - used + 1), List.of("true"))).singleElement().asString()
                .startsWith("Arguments and environment would have %,d bytes, and this system takes %,d. --only"
                        .formatted(LIMITS.all() + 1, LIMITS.all()));
        assertThat(kernelTakes(filled(LIMITS.all() - used + 16 * 1024))).as("16 KiB more").isFalse();
    }

    @Test
    void the_limit_of_all_follows_the_stack_s() throws Exception {
        var script = "ulimit -s \"$0\" && i=0; while [ $i -lt $1 ]; do export V$i=\"$2\"; i=$((i+1)); done; exec true";
        for (int kilobytes : List.of(1024, 4096, 8192, 16384)) {
            long all = ExecLimits.ofStack(String.valueOf(kilobytes * 1024)).all();
            var part = "x".repeat(10_000);
            long most = (all - 6_000) / (10_000 + 16);
            assertThat(shell(script, kilobytes, most, part)).as("%d KiB of stack", kilobytes).isZero();
            assertThat(shell(script, kilobytes, (all + 16_000) / (10_000 + 5) + 1, part)).isNotZero();
        }
        assertThat(ExecLimits.ofStack("unlimited").all()).isEqualTo(6 * 1024 * 1024 - 8 * 1024);
        assertThat(ExecLimits.ofStack("1000").all()).isEqualTo(120 * 1024);
    }

    @Test
    void an_argument_has_the_same_limit() {
        assertThat(faults(Map.of(), List.of("true", "x".repeat(131_071)))).isEmpty();
        assertThat(faults(Map.of(), List.of("true", "x".repeat(131_072)))).singleElement().asString()
                .startsWith("An argument has 131,073 bytes");
    }

    private static int shell(String script, int kilobytes, long count, String part) throws Exception {
        var builder = new ProcessBuilder("sh", "-c", script, String.valueOf(kilobytes), String.valueOf(count), part);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        return builder.start().waitFor();
    }

    private static Map<String, String> filled(long bytes) {
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; bytes > 0; i++) {
            var name = "FILL_%03d".formatted(i);
            long overhead = name.length() + 2 + ExecLimits.POINTER;
            long size = Math.min(60_000, bytes - overhead);
            if (bytes - overhead - size > 0 && bytes - overhead - size < 200) {
                size -= 200;
            }
            values.put(name, "x".repeat((int) size));
            bytes -= size + overhead;
        }
        return values;
    }

    /** Without our own look at it. */
    private static boolean kernelTakes(Map<String, String> values) throws InterruptedException {
        var builder = new ProcessBuilder("true");
        builder.environment().putAll(values);
        try {
            return builder.start().waitFor() == 0;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("rgument list too long");
            return false;
        }
    }

    private static List<String> faults(Map<String, String> texts, List<String> command) {
        var launch = new Launch(command, values(texts), Set.of(), Map.of());
        var environment = new LinkedHashMap<>(new ProcessBuilder().environment());
        launch.into(environment, Map.of());
        return new Preflight(launch, LIMITS).faults(environment);
    }

    private static List<String> parameters(Map<String, String> parameters) {
        return new Preflight(new Launch(List.of("true"), Map.of(), Set.of(), parameters), LIMITS).faults(Map.of());
    }

    private static Map<String, Plaintext> values(Map<String, String> texts) {
        var values = new LinkedHashMap<String, Plaintext>();
        texts.forEach((name, text) -> values.put(name, Plaintext.ofText(text)));
        return values;
    }
}
