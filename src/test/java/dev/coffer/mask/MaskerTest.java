package dev.coffer.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.coffer.crypto.Plaintext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R30")
class MaskerTest {
    private static final String URL = "postgresql://shop:p%40ss w'rd+\"é€😀<&>\\@db/x?a=b";
    private static final List<String> AROUND =
            List.of("", "x", "=", "'", "\"", "key: ", "\n", "aGk", "Ag", "/", "&", ";");

    static List<String> values() {
        return List.of("hunter2!", "sk_live_4eC39HqLyjWDarjtT1zdp7dc", "'\"'\"'quoted' or not", "\\'\\''\\\\n",
                "a b+c%20d&amp;e", "line one\n\tline two\r\nthree", "日本語パスワード", "\"already\" quoted",
                "$(rm -rf /) `x` ${Y}!#*?[]{}~^|;()<>", "====////++++", "\u001b[31mred\u0007\b\f", URL);
    }

    @ParameterizedTest
    @MethodSource("values")
    void it_masks_every_encoding_between_any_text_and_cut_anywhere(String value) {
        try (var masker = masker(Map.of("DATABASE_URL", value))) {
            Encodings.of(value).forEach((name, encoded) -> {
                for (var around : AROUND) {
                    var text = around + encoded + around;
                    boolean joins = !around.isEmpty() && (name.matches("(?i)(base64|MIME|hex).*"));
                    boolean doubles = around.matches("['\"]") && (value.startsWith(around) || value.endsWith(around));
                    if (joins && around.matches("[A-Za-z0-9/\\n]+") || doubles) {
                        continue;
                    }
                    assertThat(Masking.mask(masker, text)).as("%s: %s", name, text)
                            .isEqualTo(around + "<secret:database_url>" + around);
                    if (around.isEmpty() || around.equals("'")) {
                        assertEachCut(masker, text, around + "<secret:database_url>" + around);
                    }
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2!", "hunter2!!", "hunter2!!!", "p\u00e4ssw\u00f6rd\u00ff\u0000\u0001"})
    void it_masks_base64_of_a_longer_text_at_every_alignment(String value) {
        try (var masker = Masking.masker(Map.of("KEY", value))) {
            for (int before = 0; before < 7; before++) {
                for (int after = 0; after < 4; after++) {
                    var whole = Masking.bytes("{user:}".substring(0, before) + value + "@:x}".substring(0, after));
                    for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder(),
                            Base64.getEncoder().withoutPadding())) {
                        var encoded = encoder.encodeToString(whole);
                        int start = before * 8 / 6;
                        int end = ((before + value.length()) * 8 + 5) / 6;
                        assertEachCut(masker, encoded,
                                encoded.substring(0, start) + "<secret:key>" + encoded.substring(end));
                    }
                }
            }
        }
    }

    @Test
    void it_masks_the_longest_values_in_every_encoding() {
        var random = new Random(1);
        var value = new StringBuilder();
        while (value.length() < 65_000) {
            value.append((char) (' ' + random.nextInt(95)));
        }
        value.append("é€😀\n");
        try (var masker = masker(Map.of("LONG", value.toString()))) {
            Encodings.of(value.toString()).forEach((name, encoded) -> {
                var text = "<" + encoded + ">";
                assertThat(Masking.mask(masker, text)).as(name).isEqualTo("<<secret:long>>");
                var cut = random.ints(20, 0, text.length()).sorted().toArray();
                assertThat(Masking.mask(masker, Masking.cut(text, cut)))
                        .as(name).isEqualTo("<<secret:long>>");
            });
        }
    }

    @Test
    void it_masks_two_hundred_secrets_at_once_in_every_encoding() {
        var random = new Random(2);
        var values = new TreeMap<String, String>();
        for (int i = 0; i < 200; i++) {
            var value = new StringBuilder(List.of("", "postgres://", "sk_live_", "a'b\"<").get(i % 4));
            int length = 8 + (i % 50 == 0 ? 5_000 : random.nextInt(60));
            for (int j = 0; j < length; j++) {
                value.append((char) ('!' + random.nextInt(94)));
            }
            values.put("S%03d".formatted(i), value.toString());
        }
        try (var masker = masker(values)) {
            values.entrySet().stream().filter(each -> each.getValue().length() % 9 == 0).forEach(each -> {
                var expected = "(<secret:%s>)".formatted(each.getKey().toLowerCase());
                Encodings.of(each.getValue()).forEach((name, encoded) -> assertThat(
                        Masking.mask(masker, Oracle.cut("(" + encoded + ")", 1 + random.nextInt(64)))).as(name)
                        .isEqualTo(expected));
            });
        }
    }

    @Test
    void it_masks_lines_of_a_value_and_strings_in_json() {
        var pem = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADAN+1\n  indented-line  \nshort\n=========\n"
                + "-----END PRIVATE KEY-----\n";
        var json = """
                {"type": "x", "user_name": "the-user", "list": ["in\\u002da-list", {"a": "first line\\nsecond line"}],
                 "n": 12345678}""";
        try (var masker = masker(Map.of("PEM", pem, "ACCOUNT", json))) {
            assertThat(Masking.mask(masker, "> MIIEvQIBADAN+1\r\n> indented-line\n> short =========")).isEqualTo(
                    "> <secret:pem>\r\n> <secret:pem>\n> short =========");
            assertThat(Masking.mask(masker, pem)).isEqualTo("<secret:pem>");
            assertThat(Masking.mask(masker, pem.replace("\n", "\\n"))).isEqualTo("<secret:pem>");
            assertThat(Masking.mask(masker, "-----BEGIN PRIVATE KEY-----\nother\n-----END PRIVATE KEY-----"))
                    .isEqualTo("-----BEGIN PRIVATE KEY-----\nother\n-----END PRIVATE KEY-----");
            assertThat(Masking.mask(masker, "the-user in-a-list second line x user_name 12345678"))
                    .isEqualTo("<secret:account> <secret:account> <secret:account> x user_name 12345678");
            assertThat(Masking.mask(masker, json)).isEqualTo("<secret:account>");
        }
    }

    @Test
    void of_secrets_that_overlap_nothing_is_left_and_the_leftmost_longest_comes_first() {
        try (var masker = masker(Map.of("A", "abcdefgh", "B", "abcdefghijkl", "C", "ghijklmnopq", "D", "cdefghij"))) {
            assertEachCut(masker, "-abcdefgh-", "-<secret:a>-");
            assertEachCut(masker, "-abcdefghijkl-", "-<secret:b>-");
            assertEachCut(masker, "-abcdefghijk-", "-<secret:a><secret:d>k-");
            assertEachCut(masker, "-abcdefghijklmnopq-", "-<secret:b><secret:c>-");
            assertEachCut(masker, "-bcdefghijklmnopqr-", "-b<secret:d><secret:c>r-");
            assertEachCut(masker, "abcdefghabcdefgh", "<secret:a><secret:a>");
        }
        try (var masker = masker(Map.of("A", "aaaaaaaa"))) {
            assertEachCut(masker, "b" + "a".repeat(30) + "b", "b<secret:a>b");
            assertEachCut(masker, "aaaaaaa", "aaaaaaa");
        }
    }

    @Test
    void what_looks_like_an_escape_and_is_none_stands_for_itself_among_escapes() {
        var values = Map.of("URL", "abc%6xyzw", "HTML", "abc&#1xyzw", "JSON", "abc\\u12yzw", "SHELL", "a'b'\"'xyz'\"");
        try (var masker = masker(values)) {
            assertEachCut(masker, "-%61bc%6xyzw-", "-<secret:url>-");
            assertEachCut(masker, "-&#97;bc&#1xyzw-", "-<secret:html>-");
            assertEachCut(masker, "-\\x61bc\\u12yzw-", "-<secret:json>-");
            assertEachCut(masker, "-a'\\''b'\"'xyz'\"-", "-<secret:shell>-");
        }
    }

    /** Where each byte may begin a value again, and values lie in values. */
    @Test
    void values_that_repeat_themselves_are_found_like_others() {
        var values = Map.of("A", "a".repeat(3_000), "B", "a".repeat(2_000) + "b", "X", "x" + "a".repeat(2_500), "C",
                "abc".repeat(700), "D", "abc".repeat(600) + "abd", "S", "aaaaaaaab");
        var text = "a".repeat(7_000) + "b" + "x" + "a".repeat(2_400) + "abc".repeat(1_500) + "abd" + "a".repeat(2_999)
                + "x" + "a".repeat(9_000) + "bb";
        try (var masker = masker(values)) {
            var expected = new Oracle(values).mask(text);
            assertThat(Masking.mask(masker, text)).isEqualTo(expected);
            assertThat(Masking.mask(masker, Oracle.cut(text, 1))).isEqualTo(expected);
            var encoded = "%61%61%61%61%61%61%61%61%62" + text.replace("b", "%62").replace("x", "%78");
            assertThat(Masking.mask(masker, encoded)).isEqualTo(new Oracle(values).mask(encoded));
        }
    }

    @Test
    void a_value_with_two_names_bears_the_first_and_short_ones_are_left() {
        try (var masker = masker(Map.of("ZETA", "same-value", "ALPHA", "same-value", "MID", "x\nsame-value", "PORT",
                "5432", "SEVEN", "1234567", "EMPTY", ""))) {
            assertThat(Masking.mask(masker, "same-value 5432 1234567")).isEqualTo("<secret:alpha> 5432 1234567");
        }
        try (var masker = masker(Map.of())) {
            assertThat(Masking.mask(masker, "anything %41 &amp; \\n")).isEqualTo("anything %41 &amp; \\n");
        }
    }

    @Test
    void what_cannot_become_a_secret_is_passed_on_at_once() throws IOException {
        try (var masker = masker(Map.of("A", "secret-one", "B", "secret-two-longer"))) {
            var out = new ByteArrayOutputStream();
            var stream = masker.onto(out);
            assertPassed(stream, out, "Password: ", "Password: ");
            assertPassed(stream, out, "is secr", "is ");
            stream.flush();
            assertPassed(stream, out, "et", "");
            assertPassed(stream, out, "s\n", "secrets\n");
            assertPassed(stream, out, "x secret-on", "x ");
            assertPassed(stream, out, "e", "<secret:a>");
            assertPassed(stream, out, " secret-two", " ");
            assertPassed(stream, out, "!", "secret-two!");
            assertPassed(stream, out, "100%\n", "100%\n");
            assertPassed(stream, out, "100%", "100");
            assertPassed(stream, out, "73ecret", "");
            assertPassed(stream, out, "%2done", "<secret:a>");
            assertPassed(stream, out, " &amp;", " &amp;");
            assertPassed(stream, out, " &#1", " ");
            assertPassed(stream, out, "2;", "&#12;");
            assertPassed(stream, out, "\n> secret", "\n> ");
            stream.close();
            assertThat(out.toString()).endsWith("\n> secret");
            assertThatIOException().isThrownBy(() -> stream.write('x'));
        }
    }

    @Test
    void in_silence_the_first_bytes_of_what_may_be_a_secret_are_passed_on_and_no_more() throws IOException {
        try (var masker = masker(Map.of("A", "secret-one"))) {
            var out = new ByteArrayOutputStream();
            var stream = masker.onto(out);
            assertPassed(stream, out, "yes", "ye");
            assertIdle(stream, out, "s");
            assertPassed(stream, out, "ecret-one.", "<secret:a>.");
            assertPassed(stream, out, "secr", "");
            assertIdle(stream, out, "");
            assertPassed(stream, out, "et-one%", "<secret:a>");
            assertIdle(stream, out, "%");
            assertPassed(stream, out, "73ec", "");
            assertPassed(stream, out, " 100%73e", "73ec 100");
            assertIdle(stream, out, "%73e");
            assertPassed(stream, out, "cret", "");
            assertIdle(stream, out, "");
            assertPassed(stream, out, "%2done", "<secret:a>");
            var encoded = Base64.getEncoder().encodeToString("secret-one".getBytes());
            assertPassed(stream, out, ":" + encoded.substring(0, 4), ":");
            assertIdle(stream, out, encoded.substring(0, 4));
            assertPassed(stream, out, encoded.substring(4), "<secret:a>==");
        }
    }

    @Test
    void what_comes_in_goes_out_while_the_other_side_waits() throws Exception {
        try (var masker = masker(Map.of("A", "secret-one")); var child = new PipedOutputStream();
                var from = new PipedInputStream(child); var seen = new PipedInputStream();
                var out = new PipedOutputStream(seen)) {
            var pump = Thread.ofVirtual().start(() -> {
                try (var masked = masker.onto(out)) {
                    masked.copy(from);
                } catch (IOException gone) {
                    throw new UncheckedIOException(gone);
                }
            });
            child.write("Yes or no? [y]es".getBytes());
            child.flush();
            assertThat(new String(seen.readNBytes(16))).isEqualTo("Yes or no? [y]es");
            child.write(" secret-one, secre".getBytes());
            child.close();
            assertThat(new String(seen.readAllBytes())).isEqualTo(" <secret:a>, secre");
            pump.join();
        }
    }

    @Test
    void it_says_which_values_are_too_short_to_be_masked() {
        try (var masker = masker(Map.of("PORT", "8080", "MODE", "true", "EMPTY", "", "A", "secret-one"))) {
            assertThat(masker.tooShort()).containsExactly("MODE", "PORT");
            assertThat(Masking.mask(masker, "true 8080")).isEqualTo("true 8080");
        }
    }

    @Test
    void text_without_a_secret_is_passed_on_byte_for_byte() {
        var random = new Random(3);
        var bytes = new byte[100_000];
        random.nextBytes(bytes);
        try (var masker = masker(Map.of("A", "secret-one", "B", "\u0000".repeat(8) + "\u0001"))) {
            var text = new String(bytes, StandardCharsets.ISO_8859_1);
            assertThat(Masking.mask(masker, Oracle.cut(text, 997))).isEqualTo(text);
            assertThat(Masking.mask(masker, "\u0001\\u12\\ud83d\\ud8&#x;&#99999999;%zz'\\'\"'\"")).isEqualTo(
                    "\u0001\\u12\\ud83d\\ud8&#x;&#99999999;%zz'\\'\"'\"");
        }
    }

    @Test
    void two_streams_of_one_masker_know_nothing_of_each_other() throws IOException {
        try (var masker = masker(Map.of("A", "secret-one"))) {
            var out = new ByteArrayOutputStream();
            var error = new ByteArrayOutputStream();
            try (var one = masker.onto(out); var other = masker.onto(error)) {
                one.write("secret".getBytes());
                other.write("-one secret-o".getBytes());
                one.write("-one".getBytes());
                other.write("ne".getBytes());
            }
            assertThat(out).hasToString("<secret:a>");
            assertThat(error).hasToString("-one <secret:a>");
        }
    }

    @Test
    void values_may_be_closed_once_the_masker_is_made() {
        var value = Plaintext.ofText("secret-one");
        try (var masker = Masker.of(Map.of("A", value))) {
            value.close();
            assertThat(new String(masker.mask("a secret-one".getBytes()))).isEqualTo("a <secret:a>");
            assertThat(masker.toString()).doesNotContain("secret-one");
        }
    }

    private static void assertPassed(MaskingOutputStream stream, ByteArrayOutputStream out, String written,
            String passed) throws IOException {
        out.reset();
        stream.write(written.getBytes(StandardCharsets.UTF_8));
        assertThat(out.toString()).isEqualTo(passed);
    }

    private static void assertIdle(MaskingOutputStream stream, ByteArrayOutputStream out, String passed)
            throws IOException {
        out.reset();
        stream.idle();
        assertThat(out.toString()).isEqualTo(passed);
    }

    private static void assertEachCut(Masker masker, String text, String expected) {
        for (var halves : Oracle.halves(text)) {
            assertThat(Masking.mask(masker, halves)).as("%s | %s", (Object[]) halves).isEqualTo(expected);
        }
        assertThat(Masking.mask(masker, text.split(""))).as("byte by byte: %s", text).isEqualTo(expected);
    }

    private static Masker masker(Map<String, String> values) {
        var plain = new HashMap<String, Plaintext>();
        values.forEach((name, value) -> plain.put(name, Plaintext.ofText(value)));
        return Masker.of(plain);
    }
}
