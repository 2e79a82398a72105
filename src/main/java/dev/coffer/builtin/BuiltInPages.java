package dev.coffer.builtin;

import dev.coffer.access.NotFound;
import dev.coffer.builtin.BuiltInFormPage.Trouble;
import dev.coffer.builtin.BuiltInFormPage.Typed;
import dev.coffer.builtin.BuiltInFormPage.Where;
import dev.coffer.builtin.BuiltInListPage.Note;
import dev.coffer.builtin.BuiltIns.Uses;
import dev.coffer.builtin.BuiltIns.Written;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Choice;
import dev.coffer.form.DescriptionCheck;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.form.SecretKey;
import dev.coffer.form.StrongValue;
import dev.coffer.form.ValueHints;
import dev.coffer.project.Confirmation;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Stamp;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The organization's secrets for its owners in browsers. What was typed comes back with its mistakes, no value does.
 */
public final class BuiltInPages {
    private static final StrongValue STRONG = new StrongValue();

    private final Entry entry;
    private final Ui ui;
    private final BuiltIns builtIns;

    public BuiltInPages(Entry entry, Ui ui, BuiltIns builtIns) {
        this.entry = entry;
        this.ui = ui;
        this.builtIns = builtIns;
    }

    public void list(Context ctx) {
        ui.page(ctx, listPage(ctx, null));
    }

    public void newForm(Context ctx) {
        ui.fragment(ctx, newPage(ctx, new Typed("", "", several(ctx), null), new Reach(true, List.of()), Trouble.NONE),
                "dialog");
    }

    public void add(Context ctx) {
        try (var form = Form.of(ctx); var value = value(form)) {
            var reach = new Reach(!form.text("reach").equals(BuiltInFormPage.NAMED), form.all("environments"));
            var typed = new Typed(SecretKey.fromForm(form.raw("key")), form.text("description"), several(ctx), null);
            var draft = new BuiltInDraft(typed.key(), Optional.of(value), Optional.of(typed.description()),
                    reach.environments());
            var result = reach.mistake().<Result<Written>>map(why -> Result.invalid("reach", why))
                    .orElseGet(() -> builtIns.add(entry.organization(ctx), draft));
            switch (result) {
                case Result.Ok<Written>(var written) ->
                    saved(ctx, draft, form.has("page"), written.created() ? "created" : "set");
                case Result.Invalid<Written>(var errors) ->
                    again(ctx, 422, newPage(ctx, typed, reach, new Trouble(errors, null)));
                case Result.Conflict<Written>(var clash) ->
                    again(ctx, 409, newPage(ctx, typed, reach, new Trouble(Errors.none(), clash)));
            }
        }
    }

    public void editForm(Context ctx) {
        var secret = secret(ctx);
        ui.fragment(ctx, editPage(ctx, secret, new Typed(secret.key(), secret.description(), several(ctx),
                secret.tag()), Trouble.NONE), "dialog");
    }

    public void update(Context ctx) {
        var secret = secret(ctx);
        var place = place(ctx, secret);
        try (var form = Form.of(ctx); var value = value(form)) {
            var draft = new BuiltInDraft(secret.key(), Optional.of(value).filter(typed -> !typed.isEmpty()),
                    form.has("description") ? Optional.of(form.text("description")) : Optional.empty(),
                    Optional.of(List.of(place.environment())));
            var typed = new Typed(secret.key(), form.text("description"), several(ctx), form.text("read"));
            switch (builtIns.set(entry.organization(ctx), draft, Optional.of(form.text("read")))) {
                case Result.Ok<Written> _ -> saved(ctx, draft, form.has("page"), "updated");
                case Result.Invalid<Written>(var errors) ->
                    again(ctx, 422, editPage(ctx, secret, typed, new Trouble(errors, null)));
                case Result.Conflict<Written>(var clash) -> {
                    var now = secret(ctx);
                    again(ctx, 409, editPage(ctx, now, new Typed(now.key(), typed.description(), typed.several(),
                            now.tag()), new Trouble(Errors.none(), clash)));
                }
            }
        }
    }

    public void deleteForm(Context ctx) {
        var secret = secret(ctx);
        var place = place(ctx, secret);
        ui.fragment(ctx, confirmation(secret, place, builtIns.uses(entry.organization(ctx), secret.key(),
                Optional.of(place.environment()))), "dialog");
    }

    public void delete(Context ctx) {
        var secret = secret(ctx);
        var place = place(ctx, secret);
        builtIns.deleteValue(entry.organization(ctx), secret.key(), place.environment(), Optional.empty());
        var note = new Note("Built-in secret %s deleted for %s.".formatted(secret.key(), place.name()), false);
        ui.changed(ctx, listPage(ctx, note),
                new Ui.Done(BuiltInListPage.HREF, "built-ins", "#built-ins-title", note.text()));
    }

    private void saved(Context ctx, BuiltInDraft draft, boolean ownPage, String done) {
        var note = note("Built-in secret %s %s.".formatted(draft.key(), done), draft);
        if (ownPage) {
            ui.go(ctx, BuiltInListPage.HREF, note.text());
            return;
        }
        ui.changed(ctx, listPage(ctx, note), new Ui.Done(BuiltInListPage.HREF, "built-ins",
                "#edit-" + BuiltInListPage.id(draft.key(), draft.places().getFirst()), note.text()));
    }

    private void again(Context ctx, int status, BuiltInFormPage page) {
        ui.fragment(ctx.status(status), page, "built-in-fields");
    }

    private BuiltInListPage listPage(Context ctx, Note note) {
        return new BuiltInListPage(builtIns.list(entry.organization(ctx), null, BuiltIns.MOST), note);
    }

    /** Which environments a form asks for. */
    private record Reach(boolean everywhere, List<String> named) {
        Optional<List<String>> environments() {
            return everywhere ? Optional.empty() : Optional.of(named);
        }

        Optional<String> mistake() {
            return everywhere && !named.isEmpty() ? Optional.of("Choose Only some environments, or none of them below")
                    : Optional.empty();
        }
    }

    private BuiltInFormPage newPage(Context ctx, Typed typed, Reach reach, Trouble trouble) {
        var choices = List.of(
                new Choice(BuiltInFormPage.EVERY, "Every environment",
                        "Also of projects and environments that are made later.", reach.everywhere),
                new Choice(BuiltInFormPage.NAMED, "Only some environments",
                        "There it counts more than a value for every environment.", !reach.everywhere));
        var environments = builtIns.environments(entry.organization(ctx)).stream()
                .map(slug -> Choice.of(slug, slug, reach.named.contains(slug))).toList();
        return new BuiltInFormPage(BuiltInListPage.HREF + "/-/new", typed, new Where(null, choices, environments),
                trouble);
    }

    private static BuiltInFormPage editPage(Context ctx, BuiltIn secret, Typed typed, Trouble trouble) {
        var place = place(ctx, secret);
        var where = "For %s, saved %s by %s".formatted(place.name(), new Stamp(place.updatedAt()).text(),
                place.updatedBy());
        return new BuiltInFormPage(BuiltInListPage.href(secret.key(), place.environment(), "edit"), typed,
                new Where(where, List.of(), List.of()), trouble);
    }

    private static Confirmation confirmation(BuiltIn secret, BuiltIn.Place place, Uses uses) {
        var items = new ArrayList<String>();
        items.add(
                uses.projects() == 0 ? "No project loses it" : uses.projects() == 1 ? "1 project gets it, and loses it"
                        : "%,d projects get it, and lose it".formatted(uses.projects()));
        if (uses.required() > 0) {
            items.add(uses.required() == 1 ? "1 required row becomes Missing"
                    : "%,d required rows become Missing".formatted(uses.required()));
        }
        if (uses.overrides() > 0) {
            items.add((uses.overrides() == 1 ? "1 project overrides it, and keeps its own value"
                    : "%,d projects override it, and keep their own values").formatted(uses.overrides()));
        }
        boolean falls = !place.isEverywhere() && secret.place(BuiltIn.EVERYWHERE).isPresent();
        var text = "The value is erased and cannot be restored." + (falls
                ? " There the value for every environment takes its place." : "")
                + (secret.places().size() == 1 ? " It is the last value, so the description goes with it." : "");
        return new Confirmation("Delete %s for %s?".formatted(secret.key(), place.name()), text, items,
                new Confirmation.Action("Delete", BuiltInListPage.href(secret.key(), place.environment(), "delete"),
                        BuiltInListPage.HREF),
                null);
    }

    private BuiltIn secret(Context ctx) {
        return builtIns.get(entry.organization(ctx), ctx.pathParam("key")).secret();
    }

    /** The one that the address names; without a name the first. */
    private static BuiltIn.Place place(Context ctx, BuiltIn secret) {
        var named = ctx.queryParam("environment");
        return named == null ? secret.places().stream().findFirst().orElseThrow(NotFound::new)
                : secret.place(named.equals("*") ? BuiltIn.EVERYWHERE : named).orElseThrow(NotFound::new);
    }

    /** The value typed, or a strong one where the field is empty and the form asks for that. The caller closes it. */
    private static Plaintext value(Form form) {
        var typed = form.secret("value");
        return typed.isEmpty() && form.has("generate") ? STRONG.letters() : typed;
    }

    /** What was done, then what to check; never a part of the value. */
    private static Note note(String done, BuiltInDraft saved) {
        var hints = new ArrayList<String>();
        SecretKey.warning(saved.key()).ifPresent(hints::add);
        saved.value().map(ValueHints::of).ifPresent(hints::addAll);
        saved.description().flatMap(DescriptionCheck::hint).ifPresent(hints::add);
        return hints.isEmpty() ? new Note(done, false)
                : new Note(done + " Check it: " + String.join(". ", hints) + ".", true);
    }

    private static boolean several(Context ctx) {
        return "several".equals(ctx.queryParam("lines"));
    }
}
