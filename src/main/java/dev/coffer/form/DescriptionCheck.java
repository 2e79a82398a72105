package dev.coffer.form;

import java.util.List;
import java.util.Optional;

/**
 * Looks for a value in a description, which is kept in clear for everybody in the project to read. Knows the well-known
 * beginnings of tokens, passwords in addresses, and long runs of letters and digits that no sentence has.
 */
public final class DescriptionCheck {
    public static final int LONGEST = 1_000;

    private static final List<String> BEGINNINGS = List.of(
            "-----BEGIN", "sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_", "sk-proj-", "sk-ant-",
            "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "AKIA", "ASIA", "AIza",
            "xoxb-", "xoxp-", "xoxa-", "xoxs-", "xapp-", "npm_", "pypi-", "dop_v1_", "hvs.", "SG.", "eyJ");
    private static final int LONG = 20;
    private static final int AFTER_BEGINNING = 8;

    private DescriptionCheck() {}

    /** Why the description can't be stored; empty when it can. */
    public static Optional<String> fault(String description) {
        if (description.length() > LONGEST) {
            return Optional.of("The description has %,d characters, the limit is %,d".formatted(description.length(),
                    LONGEST));
        }
        return description.indexOf('\0') < 0 ? Optional.empty()
                : Optional.of("The description has a NUL character. Remove it");
    }

    /** A sentence when something in the text looks like a value; it does not say what, so that it can be shown. */
    public static Optional<String> hint(String description) {
        return looksLikeValue(description)
                ? Optional.of("Something in the description looks like a value. Descriptions are not encrypted: "
                        + "keep the value in the value field only")
                : Optional.empty();
    }

    /** Whether something in the text looks like a value. */
    public static boolean looksLikeValue(String description) {
        var start = 0;
        for (var i = 0; i <= description.length(); i++) {
            if (i == description.length() || isBetweenWords(description.charAt(i))) {
                if (i > start && isValue(description.substring(start, i))) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }

    private static boolean isValue(String word) {
        if (BEGINNINGS.stream().anyMatch(known -> isKnown(word, known))) {
            return true;
        }
        var scheme = word.indexOf("://");
        return scheme >= 0 ? hasPassword(word, scheme + 3) : hasLongRun(word);
    }

    private static boolean isKnown(String word, String beginning) {
        return word.startsWith(beginning)
                && (beginning.startsWith("-") || word.length() >= beginning.length() + AFTER_BEGINNING);
    }

    /** {@code scheme://user:password@host} (RFC 3986, 3.2.1). */
    private static boolean hasPassword(String address, int from) {
        var at = address.indexOf('@', from);
        var colon = address.indexOf(':', from);
        var slash = address.indexOf('/', from);
        return at > 0 && colon > 0 && colon < at - 1 && (slash < 0 || slash > at) && address.charAt(colon + 1) != '$';
    }

    private static boolean hasLongRun(String word) {
        var start = 0;
        for (var i = 0; i <= word.length(); i++) {
            if (i == word.length() || !isTokenCharacter(word.charAt(i))) {
                if (i - start >= LONG && isRandom(word.substring(start, i))) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }

    /** Mixed as a key is: capitals, small letters and digits; or letters with many digits, as in hexadecimal. */
    private static boolean isRandom(String run) {
        var digits = run.chars().filter(c -> c >= '0' && c <= '9').count();
        var capitals = run.chars().filter(c -> c >= 'A' && c <= 'Z').count();
        var small = run.chars().filter(c -> c >= 'a' && c <= 'z').count();
        var marks = run.length() - digits - capitals - small;
        var mixed = digits >= 2 && capitals >= 2 && small >= 2;
        var hexadecimal = marks == 0 && digits >= run.length() / 5 && digits < run.length();
        return (mixed || hexadecimal) && bitsPerCharacter(run) >= 3;
    }

    /** Shannon's entropy of the run's own characters: 3.3 or more for a random key, 0 for one letter repeated. */
    private static double bitsPerCharacter(String run) {
        var counts = new int[128];
        run.chars().forEach(c -> counts[c]++);
        var bits = 0.0;
        for (var count : counts) {
            if (count > 0) {
                var share = (double) count / run.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }

    private static boolean isTokenCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                || c == '+' || c == '/' || c == '=' || c == '-' || c == '_';
    }

    private static boolean isBetweenWords(char c) {
        return Character.isWhitespace(c) || "\"'`()<>,;[]{}|".indexOf(c) >= 0;
    }
}
