package dev.coffer.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("R12")
class PemCheckTest {
    private static final KeyPair RSA = Pems.rsa();
    private static final Instant SOON = Instant.now().plus(20, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_key_that_can_be_read_is_sound(String name, String pem) {
        assertThat(check(pem)).as(name).isEqualTo(check("nothing"));
        assertThat(check(pem.strip().replace("\n", "\\n"))).as(name + " in one line").isEqualTo(check("nothing"));
        assertThat(check(pem.replace("\n", "\r\n"))).as(name + " with CRLF").isEqualTo(check("nothing"));
    }

    static Stream<Arguments> a_key_that_can_be_read_is_sound() {
        return Stream.of(
                Arguments.of("PKCS#8 RSA", Pems.pkcs8(RSA)),
                Arguments.of("PKCS#1", Pems.traditional("RSA PRIVATE KEY", RSA)),
                Arguments.of("PKCS#8 EC", Pems.pkcs8(Pems.ec())),
                Arguments.of("SEC 1", Pems.traditional("EC PRIVATE KEY", Pems.ec())),
                Arguments.of("Ed25519", Pems.pkcs8(Pems.ed25519())),
                Arguments.of("an algorithm not known here", Pems.pkcs8(Pems.pair("DH", 2048))),
                Arguments.of("OpenSSH EC", Pems.openSsh(Pems.ec())),
                Arguments.of("OpenSSH Ed25519", Pems.openSsh(Pems.ed25519())),
                Arguments.of("encrypted", Pems.encrypted()),
                Arguments.of("with its certificate's public key", Pems.block("PUBLIC KEY", RSA.getPublic().getEncoded())
                        + Pems.pkcs8(RSA)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_key_that_can_not_be_read_is_broken(String name, String pem) {
        assertThat(check(pem)).as(name).returns(true, PemCheck::keyBroken).returns(false, PemCheck::certificateBroken);
    }

    static Stream<Arguments> a_key_that_can_not_be_read_is_broken() {
        var key = Pems.pkcs8(RSA);
        return Stream.of(
                Arguments.of("no base64", "-----BEGIN PRIVATE KEY-----\nMII?\n-----END PRIVATE KEY-----"),
                Arguments.of("nothing in it", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----"),
                Arguments.of("a line is missing", withoutLine(key, 5)),
                Arguments.of("a letter is another one", changed(key)),
                Arguments.of("half a line is missing", key.replaceAll("(?s)^(.{200}).{20}", "$1")),
                Arguments.of("EC without a word",
                        Pems.traditional("EC PRIVATE KEY", Pems.ec()).replaceAll("(?s)^(.{50}).{8}", "$1")),
                Arguments.of("OpenSSH without a line", withoutLine(Pems.openSsh(Pems.ed25519()), 3)),
                Arguments.of("another kind inside", Pems.block("RSA PRIVATE KEY", Pems.ed25519().getPrivate()
                        .getEncoded())),
                Arguments.of("a public key", Pems.block("PRIVATE KEY", RSA.getPublic().getEncoded())),
                Arguments.of("no number inside", Pems.rsaOf(DERNull.INSTANCE)),
                Arguments.of("negative", Pems.rsaOf(rsa(BigInteger.valueOf(-3), BigInteger.valueOf(-5)))),
                Arguments.of("the second of two", key + withoutLine(key, 3)));
    }

    @Test
    void a_key_that_a_passphrase_guards_is_not_judged() {
        assertThat(check("""
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF

                %s
                -----END RSA PRIVATE KEY-----
                """.formatted(Base64.getEncoder().encodeToString(new byte[64])))).isEqualTo(check(""));
    }

    @Test
    void the_first_certificate_of_a_chain_to_expire_is_the_one_that_counts() {
        var chain = Pems.certificate(SOON.plus(Duration.ofDays(900))) + Pems.certificate(SOON) + Pems.pkcs8(RSA);

        assertThat(check(chain)).isEqualTo(new PemCheck(false, false, Optional.of(SOON)));
    }

    @Test
    void a_certificate_that_can_not_be_read_is_broken() {
        assertThat(check(withoutLine(Pems.certificate(SOON), 3))).isEqualTo(
                new PemCheck(false, true, Optional.empty()));
    }

    @Test
    void what_is_cut_off_is_not_for_here_to_say() {
        assertThat(check(Pems.pkcs8(RSA).substring(0, 400))).isEqualTo(check(""));
    }

    @Test
    void a_hostile_value_costs_little() {
        var before = System.nanoTime();
        check(Pems.nested(40_000));
        check(Pems.rsaOf(rsa(BigInteger.ONE.shiftLeft(100_000), BigInteger.ONE.shiftLeft(100_000))));
        check("-----BEGIN PRIVATE KEY-----".repeat(2_000));
        check("-----BEGIN A-----\n-----END A-----\n".repeat(2_000));
        check("-----BEGIN " + "-".repeat(60_000));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    private static RSAPrivateKey rsa(BigInteger one, BigInteger other) {
        var some = BigInteger.TEN;
        return new RSAPrivateKey(one.multiply(other), some, some, one, other, some, some, some);
    }

    private static String withoutLine(String pem, int line) {
        var lines = pem.lines().toList();
        return String.join("\n", lines.subList(0, line)) + "\n"
                + String.join("\n", lines.subList(line + 1, lines.size()));
    }

    /** In the middle of the modulus or of a prime. */
    private static String changed(String pem) {
        int middle = pem.indexOf('\n', pem.length() / 4) + 10;
        char other = pem.charAt(middle) == 'A' ? 'B' : 'A';
        return pem.substring(0, middle) + other + pem.substring(middle + 1);
    }

    private static PemCheck check(String value) {
        return PemCheck.of(Plaintext.ofText(value));
    }
}
