package dev.coffer.requirement;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.form.SecretKey;
import dev.coffer.project.Confirmation;
import dev.coffer.project.Environment;
import dev.coffer.project.Slugs;
import dev.coffer.requirement.RequirementFormPage.Typed;
import dev.coffer.schema.TypeName;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a project needs, for browsers: the list, and what people keep on it themselves. */
public final class RequirementPages {
    private final Entry entry;
    private final Ui ui;
    private final Requirements requirements;

    public RequirementPages(Entry entry, Ui ui, Requirements requirements) {
        this.entry = entry;
        this.ui = ui;
        this.requirements = requirements;
    }

    public void list(Context ctx) {
        ui.page(ctx, listPage(entry.project(ctx)));
    }

    public void newForm(Context ctx) {
        var access = entry.project(ctx);
        var every = requirements.list(access).environments();
        ui.fragment(ctx, formPage(access, Typed.NOTHING, false, every), "dialog");
    }

    public void add(Context ctx) {
        var access = entry.project(ctx);
        try (var form = Form.of(ctx)) {
            var sent = sent(access, form, SecretKey.fromForm(form.raw("key")));
            answer(ctx, requirements.add(access, sent.draft), sent, false);
        }
    }

    public void editForm(Context ctx) {
        var access = entry.project(ctx);
        var now = byHand(ctx, access);
        var typed = new Typed(now.key(), now.required(), now.feature(), now.description(), now.type().orElse(""));
        var chosen = now.isEverywhere() ? requirements.list(access).environments() : now.environments();
        ui.fragment(ctx, formPage(access, typed, true, chosen), "dialog");
    }

    public void edit(Context ctx) {
        var access = entry.project(ctx);
        var now = byHand(ctx, access);
        try (var form = Form.of(ctx)) {
            var sent = sent(access, form, now.key());
            answer(ctx, requirements.replace(access, sent.draft), sent, true);
        }
    }

    public void removeForm(Context ctx) {
        var access = entry.project(ctx);
        var now = byHand(ctx, access);
        ui.fragment(ctx, confirmation(access, "Remove %s?".formatted(now.key()),
                "What was added by hand goes; what a build or a file says about it stays. Its values stay too.",
                "%s/%s/remove".formatted(href(access), now.key())), "dialog");
    }

    public void remove(Context ctx) {
        var access = entry.project(ctx);
        var key = byHand(ctx, access).key();
        requirements.remove(access, Requirement.BY_HAND, key);
        removed(ctx, access, "Requirement %s removed.".formatted(key));
    }

    public void removeListForm(Context ctx) {
        var access = entry.project(ctx);
        var source = source(ctx);
        var keys = requirements.list(access).declared().stream().filter(each -> each.source().equals(source)).count();
        if (keys == 0) {
            throw new NotFound();
        }
        ui.fragment(ctx, confirmation(access, "Remove the list of %s?".formatted(source),
                (keys == 1 ? "Its 1 requirement goes" : "Its %,d requirements go".formatted(keys))
                        + ", but for what others say too. Values stay. When %s declares again, its list is back."
                                .formatted(source),
                "%s/-/remove?source=%s".formatted(href(access), encoded(source))), "dialog");
    }

    public void removeList(Context ctx) {
        var access = entry.project(ctx);
        var source = source(ctx);
        requirements.removeAll(access, source);
        removed(ctx, access, "The list of %s was removed.".formatted(source));
    }

    /** The list as it is now, for the pages that change it too. */
    RequirementListPage listPage(Access access) {
        return new RequirementListPage(href(access), access, requirements.list(access));
    }

    static String href(Access access) {
        return "/projects/%s/requirements".formatted(access.project().slug());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What a form asks for, as fields and as a draft; {@code dialog}: whether the list is behind it. */
    private record Sent(Typed typed, RequirementDraft draft, List<Environment> chosen, boolean dialog) {}

    /** All of them chosen is everywhere. */
    private Sent sent(Access access, Form form, String key) {
        var every = requirements.list(access).environments();
        var slugs = form.all("environments");
        var chosen = every.stream().filter(environment -> slugs.contains(environment.slug())).toList();
        var typed = new Typed(key, !form.text("required").equals("no"), form.text("feature"),
                form.text("description"), form.text("type"));
        var draft = new RequirementDraft(key, typed.required(), chosen.size() == every.size() ? Optional.empty()
                : Optional.of(slugs), new RequirementDraft.Texts(typed.feature(), typed.description()),
                Optional.of(typed.type()).filter(type -> !type.isEmpty()));
        return new Sent(typed, draft, chosen, !form.has("page"));
    }

    private void answer(Context ctx, Result<Requirement> result, Sent sent, boolean edited) {
        var access = entry.project(ctx);
        var page = formPage(access, sent.typed, edited, sent.chosen);
        switch (result) {
            case Result.Ok<Requirement>(var done) -> {
                var say = "Requirement %s %s.".formatted(done.key(), edited ? "updated" : "added");
                if (sent.dialog) {
                    ui.changed(ctx, listPage(access),
                            new Ui.Done(href(access), "requirements", "#edit-" + done.key(), say));
                } else {
                    ui.go(ctx, href(access), say);
                }
            }
            case Result.Invalid<Requirement>(var errors) ->
                ui.fragment(ctx.status(422), page.with(errors), "requirement-fields");
            case Result.Conflict<Requirement>(var clash) -> ui.fragment(ctx.status(409),
                    page.with(Errors.of("key", clash.message())), "requirement-fields");
        }
    }

    private void removed(Context ctx, Access access, String say) {
        ui.changed(ctx, listPage(access), new Ui.Done(href(access), "requirements", "#requirements-title", say));
    }

    private RequirementFormPage formPage(Access access, Typed typed, boolean edited, List<Environment> chosen) {
        var listing = requirements.list(access);
        var ids = chosen.stream().map(Environment::id).toList();
        var environments = listing.environments().stream()
                .map(each -> Choice.of(each.slug(), each.name(), ids.contains(each.id()))).toList();
        return new RequirementFormPage(href(access), typed, edited,
                new RequirementFormPage.Offered(environments, types(listing, typed.type())), Errors.none());
    }

    /** The project's, and those that somebody named before they were there. */
    private static List<Choice> types(Requirements.Listing listing, String chosen) {
        var choices = new ArrayList<Choice>();
        choices.add(Choice.of("", "Any value", chosen.isEmpty()));
        listing.types().forEach(type -> choices.add(Choice.of(type.key(), type.among(listing.types()),
                type.key().equals(chosen))));
        var known = listing.types().stream().map(TypeName::key).toList();
        Stream.concat(listing.declared().stream().flatMap(each -> each.type().stream()), Stream.of(chosen))
                .filter(key -> Slugs.mistake(key).isEmpty() && !known.contains(key)).distinct().sorted()
                .forEach(key -> choices.add(Choice.of(key, key + " (not here yet)", key.equals(chosen))));
        return choices;
    }

    private static Confirmation confirmation(Access access, String heading, String text, String action) {
        return new Confirmation(heading, text, List.of(), new Confirmation.Action("Remove", action, href(access)),
                "Requirements");
    }

    private Requirement byHand(Context ctx, Access access) {
        return requirements.get(access, Requirement.BY_HAND, ctx.pathParam("key"));
    }

    private static String source(Context ctx) {
        var source = ctx.queryParam("source");
        return source == null ? "" : source;
    }
}
