package dev.coffer.dotenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.SecretLimits;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonSecretsTest {
    static Stream<Arguments> values() {
        return Stream.of(
                arguments("{}", ""),
                arguments("\ufeff {\"A\": \"1\"}\n", "A=[1]"),
                arguments("{\"A\":\"a\\nb\\u00e9\\\"\",\"B\":\"\"}", "A=[a\nbé\"] B=[]"),
                arguments("{\"A\":12,\"B\":-1.50e3,\"C\":true,\"D\":false}", "A=[12] B=[-1.50e3] C=[true] D=[false]"),
                arguments("{\"A\":null}", "A=[]"),
                arguments("{\"A\":\"\\ud83d\\ude00\",\"B\":\"😀${A}\"}", "A=[😀] B=[😀${A}]"),
                arguments("{\"A\":1,\"B\":2,\"A\":3}", "B=[2] A=[3]"),
                arguments("{\"A\":\"a\\r\\nb\"}", "A=[a\r\nb]"),
                arguments("{\"A\": { \"x\" :\n[ 1.50, \"b \\\" c\" ] } ,\"B\":2}",
                        "A=[{\"x\":[1.50,\"b \\\" c\"]}] B=[2]"),
                arguments("{\"A\":\"é漢🔑\",\"B\": [1, {\"é\": \"漢🔑\"}], \"C\":[ ]}",
                        "A=[é漢🔑] B=[[1,{\"é\":\"漢🔑\"}]] C=[[]]"),
                arguments("\ufeff{\"A\": {\"b\": 1}}", "A=[{\"b\":1}]"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsAFlatObject(String text, String entries) {
        var file = read(text);
        assertThat(file.faults()).isEmpty();
        assertThat(DotEnvTest.entries(file)).isEqualTo(entries);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments("{\"a-b\":1,\"B\":2}", "1 a-b Use letters", "B=[2]"),
                arguments("{\"\":1}", "1  Secret key is required", ""),
                arguments("{\"PATH\":1}", "1 PATH PATH changes what a shell runs", ""),
                arguments("{\"A\":\"\\u0000\"}", "1 A The value has a NUL", ""),
                arguments("{\"A\":\"\\ud800\"}", "1 A The value has half of a character", ""),
                arguments("", "0  Write the file as one JSON object", ""),
                arguments("[]", "0  Write the file as one JSON object", ""),
                arguments("\"A=1\"", "0  Write the file as one JSON object", ""),
                arguments("{\"A\":1} {}", "0  Something follows the JSON object", ""),
                arguments("{\"A\":1}x", "0  The file is not JSON: look at line 1", ""),
                arguments("{\"A\":1,\n\"B\":canary}", "0  The file is not JSON: look at line 2, column", ""),
                arguments("{\"A\":1,}", "0  The file is not JSON", ""),
                arguments("{\"A\":\"1", "0  The file is not JSON", ""),
                arguments("{'A':1}", "0  The file is not JSON", ""),
                arguments("A=1", "0  The file is not JSON", ""));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void refusesWithLineAndWhy(String text, String fault, String rest) {
        var file = read(text);
        assertThat(file.faults()).singleElement().satisfies(it -> {
            assertThat(it.line() + " " + it.key() + " " + it.why()).startsWith(fault);
            assertThat(it.why()).doesNotContain("canary");
        });
        assertThat(DotEnvTest.entries(file)).isEqualTo(rest);
    }

    @Test
    void marksWhatIsNoText() {
        assertThat(read("{\"A\":[1],\"B\":{},\"C\":\"[1]\",\"D\":1}").entries())
                .extracting(ImportFile.Entry::json).containsExactly(true, true, false, false);
    }

    @Test
    void tellsThatTheLastOfEqualNamesWins() {
        var entry = read("{\"A\":1,\n\"A\":2}").entries().getFirst();
        assertThat(entry.line()).isEqualTo(2);
        assertThat(entry.earlierLines()).containsExactly(1);
    }

    @Test
    void survivesDepthAndSize() {
        assertThat(read("[".repeat(1 << 20)).unreadable()).isTrue();
        assertThat(read("{\"A\":" + "[".repeat(1 << 20)).unreadable()).isTrue();
        assertThat(read("{\"A\":".repeat(1 << 18)).unreadable()).isTrue();
        assertThat(read("{\"A\":" + "9".repeat(1 << 20) + "}").entries()).isEmpty();
        assertThat(read("{\"" + "A".repeat(1 << 20) + "\":1}").entries()).isEmpty();
        var many = Stream.iterate(0, n -> n + 1).limit(10_001).map("\"K%d\":1"::formatted);
        assertThat(read("{" + many.collect(Collectors.joining(",")) + "}").unreadable()).isTrue();
    }

    @Test
    void neverThrowsOnRandomInput() {
        var random = new Random(7);
        var pieces = new String[]{
                "{", "}", "[", "]", "\"A\"", "\"b-c\"", ":", ",", "1", "-", "1e9", "true", "null", "\"", "\\", "\\u00",
                "\\ud800", "\n", " ", "é", "\0", "\ufeff", "{\"A\":", "\"x\""
        };
        for (var i = 0; i < 20_000; i++) {
            var text = random.ints(random.nextInt(20), 0, pieces.length).mapToObj(n -> pieces[n])
                    .collect(Collectors.joining());
            assertThat(read(text)).isNotNull();
            assertThat(read("{\"A\":1," + text)).isNotNull();
        }
    }

    private static ImportFile read(String text) {
        return ImportFile.readJson(Plaintext.ofText(text), new SecretLimits(30, 100));
    }
}
