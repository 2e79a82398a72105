package dev.coffer.account;

import dev.coffer.access.NotFound;
import dev.coffer.account.Joining.Joined;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.web.ErrorPage;
import dev.coffer.web.Form;
import dev.coffer.web.Ui;
import io.javalin.http.Context;

/** Taking up an invitation, as somebody new or as who is signed in. */
public final class InvitationPages {
    private final Joining joining;
    private final SignInPages.Browsers browsers;
    private final Ui ui;

    public InvitationPages(Joining joining, SignInPages.Browsers browsers) {
        this.joining = joining;
        this.browsers = browsers;
        this.ui = browsers.ui();
    }

    public void show(Context ctx) {
        try {
            form(ctx, new InvitationPage.Typed("", ""), Errors.none());
        } catch (NotFound unknown) {
            gone(ctx, 404);
        }
    }

    public void accept(Context ctx) {
        try {
            if (browsers.entry().signedIn(ctx).isPresent()) {
                asMyself(ctx);
            } else {
                asSomebodyNew(ctx);
            }
        } catch (NotFound unknown) {
            gone(ctx, 404);
        }
    }

    private void asMyself(Context ctx) {
        var person = browsers.entry().signedIn(ctx).orElseThrow().person();
        switch (joining.asMyself(ctx.pathParam("token"), person, browsers.entry().origin(ctx))) {
            case Result.Ok<String>(var slug) -> ui.go(ctx, "/projects/" + slug, "You joined the project.");
            case Result.Invalid<String> _,Result.Conflict<String> _ -> gone(ctx, 410);
        }
    }

    private void asSomebodyNew(Context ctx) {
        try (var form = Form.of(ctx); var password = form.secret("password")) {
            var draft = new PersonDraft(form.text("name"), form.text("email"), password);
            switch (joining.asSomebodyNew(ctx.pathParam("token"), draft, browsers.visitor(ctx))) {
                case Result.Ok<Joined>(var joined) ->
                    browsers.welcome(ctx, joined.session(), "/projects/" + joined.projectSlug());
                case Result.Invalid<Joined>(var errors) ->
                    form(ctx.status(422), new InvitationPage.Typed(draft.name(), form.text("email")), errors);
                case Result.Conflict<Joined> _ -> gone(ctx, 410);
            }
        }
    }

    private void form(Context ctx, InvitationPage.Typed typed, Errors errors) {
        var link = ctx.pathParam("token");
        var myself = browsers.entry().signedIn(ctx).map(known -> known.person().user().name()).orElse(null);
        joining.look(link).ifPresentOrElse(
                offer -> ui.page(ctx, new InvitationPage(offer, link, myself, typed, errors)), () -> gone(ctx, 410));
    }

    /** The same words, whether it was used, has expired, was withdrawn or never was. */
    private void gone(Context ctx, int status) {
        ui.page(ctx.status(status), new ErrorPage(status, "This invitation can't be used",
                "It was used, withdrawn, or it has expired. Ask whoever invited you for a new one.", "/projects",
                "All projects", null));
    }
}
