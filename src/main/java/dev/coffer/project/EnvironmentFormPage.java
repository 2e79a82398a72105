package dev.coffer.project;

import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.web.Page;
import java.util.List;

/** The form of an environment. {@code listHref} is the page behind it; {@code edited} is null for a new one. */
public record EnvironmentFormPage(String listHref, EnvironmentDraft draft, String edited, boolean was,
        Errors errors)
        implements Page {
    private static final String HINT = "Developers see its keys and change nothing. Admins and owners do.";

    static EnvironmentFormPage fresh(String listHref) {
        return new EnvironmentFormPage(listHref, new EnvironmentDraft("", "", false), null, false, Errors.none());
    }

    static EnvironmentFormPage added(String listHref, EnvironmentDraft draft) {
        return new EnvironmentFormPage(listHref, draft, null, false, Errors.none());
    }

    /** @param was whether it was protected when the form was made */
    static EnvironmentFormPage edited(String listHref, Environment environment, boolean was) {
        var draft = new EnvironmentDraft(environment.name(), environment.slug(), environment.isProtected());
        return new EnvironmentFormPage(listHref, draft, environment.slug(), was, Errors.none());
    }

    EnvironmentFormPage with(Errors mistakes) {
        return new EnvironmentFormPage(listHref, draft, edited, was, mistakes);
    }

    public boolean isNew() {
        return edited == null;
    }

    public boolean isEdited() {
        return edited != null;
    }

    public String action() {
        return isNew() ? listHref + "/new" : "%s/%s/edit".formatted(listHref, edited);
    }

    public String slugHint() {
        return isNew() ? "Lowercase letters, digits and hyphens. Left empty, the name gives it."
                : "It stays as it is: links and scripts hold it.";
    }

    public String button() {
        return isNew() ? "Add environment" : "Save";
    }

    public List<Choice> protection() {
        return List.of(new Choice("yes", "Protected", HINT, draft.isProtected()));
    }

    @Override
    public String template() {
        return "project/environment";
    }

    @Override
    public String title() {
        return isNew() ? "Add environment" : "Edit environment";
    }

    @Override
    public String section() {
        return "Environments";
    }

    @Override
    public boolean failed() {
        return !errors.isEmpty();
    }
}
