package dev.coffer.schema;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What came along with a text that would do without it: what stands around it in a file or a mail. */
final class Pasted {
    /** Longer ones aren't typed or pasted by hand, and each is tried several times. */
    private static final int LONGEST = 4_096;
    private static final Pattern NAME = Pattern.compile("(?:export\\s+)?[A-Za-z_][A-Za-z0-9_]*=");

    private Pasted() {}

    /**
     * What to take away, as the end of a sentence about the field; nothing where the text doesn't fit without it
     * either.
     */
    static Optional<String> along(String text, Predicate<String> fits) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        var bare = withoutBlanks(text);
        if (!bare.equals(text) && fits.test(bare)) {
            return Optional.of("has blanks or a line break around it. Take them away");
        }
        var quoted = withoutQuotes(bare);
        if (!quoted.equals(bare) && fits.test(quoted)) {
            return Optional.of("has quotation marks around it. Take them away");
        }
        var name = NAME.matcher(bare);
        if (name.lookingAt() && fits.test(withoutQuotes(withoutBlanks(bare.substring(name.end()))))) {
            return Optional.of("has a name and = before it. Leave only what follows them");
        }
        return Optional.empty();
    }

    private static String withoutBlanks(String text) {
        var from = 0;
        var to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** Those that nobody sees too: of no width, and the mark at the begin of a file. */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200b' || c == '\ufeff';
    }

    private static String withoutQuotes(String text) {
        var last = text.length() - 1;
        var isQuoted = last > 1 && text.charAt(0) == text.charAt(last) && "\"'`".indexOf(text.charAt(0)) >= 0;
        return isQuoted ? text.substring(1, last) : text;
    }
}
