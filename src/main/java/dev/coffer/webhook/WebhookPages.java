package dev.coffer.webhook;

import dev.coffer.access.Access;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.project.Confirmation;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Ui;
import dev.coffer.web.Ui.Done;
import dev.coffer.webhook.Webhooks.Created;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A project's webhooks for browsers. */
public final class WebhookPages {
    private final Entry entry;
    private final Ui ui;
    private final Webhooks webhooks;

    public WebhookPages(Entry entry, Ui ui, Webhooks webhooks) {
        this.entry = entry;
        this.ui = ui;
        this.webhooks = webhooks;
    }

    public void list(Context ctx) {
        ui.page(ctx, listPage(entry.project(ctx)));
    }

    public void newForm(Context ctx) {
        ui.page(ctx, WebhookFormPage.added(href(entry.project(ctx)),
                new WebhookDraft("", WebhookDraft.all(), true)));
    }

    public void create(Context ctx) {
        var access = entry.project(ctx);
        WebhookDraft draft;
        try (var form = Form.of(ctx)) {
            draft = draft(form);
        }
        var page = WebhookFormPage.added(href(access), draft);
        switch (webhooks.create(access, draft)) {
            case Result.Ok<Created>(var created) -> ui.page(ctx, shown(access, created, "Webhook added"));
            case Result.Invalid<Created>(var errors) -> ui.page(ctx.status(422), page.with(errors));
            case Result.Conflict<Created>(var clash) ->
                ui.page(ctx.status(409), page.with(Errors.of("url", clash.message())));
        }
    }

    public void editForm(Context ctx) {
        var access = entry.project(ctx);
        ui.page(ctx, WebhookFormPage.edited(href(access), asked(ctx, access)));
    }

    public void change(Context ctx) {
        var access = entry.project(ctx);
        var before = asked(ctx, access);
        WebhookDraft draft;
        long read;
        try (var form = Form.of(ctx)) {
            draft = draft(form);
            read = number(form.text("read"));
        }
        var page = WebhookFormPage.edited(href(access), before).typed(draft);
        var change = new WebhookChange(draft.url(), draft.events(), draft.enabled(), read);
        switch (webhooks.change(access, before.id(), change)) {
            case Result.Ok<Webhook>(var changed) ->
                ui.go(ctx, href(access), "Webhook to %s saved.".formatted(changed.host()));
            case Result.Invalid<Webhook>(var errors) -> ui.page(ctx.status(422), page.with(errors));
            case Result.Conflict<Webhook>(var clash) ->
                ui.page(ctx.status(409), page.with(Errors.of("url", clash.message())));
        }
    }

    public void rollForm(Context ctx) {
        var access = entry.project(ctx);
        var webhook = asked(ctx, access);
        ui.page(ctx, new Confirmation("Make a new secret?", "The one that signs now ends at once. Until the receiver "
                + "at %s knows the new one, it can't check what it is told.".formatted(webhook.host()), List.of(),
                new Confirmation.Action("Make new secret", "%s/%s/secret".formatted(href(access), webhook.id()),
                        "%s/%s".formatted(href(access), webhook.id())),
                WebhookListPage.SECTION));
    }

    public void roll(Context ctx) {
        var access = entry.project(ctx);
        switch (webhooks.roll(access, WebhookApi.id(ctx, "id"))) {
            case Result.Ok<Created>(var created) -> ui.page(ctx, shown(access, created, "New secret made"));
            case Result.Invalid<Created> _,Result.Conflict<Created> _ ->
                throw new IllegalStateException("a new secret takes no input");
        }
    }

    public void deleteForm(Context ctx) {
        var access = entry.project(ctx);
        var webhook = asked(ctx, access);
        ui.fragment(ctx,
                new Confirmation("Delete webhook?", "%s is told nothing any more, and the record of what it was "
                        .formatted(webhook.host()) + "told goes too.", List.of(),
                        new Confirmation.Action("Delete webhook",
                                "%s/%s/delete".formatted(href(access), webhook.id()), href(access)),
                        WebhookListPage.SECTION),
                "dialog");
    }

    public void delete(Context ctx) {
        var access = entry.project(ctx);
        switch (webhooks.delete(access, WebhookApi.id(ctx, "id"))) {
            case Result.Ok<Webhook>(var gone) -> ui.changed(ctx, listPage(access), new Done(href(access), "webhooks",
                    "#webhooks-title", "Webhook to %s deleted.".formatted(gone.host())));
            case Result.Invalid<Webhook> _,Result.Conflict<Webhook> _ ->
                throw new IllegalStateException("deleting takes no input");
        }
    }

    private Webhook asked(Context ctx, Access access) {
        return webhooks.get(access, WebhookApi.id(ctx, "id"));
    }

    private WebhookListPage listPage(Access access) {
        return new WebhookListPage(href(access), webhooks.list(access));
    }

    private static WebhookSecretPage shown(Access access, Created created, String heading) {
        try (var secret = created.secret()) {
            return new WebhookSecretPage("%s/%s".formatted(href(access), created.about().id()), heading,
                    created.about().host(), text(secret));
        }
    }

    private static WebhookDraft draft(Form form) {
        return new WebhookDraft(form.text("url"), form.all("events"), form.has("enabled"));
    }

    /** 0, which no revision is, for what is no number. */
    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    /** The secret's text, for the one answer that shows it. */
    static String text(Plaintext secret) {
        return new String(secret.expose(), StandardCharsets.US_ASCII);
    }

    static String href(Access access) {
        return "/projects/%s/webhooks".formatted(access.project().slug());
    }
}
