package dev.coffer.secrettype;

import dev.coffer.access.Access;
import dev.coffer.access.Permission;
import dev.coffer.form.Clash;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.secret.SecretChange;
import dev.coffer.secrettype.SecretTypeFormPage.Start;
import dev.coffer.secrettype.SecretTypeFormPage.Typed;
import dev.coffer.secrettype.SecretTypes.Changed;
import dev.coffer.secrettype.SecretTypes.Halted;
import dev.coffer.secrettype.SecretTypes.Saved;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Ui;
import dev.coffer.web.Ui.Done;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A project's secret types for browsers. A form's {@code step} says what is asked of it: to check the schema, to
 * preview it while it is written, to save what was confirmed; without one, to save.
 */
public final class SecretTypePages {
    private final Entry entry;
    private final Ui ui;
    private final SecretTypes types;

    public SecretTypePages(Entry entry, Ui ui, SecretTypes types) {
        this.entry = entry;
        this.ui = ui;
        this.types = types;
    }

    public void list(Context ctx) {
        ui.page(ctx, listPage(entry.project(ctx)));
    }

    public void show(Context ctx) {
        var access = entry.project(ctx);
        ui.page(ctx, SecretTypePage.of(href(access), asked(ctx, access), access.may(Permission.TYPE_MANAGE)));
    }

    /** {@code ?start=} begins with a ready-made type, {@code ?from=} with a copy of one of the project's. */
    public void newForm(Context ctx) {
        var access = entry.project(ctx);
        var ready = Optional.ofNullable(ctx.queryParam("start")).flatMap(ReadyMade::find);
        var from = Optional.ofNullable(ctx.queryParam("from")).flatMap(key -> types.find(access, key));
        var page = ready.map(one -> SecretTypeFormPage.fresh(href(access),
                new Typed(one.name(), one.key(), one.schema(), ""),
                new Start(one.key(), one.purpose() + " " + one.source())))
                .or(() -> from.map(one -> SecretTypeFormPage.fresh(href(access),
                        new Typed("Copy of " + one.name(), "", one.type().text(), ""),
                        new Start("", "A copy of %s. Give it a name of its own.".formatted(one.name())))))
                .orElseGet(() -> SecretTypeFormPage.fresh(href(access), new Typed("", "", "", ""), Start.NOTHING));
        ui.page(ctx, page);
    }

    public void create(Context ctx) {
        var access = entry.project(ctx);
        Typed typed;
        String step;
        try (var form = Form.of(ctx)) {
            typed = typed(form);
            step = form.text("step");
        }
        var page = SecretTypeFormPage.fresh(href(access), typed, Start.NOTHING);
        if (!step.isEmpty()) {
            looked(ctx, page, step);
            return;
        }
        switch (types.create(access, new SecretTypeDraft(typed.name(), typed.key(), typed.schema()))) {
            case Result.Ok<StoredType>(var made) ->
                ui.go(ctx, href(access), "Secret type %s created.".formatted(made.name()));
            case Result.Invalid<StoredType>(var errors) -> again(ctx, 422, page.with(errors));
            case Result.Conflict<StoredType>(var clash) -> again(ctx, 409, page.with(Errors.of(
                    clash.kind() == Clash.Kind.EXISTS ? "key" : "name", clash.message())));
        }
    }

    public void editForm(Context ctx) {
        var access = entry.project(ctx);
        var stored = asked(ctx, access);
        ui.page(ctx, SecretTypeFormPage.edited(href(access), stored,
                new Typed(stored.name(), stored.key(), stored.type().text(), stored.tag())));
    }

    public void edit(Context ctx) {
        var access = entry.project(ctx);
        var stored = asked(ctx, access);
        try (var form = Form.of(ctx)) {
            var typed = typed(form);
            var page = SecretTypeFormPage.edited(href(access), stored, typed);
            switch (form.text("step")) {
                case "" -> save(ctx, page, TypeEffect::isNothing, "type-form");
                case "anyway" -> save(ctx, page, agreed(form.text("seen")), "secret-type");
                case String step -> looked(ctx, page, step);
            }
        }
    }

    public void deleteForm(Context ctx) {
        var access = entry.project(ctx);
        ui.fragment(ctx, deletePage(access, asked(ctx, access), null), "dialog");
    }

    public void delete(Context ctx) {
        var access = entry.project(ctx);
        var stored = asked(ctx, access);
        String read;
        try (var form = Form.of(ctx)) {
            read = form.text("read");
        }
        switch (types.delete(access, stored.key(), new SecretChange.Unchanged(read))) {
            case Result.Ok<StoredType> _ -> ui.changed(ctx, listPage(access), new Done(href(access), "secret-types",
                    "#secret-types-title", "Secret type %s deleted.".formatted(stored.name())));
            case Result.Conflict<StoredType>(var clash) -> ui.fragment(ctx.status(409), deletePage(access, stored,
                    clash.kind() == Clash.Kind.STALE ? clash.message() + "." : null), "dialog");
            case Result.Invalid<StoredType> _ -> throw new IllegalStateException("deleting takes no input");
        }
    }

    /** @param region what HTMX puts the form in with what is in the way: the confirmation's place is a larger one */
    private void save(Context ctx, SecretTypeFormPage page, Predicate<TypeEffect> agreed, String region) {
        var access = entry.project(ctx);
        var typed = page.typed();
        var change = new SecretTypeChange(Optional.of(typed.name()), Optional.of(typed.schema()),
                new SecretChange.Unchanged(typed.read()), agreed);
        switch (types.change(access, page.edited().key(), change)) {
            case Result.Ok<Changed>(Saved(var saved, var _)) ->
                ui.go(ctx, href(access), "Secret type %s saved.".formatted(saved.name()));
            case Result.Ok<Changed>(Halted(var effect)) -> ask(ctx, page, effect);
            case Result.Invalid<Changed>(var errors) -> ui.fragment(ctx.status(422), page.with(errors), region);
            case Result.Conflict<Changed>(var clash) -> {
                var now = asked(ctx, access);
                ui.fragment(ctx.status(409), clash.kind() == Clash.Kind.STALE ? page.over(now, clash.message())
                        : page.with(Errors.of("schema", clash.message())), region);
            }
        }
    }

    private void ask(Context ctx, SecretTypeFormPage page, TypeEffect effect) {
        var confirm = new SecretTypeConfirmPage(page.listHref(), page.edited(), page.typed(), effect);
        if (ui.isHtmx(ctx)) {
            ui.changed(ctx, confirm, new Done(confirm.action(), "secret-type", "#confirm-title",
                    "Nothing is saved yet."));
        } else {
            ui.page(ctx, confirm);
        }
    }

    /**
     * The form as it was sent: beside its preview only, with what is in the way, or as it was before it was confirmed.
     */
    private void looked(Context ctx, SecretTypeFormPage page, String step) {
        switch (step) {
            case "preview" -> ui.fragment(ctx, page, "preview");
            case "check" -> {
                var mistake = SecretTypeDraft.schemaMistake(page.typed().schema());
                if (mistake.isPresent()) {
                    again(ctx, 422, page.with(Errors.of("schema", mistake.get())));
                } else {
                    again(ctx, 200, page.checked());
                }
            }
            default -> ui.fragment(ctx, page, "secret-type");
        }
    }

    private void again(Context ctx, int status, SecretTypeFormPage page) {
        ui.fragment(ctx.status(status), page, "type-form");
    }

    /** Goes on with what was seen, and not with more. */
    private static Predicate<TypeEffect> agreed(String seen) {
        var places = List.of(seen.split(" "));
        return effect -> effect.unfit().stream().allMatch(value -> places.contains(TypeEffect.place(value)));
    }

    private static Typed typed(Form form) {
        return new Typed(form.text("name"), form.text("key"), form.raw("schema"), form.text("read"));
    }

    private StoredType asked(Context ctx, Access access) {
        return types.get(access, ctx.pathParam("type"));
    }

    private SecretTypeListPage listPage(Access access) {
        return new SecretTypeListPage(href(access), types.list(access), access.may(Permission.TYPE_MANAGE));
    }

    private SecretTypeDeletePage deletePage(Access access, StoredType stored, String problem) {
        return new SecretTypeDeletePage(href(access), stored,
                stored.uses() == 0 ? List.of() : types.users(access, stored.key()), problem);
    }

    private static String href(Access access) {
        return "/projects/%s/secret-types".formatted(access.project().slug());
    }
}
