package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.secret.SecretFormPage.Asked;
import dev.coffer.secret.SecretFormPage.Links;
import dev.coffer.secret.SecretFormPage.Task;
import dev.coffer.secret.SecretFormPage.Trouble;
import dev.coffer.secret.SecretFormPage.Typed;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Stamp;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/**
 * The form that replaces a value in an environment, or the description. It carries the state that it was opened on: a
 * second editor is told what the first one did, and saves only after that.
 */
public final class SecretEditPages {
    private final Secrets secrets;
    private final SecretPages pages;
    private final Entry entry;
    private final Ui ui;

    public SecretEditPages(SecretPages pages, Entry entry, Ui ui) {
        this.pages = pages;
        this.secrets = pages.secrets();
        this.entry = entry;
        this.ui = ui;
    }

    public void show(Context ctx) {
        var opened = open(ctx);
        if (opened.slot.value().isEmpty()) {
            ui.go(ctx, SecretPages.addresses(ctx).set(opened.secret.key(), opened.slot.environment().slug()));
            return;
        }
        ui.fragment(ctx, page(ctx, opened, opened.secret.description(), Trouble.NONE), "dialog");
    }

    public void update(Context ctx) {
        var opened = open(ctx);
        try (var form = Form.of(ctx); var value = TypedValue.of(form)) {
            var description = form.text("description");
            var change = new SecretChange(Optional.of(value).filter(typed -> !typed.isEmpty()),
                    form.has("description") ? Optional.of(description) : Optional.empty(),
                    List.of(opened.slot.environment().slug()), new SecretChange.Unchanged(form.text("read")));
            switch (secrets.change(entry.project(ctx), opened.secret.key(), change)) {
                case Result.Ok<Secret>(var secret) -> pages.changed(ctx, new SecretPages.Change(secret.key(),
                        opened.slot.environment().slug(), note(secret, change)), form.has("page"));
                case Result.Invalid<Secret>(var errors) ->
                    again(ctx, 422, page(ctx, opened.reading(form.text("read")), description, Trouble.of(errors)));
                case Result.Conflict<Secret>(var clash) -> {
                    var now = open(ctx);
                    again(ctx, 409, page(ctx, now, description, stale(clash, now.secret, description)));
                }
            }
        }
    }

    private void again(Context ctx, int status, SecretFormPage page) {
        ui.fragment(ctx.status(status), page, "secret-fields");
    }

    /** The secret in the environment that the address names, and the tag of what the form is about. */
    private record Opened(Secret secret, Secret.Slot slot, String read) {
        Opened reading(String other) {
            return new Opened(secret, slot, other);
        }
    }

    private Opened open(Context ctx) {
        var access = entry.project(ctx);
        var secret = secrets.get(access, ctx.pathParam("key"));
        var slot = slot(access, secret, ctx.queryParam("environment"));
        slot.environment().require(access, SECRET_WRITE);
        return new Opened(secret, slot, secret.tag());
    }

    /** Without an environment in the address, the first with a value that the person may write. */
    private static Secret.Slot slot(Access access, Secret secret, String environment) {
        return secret.slots().stream().filter(slot -> environment == null
                ? slot.value().isPresent() && slot.environment().allows(access, SECRET_WRITE)
                : slot.environment().slug().equals(environment)).findFirst().orElseThrow(NotFound::new);
    }

    private static SecretFormPage page(Context ctx, Opened opened, String description, Trouble trouble) {
        var key = opened.secret.key();
        var to = SecretPages.addresses(ctx);
        boolean several = "several".equals(ctx.queryParam("lines"));
        var environment = opened.slot.environment();
        var where = opened.slot.value().map(value -> "%s, version %,d, saved %s by %s".formatted(environment.name(),
                value.version(), new Stamp(value.updatedAt()).text(), value.updatedBy())).orElse(environment.name());
        return new SecretFormPage(Task.EDIT, Links.of(to.edit(key, environment.slug()), to.opener(key), several),
                new Typed(key, description, several, opened.read, where), Asked.NOT, List.of(), trouble);
    }

    private static Trouble stale(Clash clash, Secret now, String description) {
        return Trouble.of(clash, null).with(now.description().equals(description) ? null
                : now.description().isEmpty() ? "The stored description is empty now."
                        : "The stored description is now: " + now.description());
    }

    private static SecretListPage.Note note(Secret secret, SecretChange change) {
        var done = "Secret %s updated.".formatted(secret.key());
        return change.value().isEmpty() ? TypedValue.note(done, change.description())
                : TypedValue.note(done + " Whatever reads it gets the new value at its next start or read.",
                        new SecretDraft(secret.key(), change.value().get(), change.description(),
                                change.environments()));
    }
}
