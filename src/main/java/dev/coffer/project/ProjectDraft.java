package dev.coffer.project;

import dev.coffer.form.Errors;
import dev.coffer.form.Names;

/** A project as somebody asks for it. Without a slug it gets the one that its name suggests. */
public record ProjectDraft(String name, String slug) {

    public ProjectDraft {
        name = name == null ? "" : name.strip();
        slug = slug == null || slug.isBlank() ? Slugs.suggestion(name) : slug.strip();
    }

    Errors check() {
        var errors = Errors.none().and("name", Names.mistake("Project name", name));
        return errors.isEmpty() || !slug.isEmpty() ? errors.and("slug", Slugs.mistake(slug)) : errors;
    }
}
