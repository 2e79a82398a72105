package dev.coffer.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coffer.crypto.Plaintext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R12")
class StrongValueTest {
    private final StrongValue strong = new StrongValue();

    @Test
    void isThirtyTwoLettersAndDigits() {
        assertThat(text(strong.letters())).matches("[A-Za-z0-9]{32}");
        assertThat(text(strong.letters(64))).matches("[A-Za-z0-9]{64}");
        assertThatIllegalArgumentException().isThrownBy(() -> strong.letters(15));
    }

    @Test
    void hasHexAndBase64ForThirtyTwoBytes() {
        assertThat(text(strong.hex())).matches("[0-9a-f]{64}");
        assertThat(Base64.getDecoder().decode(text(strong.base64()))).hasSize(32);
    }

    @Test
    void neverComesTwice() {
        var seen = new HashSet<String>();
        for (var i = 0; i < 1_000; i++) {
            assertThat(seen.add(text(strong.letters()))).isTrue();
        }
    }

    /** 620,000 draws: each of 62 comes 10,000 times, give or take 100; folding bytes onto 62 favours eight by 25%. */
    @Test
    void favoursNoLetter() {
        var counts = new int[128];
        for (var b : strong.letters(620_000).expose()) {
            counts[b]++;
        }
        for (var c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".toCharArray()) {
            assertThat(counts[c]).as(String.valueOf(c)).isBetween(9_200, 10_800);
        }
    }

    private static String text(Plaintext value) {
        return new String(value.expose(), StandardCharsets.US_ASCII);
    }
}
