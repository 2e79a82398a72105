package dev.coffer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;

/** Random values in random text, cut at random, beside {@link Oracle}. */
@Tag("R30")
class MaskerRandomTest {
    private static final int TEXTS = Integer.getInteger("coffer.mask.texts", 25);
    private static final List<String> ALPHABETS =
            List.of("ab", "aba'\"", "x%+ &\\/", "sk:/@\n'\"", "\u00c3\u00a9\u00e2z<",
                    "GTz9-_", "&;#l");

    private Random random;

    @RepeatedTest(20)
    void it_masks_what_the_oracle_masks_however_the_text_is_cut(RepetitionInfo round) {
        random = new Random(round.getCurrentRepetition() * 7919L + Integer.getInteger("coffer.mask.seed", 0));
        for (int i = 0; i < TEXTS; i++) {
            var values = values();
            var text = text(values);
            var oracle = new Oracle(values);
            var expected = oracle.mask(text);
            try (var masker = Masking.masker(values)) {
                var cut = IntStream.rangeClosed(0, random.nextInt(12)).map(j -> random.nextInt(text.length() + 1))
                        .sorted().toArray();
                assertThat(Masking.mask(masker, Masking.cut(text, cut))).as(() -> shown(values, text, cut))
                        .isEqualTo(expected);
                assertThat(Masking.mask(masker, text.split(""))).as(() -> shown(values, text, new int[0]))
                        .isEqualTo(expected);
            }
        }
    }

    private static String shown(Map<String, String> values, String text, int[] cut) {
        return "%s in %s at %s".formatted(values, text, IntStream.of(cut).boxed().toList());
    }

    private Map<String, String> values() {
        var alphabet = pick(ALPHABETS);
        var values = new TreeMap<String, String>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            var value = letters(alphabet, 8 + random.nextInt(random.nextInt(6) == 0 ? 90 : 8));
            if (i > 0 && random.nextBoolean()) {
                // One that overlaps or contains another
                var other = values.get("K0");
                value = other.substring(random.nextInt(other.length() / 2)) + letters(alphabet, random.nextInt(5));
            }
            values.put("K" + i, value);
        }
        return values;
    }

    private String text(Map<String, String> values) {
        var text = new StringBuilder();
        int pieces = 1 + random.nextInt(5);
        var all = List.copyOf(values.values());
        for (int i = 0; i < pieces; i++) {
            var value = pick(all);
            switch (random.nextInt(6)) {
                case 0 -> text.append(letters("ab%+ &\\'\"\n=x<", random.nextInt(8)));
                case 1 -> text.append(Masking.encode(value.substring(random.nextInt(value.length())), random));
                case 2 -> text.append(Masking.encode(value.substring(0, random.nextInt(value.length())), random));
                case 3 -> text.append(Masking.encode(letters("ab'\"", random.nextInt(4)) + value
                        + letters("ab%&", random.nextInt(4)), random));
                default -> text.append(Masking.encode(value, random));
            }
        }
        return text.toString();
    }

    private String letters(String alphabet, int length) {
        return IntStream.range(0, length).mapToObj(i -> "" + alphabet.charAt(random.nextInt(alphabet.length())))
                .collect(Collectors.joining());
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
