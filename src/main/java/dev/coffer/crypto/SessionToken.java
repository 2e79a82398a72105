package dev.coffer.crypto;

import java.util.Base64;
import java.util.Optional;

/**
 * What a session's cookie holds: 256 random bits as 43 characters of base64url. Only their SHA-256 is stored: who reads
 * the table can't act as anybody.
 */
public final class SessionToken {

    private static final int LENGTH = 43;

    private SessionToken() {}

    /** The text goes into the cookie and is closed, the hash into the table. */
    public record Issued(Plaintext token, byte[] hash) {}

    public static Issued issue() {
        var token = Base64.getUrlEncoder().withoutPadding().encode(Ciphers.random(32));
        return new Issued(Plaintext.of(token), Ciphers.sha256(token));
    }

    /** What a cookie is looked up by; empty for text that no session ever had. */
    public static Optional<byte[]> hash(CharSequence cookie) {
        if (cookie.length() != LENGTH || !cookie.chars().allMatch(SessionToken::isBase64Url)) {
            return Optional.empty();
        }
        var token = new byte[LENGTH];
        for (var i = 0; i < LENGTH; i++) {
            token[i] = (byte) cookie.charAt(i);
        }
        return Optional.of(Ciphers.sha256(token));
    }

    private static boolean isBase64Url(int letter) {
        return letter < 128 && (Character.isLetterOrDigit(letter) || letter == '-' || letter == '_');
    }
}
