package dev.coffer.dotenv;

/**
 * What the comments around a key say about needing it.
 *
 * @param need        whether they call it required or optional, or neither
 * @param sample      whether they say that the value is only a sample, to be replaced
 * @param description what they say besides, at most 1,000 characters; "" for nothing
 */
public record Marked(Need need, boolean sample, String description) {
    static final Marked NOTHING = new Marked(Need.UNSAID, false, "");

    /** What a comment calls a key. */
    public enum Need {
        REQUIRED,
        OPTIONAL,
        UNSAID
    }
}
