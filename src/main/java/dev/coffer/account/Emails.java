package dev.coffer.account;

import java.util.Locale;
import java.util.Optional;

/** Email addresses as they are stored and looked up: in one form only, so that one person has one account. */
final class Emails {
    private static final int LONGEST = 254;

    private Emails() {}

    /** Without blanks at its ends, in lower case. */
    static String normalised(String typed) {
        return typed == null ? "" : typed.strip().toLowerCase(Locale.ROOT);
    }

    /** What is to be mended in a normalised address; only mail itself could tell whether it exists. */
    static Optional<String> mistake(String email) {
        if (email.isEmpty()) {
            return Optional.of("Email is required");
        }
        int at = email.indexOf('@');
        boolean fits = at > 0 && at == email.lastIndexOf('@') && at < email.length() - 1 && email.length() <= LONGEST
                && email.codePoints().noneMatch(Emails::isOutOfPlace);
        return fits ? Optional.empty() : Optional.of("Enter an email address such as ana@example.com");
    }

    private static boolean isOutOfPlace(int character) {
        return Character.isWhitespace(character) || Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT
                || Character.getType(character) == Character.SURROGATE;
    }
}
