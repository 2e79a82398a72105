package dev.coffer.account;

import dev.coffer.access.OrganizationAccess;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.web.Form;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.time.Instant;

/** One's own account: name, password, sessions and tokens. */
public final class AccountPages {
    private static final String HREF = "/account";
    private static final int MOST_TOKENS = 200;

    private final People people;
    private final SignInPages.Browsers browsers;
    private final Ui ui;

    /** What is one's own. */
    public record People(Users users, Sessions sessions, PersonalTokens tokens, SignIn signIn) {}

    public AccountPages(People people, SignInPages.Browsers browsers) {
        this.people = people;
        this.browsers = browsers;
        this.ui = browsers.ui();
    }

    public void show(Context ctx) {
        var access = access(ctx);
        var now = Instant.now();
        ui.page(ctx, new AccountPage(people.users.me(access),
                people.sessions.list(access).stream().map(AccountPage.SessionRow::new).toList(),
                people.tokens.list(access, null, MOST_TOKENS).stream()
                        .map(token -> new AccountPage.TokenRow(token, now)).toList()));
    }

    public void editName(Context ctx) {
        ui.page(ctx, AccountForm.name(access(ctx).actor().user().name(), Errors.none()));
    }

    public void rename(Context ctx) {
        try (var form = Form.of(ctx)) {
            var name = form.text("name");
            switch (people.users.rename(access(ctx), name)) {
                case Result.Ok<String> _ -> ui.go(ctx, HREF, "Your name is changed.");
                case Result.Invalid<String>(var errors) -> ui.page(ctx.status(422), AccountForm.name(name, errors));
                case Result.Conflict<String>(var clash) ->
                    ui.page(ctx.status(409), AccountForm.name(name, Errors.of("name", clash.message())));
            }
        }
    }

    public void editPassword(Context ctx) {
        ui.page(ctx, AccountForm.password(Errors.none()));
    }

    public void changePassword(Context ctx) {
        try (var form = Form.of(ctx); var current = form.secret("current"); var next = form.secret("password")) {
            switch (people.signIn.change(access(ctx), new SignIn.Change(current, next), browsers.visitor(ctx))) {
                case Result.Ok<Sessions.Started>(var session) -> {
                    people.sessions.put(session.id(), changed(ctx));
                    browsers.welcome(ctx, session, HREF);
                }
                case Result.Invalid<Sessions.Started>(var errors) ->
                    ui.page(ctx.status(422), AccountForm.password(errors));
                case Result.Conflict<Sessions.Started>(var clash) ->
                    ui.page(ctx.status(409), AccountForm.password(Errors.of("current", clash.message())));
            }
        }
    }

    /** Tokens are for programs, which a new password must not break; so their person has to judge. */
    private String changed(Context ctx) {
        var now = Instant.now();
        var work = people.tokens.list(access(ctx), null, MOST_TOKENS).stream()
                .anyMatch(token -> token.expiresAt().isAfter(now));
        return "Your password is changed. Your other sessions are ended."
                + (work ? " Your personal tokens still work: revoke those you no longer trust." : "");
    }

    /** Ending the session that asks is signing out. */
    public void endSession(Context ctx) {
        var access = access(ctx);
        var id = AccountApi.id(ctx);
        if (id.equals(access.actor().credentialId())) {
            people.sessions.signOut(access);
            browsers.cookie().clear(ctx);
            ui.go(ctx, "/sign-in");
            return;
        }
        people.sessions.end(access, id);
        ui.go(ctx, HREF, "The session is ended.");
    }

    public void newToken(Context ctx) {
        ui.page(ctx, TokenPage.form("", String.valueOf(TokenLife.DEFAULT_DAYS), Errors.none()));
    }

    public void createToken(Context ctx) {
        try (var form = Form.of(ctx)) {
            var name = form.text("name");
            var days = form.text("days");
            switch (people.tokens.create(access(ctx), new TokenDraft(name, TokenLife.days(days)))) {
                case Result.Ok<PersonalTokens.Created>(var created) -> ui.page(ctx, shown(created));
                case Result.Invalid<PersonalTokens.Created>(var errors) ->
                    ui.page(ctx.status(422), TokenPage.form(name, days, errors));
                case Result.Conflict<PersonalTokens.Created>(var clash) ->
                    ui.page(ctx.status(409), TokenPage.form(name, days, Errors.of("name", clash.message())));
            }
        }
    }

    public void confirmRevoke(Context ctx) {
        ui.fragment(ctx, new RevokePage(people.tokens.get(access(ctx), AccountApi.id(ctx))), "dialog");
    }

    public void revoke(Context ctx) {
        switch (people.tokens.revoke(access(ctx), AccountApi.id(ctx))) {
            case Result.Ok<String>(var name) -> ui.go(ctx, HREF, "Token %s revoked.".formatted(name));
            case Result.Invalid<String> _,Result.Conflict<String> _ -> ui.go(ctx, HREF);
        }
    }

    private static TokenPage shown(PersonalTokens.Created created) {
        var about = created.about();
        return new TokenPage("", "", Errors.none(),
                ShownToken.of(about.name(), created.token(), about.expiresAt()));
    }

    private OrganizationAccess access(Context ctx) {
        return browsers.entry().organization(ctx);
    }
}
