package dev.coffer.form;

import java.util.Optional;

/** What people and what they make may be called: one line of up to 80 characters. */
public final class Names {
    private static final int LONGEST = 80;

    private Names() {}

    /** What is to be mended in a name; {@code what} is how the message calls it, such as "Project name". */
    public static Optional<String> mistake(String what, String name) {
        return mistake(what, name, LONGEST);
    }

    /** The same for one line of up to so many characters. */
    public static Optional<String> mistake(String what, String name, int longest) {
        if (name.isBlank()) {
            return Optional.of(what + " is required");
        }
        int length = name.codePointCount(0, name.length());
        if (length > longest) {
            return Optional.of("%s has %d characters, the limit is %d".formatted(what, length, longest));
        }
        return name.codePoints().anyMatch(Names::isUnprintable)
                ? Optional.of(what + " has a character that can't be shown. Take it out") : Optional.empty();
    }

    /** Control, format (such as the marks that turn the direction of text) and unpaired surrogate characters. */
    private static boolean isUnprintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }
}
