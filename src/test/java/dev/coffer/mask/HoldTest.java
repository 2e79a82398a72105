package dev.coffer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;

/** After each byte: whatever waits would become a secret if the right bytes came. */
@Tag("R30")
class HoldTest {
    private static final int TEXTS = Integer.getInteger("coffer.mask.held", 1);
    private static final List<String> VALUES =
            List.of("abcabcabd", "'it''s' ok", "p%40ss&word", "Zz09+/-_=", "a\\b\"c\"de/f");

    private Random random;
    private Oracle oracle;

    @RepeatedTest(4)
    void a_byte_waits_only_while_it_may_become_a_part_of_a_secret(RepetitionInfo round) throws IOException {
        random = new Random(round.getCurrentRepetition() + Integer.getInteger("coffer.mask.seed", 0));
        for (int i = 0; i < TEXTS; i++) {
            var values = new TreeMap<>(Map.of("A", pick(), "B", pick()));
            oracle = new Oracle(values);
            var text = Masking.encode("x" + pick().substring(0, 5), random) + Masking.encode(pick(), random)
                    + List.of("%", "&#", "\\u00", "'", " ", "=").get(random.nextInt(6))
                    + Masking.encode(pick().substring(random.nextInt(4)), random);
            try (var masker = Masking.masker(values)) {
                check(masker, values, text);
            }
        }
    }

    private void check(Masker masker, Map<String, String> values, String text) throws IOException {
        var out = new ByteArrayOutputStream();
        var stream = masker.onto(out);
        for (int i = 1; i <= text.length(); i++) {
            stream.write(text.charAt(i - 1));
            var begun = text.substring(0, i);
            var passed = out.toString(StandardCharsets.ISO_8859_1);
            if (oracle.mask(begun).equals(passed)) {
                continue; // nothing waits
            }
            int waits = waiting(begun, passed);
            assertThat(rests(values).stream().anyMatch(rest -> oracle.hits(begun + rest).stream()
                    .anyMatch(hit -> hit.start() <= waits && hit.end() > begun.length())))
                    .as("%s after %s, of which waits %s", values, begun, begun.substring(waits)).isTrue();
        }
        stream.close();
    }

    /** From where on nothing was passed on: the first place whose text before it is masked to what was. */
    private int waiting(String begun, String passed) {
        for (int i = begun.length(); i >= 0; i--) {
            if (oracle.mask(begun.substring(0, i)).equals(passed)) {
                return i;
            }
        }
        throw new AssertionError("What was passed on is not the beginning of what is right: " + passed);
    }

    /** What may come: the rest of a value from anywhere on, in each encoding, begun anywhere. */
    private static List<String> rests(Map<String, String> values) {
        var rests = new ArrayList<String>();
        for (var value : values.values()) {
            for (int i = 0; i < value.length(); i++) {
                var rest = value.substring(i);
                rests.add(rest);
                rests.add(rest.replace(" ", "+"));
                for (var format : List.of("%%%02X", "\\u%04x", "\\x%02x", "\\%03o", "&#%d;", "&#x%x;", "&#X00%X;",
                        "\\U%08X", "\\u{%x}")) {
                    var first = format.formatted((int) rest.charAt(0));
                    for (int from = 0; from < first.length(); from++) {
                        rests.add(first.substring(from) + each(rest.substring(1), format));
                    }
                }
                rests.add(rest.replace("'", "''"));
                rests.add(rest.replace("'", "'\\''"));
                rests.add(rest.replace("'", "'\"'\"'"));
                rests.add(rest.replace("\"", "\"\""));
                rests.add("\"" + rest.replace("\"", "\"\""));
                rests.add("\\''" + rest.replace("'", "'\\''"));
                rests.add("'" + rest.replace("'", "''"));
                rests.add("''" + rest.replace("'", "'\\''"));
                rests.add("'\"'" + rest.replace("'", "'\"'\"'"));
                var bytes = Masking.bytes(rest);
                for (var before : List.of("", "@", "@@")) {
                    var digits = Base64.getEncoder().encodeToString(Masking.bytes(before + rest));
                    for (int from = 0; from < 4; from++) {
                        rests.add(digits.substring(from));
                    }
                }
                rests.add(HexFormat.of().formatHex(bytes));
                rests.add(HexFormat.of().formatHex(bytes).substring(1));
            }
        }
        return rests;
    }

    private static String each(String text, String format) {
        var out = new StringBuilder();
        text.chars().forEach(letter -> out.append(format.formatted(letter)));
        return out.toString();
    }

    private String pick() {
        return VALUES.get(random.nextInt(VALUES.size()));
    }
}
