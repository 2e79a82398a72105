package dev.coffer.webhook;

import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.web.Page;
import java.util.Arrays;
import java.util.List;

/** The form of a webhook. {@code listHref} is the page behind it; {@code edited} is null for a new one. */
public record WebhookFormPage(String listHref, WebhookDraft draft, Webhook edited, Errors errors) implements Page {

    static WebhookFormPage added(String listHref, WebhookDraft draft) {
        return new WebhookFormPage(listHref, draft, null, Errors.none());
    }

    static WebhookFormPage edited(String listHref, Webhook webhook) {
        return new WebhookFormPage(listHref, new WebhookChange(null, null, null, null).applied(webhook), webhook,
                Errors.none());
    }

    WebhookFormPage typed(WebhookDraft other) {
        return new WebhookFormPage(listHref, other, edited, errors);
    }

    WebhookFormPage with(Errors mistakes) {
        return new WebhookFormPage(listHref, draft, edited, mistakes);
    }

    public boolean isEdited() {
        return edited != null;
    }

    public String action() {
        return isEdited() ? "%s/%s/edit".formatted(listHref, edited.id()) : listHref + "/new";
    }

    public String backHref() {
        return isEdited() ? "%s/%s".formatted(listHref, edited.id()) : listHref;
    }

    /** What was read: a save over somebody else's is refused. */
    public String read() {
        return isEdited() ? String.valueOf(edited.revision()) : "";
    }

    public String button() {
        return isEdited() ? "Save" : "Add webhook";
    }

    public List<Choice> events() {
        return Arrays.stream(Event.values()).map(event -> new Choice(event.slug(), event.label(), event.hint(),
                draft.events().contains(event.slug()))).toList();
    }

    public List<Choice> enabled() {
        return List.of(new Choice("yes", "Enabled", "Disabled, it is told nothing, also not what waits.",
                draft.enabled()));
    }

    @Override
    public String template() {
        return "webhook/form";
    }

    @Override
    public String title() {
        return isEdited() ? "Edit webhook" : "Add webhook";
    }

    @Override
    public String section() {
        return WebhookListPage.SECTION;
    }

    @Override
    public boolean failed() {
        return !errors.isEmpty();
    }
}
