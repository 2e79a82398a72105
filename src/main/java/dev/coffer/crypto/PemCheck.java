package dev.coffer.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * What the PEM blocks of a value (RFC 7468) show by themselves: whether a private key or a certificate in them can be
 * read, and when the first certificate expires. A key that is encrypted, or of a kind that is not known here, is not
 * judged. Reads shapes and sizes only and computes no more than a few products, however hostile the value. Line ends
 * may be written as {@code \n}, as environment files and JSON do.
 */
public record PemCheck(boolean keyBroken, boolean certificateBroken, Optional<Instant> expires) {
    private static final byte[] BEGIN = "-----BEGIN ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "-----END ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DASHES = "-----".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OPENSSH = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final String X25519 = "1.3.101.110";
    private static final String ED25519 = "1.3.101.112";
    private static final int LONGEST_LABEL = 64;
    private static final int LARGEST_MODULUS = 16_384;

    private enum Found {
        SOUND,
        BROKEN_KEY,
        BROKEN_CERTIFICATE
    }

    /** One block: what it says it is, and what is between its marks. */
    private record Block(String label, byte[] body) {}

    /** Nothing is kept of the value, and what was decoded of it is wiped. */
    public static PemCheck of(Plaintext value) {
        var found = new ArrayList<Found>();
        var ends = new ArrayList<Instant>();
        for (var block : blocks(value.expose())) {
            found.add(judge(block, ends));
            Arrays.fill(block.body, (byte) 0);
        }
        return new PemCheck(found.contains(Found.BROKEN_KEY), found.contains(Found.BROKEN_CERTIFICATE),
                ends.stream().min(Comparator.naturalOrder()));
    }

    /** Those with an end; what is cut off is for others to say. */
    private static List<Block> blocks(byte[] bytes) {
        var blocks = new ArrayList<Block>();
        int at = indexOf(bytes, BEGIN, 0);
        while (at >= 0) {
            int label = at + BEGIN.length;
            int body = indexOf(bytes, DASHES, label);
            int end = body < 0 ? -1 : indexOf(bytes, END, body + DASHES.length);
            if (end < 0) {
                return blocks;
            }
            if (body - label <= LONGEST_LABEL) {
                blocks.add(new Block(new String(bytes, label, body - label, StandardCharsets.US_ASCII),
                        Arrays.copyOfRange(bytes, body + DASHES.length, end)));
            }
            at = indexOf(bytes, BEGIN, end);
        }
        return blocks;
    }

    private static Found judge(Block block, List<Instant> ends) {
        boolean certificate = block.label.equals("CERTIFICATE") || block.label.equals("X509 CERTIFICATE");
        if (!certificate && !isJudgedKey(block)) {
            return Found.SOUND;
        }
        byte[] decoded = {};
        try {
            decoded = decoded(block.body);
            if (certificate) {
                ends.add(Certificate.getInstance(sequence(decoded)).getEndDate().getDate().toInstant());
                return Found.SOUND;
            }
            return isKey(block.label, decoded) ? Found.SOUND : Found.BROKEN_KEY;
        } catch (IOException | RuntimeException unreadable) {
            return certificate ? Found.BROKEN_CERTIFICATE : Found.BROKEN_KEY;
        } finally {
            Arrays.fill(decoded, (byte) 0);
        }
    }

    /** A colon is of the headers that only encrypted keys have (RFC 1421, 4.6). */
    private static boolean isJudgedKey(Block block) {
        return switch (block.label) {
            case "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY", "OPENSSH PRIVATE KEY" ->
                indexOf(block.body, new byte[]{':'}, 0) < 0;
            default -> false;
        };
    }

    private static boolean isKey(String label, byte[] decoded) throws IOException {
        return switch (label) {
            case "PRIVATE KEY" -> isPkcs8(PrivateKeyInfo.getInstance(sequence(decoded)));
            case "RSA PRIVATE KEY" -> isRsa(RSAPrivateKey.getInstance(sequence(decoded)));
            case "EC PRIVATE KEY" -> ECPrivateKey.getInstance(sequence(decoded)).getKey().signum() > 0;
            case "DSA PRIVATE KEY" -> isDsa(sequence(decoded));
            default -> isOpenSsh(ByteBuffer.wrap(decoded));
        };
    }

    private static boolean isPkcs8(PrivateKeyInfo info) throws IOException {
        var algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return isRsa(RSAPrivateKey.getInstance(info.parsePrivateKey()));
        }
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return ECPrivateKey.getInstance(info.parsePrivateKey()).getKey().signum() > 0;
        }
        if (algorithm.getId().equals(ED25519) || algorithm.getId().equals(X25519)) {
            return ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets().length == 32;
        }
        return true;
    }

    /** The numbers fit each other (RFC 8017, 3.2): one letter that was lost or changed shows. */
    private static boolean isRsa(RSAPrivateKey key) {
        int bits = key.getModulus().bitLength();
        if (bits > LARGEST_MODULUS || key.getVersion().signum() != 0) {
            return true;
        }
        var one = key.getPrime1();
        var other = key.getPrime2();
        return Stream.of(one, other, key.getPublicExponent(), key.getPrivateExponent(), key.getCoefficient())
                .allMatch(number -> number.signum() > 0 && number.bitLength() <= bits)
                && one.multiply(other).equals(key.getModulus())
                && isExponent(key, one, key.getExponent1()) && isExponent(key, other, key.getExponent2())
                && key.getCoefficient().multiply(other).mod(one).equals(BigInteger.ONE);
    }

    private static boolean isExponent(RSAPrivateKey key, BigInteger prime, BigInteger exponent) {
        var below = prime.subtract(BigInteger.ONE);
        return key.getPrivateExponent().mod(below).equals(exponent)
                && key.getPublicExponent().multiply(exponent).mod(below).equals(BigInteger.ONE);
    }

    /** A version, the three parameters, the public and the private number. */
    private static boolean isDsa(ASN1Sequence numbers) {
        for (var number : numbers) {
            ASN1Integer.getInstance(number);
        }
        return numbers.size() == 6;
    }

    /** OpenSSH's PROTOCOL.key: two equal numbers come first in what a passphrase would encrypt. */
    private static boolean isOpenSsh(ByteBuffer key) {
        var magic = new byte[OPENSSH.length];
        key.get(magic);
        if (!Arrays.equals(magic, OPENSSH)) {
            return false;
        }
        boolean encrypted = !Arrays.equals(field(key), "none".getBytes(StandardCharsets.US_ASCII));
        field(key);
        field(key);
        int keys = key.getInt();
        for (int i = 0; i < keys; i++) {
            field(key);
        }
        var inner = ByteBuffer.wrap(field(key));
        boolean sound = !key.hasRemaining() && (encrypted || inner.getInt() == inner.getInt());
        Arrays.fill(inner.array(), (byte) 0);
        return sound;
    }

    private static byte[] field(ByteBuffer from) {
        int size = from.getInt();
        if (size < 0 || size > from.remaining()) {
            throw new IllegalArgumentException("A field is longer than what holds it");
        }
        var field = new byte[size];
        from.get(field);
        return field;
    }

    private static ASN1Sequence sequence(byte[] decoded) throws IOException {
        return ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(decoded));
    }

    /** Base64 without its line ends. @throws IllegalArgumentException for what is none */
    private static byte[] decoded(byte[] body) {
        var letters = new byte[body.length];
        int count = 0;
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '\\' && i + 1 < body.length && (body[i + 1] == 'n' || body[i + 1] == 'r')) {
                i++;
            } else if (body[i] < 0 || body[i] > ' ') {
                letters[count++] = body[i];
            }
        }
        var base64 = Arrays.copyOf(letters, count);
        try {
            return Base64.getDecoder().decode(base64);
        } finally {
            Arrays.fill(letters, (byte) 0);
            Arrays.fill(base64, (byte) 0);
        }
    }

    private static int indexOf(byte[] bytes, byte[] part, int from) {
        for (int i = from; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }
}
