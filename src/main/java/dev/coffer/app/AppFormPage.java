package dev.coffer.app;

import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.web.Page;
import java.util.Arrays;
import java.util.List;

/** The form of an app. {@code listHref} is the page of all; {@code edited} is null for a new one. */
public record AppFormPage(String listHref, AppDraft draft, Edited edited, Errors errors) implements Page {

    /** The app that is changed: its address, and the tag of the state that the form was made from. */
    public record Edited(String slug, String read) {}

    static AppFormPage fresh(String listHref, AppDraft draft) {
        return new AppFormPage(listHref, draft, null, Errors.none());
    }

    static AppFormPage edited(String listHref, App app) {
        return new AppFormPage(listHref, new AppChange(null, null, null, null).applied(app),
                new Edited(app.slug(), app.tag()), Errors.none());
    }

    AppFormPage typed(AppDraft other) {
        return new AppFormPage(listHref, other, edited, errors);
    }

    AppFormPage with(Errors mistakes) {
        return new AppFormPage(listHref, draft, edited, mistakes);
    }

    public boolean isEdited() {
        return edited != null;
    }

    public String action() {
        return isEdited() ? "%s/%s/edit".formatted(listHref, edited.slug) : listHref + "/new";
    }

    public String backHref() {
        return isEdited() ? "%s/%s".formatted(listHref, edited.slug) : listHref;
    }

    public String slugHint() {
        return isEdited() ? "It stays as it is: links and scripts hold it."
                : "Lowercase letters, digits and hyphens. Left empty, the name gives it.";
    }

    public String button() {
        return isEdited() ? "Save" : "Add app";
    }

    public List<Choice> kinds() {
        return Arrays.stream(AppKind.values()).map(kind -> new Choice(kind.slug(), kind.label(), kind.hint() + ".",
                kind.slug().equals(draft.kind()))).toList();
    }

    @Override
    public String template() {
        return "app/form";
    }

    @Override
    public String title() {
        return isEdited() ? "Edit app" : "Add app";
    }

    @Override
    public String section() {
        return AppListPage.SECTION;
    }

    @Override
    public boolean failed() {
        return !errors.isEmpty();
    }
}
