package dev.coffer.project;

import dev.coffer.access.Access;
import dev.coffer.access.Permission;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Ui;
import dev.coffer.web.Ui.Done;
import io.javalin.http.Context;
import java.util.List;
import java.util.stream.Stream;

/** A project's environments for browsers. */
public final class EnvironmentPages {
    private final Entry entry;
    private final Ui ui;
    private final Environments environments;

    public EnvironmentPages(Entry entry, Ui ui, Environments environments) {
        this.entry = entry;
        this.ui = ui;
        this.environments = environments;
    }

    public void list(Context ctx) {
        ui.page(ctx, listPage(entry.project(ctx)));
    }

    public void newForm(Context ctx) {
        var access = entry.project(ctx);
        ui.page(ctx, EnvironmentFormPage.fresh(href(access)));
    }

    public void add(Context ctx) {
        var access = entry.project(ctx);
        EnvironmentDraft draft;
        try (var form = Form.of(ctx)) {
            draft = new EnvironmentDraft(form.text("name"), form.text("slug"), form.has("protected"));
        }
        var page = EnvironmentFormPage.added(href(access), draft);
        switch (environments.add(access, draft)) {
            case Result.Ok<Environment>(var added) ->
                ui.go(ctx, href(access), "Environment %s added.".formatted(added.name()));
            case Result.Invalid<Environment>(var errors) -> ui.page(ctx.status(422), page.with(errors));
            case Result.Conflict<Environment>(var clash) ->
                ui.page(ctx.status(409), page.with(Errors.of("slug", clash.message())));
        }
    }

    public void editForm(Context ctx) {
        var access = entry.project(ctx);
        var environment = asked(ctx, access).environment();
        ui.page(ctx, EnvironmentFormPage.edited(href(access), environment, environment.isProtected()));
    }

    public void change(Context ctx) {
        var access = entry.project(ctx);
        var before = asked(ctx, access).environment();
        EnvironmentChange change;
        boolean was;
        try (var form = Form.of(ctx)) {
            // Only what was changed in the form: somebody may have protected it since the form was opened.
            was = form.text("was").equals("true");
            change = new EnvironmentChange(form.text("name"), form.has("protected") == was ? null : !was);
        }
        var page = EnvironmentFormPage.edited(href(access), change.applied(before), was);
        switch (environments.change(access, before.slug(), change)) {
            case Result.Ok<Environment>(var changed) ->
                ui.go(ctx, href(access), "Environment %s saved.".formatted(changed.name()));
            case Result.Invalid<Environment>(var errors) -> ui.page(ctx.status(422), page.with(errors));
            case Result.Conflict<Environment>(var clash) ->
                ui.page(ctx.status(409), page.with(Errors.of("name", clash.message())));
        }
    }

    public void deleteForm(Context ctx) {
        var access = entry.project(ctx);
        ui.fragment(ctx, confirmation(access, asked(ctx, access)), "dialog");
    }

    public void delete(Context ctx) {
        var access = entry.project(ctx);
        var use = asked(ctx, access);
        switch (environments.delete(access, use.environment().slug())) {
            case Result.Ok<Void> _ -> ui.changed(ctx, listPage(access), new Done(href(access), "environments",
                    "#environments-title", "Environment %s deleted.".formatted(use.environment().name())));
            case Result.Conflict<Void>(var clash) ->
                ui.fragment(ctx.status(409), confirmation(access, use).refused(
                        "Cannot delete " + use.environment().name(), clash.message()), "dialog");
            case Result.Invalid<Void> _ -> throw new IllegalStateException("deleting takes no input");
        }
    }

    private EnvironmentUse asked(Context ctx, Access access) {
        return environments.get(access, ctx.pathParam("environment"));
    }

    private EnvironmentListPage listPage(Access access) {
        return new EnvironmentListPage(href(access), environments.list(access),
                access.may(Permission.ENVIRONMENT_MANAGE));
    }

    private static Confirmation confirmation(Access access, EnvironmentUse use) {
        return new Confirmation("Delete %s?".formatted(use.environment().name()),
                "What reads secrets of this environment finds none. An environment that holds values stays.",
                lost(use), new Confirmation.Action("Delete",
                        "%s/%s/delete".formatted(href(access), use.environment().slug()), href(access)),
                "Environments");
    }

    private static List<String> lost(EnvironmentUse use) {
        var publications = switch (use.publications()) {
            case 0 -> Stream.<String>empty();
            case 1 -> Stream.of("1 publication goes with it, and what it pinned");
            default -> Stream.of("%,d publications go with it, and what they pinned".formatted(use.publications()));
        };
        var deployments = use.apps().stream().map(app -> "The deployment %s@%s goes with it: its tokens work no more"
                .formatted(app, use.environment().slug()));
        return Stream.concat(publications, deployments).toList();
    }

    private static String href(Access access) {
        return "/projects/%s/environments".formatted(access.project().slug());
    }
}
