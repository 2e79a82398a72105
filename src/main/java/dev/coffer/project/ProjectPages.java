package dev.coffer.project;

import dev.coffer.access.Access;
import dev.coffer.form.Clash;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.util.ArrayList;

/** Projects for browsers: a new one, its name and its end. */
public final class ProjectPages {
    private final Entry entry;
    private final Ui ui;
    private final Projects projects;

    public ProjectPages(Entry entry, Ui ui, Projects projects) {
        this.entry = entry;
        this.ui = ui;
        this.projects = projects;
    }

    /** The front door. */
    public void home(Context ctx) {
        ui.go(ctx, "/projects");
    }

    /** The form; asked again while it is filled in, for the address that the name suggests. */
    public void newForm(Context ctx) {
        var name = ctx.queryParam("name");
        var draft = new ProjectDraft(name, name == null ? null : ctx.queryParam("slug"));
        ui.fragment(ctx, new ProjectNewPage(draft, Errors.none()), "slug-field");
    }

    public void create(Context ctx) {
        ProjectDraft draft;
        try (var form = Form.of(ctx)) {
            draft = new ProjectDraft(form.text("name"), form.text("slug"));
        }
        switch (projects.create(entry.organization(ctx), draft)) {
            case Result.Ok<Project>(var project) ->
                ui.go(ctx, "/projects/" + project.slug(), "Project %s created.".formatted(project.name()));
            case Result.Invalid<Project>(var errors) -> ui.page(ctx.status(422), new ProjectNewPage(draft, errors));
            case Result.Conflict<Project>(var clash) ->
                ui.page(ctx.status(409), new ProjectNewPage(draft, Errors.of("slug", clash.message())));
        }
    }

    public void settings(Context ctx) {
        var access = entry.project(ctx);
        ui.page(ctx, new ProjectSettingsPage(access.project(), access.project().name(), Errors.none()));
    }

    public void rename(Context ctx) {
        var access = entry.project(ctx);
        String name;
        try (var form = Form.of(ctx)) {
            name = form.text("name");
        }
        switch (projects.rename(access, name)) {
            case Result.Ok<Project>(var project) ->
                ui.go(ctx, settingsHref(access), "Project renamed to %s.".formatted(project.name()));
            case Result.Invalid<Project>(var errors) ->
                ui.page(ctx.status(422), new ProjectSettingsPage(access.project(), name, errors));
            case Result.Conflict<Project>(var clash) -> ui.page(ctx.status(409),
                    new ProjectSettingsPage(access.project(), name, Errors.of("name", clash.message())));
        }
    }

    public void deleteForm(Context ctx) {
        var access = entry.project(ctx);
        ui.fragment(ctx, confirmation(access), "dialog");
    }

    public void delete(Context ctx) {
        var access = entry.project(ctx);
        switch (projects.delete(access)) {
            case Result.Ok<Void> _ ->
                ui.go(ctx, "/projects", "Project %s deleted.".formatted(access.project().name()));
            case Result.Conflict<Void>(var clash) -> refused(ctx, access, clash);
            case Result.Invalid<Void> _ -> throw new IllegalStateException("deleting takes no input");
        }
    }

    private void refused(Context ctx, Access access, Clash clash) {
        ui.fragment(ctx.status(409),
                confirmation(access).refused("Cannot delete " + access.project().name(), clash.message()), "dialog");
    }

    private Confirmation confirmation(Access access) {
        var secrets = projects.get(access).secrets();
        var going = new ArrayList<String>();
        going.add(secrets == 1 ? "1 secret with every version of its values"
                : secrets + " secrets with every version of their values");
        going.add("environments, members and invitations");
        going.add("the keys that could open a copy of the values");
        var name = access.project().name();
        return new Confirmation("Delete %s?".formatted(name), "What runs on these secrets fails at its next start. "
                + "Nothing of this can be restored; the audit log stays. It takes with it:", going,
                new Confirmation.Action("Delete project", "/projects/%s/delete".formatted(access.project().slug()),
                        settingsHref(access)),
                "General");
    }

    private static String settingsHref(Access access) {
        return "/projects/%s/settings".formatted(access.project().slug());
    }
}
