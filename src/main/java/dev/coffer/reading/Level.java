package dev.coffer.reading;

/** Whose a value is, what counts most first. */
public enum Level {
    APP("app", "The app's own"),
    PROJECT("project", "The project's"),
    ORGANIZATION("organization", "Built-in");

    private final String slug;
    private final String label;

    Level(String slug, String label) {
        this.slug = slug;
        this.label = label;
    }

    /** As the API says it, and the scope of a secret there. */
    public String slug() {
        return slug;
    }

    public String label() {
        return label;
    }
}
