package dev.coffer.webhook;

import java.util.Arrays;
import java.util.Optional;

/** What a webhook can be told. */
public enum Event {
    PUBLICATION_CREATED("publication.created", "Publication created", "A version was published in an environment."),
    CONFIGURATION_REQUIRED("configuration.required", "Configuration required",
            "Required values are missing in an environment: their keys."),
    SECRET_CHANGED("secret.changed", "Secret changed",
            "A value was created, set, restored, deleted, imported or rolled back: its key, never the value.");

    /** Asked for on a webhook's page, and told whatever the webhook wants else. */
    static final String PING = "ping";

    private final String slug;
    private final String label;
    private final String hint;

    Event(String slug, String label, String hint) {
        this.slug = slug;
        this.label = label;
        this.hint = hint;
    }

    /** As it stands in a body. */
    public String slug() {
        return slug;
    }

    public String label() {
        return label;
    }

    public String hint() {
        return hint;
    }

    static Optional<Event> of(String slug) {
        return Arrays.stream(values()).filter(event -> event.slug.equals(slug)).findFirst();
    }
}
