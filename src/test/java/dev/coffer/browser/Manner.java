package dev.coffer.browser;

/** How somebody works in a browser. */
public enum Manner {
    MOUSE_AND_SCRIPT("with a mouse"),
    MOUSE_ALONE("with a mouse, without script"),
    KEYS_AND_SCRIPT("by keyboard alone"),
    KEYS_ALONE("by keyboard alone, without script");

    private final String words;

    Manner(String words) {
        this.words = words;
    }

    /** Whether the page's script runs. */
    public boolean script() {
        return this == MOUSE_AND_SCRIPT || this == KEYS_AND_SCRIPT;
    }

    boolean keys() {
        return this == KEYS_AND_SCRIPT || this == KEYS_ALONE;
    }

    /** How a page looks doesn't depend on how somebody came there. */
    boolean looks() {
        return this == MOUSE_AND_SCRIPT;
    }

    @Override
    public String toString() {
        return words;
    }
}
