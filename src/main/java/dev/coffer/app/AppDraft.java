package dev.coffer.app;

import dev.coffer.form.DescriptionCheck;
import dev.coffer.form.Errors;
import dev.coffer.form.Names;
import dev.coffer.project.Slugs;
import java.util.Optional;

/** An app as somebody asks for it. Without a slug it gets the one that its name suggests, without a kind a service. */
public record AppDraft(String name, String slug, String kind, String description) {

    public AppDraft {
        name = name == null ? "" : name.strip();
        slug = slug == null || slug.isBlank() ? Slugs.suggestion(name) : slug.strip();
        kind = kind == null || kind.isBlank() ? AppKind.SERVICE.slug() : kind;
        description = description == null ? "" : description.strip();
    }

    Errors check() {
        var errors = Errors.none().and("name", Names.mistake("App name", name));
        var named = errors.isEmpty() || !slug.isEmpty() ? errors.and("slug", Slugs.mistake(slug)) : errors;
        return named.and("kind", AppKind.of(kind).isPresent() ? Optional.<String>empty()
                : Optional.of("Choose a kind: service, function or agent"))
                .and("description", DescriptionCheck.fault(description));
    }

    /** Only of a draft without mistakes. */
    AppKind checkedKind() {
        return AppKind.of(kind).orElseThrow();
    }
}
