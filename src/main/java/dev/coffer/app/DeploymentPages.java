package dev.coffer.app;

import dev.coffer.access.Access;
import dev.coffer.account.ShownToken;
import dev.coffer.account.TokenLife;
import dev.coffer.app.DeploymentFormPage.Chosen;
import dev.coffer.app.DeploymentFormPage.Was;
import dev.coffer.app.DeploymentTokenPage.Asked;
import dev.coffer.app.DeploymentTokenPage.Server;
import dev.coffer.app.DeploymentTokens.Created;
import dev.coffer.app.Deployments.Written;
import dev.coffer.form.Clash;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.project.Confirmation;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Ui;
import dev.coffer.web.Ui.Done;
import io.javalin.http.Context;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** An app's deployments and their tokens, for browsers. */
public final class DeploymentPages {
    /** A box a key, of the project, the app and the organization. */
    private static final int MOST_FIELDS = 2_000;
    private static final String REGION = "deployments";

    private final Entry entry;
    private final Ui ui;
    private final AppPages pages;
    private final URI publicUrl;

    public DeploymentPages(Entry entry, Ui ui, AppPages pages, URI publicUrl) {
        this.entry = entry;
        this.ui = ui;
        this.pages = pages;
        this.publicUrl = publicUrl;
    }

    public void form(Context ctx) {
        var access = entry.project(ctx);
        ui.page(ctx, formPage(ctx, access));
    }

    public void set(Context ctx) {
        var access = entry.project(ctx);
        var place = DeploymentApi.place(ctx);
        Chosen chosen;
        Was was;
        try (var form = Form.of(ctx, MOST_FIELDS)) {
            chosen = new Chosen(form.text("access"), Set.copyOf(form.all("secrets")));
            was = new Was(form.text("read"), form.text("was"));
        }
        var draft = new DeploymentDraft(chosen.access(), chosen.isListed() ? List.copyOf(chosen.keys()) : null,
                Optional.of(was.read()));
        switch (domain().deployments().set(access, place, draft)) {
            case Result.Ok<Written>(Written(var deployment, var created)) -> ui.go(ctx, appHref(access, place.app()),
                    created ? "Deployed to %s. It needs a token to read.".formatted(deployment.environment().name())
                            : "What %s reads is saved. It applies from its next read on.".formatted(deployment.name()));
            case Result.Invalid<Written>(var errors) ->
                ui.page(ctx.status(422), formPage(ctx, access).typed(chosen, was).with(errors));
            case Result.Conflict<Written>(var clash) -> ui.page(ctx.status(409), clash.kind() == Clash.Kind.STALE
                    ? formPage(ctx, access).typed(chosen, was).over(clash.message())
                    : formPage(ctx, access).typed(chosen, was).with(Errors.of("access", clash.message())));
        }
    }

    public void deleteForm(Context ctx) {
        var access = entry.project(ctx);
        var deployment = asked(ctx, access);
        var appHref = appHref(access, deployment.app());
        ui.fragment(ctx, new Confirmation("Delete %s?".formatted(deployment.name()),
                "What runs with its tokens is refused from its next read on.", List.of(AppPages.lost(deployment)),
                new Confirmation.Action("Delete deployment",
                        "%s/deployments/%s/delete".formatted(appHref, deployment.environment().slug()), appHref),
                AppListPage.SECTION), "dialog");
    }

    public void delete(Context ctx) {
        var access = entry.project(ctx);
        switch (domain().deployments().delete(access, DeploymentApi.place(ctx), Optional.empty())) {
            case Result.Ok<Deployment>(var gone) ->
                changed(ctx, access, gone.app(), "Deployment %s deleted.".formatted(gone.name()));
            case Result.Invalid<Deployment> _,Result.Conflict<Deployment> _ ->
                throw new IllegalStateException("nothing was read before");
        }
    }

    public void newToken(Context ctx) {
        ui.page(ctx, tokenPage(ctx, entry.project(ctx)));
    }

    /** Makes a token and shows it in the answer itself: it is nowhere else, and not shown again. */
    public void createToken(Context ctx) {
        var access = entry.project(ctx);
        var page = tokenPage(ctx, access);
        var asked = askedToken(ctx);
        switch (domain().tokens().create(access, DeploymentApi.place(ctx), draft(asked))) {
            case Result.Ok<Created>(var created) -> ui.page(ctx, page.shows(ShownToken.of(created.about().name(),
                    created.token(), created.about().expiresAt())));
            case Result.Invalid<Created>(var errors) -> ui.page(ctx.status(422), page.with(asked.with(errors)));
            case Result.Conflict<Created>(var clash) ->
                ui.page(ctx.status(409), page.with(asked.with(Errors.of("name", clash.message()))));
        }
    }

    public void confirmRevoke(Context ctx) {
        var access = entry.project(ctx);
        var place = DeploymentApi.place(ctx);
        var token = domain().tokens().get(access, place, DeploymentApi.id(ctx));
        var appHref = appHref(access, place.app());
        ui.fragment(ctx, new Confirmation("Revoke %s?".formatted(token.name()),
                "What runs with this token is refused from its next read on.", List.of(),
                new Confirmation.Action("Revoke token", "%s/deployments/%s/tokens/%s/revoke".formatted(appHref,
                        place.environment(), token.id()), appHref),
                AppListPage.SECTION), "dialog");
    }

    public void revoke(Context ctx) {
        var access = entry.project(ctx);
        var place = DeploymentApi.place(ctx);
        switch (domain().tokens().revoke(access, place, DeploymentApi.id(ctx))) {
            case Result.Ok<DeploymentToken>(var token) ->
                changed(ctx, access, place.app(), "Token %s revoked.".formatted(token.name()));
            case Result.Invalid<DeploymentToken> _,Result.Conflict<DeploymentToken> _ ->
                throw new IllegalStateException("revoking takes no input");
        }
    }

    private void changed(Context ctx, Access access, String app, String say) {
        ui.changed(ctx, pages.page(access, app), new Done(appHref(access, app), REGION, "#deployments-title", say));
    }

    private DeploymentFormPage formPage(Context ctx, Access access) {
        var place = DeploymentApi.place(ctx);
        return DeploymentFormPage.of(appHref(access, place.app()), domain().deployments().choosing(access, place));
    }

    private DeploymentTokenPage tokenPage(Context ctx, Access access) {
        var deployment = asked(ctx, access);
        return DeploymentTokenPage.fresh(appHref(access, deployment.app()), deployment,
                new Server(publicUrl, access.project().slug()));
    }

    private Deployment asked(Context ctx, Access access) {
        return domain().deployments().get(access, DeploymentApi.place(ctx));
    }

    private AppPages.Domain domain() {
        return pages.domain();
    }

    private static Asked askedToken(Context ctx) {
        try (var form = Form.of(ctx)) {
            return new Asked(form.text("name"), form.text("expires_at"), form.text("addresses"), Errors.none());
        }
    }

    /** In a form the ranges stand in a field, apart by blanks, commas or line ends. */
    private static DeploymentTokenDraft draft(Asked asked) {
        return new DeploymentTokenDraft(asked.name(), Instant.now().plus(Duration.ofDays(TokenLife.days(asked.days()))),
                Stream.of(asked.addresses().split("[\\s,]+")).filter(one -> !one.isEmpty()).toList());
    }

    private static String appHref(Access access, String app) {
        return "%s/%s".formatted(AppPages.href(access), app);
    }
}
