package dev.coffer.publication;

import dev.coffer.form.Errors;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What somebody wants to publish, as typed. A version is one word of up to 64 characters that stands in an address as
 * it is; the environment goes by its slug.
 */
public record PublicationDraft(String version, String environment) {
    private static final int LONGEST = 64;
    private static final String NOT_IN_A_PATH = "/\\?#%;";
    private static final Pattern LAST_NUMBER = Pattern.compile("(.*?)([0-9]{1,18})([^0-9]*)");

    public PublicationDraft {
        version = version.strip();
    }

    Errors check() {
        return Errors.none().and("version", mistake())
                .and("environment", environment.isEmpty() ? Optional.of("Choose an environment") : Optional.empty());
    }

    private Optional<String> mistake() {
        if (version.isEmpty()) {
            return Optional.of("Version is required");
        }
        int length = version.codePointCount(0, version.length());
        if (length > LONGEST) {
            return Optional.of("Version has %d characters, the limit is %d".formatted(length, LONGEST));
        }
        if (!version.codePoints().allMatch(PublicationDraft::isVisible)) {
            return Optional.of("Version is one word, without blanks and characters that can't be shown");
        }
        if (version.chars().anyMatch(character -> NOT_IN_A_PATH.indexOf(character) >= 0)) {
            return Optional.of("Version can't have any of / \\ ? # % ;");
        }
        return version.equals("new") || version.equals(".") || version.equals("..")
                ? Optional.of("Choose another version: an address can't end with this one") : Optional.empty();
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR, Character.UNASSIGNED,
                    Character.PRIVATE_USE ->
                false;
            default -> true;
        };
    }

    /** What probably comes after a version: its last number one higher, or "" where it has none. */
    static String after(String version) {
        var parts = LAST_NUMBER.matcher(version);
        if (!parts.matches()) {
            return "";
        }
        var digits = parts.group(2);
        var next = new BigInteger(digits).add(BigInteger.ONE).toString();
        var padded = "0".repeat(Math.max(0, digits.length() - next.length())) + next;
        return parts.group(1) + padded + parts.group(3);
    }
}
