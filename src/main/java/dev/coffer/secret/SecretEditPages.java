package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.reading.Reader;
import dev.coffer.reading.ReadingWords;
import dev.coffer.schema.TypeName;
import dev.coffer.secret.SecretFormPage.Asked;
import dev.coffer.secret.SecretFormPage.Goal;
import dev.coffer.secret.SecretFormPage.Links;
import dev.coffer.secret.SecretFormPage.Task;
import dev.coffer.secret.SecretFormPage.Trouble;
import dev.coffer.secret.SecretFormPage.Typed;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Stamp;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
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
        var opened = open(ctx, TypeChoice.asked(ctx::queryParams));
        if (opened.slot.value().isEmpty()) {
            ui.go(ctx, SecretPages.addresses(ctx).set(opened.secret.named(), opened.slot.environment().slug()));
            return;
        }
        ui.fragment(ctx, page(ctx, opened, opened.secret.description(), Trouble.NONE), "dialog");
    }

    public void update(Context ctx) {
        try (var form = Form.of(ctx, TypedValue.MOST_FIELDS)) {
            var choice = TypeChoice.sent(form);
            var opened = open(ctx, choice);
            try (var value = TypedValue.of(form, opened.type.chosen())) {
                opened = opened.with(value.in(opened.type));
                var others = opened.type.others(form);
                if (choice.isStep()) {
                    again(ctx, 200, page(ctx, opened.reading(form.text("read")), form.text("description"),
                            Trouble.NONE));
                } else if (!others.isEmpty()) {
                    again(ctx, 422, page(ctx, opened.reading(form.text("read")), form.text("description"),
                            Trouble.of(others)));
                } else {
                    update(ctx, form, opened, value);
                }
            }
        }
    }

    private void update(Context ctx, Form form, Opened opened, TypedValue value) {
        var description = form.text("description");
        var change = new SecretChange(value.change(opened.type), opened.choice.key(),
                form.has("description") ? Optional.of(description) : Optional.empty(),
                List.of(opened.slot.environment().slug()), new SecretChange.Unchanged(form.text("read")));
        switch (secrets.change(entry.project(ctx), opened.secret.named(), change)) {
            case Result.Ok<Secret>(var secret) -> pages.changed(ctx, new SecretPages.Change(secret.named(),
                    opened.slot.environment().slug(), note(opened, secret, change)), form.has("page"));
            case Result.Invalid<Secret>(var errors) -> again(ctx, 422, page(ctx,
                    opened.reading(form.text("read")).with(opened.type.with(errors)), description,
                    Trouble.of(opened.type.located(errors))));
            case Result.Conflict<Secret>(var clash) -> {
                var now = open(ctx, opened.choice);
                again(ctx, 409, page(ctx, now.with(value.in(now.type)), description,
                        stale(clash, now.secret, description)));
            }
        }
    }

    private void again(Context ctx, int status, SecretFormPage page) {
        ui.fragment(ctx.status(status), page, "secret-fields");
    }

    /**
     * The secret in the environment that the address names, the tag of what the form is about, its type there, and who
     * reads it.
     */
    private record Opened(Secret secret, Secret.Slot slot, String read, TypeChoice choice, TypeForm type,
            List<String> readers) {
        Opened reading(String other) {
            return new Opened(secret, slot, other, choice, type, readers);
        }

        Opened with(TypeForm other) {
            return new Opened(secret, slot, read, choice, other, readers);
        }
    }

    private Opened open(Context ctx, TypeChoice choice) {
        var access = entry.project(ctx);
        var secret = secrets.get(access, SecretPages.named(ctx));
        var slot = slot(access, secret, ctx.queryParam("environment"));
        var environment = slot.environment();
        environment.require(access, SECRET_WRITE);
        var types = secrets.types(access);
        var chosen = choice.among(types, secret.type().map(TypeName::key),
                type -> secrets.type(access, type));
        var note = TypeChoice.note(secret, chosen, Optional.of(environment));
        var place = new TypeForm.Place(SecretPages.addresses(ctx).edit(secret.named(), environment.slug()),
                note.isEmpty(), ctx.method() == HandlerType.POST, note.orElse(null));
        return new Opened(secret, slot, secret.tag(), choice, choice.in(TypeForm.of(types, chosen, place)),
                pages.readings(access, secret).in(environment).stream().map(Reader::name).toList());
    }

    /** Without an environment in the address, the first with a value that the person may write. */
    private static Secret.Slot slot(Access access, Secret secret, String environment) {
        return secret.slots().stream().filter(slot -> environment == null
                ? slot.value().isPresent() && slot.environment().allows(access, SECRET_WRITE)
                : slot.environment().slug().equals(environment)).findFirst().orElseThrow(NotFound::new);
    }

    private static SecretFormPage page(Context ctx, Opened opened, String description, Trouble trouble) {
        var named = opened.secret.named();
        var to = SecretPages.addresses(ctx);
        boolean several = "several".equals(ctx.queryParam("lines"));
        var environment = opened.slot.environment();
        var where = opened.slot.value().map(value -> "%s, version %,d, saved %s by %s".formatted(environment.name(),
                value.version(), new Stamp(value.updatedAt()).text(), value.updatedBy())).orElse(environment.name());
        return new SecretFormPage(Task.EDIT, Links.of(to.edit(named, environment.slug()), to.opener(named), several),
                new Typed(named.key(), description, several, opened.read, where), opened.type,
                Asked.readBy(opened.readers.isEmpty() ? null : "Used by %s. %s the new value at the next start or read."
                        .formatted(ReadingWords.some(opened.readers),
                                opened.readers.size() == 1 ? "It reads" : "They read")),
                Goal.of(named), trouble);
    }

    private static Trouble stale(Clash clash, Secret now, String description) {
        return Trouble.of(clash, null).with(now.description().equals(description) ? null
                : now.description().isEmpty() ? "The stored description is empty now."
                        : "The stored description is now: " + now.description());
    }

    private static SecretListPage.Note note(Opened before, Secret secret, SecretChange change) {
        var unfit = before.secret.type().equals(secret.type()) ? List.<String>of() : secret.slots().stream()
                .filter(slot -> slot.value().filter(stored -> !stored.fits()).isPresent())
                .map(slot -> slot.environment().name()).toList();
        var note = note(secret, change, before.readers);
        return unfit.isEmpty() ? note : new SecretListPage.Note("%s What is stored in %s does not fit the type."
                .formatted(note.text(), String.join(" and ", unfit)), true);
    }

    private static SecretListPage.Note note(Secret secret, SecretChange change, List<String> readers) {
        var done = "Secret %s updated.".formatted(secret.named().told()) + (change.value().isKept() ? ""
                : readers.isEmpty() ? " Whatever reads it gets the new value at its next start or read."
                        : " %s the new value at the next start or read.".formatted(readers.size() == 1
                                ? readers.getFirst() + " reads" : ReadingWords.some(readers) + " read"));
        return change.value() instanceof NewValue.Whole(var value, _)
                ? TypedValue.note(done, new SecretDraft(secret.key(), value, change.description(),
                        change.environments()))
                : TypedValue.note(done, change.description());
    }
}
