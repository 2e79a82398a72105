package dev.coffer.app;

import java.util.Locale;
import java.util.Optional;

/** What runs: it changes words, and nothing else. */
public enum AppKind {
    SERVICE("Service", "Runs all the time, such as a server or a worker"),
    FUNCTION("Function", "Starts when it is called, and ends"),
    AGENT("Agent", "Acts by itself, such as an assistant with tools");

    private final String label;
    private final String hint;

    AppKind(String label, String hint) {
        this.label = label;
        this.hint = hint;
    }

    /** As it stands in the API and the database. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String label() {
        return label;
    }

    public String hint() {
        return hint;
    }

    public static Optional<AppKind> of(String slug) {
        for (var kind : values()) {
            if (kind.slug().equals(slug)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
