package dev.coffer.inspection;

import dev.coffer.form.Slip;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What may stand out about a value, why that matters, and what to do; its name in small letters is how it is stored and
 * what the API says.
 */
public enum Finding {
    LINE_END("Ends with a line break",
            "Many programs take the value as it is, and fail with a line break in it.",
            "Save the value again without the line break."),
    BLANK("Begins or ends with a blank",
            "Many programs take the value as it is, and fail with a blank at its end.",
            "Save the value again without the blank."),
    QUOTES("Wrapped in quotes", "Quotes belong to a file's notation. Stored, they are a part of the value.",
            "Save the value again without the quotes."),
    ASSIGNMENT("Starts with a name and an equals sign", "The name and the sign are now a part of the value.",
            "Save what comes after the equals sign."),
    CUT_OFF("A PEM block is cut off", "A key or certificate that is cut off can't be read.",
            "Copy it again, from its BEGIN line to its END line."),
    UNSEEN_BLANK("A blank that looks ordinary and is not, such as a non-breaking space",
            "It looks like the right value, and isn't for a program that compares it.", "Type the value again."),
    PLACEHOLDER("Looks like a placeholder", "What runs starts, and fails where it needs the value.",
            "Save the real value."),
    BROKEN_KEY("A private key that can't be read", "Whatever reads the key fails at its start.",
            "Copy the key again from where it was made."),
    BROKEN_CERTIFICATE("A certificate that can't be read", "Whatever reads the certificate fails at its start.",
            "Copy the certificate again from where it was issued."),
    UNFIT("No longer fits its type", "Whatever reads it may fail, or miss a variable that the type tells it of.",
            "Save a value that is what the type asks for, or give the secret another type."),
    LIVE_KEY("A live key in an environment that is not protected",
            "Whoever tries something out there works with real accounts and real money.",
            "Save the test key of the same account."),
    TEST_KEY("A test key in a protected environment", "What is done there has no effect: payments are not charged.",
            "Save the live key of the same account."),
    EXPIRED("Expired on %s", "Since then whatever checks it refuses it.", "Save the renewed one."),
    EXPIRES_SOON("Expires on %s", "From then on whatever checks it refuses it.", "Renew it, and save the new one."),
    SAME_VALUE("%s have the same value",
            "Whoever gets at one has the other too, and neither can be replaced alone.",
            "Make a value of its own for each."),
    OLD("Older than %s, the rotation age of this project",
            "The longer a value is in use, the more people and machines have seen it.",
            "Make a new one where it is used, and save it here."),
    UNREAD("Not read since %s", "A secret that nothing uses can only leak.", "Delete it if it isn't used any more.");

    private final String what;
    private final String why;
    private final String fix;

    Finding(String what, String why, String fix) {
        this.what = what;
        this.why = why;
        this.fix = fix;
    }

    /** As it is stored and as the API says it, such as {@code same_value}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What stands out, with the one thing that differs from value to value, which is never of a value. */
    String what(String detail) {
        return what.formatted(detail);
    }

    /** Why it matters. */
    public String why() {
        return why;
    }

    /** What to do. */
    public String fix() {
        return fix;
    }

    /** Empty for what a newer version may have stored. */
    public static Optional<Finding> of(String slug) {
        return Stream.of(values()).filter(finding -> finding.slug().equals(slug)).findFirst();
    }

    static Finding of(Slip slip) {
        return valueOf(slip.name());
    }
}
