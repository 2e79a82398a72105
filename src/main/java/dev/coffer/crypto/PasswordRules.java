package dev.coffer.crypto;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may be a password: 12 to 128 characters of any kind (no composition rules, ASVS 5.0 6.2.5), none of the common
 * ones, no row of keys, no repetition, and not just the product's name with something behind it.
 */
final class PasswordRules {

    private static final int SHORTEST = 12;
    private static final int LONGEST = 128;
    private static final int LONGEST_REPEATED = 4;
    private static final int OWN_CHARACTERS = 8;
    private static final String GUESSABLE =
            "This password is easy to guess. Use several unrelated words or a password manager";

    private static final List<String> ROWS = List.of("abcdefghijklmnopqrstuvwxyz".repeat(5), "0123456789".repeat(13),
            "1234567890qwertyuiopasdfghjklzxcvbnm", "qwertyuiop1234567890", "qwertzuiopasdfghjklyxcvbnm",
            "azertyuiopqsdfghjklmwxcvbn", "qwertyuiop[]asdfghjkl;'zxcvbnm,./", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.",
            "qazwsxedcrfvtgbyhnujmikolp", "!@#$%^&*()_+", "!qaz@wsx#edc$rfv%tgb^yhn&ujm");
    private static final List<String> ROWS_BOTH_WAYS = ROWS.stream()
            .flatMap(row -> Stream.of(row, new StringBuilder(row).reverse().toString())).toList();

    private static final List<String> TOO_NEAR = List.of("coffer", "passwords", "password", "passwort", "passw0rd",
            "p@ssw0rd", "p@ssword", "secrets", "secret", "dashboard", "administrator", "admin", "owner", "welcome",
            "changeme", "letmein", "login", "qwerty");

    private static final Set<String> COMMON = common();

    private PasswordRules() {}

    static Optional<String> fault(CharSequence password) {
        var length = Character.codePointCount(password, 0, password.length());
        if (length < SHORTEST) {
            return Optional.of("Use at least 12 characters");
        }
        if (length > LONGEST) {
            return Optional.of("Use at most 128 characters");
        }
        var lower = password.toString().toLowerCase(Locale.ROOT);
        return isGuessable(lower) ? Optional.of(GUESSABLE) : Optional.empty();
    }

    private static boolean isGuessable(String lower) {
        return COMMON.contains(lower) || isRepetition(lower) || isRow(lower) || isMostlyTooNear(lower);
    }

    private static boolean isRepetition(String text) {
        for (var period = 1; period <= LONGEST_REPEATED; period++) {
            if (text.regionMatches(0, text, period, text.length() - period)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRow(String text) {
        return ROWS_BOTH_WAYS.stream().anyMatch(row -> row.contains(text));
    }

    private static boolean isMostlyTooNear(String text) {
        var rest = text;
        for (var word : TOO_NEAR) {
            rest = rest.replace(word, "");
        }
        return !rest.equals(text) && rest.codePointCount(0, rest.length()) < OWN_CHARACTERS;
    }

    private static Set<String> common() {
        try (var reader = new BufferedReader(new InputStreamReader(
                PasswordRules.class.getResourceAsStream("common-passwords.txt"), StandardCharsets.UTF_8))) {
            return reader.lines().collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
