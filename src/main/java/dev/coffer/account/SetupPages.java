package dev.coffer.account;

import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.web.ErrorPage;
import dev.coffer.web.Form;
import io.javalin.http.Context;

/** The first run in a browser. Leads to the sign-in as soon as somebody is there. */
public final class SetupPages {
    private final Setup setup;
    private final SignInPages.Browsers browsers;

    public SetupPages(Setup setup, SignInPages.Browsers browsers) {
        this.setup = setup;
        this.browsers = browsers;
    }

    public void show(Context ctx) {
        if (setup.isOpen()) {
            var code = ctx.queryParam("code");
            browsers.ui().page(ctx, new SetupPage(code == null ? "" : code, "", "", "", Errors.none()));
        } else {
            browsers.ui().go(ctx, "/sign-in");
        }
    }

    public void create(Context ctx) {
        try (var form = Form.of(ctx); var password = form.secret("password"); var code = form.secret("code")) {
            var owner = new PersonDraft(form.text("name"), form.text("email"), password);
            var draft = new SetupDraft(code, form.text("organization"), owner);
            try {
                switch (setup.inBrowser(draft, browsers.visitor(ctx))) {
                    case Result.Ok<Sessions.Started>(var session) -> browsers.welcome(ctx, session, SignInPages.HOME);
                    case Result.Invalid<Sessions.Started>(var errors) ->
                        browsers.ui().page(ctx.status(422), again(form, errors));
                    case Result.Conflict<Sessions.Started> _ -> browsers.ui().page(ctx.status(409),
                            new ErrorPage(409, "Coffer is set up already",
                                    "Its first owner is there. Nothing was changed.", "/sign-in", "Sign in", null));
                }
            } catch (TooManyTries held) {
                ctx.status(429).header("Retry-After", String.valueOf(held.pause().seconds()));
                browsers.ui().page(ctx, again(form, Errors.of("code", held.pause().sentence())));
            }
        }
    }

    private static SetupPage again(Form form, Errors errors) {
        return new SetupPage(form.text("code"), form.text("organization"), form.text("name"), form.text("email"),
                errors);
    }
}
