package dev.coffer.inspection;

import dev.coffer.form.Slip;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What may stand out about a value; its name in small letters is how it is stored and what the API says. A page says
 * why it matters and what to do.
 */
public enum Finding {
    LINE_END("Many programs take the value as it is, and fail with a line break in it.",
            "Save the value again without the line break."),
    BLANK("Many programs take the value as it is, and fail with a blank at its end.",
            "Save the value again without the blank."),
    QUOTES("Quotes belong to a file's notation. Stored, they are a part of the value.",
            "Save the value again without the quotes."),
    ASSIGNMENT("The name and the sign are now a part of the value.", "Save what comes after the equals sign."),
    CUT_OFF("A key or certificate that is cut off can't be read.",
            "Copy it again, from its BEGIN line to its END line."),
    UNSEEN_BLANK("It looks like the right value, and isn't for a program that compares it.", "Type the value again."),
    PLACEHOLDER("What runs starts, and fails where it needs the value.", "Save the real value."),
    BROKEN_KEY("Whatever reads the key fails at its start.", "Copy the key again from where it was made."),
    BROKEN_CERTIFICATE("Whatever reads the certificate fails at its start.",
            "Copy the certificate again from where it was issued."),
    LIVE_KEY("Whoever tries something out there works with real accounts and real money.",
            "Save the test key of the same account."),
    TEST_KEY("What is done there has no effect: payments are not charged.", "Save the live key of the same account."),
    EXPIRED("Since then whatever checks it refuses it.", "Save the renewed one."),
    EXPIRES_SOON("From then on whatever checks it refuses it.", "Renew it, and save the new one."),
    SAME_VALUE("Whoever gets at one has the other too, and neither can be replaced alone.",
            "Make a value of its own for each."),
    OLD("The longer a value is in use, the more have seen it.",
            "Make a new one where it is used, and save it here."),
    UNREAD("A secret that nothing uses can only leak.", "Delete it if it isn't used any more.");

    private final String why;
    private final String fix;

    Finding(String why, String fix) {
        this.why = why;
        this.fix = fix;
    }

    /** As it is stored and as the API says it, such as {@code same_value}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
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
