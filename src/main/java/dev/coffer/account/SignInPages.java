package dev.coffer.account;

import dev.coffer.form.Errors;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.SessionCookie;
import dev.coffer.web.Ui;
import io.javalin.http.Context;
import java.time.Duration;

/** Signing in and out. Leads on to the page that was asked for, on this site only. */
public final class SignInPages {
    static final String HOME = "/projects";

    private final SignIn signIn;
    private final Setup setup;
    private final Sessions sessions;
    private final Browsers browsers;

    /** What all pages of this package share. */
    public record Browsers(Entry entry, Ui ui, SessionCookie cookie) {

        Visitor visitor(Context ctx) {
            var session = entry.signedIn(ctx).map(known -> known.person().sessionId()).orElse(null);
            return new Visitor(entry.origin(ctx), ctx.userAgent(), session, ctx.cookie(device()));
        }

        /** Signs the browser in and leads on. */
        void welcome(Context ctx, Sessions.Started session, String href) {
            cookie.set(ctx, session.cookie());
            ui.go(ctx, href);
        }

        /** Lets the browser be known at the next sign-in: a year long, and past signing out. */
        void remember(Context ctx, String device) {
            ctx.res().addHeader("Set-Cookie", device() + "=" + device + "; Path=/; HttpOnly; SameSite=Lax"
                    + (cookie.https() ? "; Secure" : "") + "; Max-Age=" + Duration.ofDays(365).toSeconds());
        }

        private String device() {
            return cookie.https() ? "__Host-device" : "device";
        }
    }

    public SignInPages(SignIn signIn, Setup setup, Sessions sessions, Browsers browsers) {
        this.signIn = signIn;
        this.setup = setup;
        this.sessions = sessions;
        this.browsers = browsers;
    }

    public void show(Context ctx) {
        var next = local(ctx.queryParam("next"));
        if (browsers.entry().signedIn(ctx).isPresent()) {
            browsers.ui().go(ctx, next);
        } else if (setup.isOpen()) {
            browsers.ui().go(ctx, "/setup");
        } else {
            browsers.ui().page(ctx, new SignInPage("", next, Errors.none()));
        }
    }

    public void signIn(Context ctx) {
        try (var form = Form.of(ctx); var password = form.secret("password")) {
            var email = form.text("email");
            var next = local(form.text("next"));
            switch (signIn.attempt(email, password, browsers.visitor(ctx))) {
                case SignIn.Welcome(var session, var device) -> {
                    browsers.welcome(ctx, session, next);
                    browsers.remember(ctx, device);
                }
                case SignIn.Wrong _ -> browsers.ui().page(ctx.status(422), new SignInPage(email, next,
                        Errors.of("email", "Email or password is wrong")));
                case SignIn.Later(var pause) -> {
                    ctx.status(429).header("Retry-After", String.valueOf(pause.seconds()));
                    browsers.ui().page(ctx, new SignInPage(email, next, Errors.of("email", pause.sentence())));
                }
            }
        }
    }

    public void signOut(Context ctx) {
        sessions.signOut(browsers.entry().organization(ctx));
        browsers.cookie().clear(ctx);
        browsers.ui().go(ctx, "/sign-in");
    }

    /** A path of this site; for anything that a browser could take for another one, the list of projects (CWE-601). */
    static String local(String next) {
        boolean isLocal = next != null && next.startsWith("/") && !next.startsWith("//")
                && next.chars().allMatch(letter -> letter > ' ' && letter < 127 && letter != '\\');
        return isLocal ? next : HOME;
    }
}
