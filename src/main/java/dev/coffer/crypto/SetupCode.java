package dev.coffer.crypto;

import java.util.Arrays;
import java.util.Optional;

/**
 * The one-time code for the first owner: four groups of five characters of Crockford's base32, 100 random bits, short
 * enough to type. Its hash is keyed, as 100 bits are too few for a plain one (ASVS 5.0 6.5.2 asks for 112).
 */
public final class SetupCode {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LETTERS = 20;
    private static final int GROUP = 5;

    private SetupCode() {}

    /** A new code such as {@code 7ZK2M-0QWXA-9TREB-C4D5F}. */
    public static Plaintext issue() {
        var text = new byte[LETTERS + LETTERS / GROUP - 1];
        for (var i = 0; i < text.length; i++) {
            var between = i % (GROUP + 1) == GROUP;
            text[i] = (byte) (between ? '-' : ALPHABET.charAt(Ciphers.randomBelow(ALPHABET.length())));
        }
        return Plaintext.of(text);
    }

    /**
     * What a typed code is looked up by: case, spaces and hyphens don't matter, O is 0, and I and L are 1. Empty for
     * text that can't be a code.
     */
    public static Optional<byte[]> hash(Keyring keyring, CharSequence typed) {
        var code = new byte[LETTERS];
        var length = 0;
        for (var i = 0; i < typed.length(); i++) {
            var letter = canonical(typed.charAt(i));
            if (letter == '-' || Character.isWhitespace(letter)) {
                continue;
            }
            if (length == LETTERS || ALPHABET.indexOf(letter) < 0) {
                return Optional.empty();
            }
            code[length++] = (byte) letter;
        }
        var hash = length == LETTERS ? Optional.of(keyring.hmac(Label.SETUP_CODE, code)) : Optional.<byte[]>empty();
        Arrays.fill(code, (byte) 0);
        return hash;
    }

    private static char canonical(char letter) {
        return switch (letter) {
            case 'o', 'O' -> '0';
            case 'i', 'I', 'l', 'L' -> '1';
            default -> letter >= 'a' && letter <= 'z' ? (char) (letter - 'a' + 'A') : letter;
        };
    }
}
