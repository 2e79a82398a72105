package dev.coffer.app;

import dev.coffer.access.Access;
import dev.coffer.access.Permission;
import dev.coffer.form.Clash;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.project.Confirmation;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Stamp;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A project's apps for browsers. */
public final class AppPages {
    private final Entry entry;
    private final Ui ui;
    private final Domain domain;

    /** The domain classes. */
    public record Domain(Apps apps, Deployments deployments, DeploymentTokens tokens) {}

    public AppPages(Entry entry, Ui ui, Domain domain) {
        this.entry = entry;
        this.ui = ui;
        this.domain = domain;
    }

    public void list(Context ctx) {
        var access = entry.project(ctx);
        ui.page(ctx, new AppListPage(href(access), domain.apps.list(access), access.may(Permission.APP_MANAGE)));
    }

    public void show(Context ctx) {
        var access = entry.project(ctx);
        ui.page(ctx, page(access, ctx.pathParam("app")));
    }

    public void newForm(Context ctx) {
        ui.page(ctx, AppFormPage.fresh(href(entry.project(ctx)), new AppDraft("", "", null, "")));
    }

    public void create(Context ctx) {
        var access = entry.project(ctx);
        var draft = draft(ctx);
        var page = AppFormPage.fresh(href(access), draft);
        switch (domain.apps.create(access, draft)) {
            case Result.Ok<AppUse>(var made) -> ui.go(ctx, "%s/%s".formatted(href(access), made.app().slug()),
                    "App %s added. Choose where it is deployed.".formatted(made.app().name()));
            case Result.Invalid<AppUse>(var errors) -> ui.page(ctx.status(422), page.with(errors));
            case Result.Conflict<AppUse>(var clash) -> ui.page(ctx.status(409), page.with(Errors.of(
                    clash.kind() == Clash.Kind.EXISTS ? "slug" : "name", clash.message())));
        }
    }

    public void editForm(Context ctx) {
        var access = entry.project(ctx);
        ui.page(ctx, AppFormPage.edited(href(access), domain.apps.get(access, ctx.pathParam("app")).app()));
    }

    public void change(Context ctx) {
        var access = entry.project(ctx);
        var before = domain.apps.get(access, ctx.pathParam("app")).app();
        AppChange change;
        try (var form = Form.of(ctx)) {
            change = new AppChange(form.text("name"), form.text("kind"), form.text("description"),
                    Optional.of(form.text("read")));
        }
        var page = AppFormPage.edited(href(access), before).typed(change.applied(before));
        switch (domain.apps.change(access, before.slug(), change)) {
            case Result.Ok<AppUse>(var changed) -> ui.go(ctx, "%s/%s".formatted(href(access), changed.app().slug()),
                    "App %s saved.".formatted(changed.app().name()));
            case Result.Invalid<AppUse>(var errors) -> ui.page(ctx.status(422), page.with(errors));
            case Result.Conflict<AppUse>(var clash) ->
                ui.page(ctx.status(409), page.with(Errors.of("name", clash.message())));
        }
    }

    public void deleteForm(Context ctx) {
        var access = entry.project(ctx);
        var use = domain.apps.get(access, ctx.pathParam("app"));
        var name = use.app().name();
        ui.fragment(ctx, new Confirmation("Delete %s?".formatted(name), use.deployments().isEmpty()
                ? "It is deployed nowhere." : "What runs with its tokens is refused from its next read on.", lost(use),
                new Confirmation.Action("Delete app", "%s/%s/delete".formatted(href(access), use.app().slug()),
                        "%s/%s".formatted(href(access), use.app().slug())),
                AppListPage.SECTION), "dialog");
    }

    public void delete(Context ctx) {
        var access = entry.project(ctx);
        switch (domain.apps.delete(access, ctx.pathParam("app"), Optional.empty())) {
            case Result.Ok<App>(var gone) -> ui.go(ctx, href(access), "App %s deleted.".formatted(gone.name()));
            case Result.Invalid<App> _,Result.Conflict<App> _ ->
                throw new IllegalStateException("nothing was read before");
        }
    }

    AppPage page(Access access, String slug) {
        var use = domain.apps.get(access, slug);
        var rights = new AppPage.Rights(access.may(Permission.APP_MANAGE), access.may(Permission.TOKEN_MANAGE));
        return new AppPage(href(access), use, domain.deployments.resolutions(access, use.app()),
                rights.managesTokens() ? domain.tokens.ofApp(access, use.app()) : Map.of(), rights);
    }

    Domain domain() {
        return domain;
    }

    /** What a deployment takes along, in a sentence. */
    static String lost(Deployment deployment) {
        var use = deployment.use();
        var tokens = use.tokens() == 0 ? "no token works" : use.tokens() == 1 ? "1 token works"
                : "%,d tokens work".formatted(use.tokens());
        return "%s: %s, %s".formatted(deployment.name(), tokens, use.readAt() == null ? "nothing was read yet"
                : "last read " + new Stamp(use.readAt()).text());
    }

    static String href(Access access) {
        return "/projects/%s/apps".formatted(access.project().slug());
    }

    private static List<String> lost(AppUse use) {
        var own = use.secrets().isEmpty() ? Stream.<String>empty()
                : Stream.of("%s of its own, erased with every value: %s".formatted(
                        use.secrets().size() == 1 ? "1 secret" : "%,d secrets".formatted(use.secrets().size()),
                        String.join(", ", use.secrets())));
        return Stream.concat(use.deployments().stream().map(AppPages::lost), own).toList();
    }

    private static AppDraft draft(Context ctx) {
        try (var form = Form.of(ctx)) {
            return new AppDraft(form.text("name"), form.text("slug"), form.text("kind"), form.text("description"));
        }
    }
}
