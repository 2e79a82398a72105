package dev.coffer.project;

import dev.coffer.form.Errors;
import dev.coffer.form.Names;

/** An environment as somebody asks for it. Without a slug it gets the one that its name suggests. */
public record EnvironmentDraft(String name, String slug, boolean isProtected) {

    public EnvironmentDraft {
        name = name == null ? "" : name.strip();
        slug = slug == null || slug.isBlank() ? Slugs.suggestion(name) : slug.strip();
    }

    Errors check() {
        var errors = Errors.none().and("name", Names.mistake("Environment name", name));
        return errors.isEmpty() || !slug.isEmpty() ? errors.and("slug", Slugs.mistake(slug)) : errors;
    }
}
