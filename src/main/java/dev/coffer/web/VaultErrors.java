package dev.coffer.web;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * Errors as clients of the KV v2 shape read them: {@code {"errors": ["…"]}}, and none at all where nothing is there.
 * They look for {@code permission denied} in a refusal, and some of them show the first one alone.
 */
record VaultErrors(List<String> errors) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Whether a path is of that shape. */
    static boolean speaksAt(String path) {
        return path.startsWith("/v1/") || path.equals("/v1");
    }

    /** {@code detail} may be null for what the status says by itself. */
    static VaultErrors of(int status, String detail) {
        var words = ErrorWords.of(status);
        var said = detail == null ? words.heading() + ". " + words.text() : detail;
        return new VaultErrors(switch (status) {
            case 404 -> List.of();
            case 403 -> List.of(detail == null ? "permission denied" : "permission denied: " + detail);
            case 405 -> List.of("unsupported operation: Here values are read. They are set in Coffer itself: on its "
                    + "pages, over its API, or with coffer secrets set");
            default -> List.of(said);
        });
    }

    String json() {
        return JSON.writeValueAsString(this);
    }
}
