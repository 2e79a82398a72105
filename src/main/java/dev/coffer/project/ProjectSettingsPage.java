package dev.coffer.project;

import dev.coffer.access.Access;
import dev.coffer.form.Errors;
import dev.coffer.web.Page;

/** The project's name, and its end. {@code name} is what was typed. */
public record ProjectSettingsPage(Access.Project project, String name, Errors errors) implements Page {

    public String href() {
        return "/projects/" + project.slug();
    }

    @Override
    public String template() {
        return "project/settings";
    }

    @Override
    public String title() {
        return "General";
    }

    @Override
    public String section() {
        return "General";
    }

    @Override
    public boolean failed() {
        return !errors.isEmpty();
    }
}
