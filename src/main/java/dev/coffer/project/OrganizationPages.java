package dev.coffer.project;

import dev.coffer.access.OrganizationAccess;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Ui;
import io.javalin.http.Context;

/** The organization for browsers: its name and its people, for its owners. */
public final class OrganizationPages {
    private final Entry entry;
    private final Ui ui;
    private final Organizations organizations;

    public OrganizationPages(Entry entry, Ui ui, Organizations organizations) {
        this.entry = entry;
        this.ui = ui;
        this.organizations = organizations;
    }

    public void show(Context ctx) {
        var access = entry.organization(ctx);
        ui.page(ctx, page(access, organizations.name(access), Errors.none()));
    }

    public void rename(Context ctx) {
        var access = entry.organization(ctx);
        access.requireOwner();
        String name;
        try (var form = Form.of(ctx)) {
            name = form.text("name");
        }
        switch (organizations.rename(access, name)) {
            case Result.Ok<String>(var renamed) ->
                ui.go(ctx, "/organization", "Organization renamed to %s.".formatted(renamed));
            case Result.Invalid<String>(var errors) -> ui.page(ctx.status(422), page(access, name, errors));
            case Result.Conflict<String>(var clash) ->
                ui.page(ctx.status(409), page(access, name, Errors.of("name", clash.message())));
        }
    }

    private OrganizationPage page(OrganizationAccess access, String name, Errors errors) {
        return new OrganizationPage(name, organizations.people(access), errors);
    }
}
