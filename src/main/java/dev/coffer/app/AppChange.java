package dev.coffer.app;

import java.util.Optional;

/**
 * What is to change of an app; null for what stays as it is. {@code read} is the tag of the state that this was made
 * from, if any, or {@link Apps#ANY}.
 */
public record AppChange(String name, String kind, String description, Optional<String> read) {

    AppDraft applied(App to) {
        return new AppDraft(name == null ? to.name() : name, to.slug(), kind == null ? to.kind().slug() : kind,
                description == null ? to.description() : description);
    }
}
