package dev.coffer.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyringTest {

    private static final Golden GOLDEN = new Golden();
    private final Keyring keyring = GOLDEN.keyring();

    @ParameterizedTest
    @EnumSource
    void aKeyedHashIsTheSameForEver(Label label) {
        assertThat(keyring.hmac(label, bytes("ab"), bytes("c"))).isEqualTo(GOLDEN.bytes("hmac-" + label));
    }

    @Test
    void eachLabelInstanceAndSplitOfThePartsHasAHashOfItsOwn() {
        var seen = new HashSet<String>();
        for (var label : Label.values()) {
            assertThat(seen.add(hex(keyring.hmac(label, bytes("ab"), bytes("c"))))).isTrue();
        }
        assertThat(seen.add(hex(keyring.hmac(Label.AUDIT, bytes("a"), bytes("bc"))))).isTrue();
        assertThat(seen.add(hex(keyring.hmac(Label.AUDIT, bytes("abc"))))).isTrue();
        assertThat(seen.add(hex(keyring.hmac(Label.AUDIT, bytes("ab"), bytes("c"), bytes(""))))).isTrue();
        assertThat(seen.add(hex(keyring.hmac(Label.AUDIT)))).isTrue();
        assertThat(seen.add(hex(TestKeys.keyring().hmac(Label.AUDIT)))).isTrue();
    }

    @Test
    void whatFormat1WrappedUnwrapsForEver() {
        var binding = Binding.projectKey(GOLDEN.id("project"), GOLDEN.id("project-key-id"), 1, 1);
        assertThat(keyring.unwrap(1, binding, GOLDEN.bytes("wrapped-project-key")))
                .hasValue(GOLDEN.bytes("project-key"));
        assertThat(keyring.opensCanary(GOLDEN.bytes("canary"))).isTrue();
        assertThat(Keyring.checkValue(GOLDEN.bytes("instance-key"))).isEqualTo(GOLDEN.bytes("check-value"));
    }

    @Test
    void aWrappedKeyOpensOnlyForWhatItWasWrappedFor() {
        var project = UUID.randomUUID();
        var id = UUID.randomUUID();
        var key = Ciphers.random(32);
        var wrapped = keyring.wrap(Binding.projectKey(project, id, 1, 1), key);
        assertThat(keyring.unwrap(1, Binding.projectKey(project, id, 1, 1), wrapped)).hasValue(key);
        assertThat(keyring.unwrap(1, Binding.projectKey(UUID.randomUUID(), id, 1, 1), wrapped)).isEmpty();
        assertThat(keyring.unwrap(1, Binding.projectKey(project, UUID.randomUUID(), 1, 1), wrapped)).isEmpty();
        assertThat(keyring.unwrap(1, Binding.projectKey(project, id, 2, 1), wrapped)).isEmpty();
        assertThat(keyring.unwrap(1, Binding.projectKey(project, id, 1, 2), wrapped)).isEmpty();
        assertThat(keyring.unwrap(2, Binding.projectKey(project, id, 1, 1), wrapped)).isEmpty();
        assertThat(TestKeys.keyring().unwrap(1, Binding.projectKey(project, id, 1, 1), wrapped)).isEmpty();
        for (var i = 0; i < wrapped.length; i++) {
            var changed = wrapped.clone();
            changed[i] ^= 1;
            assertThat(keyring.unwrap(1, Binding.projectKey(project, id, 1, 1), changed)).isEmpty();
        }
        assertThat(keyring.unwrap(1, Binding.projectKey(project, id, 1, 1), Arrays.copyOf(wrapped, 60))).isEmpty();
        assertThat(keyring.wrap(Binding.projectKey(project, id, 1, 1), key)).isNotEqualTo(wrapped);
    }

    @Test
    void theCanaryOpensInItsOwnInstanceOnly() {
        var canary = keyring.canary();
        assertThat(keyring.opensCanary(canary)).isTrue();
        var other = new Keyring(UUID.randomUUID(), 1, Map.of(1, GOLDEN.bytes("instance-key")));
        assertThat(other.opensCanary(canary)).isFalse();
        assertThat(keyring.opensCanary(new byte[0])).isFalse();
        canary[20] ^= 1;
        assertThat(keyring.opensCanary(canary)).isFalse();
    }

    @Test
    void itPrintsNoKey() {
        assertThat(keyring).hasToString("[keyring of " + GOLDEN.id("instance") + "]");
        assertThat(TestKeys.rootKey()).hasToString("[root key]");
    }

    @Test
    void aKeyThatIsNotOf32BytesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ciphers.encrypt(new byte[16], new byte[12], new byte[0], new byte[0]));
    }

    /** RFC 5869, test cases 1 to 3. */
    @Test
    void hkdfMatchesItsPublishedVectors() {
        assertThat(Ciphers.derive(hex("0b".repeat(22)), hex("000102030405060708090a0b0c"),
                hex("f0f1f2f3f4f5f6f7f8f9"), 42)).isEqualTo(hex(
                        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db0"
                                + "2d56ecc4c5bf34007208d5b887185865"));
        assertThat(Ciphers.derive(range(0x00, 80), range(0x60, 80), range(0xb0, 80), 82))
                .isEqualTo(hex("b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb"
                        + "41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"));
        assertThat(Ciphers.derive(hex("0b".repeat(22)), new byte[0], new byte[0], 42)).isEqualTo(hex(
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"));
    }

    private static byte[] range(int from, int count) {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
