package dev.coffer.form;

/** What goes wrong in a paste, and the sentence that says so beside the field. In the order in which it is said. */
public enum Slip {
    LINE_END("The value ends with a line break. Remove it unless it belongs to the value"),
    BLANK("The value begins or ends with a blank. Remove it unless it belongs to the value"),
    QUOTES("The value is wrapped in quotes. Remove them unless they belong to the value"),
    ASSIGNMENT("The value starts with a name and an equals sign. Paste only what comes after the sign"),
    CUT_OFF("A PEM block has no matching END line. Copy it again, from its BEGIN line to its END line"),
    UNSEEN_BLANK("The value has a blank that looks ordinary and is not, such as a non-breaking space. "
            + "Type it again unless it belongs to the value"),
    PLACEHOLDER("The value looks like a placeholder. Replace it with the real one");

    private final String sentence;

    Slip(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
