package dev.coffer.inspection;

import dev.coffer.crypto.Plaintext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Reads one thing of a JSON web token (RFC 7519, 4.1.4): when it expires. The signature is nobody's concern here. */
final class SignedToken {
    private static final byte[] START = "eyJ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EXPIRES = "\"exp\"".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_DIGITS = 11;

    private SignedToken() {}

    /** Empty for what is no such token, or never expires. */
    static Optional<Instant> expires(Plaintext value) {
        var bytes = value.expose();
        int first = indexOf(bytes, '.', 0);
        int second = first < 0 ? -1 : indexOf(bytes, '.', first + 1);
        if (second < 0 || !startsWith(bytes, 0, START) || !startsWith(bytes, first + 1, START)) {
            return Optional.empty();
        }
        var part = Arrays.copyOfRange(bytes, first + 1, second);
        byte[] claims = {};
        try {
            claims = Base64.getUrlDecoder().decode(part);
            return expires(claims);
        } catch (IllegalArgumentException noToken) {
            return Optional.empty();
        } finally {
            Arrays.fill(part, (byte) 0);
            Arrays.fill(claims, (byte) 0);
        }
    }

    /** The outermost claim of that name: within another object or a text it means something else. */
    private static Optional<Instant> expires(byte[] claims) {
        int depth = 0;
        for (int i = 0; i < claims.length; i++) {
            switch (claims[i]) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> {
                    int end = textEnd(claims, i);
                    int next = skipBlanks(claims, end + 1);
                    if (depth == 1 && startsWith(claims, i, EXPIRES) && next < claims.length && claims[next] == ':') {
                        return number(claims, skipBlanks(claims, next + 1));
                    }
                    i = end;
                }
                default -> {
                    // a number, a word or a mark between them
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Instant> number(byte[] claims, int from) {
        long seconds = 0;
        int at = from;
        while (at < claims.length && claims[at] >= '0' && claims[at] <= '9' && at - from < MOST_DIGITS) {
            seconds = 10 * seconds + claims[at++] - '0';
        }
        return at == from ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
    }

    private static int textEnd(byte[] claims, int open) {
        int at = open + 1;
        while (at < claims.length && claims[at] != '"') {
            at += claims[at] == '\\' ? 2 : 1;
        }
        return at;
    }

    private static int skipBlanks(byte[] claims, int from) {
        int at = from;
        while (at < claims.length && claims[at] <= ' ' && claims[at] > 0) {
            at++;
        }
        return at;
    }

    private static int indexOf(byte[] bytes, char letter, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == letter) {
                return i;
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] part) {
        return at + part.length <= bytes.length
                && Arrays.equals(bytes, at, at + part.length, part, 0, part.length);
    }
}
