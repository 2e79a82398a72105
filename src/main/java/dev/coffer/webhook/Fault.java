package dev.coffer.webhook;

/** Why an attempt came to no answer, or why there are no more of them. */
public enum Fault {
    REFUSED("refused", "The address is inside the network"),
    UNKNOWN_HOST("unknown-host", "The host is not known"),
    UNREACHABLE("unreachable", "The host takes no connection"),
    TIMED_OUT("timed-out", "No answer within 10 seconds"),
    TLS("tls", "The certificate is not trusted, or TLS failed"),
    BROKEN("broken", "The connection broke"),
    SEALED("sealed", "The webhook's secret can't be opened. Make a new one"),
    DISABLED("disabled", "The webhook was disabled");

    private final String slug;
    private final String label;

    Fault(String slug, String label) {
        this.slug = slug;
        this.label = label;
    }

    String slug() {
        return slug;
    }

    String label() {
        return label;
    }

    /** The words of a slug; the slug itself where a newer version wrote it. */
    static String labelOf(String slug) {
        for (var fault : values()) {
            if (fault.slug.equals(slug)) {
                return fault.label;
            }
        }
        return slug;
    }
}
