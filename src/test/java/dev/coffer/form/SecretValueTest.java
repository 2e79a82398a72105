package dev.coffer.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.Plaintext;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretValueTest {
    @ParameterizedTest
    @CsvSource({
            "70, 'The value is 70 KB, the limit is 64 KB'",
            "65, 'The value is 65 KB, the limit is 64 KB'"
    })
    @Tag("R11")
    void saysSizeAndLimit(int kilobytes, String why) {
        assertThat(SecretValue.fault(Plaintext.of(filled(kilobytes * 1024)), 65_536)).contains(why);
    }

    @Test
    @DisplayName("R11 the limit counts bytes, and one too many never reads as the limit itself")
    void countsBytes() {
        assertThat(SecretValue.fault(Plaintext.of(filled(65_536)), 65_536)).isEmpty();
        assertThat(SecretValue.fault(Plaintext.of(filled(65_537)), 65_536))
                .contains("The value is 65 KB, the limit is 64 KB");
        assertThat(SecretValue.fault(Plaintext.ofText("ä".repeat(6)), 10))
                .contains("The value is 12 bytes, the limit is 10 bytes");
    }

    @Test
    void refusesNulAndWhatIsNotUtf8() {
        assertThat(SecretValue.fault(Plaintext.ofText("a\0b"), 100))
                .hasValueSatisfying(why -> assertThat(why).contains("NUL"));
        assertThat(SecretValue.fault(Plaintext.ofText(""), 100)).contains("Secret value is required");
        for (var bytes : new byte[][]{
                {(byte) 0xff}, {(byte) 0xc3}, {(byte) 0xc0, (byte) 0x80}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80}
        }) {
            assertThat(SecretValue.fault(Plaintext.of(bytes), 100))
                    .contains("The value is not UTF-8 text. Store it as base64");
        }
    }

    @Test
    void takesLongTextOfManyBytesACharacter() {
        assertThat(SecretValue.isUtf8("a€😀".repeat(5_000).getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(SecretValue.isUtf8(new byte[0])).isTrue();
    }

    @Test
    @DisplayName("a form's CRLF and lone CR become LF, everything else stays")
    void readsAForm() {
        assertThat(text(SecretValue.fromForm("a\r\nb\rc\n\r\n \"<😀\t"))).isEqualTo("a\nb\nc\n\n \"<😀\t");
        assertThat(text(SecretValue.fromForm("\r"))).isEqualTo("\n");
        assertThat(text(SecretValue.fromForm(""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "~ abc~ | begins or ends with a blank", "~abc\t~ | begins or ends with a blank",
            "~abc\n~ | ends with a line break", "\"abc\" | wrapped in quotes", "'abc' | wrapped in quotes",
            "STRIPE_KEY=abc | name and an equals sign", "export STRIPE_KEY=abc | name and an equals sign",
            "~-----BEGIN KEY-----\nMIIa~ | no matching END line",
            "~-----BEGIN KEY-----\nMIIa\n-----END CERT-----~ | no matching END line",
            "~-----END KEY-----~ | no matching END line",
            "a\u00a0b | non-breaking space", "\ufeffab | non-breaking space", "a\u200bb | non-breaking space",
            "changeme | placeholder", "your-key-here | placeholder", "xxx | placeholder", "<token> | placeholder",
            "XXXX | placeholder", "CHANGE_ME | placeholder"
    })
    void hintsAtSlipsOfAPaste(String value, String part) {
        var hints = ValueHints.of(Plaintext.ofText(value));
        assertThat(hints).as(part).anySatisfy(hint -> assertThat(hint).contains(part));
        assertThat(hints).noneSatisfy(hint -> assertThat(hint).containsAnyOf("abc", "STRIPE", "MIIa", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "a", "\"", "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc", "YWJjZA==", "AB=", "a=b", "x", "https://a/?KEY=1",
            "{\"a\":1}", "-----BEGIN A-----\nMIIa\n-----END A-----",
            "-----BEGIN A-----\nb\n-----END A-----\n-----BEGIN B-----\nc\n-----END B-----",
            "sécret"
    })
    void saysNothingOfOrdinaryValues(String value) {
        assertThat(ValueHints.of(Plaintext.ofText(value))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "Key is sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc", "ghp_abcdefgh12345678", "(AKIAIOSFODNN7EXAMPLE)",
            "old: xoxb-12345-6789-abc",
            "-----BEGIN RSA PRIVATE KEY-----", "postgres://app:hunter2@db/app", "82031b3760ac58352bb2d48fd9f32e9f",
            "use 5lrMXKKWCVocS/uerPsl7V+TX/aaUaI7iDkgl3tSmLE= here"
    })
    @Tag("R12")
    void noticesAValueInADescription(String description) {
        assertThat(DescriptionCheck.hint(description)).hasValueSatisfying(
                hint -> assertThat(hint).contains("looks like a value").doesNotContain(description));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "The key for Stripe. Ask Bob for a new one.",
            "https://docs.example.com/setting-up-oauth2/providers#google-oauth2",
            "Use `openssl rand -hex 32` to make one", "NEXT_PRIVATE_SIGNING_GCLOUD_HSM_CERT_CHAIN_FILE_PATH", "ghp_",
            "eyJ",
            "postgres://${USER}:${PASSWORD}@db", "--------------------------", "1234567890123456789012",
            "2026-11-21T09:00:00Z",
            "mail alice@example.com: she knows", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa11111111111"
    })
    @Tag("R12")
    void leavesOrdinaryDescriptionsAlone(String description) {
        assertThat(DescriptionCheck.hint(description)).isEmpty();
    }

    private static byte[] filled(int size) {
        return "a".repeat(size).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Plaintext value) {
        return new String(value.expose(), StandardCharsets.UTF_8);
    }
}
