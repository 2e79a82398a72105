package dev.coffer.project;

import dev.coffer.form.Errors;
import dev.coffer.web.Page;

/** The form of a new project. */
public record ProjectNewPage(ProjectDraft draft, Errors errors) implements Page {

    /** Whether nothing was sent yet: the first field then takes the focus, which a list of mistakes needs else. */
    public boolean isFresh() {
        return errors.isEmpty();
    }

    @Override
    public String template() {
        return "project/new";
    }

    @Override
    public String title() {
        return "Create project";
    }

    @Override
    public boolean failed() {
        return !errors.isEmpty();
    }
}
