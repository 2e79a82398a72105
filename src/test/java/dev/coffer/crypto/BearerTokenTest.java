package dev.coffer.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.BearerToken.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokenTest {

    private static final Pattern SCANNER = Pattern.compile("\\bcof_[pcdiw][0-9A-Za-z]{59}\\b");

    @ParameterizedTest
    @EnumSource
    void anIssuedTokenIsRecognisedAndMatchesItsHash(Kind kind) {
        var issued = BearerToken.issue(kind);
        var text = text(issued.token());
        assertThat(text).matches(SCANNER).hasSize(64);
        var presented = BearerToken.parse(text).orElseThrow();
        assertThat(presented.kind()).isEqualTo(kind);
        assertThat(presented.publicId()).isEqualTo(issued.publicId()).hasSize(10);
        assertThat(presented.matches(issued.secretHash())).isTrue();
        assertThat(presented.matches(BearerToken.issue(kind).secretHash())).isFalse();
        assertThat(presented.matches(new byte[0])).isFalse();
    }

    @Test
    void aTokenOfFormat1IsRecognisedForEver() {
        assertThat(BearerToken.parse(new Golden().text("token"))).isPresent();
    }

    @Test
    void anyOtherCharacterAnywhereIsRefusedWithoutADatabase() {
        var text = text(BearerToken.issue(Kind.PERSONAL).token());
        for (var i = 0; i < text.length(); i++) {
            for (var other : List.of('0', 'z', 'p', 'c', '-', 'ü', '\u0661')) {
                if (text.charAt(i) != other) {
                    assertThat(BearerToken.parse(text.substring(0, i) + other + text.substring(i + 1))).isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cof_", "cof_p", "Bearer cof_p",
            "ghp_000000000000000000000000000000000000000000000000000000000000"})
    void whatIsNoTokenIsRefused(String text) {
        assertThat(BearerToken.parse(text)).isEmpty();
        var token = text(BearerToken.issue(Kind.CI).token());
        assertThat(BearerToken.parse(token + " ")).isEmpty();
        assertThat(BearerToken.parse(token.substring(1))).isEmpty();
    }

    @Test
    void neitherIssuedNorPresentedPrintsTheToken() {
        var issued = BearerToken.issue(Kind.INVITATION);
        var secret = text(issued.token()).substring(15, 58);
        assertThat(issued.toString()).doesNotContain(secret);
        assertThat(BearerToken.parse(text(issued.token())).orElseThrow())
                .hasToString("[token " + issued.publicId() + "]");
    }

    @Test
    void aSessionsCookieIsLookedUpByItsHash() {
        var seen = new HashSet<String>();
        for (var i = 0; i < 1_000; i++) {
            var issued = SessionToken.issue();
            var text = text(issued.token());
            assertThat(text).matches("[A-Za-z0-9_-]{43}");
            assertThat(seen.add(text)).isTrue();
            assertThat(SessionToken.hash(text)).hasValue(issued.hash());
            assertThat(issued.toString()).doesNotContain(text);
        }
        assertThat(SessionToken.hash("")).isEmpty();
        assertThat(SessionToken.hash("a".repeat(42))).isEmpty();
        assertThat(SessionToken.hash("a".repeat(42) + "+")).isEmpty();
        assertThat(SessionToken.hash("a".repeat(42) + "ü")).isEmpty();
    }

    @Test
    void aSetUpCodeMayBeTypedInManyWays() {
        var keyring = TestKeys.keyring();
        var code = text(SetupCode.issue());
        assertThat(code).matches("([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}");
        var hash = SetupCode.hash(keyring, code).orElseThrow();
        assertThat(SetupCode.hash(keyring, code.toLowerCase())).hasValue(hash);
        assertThat(SetupCode.hash(keyring, " " + code.replace("-", " ") + "\n")).hasValue(hash);
        assertThat(SetupCode.hash(keyring, code.replace("-", "").replace('0', 'o').replace('1', 'l'))).hasValue(hash);
        assertThat(SetupCode.hash(TestKeys.keyring(), code).orElseThrow()).isNotEqualTo(hash);
        assertThat(SetupCode.hash(keyring, code + "A")).isEmpty();
        assertThat(SetupCode.hash(keyring, code.substring(1))).isEmpty();
        assertThat(SetupCode.hash(keyring, code.replace(code.charAt(0), 'U'))).isEmpty();
        assertThat(SetupCode.hash(keyring, "")).isEmpty();
    }

    private static String text(Plaintext token) {
        return new String(token.expose(), StandardCharsets.US_ASCII);
    }
}
