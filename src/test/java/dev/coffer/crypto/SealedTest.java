package dev.coffer.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R12")
class SealedTest {

    private static final Golden GOLDEN = new Golden();
    private static final UUID INSTANCE = GOLDEN.id("instance");
    private static final UUID KEY_ID = GOLDEN.id("project-key-id");
    private static final byte[] KEY = GOLDEN.bytes("project-key");
    private static final byte[] CONTEXT = GOLDEN.secretValue().in(INSTANCE);

    private final Envelope envelope = new Envelope();

    @ParameterizedTest
    @ValueSource(strings = {"empty", "text", "long"})
    void whatFormat1WroteOpensForEver(String name) {
        var opened = envelope.open(KEY, CONTEXT, Sealed.of(GOLDEN.bytes("blob-" + name))).orElseThrow();
        assertThat(opened.expose()).isEqualTo(GOLDEN.bytes("value-" + name));
        assertThat(Sealed.of(GOLDEN.bytes("blob-" + name)).projectKeyId()).isEqualTo(KEY_ID);
    }

    @Test
    void aStagedImportOfFormat1OpensForEver() {
        var binding = Binding.stagedImport(GOLDEN.id("project"), GOLDEN.id("session"), GOLDEN.id("import"));
        var opened = envelope.open(KEY, binding.in(INSTANCE), Sealed.of(GOLDEN.bytes("blob-import"))).orElseThrow();
        assertThat(opened.sameAs(Plaintext.ofText("A=1\n"))).isTrue();
    }

    @Test
    void aBindingHasTheSameBytesForEver() {
        assertThat(CONTEXT).isEqualTo(GOLDEN.bytes("aad"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 59, 60, 61, 1020, 1021, 5000, 65_536, 1_048_576})
    void whatIsSealedOpens(int size) {
        var value = Plaintext.of(Ciphers.random(size));
        var sealed = envelope.seal(KEY_ID, KEY, CONTEXT, value);
        assertThat(envelope.open(KEY, CONTEXT, sealed).orElseThrow().sameAs(value)).isTrue();
    }

    @Test
    void aChangeOfAnyBitOfTheBlobIsNoticed() {
        var blob = GOLDEN.bytes("blob-text");
        for (var bit = 0; bit < blob.length * 8; bit++) {
            var changed = blob.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(envelope.open(KEY, CONTEXT, new Sealed(KEY_ID, changed))).as("bit " + bit).isEmpty();
        }
    }

    @Test
    void aBlobCutShortAnywhereIsNoticed() {
        var blob = GOLDEN.bytes("blob-long");
        for (var length = 0; length < blob.length; length++) {
            var cut = Arrays.copyOf(blob, length);
            try {
                assertThat(envelope.open(KEY, CONTEXT, Sealed.of(cut))).as("length " + length).isEmpty();
            } catch (SealBroken e) {
                assertThat(length).isLessThan(144);
            }
        }
        assertThat(envelope.open(KEY, CONTEXT, Sealed.of(Arrays.copyOf(blob, blob.length + 1)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void anUnknownFormatIsRefusedByName(int position) {
        var blob = GOLDEN.bytes("blob-text");
        blob[position]++;
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> Sealed.of(blob)).withMessageContaining("format");
    }

    @Test
    void noFieldOfTheBindingCanBeSwapped() {
        var project = GOLDEN.id("project");
        var environment = GOLDEN.id("environment");
        var secret = GOLDEN.id("secret");
        var version = GOLDEN.id("version");
        var other = UUID.randomUUID();
        var sealed = Sealed.of(GOLDEN.bytes("blob-text"));
        var swapped = List.of(Binding.secretValue(other, environment, secret, version, 7).in(INSTANCE),
                Binding.secretValue(project, other, secret, version, 7).in(INSTANCE),
                Binding.secretValue(project, environment, other, version, 7).in(INSTANCE),
                Binding.secretValue(project, environment, secret, other, 7).in(INSTANCE),
                Binding.secretValue(project, environment, secret, version, 8).in(INSTANCE),
                Binding.secretValue(project, secret, environment, version, 7).in(INSTANCE),
                Binding.stagedImport(project, secret, version).in(INSTANCE),
                GOLDEN.secretValue().in(other));
        for (var context : swapped) {
            assertThat(envelope.open(KEY, context, sealed)).isEmpty();
        }
        assertThat(envelope.open(Ciphers.random(32), CONTEXT, sealed)).isEmpty();
        assertThat(envelope.open(KEY, GOLDEN.secretValue().in(INSTANCE), sealed)).isPresent();
    }

    @Test
    void noTwoSealingsShareASaltANonceOrABlob() {
        var value = Plaintext.ofText("the same value");
        var seen = new HashSet<String>();
        for (var i = 0; i < 5_000; i++) {
            var blob = envelope.seal(KEY_ID, KEY, CONTEXT, value).blob();
            assertThat(seen.add(hex(blob, 20, 52))).isTrue();
            assertThat(seen.add(hex(blob, 52, 64))).isTrue();
            assertThat(seen.add(hex(blob, 64, blob.length))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"0,64", "60,64", "61,128", "1020,1024", "1021,1088", "2044,2048", "2045,2176", "4092,4096",
            "65536,67584", "1048576,1081344"})
    void lengthsAreHiddenInSteps(int length, int padded) {
        assertThat(Padding.sizeFor(length)).isEqualTo(padded);
        var blob = envelope.seal(KEY_ID, KEY, CONTEXT, Plaintext.of(new byte[length])).blob();
        assertThat(blob).hasSize(64 + padded + 16);
    }

    @Test
    void paddingAddsAnEighthAtMostAndItsSizesNeverShrink() {
        for (var length = 1_021; length < 70_000; length++) {
            assertThat(Padding.sizeFor(length)).isBetween(length + 4, (length + 4) * 112 / 100)
                    .isGreaterThanOrEqualTo(Padding.sizeFor(length - 1));
        }
    }

    @Test
    void aFaultBetweenSealingAndStoringFailsTheRequest() {
        var value = Plaintext.ofText("canary");
        Stream.of(0, 5, 30, 60, 64, 140).forEach(position -> {
            var faulty = new Envelope(blob -> {
                blob[position] ^= 1;
                return blob;
            });
            assertThatExceptionOfType(SealBroken.class)
                    .isThrownBy(() -> faulty.seal(KEY_ID, KEY, CONTEXT, value)).withMessageNotContaining("canary");
        });
        var other = envelope.seal(KEY_ID, KEY, CONTEXT, Plaintext.ofText("another")).blob();
        assertThatExceptionOfType(SealBroken.class)
                .isThrownBy(() -> new Envelope(blob -> other).seal(KEY_ID, KEY, CONTEXT, value))
                .withMessageContaining("something else");
    }

    @Test
    void aSealedValuePrintsItsKeyAndNoBytes() {
        assertThat(Sealed.of(GOLDEN.bytes("blob-text"))).hasToString("[sealed by " + KEY_ID + "]");
        assertThat(GOLDEN.secretValue()).hasToString("secret-value");
    }

    /** NIST's GCM specification, test cases 13 and 16. */
    @Test
    void aesGcmMatchesItsPublishedVectors() {
        assertThat(Ciphers.encrypt(new byte[32], new byte[12], new byte[0], new byte[0]))
                .isEqualTo(hex("530f8afbc74536b9a963b4f1c4cb738b"));
        var key = hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
        var nonce = hex("cafebabefacedbaddecaf888");
        var aad = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        var plain = hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        var encrypted = hex("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b");
        assertThat(Ciphers.encrypt(key, nonce, aad, plain)).isEqualTo(encrypted);
        assertThat(Ciphers.decrypt(key, nonce, aad, encrypted)).hasValue(plain);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static String hex(byte[] bytes, int from, int to) {
        return HexFormat.of().formatHex(bytes, from, to);
    }
}
