package dev.coffer.form;

/** One of several to choose from, in a select or as a checkbox or radio; {@code hint} may be null. */
public record Choice(String value, String label, String hint, boolean chosen) {

    public static Choice of(String value, String label, boolean chosen) {
        return new Choice(value, label, null, chosen);
    }
}
