package dev.coffer.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Tokens {@code cof_<kind><id 10><secret 43><crc 6>} in base62, 64 characters: secret scanners know them by prefix and
 * checksum, and a mistyped one is refused without a look into the database. The secret part has 256 bits, so the plain
 * SHA-256 of the whole token is what is stored (ASVS 5.0 6.5.2).
 */
public final class BearerToken {

    static final int LENGTH = 64;
    private static final String PREFIX = "cof_";
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ID_START = PREFIX.length() + 1;
    private static final int ID_LENGTH = 10;
    private static final int CRC_LENGTH = 6;
    private static final int CRC_START = LENGTH - CRC_LENGTH;

    private BearerToken() {}

    /** What a token is for. */
    public enum Kind {
        PERSONAL('p'),
        CI('c'),
        DEPLOYMENT('d'),
        INVITATION('i'),
        ONE_TIME_LINK('w');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        private static Optional<Kind> of(char letter) {
            return Arrays.stream(values()).filter(kind -> kind.letter == letter).findFirst();
        }
    }

    /** A new token: id and hash are stored, the token is shown once and closed. */
    public record Issued(String publicId, byte[] secretHash, Plaintext token) {}

    public static Issued issue(Kind kind) {
        var token = new byte[LENGTH];
        System.arraycopy((PREFIX + kind.letter).getBytes(StandardCharsets.US_ASCII), 0, token, 0, ID_START);
        for (var i = ID_START; i < CRC_START; i++) {
            token[i] = (byte) ALPHABET.charAt(Ciphers.randomBelow(ALPHABET.length()));
        }
        System.arraycopy(checksum(token), 0, token, CRC_START, CRC_LENGTH);
        return new Issued(publicId(token), Ciphers.sha256(token), Plaintext.of(token));
    }

    /** Empty for anything that isn't a whole token with a right checksum; asks no database. */
    public static Optional<Presented> parse(CharSequence text) {
        if (text.length() != LENGTH || !PREFIX.contentEquals(text.subSequence(0, PREFIX.length()))
                || !text.chars().skip(ID_START).allMatch(letter -> ALPHABET.indexOf(letter) >= 0)) {
            return Optional.empty();
        }
        var token = new byte[LENGTH];
        for (var i = 0; i < LENGTH; i++) {
            token[i] = (byte) text.charAt(i);
        }
        var presented = Kind.of(text.charAt(PREFIX.length())).filter(kind -> hasChecksum(token))
                .map(kind -> new Presented(kind, publicId(token), Ciphers.sha256(token)));
        Arrays.fill(token, (byte) 0);
        return presented;
    }

    private static String publicId(byte[] token) {
        return new String(token, ID_START, ID_LENGTH, StandardCharsets.US_ASCII);
    }

    private static boolean hasChecksum(byte[] token) {
        return MessageDigest.isEqual(checksum(token), Arrays.copyOfRange(token, CRC_START, LENGTH));
    }

    private static byte[] checksum(byte[] token) {
        var crc = new CRC32();
        crc.update(token, 0, CRC_START);
        var rest = crc.getValue();
        var digits = new byte[CRC_LENGTH];
        for (var i = CRC_LENGTH - 1; i >= 0; i--) {
            digits[i] = (byte) ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return digits;
    }

    /** A token that somebody sent: well-formed, and not yet known to be anybody's. It keeps the hash, not the token. */
    public static final class Presented {

        private final Kind kind;
        private final String publicId;
        private final byte[] hash;

        private Presented(Kind kind, String publicId, byte[] hash) {
            this.kind = kind;
            this.publicId = publicId;
            this.hash = hash;
        }

        public Kind kind() {
            return kind;
        }

        /** What its row is looked up by; no secret. */
        public String publicId() {
            return publicId;
        }

        /** In constant time. */
        public boolean matches(byte[] storedHash) {
            return MessageDigest.isEqual(hash, storedHash);
        }

        @Override
        public String toString() {
            return "[token " + publicId + "]";
        }
    }
}
