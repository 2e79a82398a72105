package dev.coffer.form;

import dev.coffer.crypto.Plaintext;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Makes values that nobody guesses, from the system's secure random source. Letters and digits are the default: they
 * need no quoting in any shell, URL or file, and 32 of them carry 190 bits.
 */
public final class StrongValue {
    public static final int DEFAULT_LENGTH = 32;

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final SecureRandom random = new SecureRandom();

    /** 32 letters and digits. */
    public Plaintext letters() {
        return letters(DEFAULT_LENGTH);
    }

    /** So many letters and digits, each as likely as any other; at least 16, or it would not be strong. */
    public Plaintext letters(int length) {
        if (length < DEFAULT_LENGTH / 2) {
            throw new IllegalArgumentException("a strong value has at least 16 characters");
        }
        var value = new byte[length];
        for (var i = 0; i < length; i++) {
            // nextInt(bound) draws again instead of folding the last, incomplete range onto the first letters.
            value[i] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        }
        return Plaintext.of(value);
    }

    /** 32 random bytes as 64 hexadecimal digits, which many frameworks ask for as an encryption key. */
    public Plaintext hex() {
        var bytes = bytes();
        var digits = new char[2 * bytes.length];
        for (var i = 0; i < bytes.length; i++) {
            digits[2 * i] = HexFormat.of().toHighHexDigit(bytes[i]);
            digits[2 * i + 1] = HexFormat.of().toLowHexDigit(bytes[i]);
        }
        Arrays.fill(bytes, (byte) 0);
        var value = new byte[digits.length];
        for (var i = 0; i < digits.length; i++) {
            value[i] = (byte) digits[i];
        }
        Arrays.fill(digits, '\0');
        return Plaintext.of(value);
    }

    /** 32 random bytes in base64, 44 characters with its padding (RFC 4648, 4). */
    public Plaintext base64() {
        var bytes = bytes();
        var value = Base64.getEncoder().encode(bytes);
        Arrays.fill(bytes, (byte) 0);
        return Plaintext.of(value);
    }

    private byte[] bytes() {
        var bytes = new byte[DEFAULT_LENGTH];
        random.nextBytes(bytes);
        return bytes;
    }
}
