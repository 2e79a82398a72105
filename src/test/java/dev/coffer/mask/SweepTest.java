package dev.coffer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two hundred secrets of 8 bytes to 64 KiB at once, each in every encoding, between texts, cut at every place. Where
 * that would be too many places, between each two bytes at the same time, or in pieces picked by chance; all of them
 * with {@code -Dcoffer.mask.sweep=1000000}, the length in bytes up to which each cut is tried.
 */
@Tag("R30")
class SweepTest {
    private static final int EACH_CUT = Integer.getInteger("coffer.mask.sweep", 80);
    /** A twelfth of what is longer is tried, by chance; all of it when each cut is. */
    private static final int MANY_BYTES = 4_096;
    private static final int SECRETS = 200;
    private static final int SHORTEST = 8;
    private static final int LONGEST = 64 * 1024;
    private static final List<String> AFFIXES = List.of("", " ", "=", "key: ", "\n", "(", "'", "\"", "&", "\\", "%",
            ";", "<", "x=", "/", "\u00e9", "\u0000", "$", "aGk=", "0x", "-----\n");

    private static final Map<String, String> VALUES = new TreeMap<>();
    private static Masker masker;

    @BeforeAll
    static void make() {
        var random = new Random(42);
        for (int i = 0; i < SECRETS; i++) {
            int length = (int) (SHORTEST * Math.pow((double) LONGEST / SHORTEST, i / (SECRETS - 1.0)));
            VALUES.put("S%03d".formatted(i), value(random, length, i % 8));
        }
        masker = Masking.masker(VALUES);
    }

    @AfterAll
    static void close() {
        masker.close();
        VALUES.clear();
    }

    @Test
    void every_encoding_of_every_secret_is_masked_between_any_text_and_however_it_is_cut() {
        var random = new Random(43);
        var met = new HashSet<String>();
        VALUES.forEach((name, value) -> {
            var utf8 = new String(Masking.bytes(value), StandardCharsets.UTF_8);
            var encodings = Masking.bytes(value).length % 10 == 0 ? Encodings.of(utf8) : Encodings.withoutBash(utf8);
            encodings.forEach((encoding, encoded) -> {
                if (encoded.length() > MANY_BYTES && EACH_CUT < MANY_BYTES && random.nextInt(12) > 0) {
                    return;
                }
                var affix = AFFIXES.get(random.nextInt(AFFIXES.size()));
                if (touches(encoding, affix, value)) {
                    affix = "";
                }
                met.add(encoding + affix);
                assertMasked(name + " " + encoding, affix + encoded + affix,
                        affix + "<secret:" + name.toLowerCase() + ">" + affix, random);
            });
        });
        assertThat(met).hasSizeGreaterThan(AFFIXES.size() * 25);
    }

    @Test
    void base64_is_masked_at_each_of_its_three_alignments() {
        var random = new Random(44);
        VALUES.forEach((name, value) -> {
            for (int before = 0; before < 3; before++) {
                int after = random.nextInt(3);
                var whole = Masking.bytes("{u:".substring(0, before) + value + "@}:".substring(0, after));
                for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder().withoutPadding())) {
                    var encoded = encoder.encodeToString(whole);
                    int start = before * 8 / 6;
                    int end = ((before + value.length()) * 8 + 5) / 6;
                    assertMasked(name + " after " + before, ":" + encoded + "\n", ":" + encoded.substring(0, start)
                            + "<secret:" + name.toLowerCase() + ">" + encoded.substring(end) + "\n", random);
                }
            }
        });
    }

    @Test
    void each_line_of_a_value_and_each_string_in_json_is_masked_in_every_encoding() {
        var lines = List.of("first line, 'x' quoted", "second & <last> +1", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC");
        var json = Map.of("user", "the \"user\" name", "nested",
                Map.of("list", List.of("in/a+list&", "multi-line 1\nmulti-line 2")));
        var values = Map.of("LINES", "  " + String.join("\r\n\t", lines) + "\n", "ACCOUNT",
                JsonMapper.shared().writeValueAsString(json));
        var parts = new TreeMap<String, String>();
        lines.forEach(line -> parts.put(line, "<secret:lines>"));
        List.of("the \"user\" name", "in/a+list&", "multi-line 1\nmulti-line 2", "multi-line 1", "multi-line 2")
                .forEach(leaf -> parts.put(leaf, "<secret:account>"));
        try (var some = Masking.masker(values)) {
            parts.forEach((part, placeholder) -> Encodings.of(part).forEach((encoding, encoded) -> {
                for (var halves : Oracle.halves("(" + encoded + ")")) {
                    assertThat(Masking.mask(some, halves)).as("%s: %s", encoding, part)
                            .isEqualTo("(" + placeholder + ")");
                }
            }));
        }
    }

    /** One after the other, in encodings by chance; nothing of them is left. */
    @Test
    void all_secrets_are_masked_in_one_text() {
        var random = new Random(46);
        var text = new StringBuilder();
        var expected = new StringBuilder();
        for (var each : VALUES.entrySet()) {
            if (each.getValue().length() > MANY_BYTES && random.nextInt(12) > 0) {
                continue;
            }
            var encodings = new ArrayList<>(Encodings.withoutBash(
                    new String(Masking.bytes(each.getValue()), StandardCharsets.UTF_8)).values());
            text.append("| ").append(encodings.get(random.nextInt(encodings.size()))).append(" |\n");
            expected.append("| <secret:").append(each.getKey().toLowerCase()).append("> |\n");
        }
        for (int size : List.of(text.length(), 1, 4096, ByteLane.MOST + 1)) {
            var masked = Masking.mask(masker, text.toString(), size);
            assertThat(masked.contentEquals(expected)).as("in pieces of %d", size).isTrue();
        }
    }

    private static void assertMasked(String what, String text, String expected, Random random) {
        assertThat(Masking.mask(masker, text).equals(expected)).as(what).isTrue();
        if (text.length() <= EACH_CUT) {
            for (var halves : Oracle.halves(text)) {
                assertThat(Masking.mask(masker, halves)).as("%s, cut at %d", what, halves[0].length())
                        .isEqualTo(expected);
            }
        }
        int size = text.length() <= 2_000 || random.nextInt(20) == 0 ? 1 : 1 + random.nextInt(2 * ByteLane.MOST);
        assertThat(Masking.mask(masker, text, size).equals(expected)).as("%s, in pieces of %d", what, size).isTrue();
    }

    /** Whether the text beside would be read as a part of what is encoded. */
    private static boolean touches(String encoding, String affix, String value) {
        var digits = Set.of("base64", "base64url", "MIME", "MIME 64", "hex", "HEX");
        return digits.contains(encoding) && affix.matches("(?s).*[A-Za-z0-9/\\n].*")
                || affix.matches("['\"]") && (value.startsWith(affix) || value.endsWith(affix))
                || affix.equals("%") || affix.equals("\\") || affix.equals("&");
    }

    private static String value(Random random, int length, int kind) {
        var begin =
                List.of("", "postgres://u:", "{\"a\":\"", "sk_live_", "'\"", "-----BEGIN KEY-----\n", "\u00c3\u00a9",
                        "https://x.example/?a=b&c=").get(kind);
        var value = new StringBuilder(begin.substring(0, Math.min(begin.length(), kind == 6 ? 2 : length / 3)));
        while (value.length() < length) {
            boolean isLineEnd = kind == 5 && value.length() % 65 == 64;
            value.append(isLineEnd ? '\n' : (char) ('!' + random.nextInt(94)));
        }
        value.setCharAt(length - 1, 'x'); // no quote, whose second half would be left
        return value.toString();
    }
}
