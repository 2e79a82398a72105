package dev.coffer.dotenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.SecretKey;
import dev.coffer.form.SecretLimits;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotEnvTest {

    /** What stands in the file, and what is read, as {@code KEY=[value]} an entry. */
    static Stream<Arguments> values() {
        return Stream.of(
                arguments("A=1", "A=[1]"),
                arguments("A=1\nB=2\n", "A=[1] B=[2]"),
                arguments("\ufeffA=1", "A=[1]"),
                arguments("A=1\r\nB=2\r\n", "A=[1] B=[2]"),
                arguments("A=1\rB=2\r", "A=[1] B=[2]"),
                arguments("export A=1", "A=[1]"),
                arguments("export\t A=1", "A=[1]"),
                arguments("export=1", "export=[1]"),
                arguments("export =1", "export=[1]"),
                arguments("  A  =  1  ", "A=[1]"),
                arguments("\tA\t=\t1\t", "A=[1]"),
                arguments("A: 1", "A=[1]"),
                arguments("A:\nB=1", "A=[] B=[1]"),
                arguments("A=", "A=[]"),
                arguments("A=\nB=1", "A=[] B=[1]"),
                arguments("A=   \nB=1", "A=[] B=[1]"),
                arguments("A=''\nB=\"\"\nC=``", "A=[] B=[] C=[]"),
                arguments("A=' '", "A=[ ]"),
                arguments("A=a b c", "A=[a b c]"),
                arguments("A=a=b==", "A=[a=b==]"),
                arguments("A=it's", "A=[it's]"),
                arguments("A=a\"b\"", "A=[a\"b\"]"),
                arguments("A={\"a\": 1}", "A=[{\"a\": 1}]"),
                arguments("A=\\n", "A=[\\n]"),
                arguments("A=1 # one", "A=[1]"),
                arguments("A=1\t# one", "A=[1]"),
                arguments("A=pass#word", "A=[pass#word]"),
                arguments("A=#ff0000", "A=[#ff0000]"),
                arguments("A= # nothing", "A=[]"),
                arguments("A=a#b # c # d", "A=[a#b]"),
                arguments("A='1' # one", "A=[1]"),
                arguments("A='1'# one", "A=[1]"),
                arguments("A='a # b'", "A=[a # b]"),
                arguments("A=\"a # b\" # c", "A=[a # b]"),
                arguments("A='a\\nb'", "A=[a\\nb]"),
                arguments("A='C:\\dir\\'", "A=[C:\\dir\\]"),
                arguments("A=`a'b\"c\\n`", "A=[a'b\"c\\n]"),
                arguments("A=\"a'b`c\"", "A=[a'b`c]"),
                arguments("A=\"a\\nb\\rc\\td\"", "A=[a\nb\rc\td]"),
                arguments("A=\"\\\"x\\\"\"", "A=[\"x\"]"),
                arguments("A=\"a\\\\nb\"", "A=[a\\nb]"),
                arguments("A=\"\\$HOME $HOME ${X}\"", "A=[$HOME $HOME ${X}]"),
                arguments("A=\"\\d\\w\"", "A=[\\d\\w]"),
                arguments("A=\"ends\\\\\"", "A=[ends\\]"),
                arguments("A=${B}-$(id)-`x`", "A=[${B}-$(id)-`x`]"),
                arguments("A=\"a\nb\nc\"\nB=1", "A=[a\nb\nc] B=[1]"),
                arguments("A='a\r\nb'\r\nB=1", "A=[a\nb] B=[1]"),
                arguments("A=`a\n# no comment\n\nB=2`\nC=1", "A=[a\n# no comment\n\nB=2] C=[1]"),
                arguments("A=\"a\n\" # c\nB=1", "A=[a\n] B=[1]"),
                arguments("A=grüße 😀\nB='日本'", "A=[grüße 😀] B=[日本]"),
                arguments("A=1\nA=2", "A=[2]"),
                arguments("A=1\nB=2\nA=", "B=[2] A=[]"),
                arguments("a=1\nA=2", "a=[1] A=[2]"),
                arguments("_A=1\n_=2\nA1_b=3", "_A=[1] _=[2] A1_b=[3]"),
                arguments("A=-----BEGIN K-----\\nabc\\n-----END K-----",
                        "A=[-----BEGIN K-----\\nabc\\n-----END K-----]"),
                arguments("A=-----BEGIN K-----\nB=1", "A=[-----BEGIN K-----] B=[1]"),
                arguments("# only\n\n   \n\t\n#comments\n", ""),
                arguments("", ""));
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsValuesAsTheCommonReadersDo(String text, String entries) {
        var file = read(text);
        assertThat(file.faults()).isEmpty();
        assertThat(entries(file)).isEqualTo(entries);
    }

    /** What stands in the file; the fault as {@code line KEY why}; and what is read all the same. */
    static Stream<Arguments> faults() {
        return Stream.of(
                arguments("A=1\nhello\nB=2", "2  The line has no equals sign", "A=[1] B=[2]"),
                arguments("A\nB=2", "1  The line has no equals sign", "B=[2]"),
                arguments("export A\nB=2", "1  The line has no equals sign", "B=[2]"),
                arguments("export\nB=2", "1  The line has no equals sign", "B=[2]"),
                arguments("A:1\nB=2", "1  The line has no equals sign", "B=[2]"),
                arguments("some words = 1\nB=2", "1  The line has no equals sign", "B=[2]"),
                arguments("A=\"abc\nB=2\n", "1 A The value begins with a quote that is never closed", "B=[2]"),
                arguments("B=2\nA='abc", "2 A The value begins with a quote that is never closed", "B=[2]"),
                arguments("A=`", "1 A The value begins with a quote that is never closed", ""),
                arguments("A=\"abc\\\"\nB=2", "1 A The value begins with a quote that is never closed", "B=[2]"),
                arguments("A=\"\\", "1 A The value begins with a quote that is never closed", ""),
                arguments("A='it'll'\nB=2", "1 A Text follows the closing quote", "B=[2]"),
                arguments("A='it\\'s'\nB=2", "1 A Text follows the closing quote: a backslash", "B=[2]"),
                arguments("A=\"x\" y\nB=2", "1 A Text follows the closing quote", "B=[2]"),
                arguments("A=\"abc\nB=2\nC=\"x\"\nD=3", "1 A Text follows the closing quote", "B=[2] C=[x] D=[3]"),
                arguments("my-key=1\nB=2", "1 my-key Use letters, digits and underscores", "B=[2]"),
                arguments("my.key=1", "1 my.key Use letters, digits and underscores", ""),
                arguments("1A=1", "1  Use letters, digits and underscores", ""),
                arguments("?a&b=1", "1  Use letters, digits and underscores", ""),
                arguments("=1\nB=2", "1  Secret key is required", "B=[2]"),
                arguments("B=2\nLD_PRELOAD=/x.so", "2 LD_PRELOAD LD_PRELOAD changes how programs load code", "B=[2]"),
                arguments("COFFER_TOKEN=x", "1 COFFER_TOKEN Names that start with COFFER_", ""),
                arguments("A=a\0b\nB=2", "1 A The value has a NUL character", "B=[2]"),
                arguments("A=" + "x".repeat(101), "1 A The value is 101 bytes, the limit is 100 bytes", ""),
                arguments("K" + "x".repeat(30) + "=1", "1 K" + "x".repeat(30) + " Secret key has 31 characters", ""),
                arguments("B=2\nA=-----BEGIN K-----\nMIIabc=\nMIIdef==\n-----END K-----\nC=3",
                        "2 A The value goes over several lines. Put it in double quotes", "B=[2] C=[3]"),
                arguments("A=\"-----BEGIN K-----\nMIIabc=\n-----END K-----\nC=3",
                        "1 A The value begins with a quote that is never closed", "C=[3]"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void refusesALineAndGoesOn(String text, String fault, String rest) {
        var file = read(text);
        assertThat(file.faults()).singleElement()
                .satisfies(it -> assertThat(it.line() + " " + it.key() + " " + it.why()).startsWith(fault));
        assertThat(entries(file)).isEqualTo(rest);
    }

    @Test
    void tellsLinesBehindValuesOfSeveralLines() {
        var file = read("A=\"1\n2\n3\"\nB=x\nbad\nC='\n'\nworse");
        assertThat(file.entries()).extracting(ImportFile.Entry::line).containsExactly(1, 4, 6);
        assertThat(file.faults()).extracting(ImportFile.Fault::line).containsExactly(5, 8);
        assertThat(file.entries().getFirst().notes()).containsExactly("The value goes from line 1 to line 3");
    }

    @Test
    @DisplayName("the last of equal keys wins and says so")
    void lastOfEqualKeysWins() {
        var entry = read("A=first\nB=1\nA=\nA=third").entries().getLast();
        assertThat(entry.key()).isEqualTo("A");
        assertThat(entry.line()).isEqualTo(4);
        assertThat(entry.earlierLines()).containsExactly(1, 3);
        assertThat(entry.notes())
                .containsExactly("The key stands in the file more than once: this last value counts, not line 1, 3");
    }

    @Test
    void doesNotFallBackToAnEarlierValueWhenTheLastIsRefused() {
        var file = read("A=old\nA=\"new\nB=1");
        assertThat(entries(file)).isEqualTo("B=[1]");
        assertThat(file.faults()).singleElement()
                .satisfies(fault -> assertThat(fault.why()).endsWith("Line 1 has the same key and is left out too"));
    }

    @Test
    void marksEmptyAndNotes() {
        var file = read("A=\nHTTP_PROXY=a#b\nC='\"x\"'");
        assertThat(file.entries()).extracting(ImportFile.Entry::empty).containsExactly(true, false, false);
        assertThat(file.entries().get(1).notes()).hasSize(2).first().asString().startsWith("HTTP_PROXY sends");
        assertThat(file.entries().get(2).notes()).singleElement().asString().contains("wrapped in quotes");
    }

    @Test
    void refusesAFileThatIsNotUtf8() {
        var file = ImportFile.readDotEnv(Plaintext.of(new byte[]{'A', '=', (byte) 0xff}), SecretLimits.DEFAULT);
        assertThat(file.unreadable()).isTrue();
        assertThat(file.entries()).isEmpty();
        assertThat(file.faults()).extracting(ImportFile.Fault::why)
                .containsExactly("The file is not UTF-8 text. Save it as UTF-8 and import it again");
    }

    @Test
    void neverShowsAPieceOfAValue() {
        var file = read("A=\"canary\ncanary=1 canary\n# canary\nB='canary' canary\n"
                + "C=-----BEGIN canary\ncanary canary\nLD_X=canary");
        assertThat(file.faults().toString()).doesNotContain("canary\"").doesNotContain("canary canary");
        var entry = read("A='canary'").entries().getFirst();
        assertThat(entry.toString()).doesNotContain("canary").contains("[secret]");
    }

    @Test
    void wipesItsValuesOnClose() {
        var file = read("A=canary");
        var bytes = file.entries().getFirst().value().expose();
        file.close();
        assertThat(bytes).containsOnly(0);
    }

    @Test
    void stopsAtTooManyKeysAndTooManyFaults() {
        assertThat(read(lines(10_000, "K%d=1")).entries()).hasSize(10_000);
        assertThat(read(lines(10_001, "K%d=1")).faults()).singleElement()
                .isEqualTo(new ImportFile.Fault(0, "", "The file has more than 10,000 keys. Split it"));
        assertThat(read(lines(10_001, "A=%d")).unreadable()).isTrue();
        assertThat(read(lines(1_001, "line %d")).unreadable()).isTrue();
        assertThat(read(lines(1_000, "line %d")).faults()).hasSize(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "\"", "'", "`", "\\", "\\\"", "A=\"", "A=\"\n", "A='\n", "A='\nB=\"\nC=`\n", "A=\\\"\n",
            "A=\"\\\"\n", "#", "# \n", "#A=1\n", "\n", "\r", " ", "A=", "A=-----BEGIN \n", "A=\"-----BEGIN \n",
            "A=-----BEGIN -----END ", "export ", "=", ":", "A=1 #", "A= ", "A=\"x\" ", "\ufeff", "A=\0"
    })
    @DisplayName("one MiB of anything repeated is read in one pass")
    void readsHostileInput(String piece) {
        var file = read("x=1\n" + piece.repeat((1 << 20) / piece.length()));
        assertThat(file.entries().size()).isLessThanOrEqualTo(ImportEntries.MOST);
    }

    @Test
    void neverThrowsOnRandomInput() {
        var random = new Random(20_261_121);
        var pieces = new String[]{
                "A", "B1", "=", ":", " ", "\t", "\n", "\r\n", "\r", "\"", "'", "`", "\\", "#", "# x", "export ",
                "${A}", "é", "😀", "\ufeff", "\0", "-----BEGIN K-----", "-----END K-----", "A=", "B=\"", "x",
                "[[", "]]", "---"
        };
        for (var i = 0; i < 20_000; i++) {
            var text = random.ints(random.nextInt(40), 0, pieces.length).mapToObj(n -> pieces[n])
                    .collect(Collectors.joining());
            var file = read(text);
            var lines = text.replace("\r\n", "\n").chars().filter(c -> c == '\n' || c == '\r').count() + 1;
            assertThat(file.entries()).allSatisfy(entry -> {
                assertThat(SecretKey.fault(entry.key(), 30)).isEmpty();
                assertThat((long) entry.line()).isBetween(1L, lines);
            });
            assertThat(file.faults()).allSatisfy(fault -> assertThat((long) fault.line()).isBetween(1L, lines));
        }
    }

    @Test
    void givesBackWhatWasQuoted() {
        var random = new Random(42);
        var letters = "ab =#'`\"\\$\n\t{}é😀nrt-".codePoints().toArray();
        for (var i = 0; i < 10_000; i++) {
            var value = random.ints(1 + random.nextInt(20), 0, letters.length).map(n -> letters[n])
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
            var quoted = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$");
            assertThat(entries(read("A=\"" + quoted + "\" # c\nB=1"))).isEqualTo("A=[" + value + "] B=[1]");
        }
    }

    private static String lines(int count, String format) {
        return Stream.iterate(0, n -> n + 1).limit(count).map(format::formatted).collect(Collectors.joining("\n"));
    }

    static ImportFile read(String text) {
        return ImportFile.readDotEnv(Plaintext.ofText(text), new SecretLimits(30, 100));
    }

    static String entries(ImportFile file) {
        return file.entries().stream()
                .map(e -> e.key() + "=[" + new String(e.value().expose(), StandardCharsets.UTF_8) + "]")
                .collect(Collectors.joining(" "));
    }
}
