package dev.coffer.web;

import dev.coffer.access.Forbidden;
import dev.coffer.access.IdempotencyKeys;
import dev.coffer.access.NotFound;
import dev.coffer.crypto.Passwords;
import dev.coffer.db.DatabaseUnavailable;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns every failure into its HTTP answer, once: an error page for browsers, problem+json for the API. Says what to
 * do, never what was sent, and logs a bug by its kind and place alone, since an exception's text may hold a value.
 */
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final int RETRY_SECONDS = 2;

    private final Ui ui;
    private final Api api;

    public Problems(Ui ui, Api api) {
        this.ui = ui;
        this.api = api;
    }

    /** Hangs every mapping into the routes. */
    public void register(RoutesConfig routes) {
        routes.exception(NotFound.class, (_, ctx) -> answer(ctx, 404, null));
        routes.exception(Forbidden.class, (e, ctx) -> answer(ctx, 403, e.words().orElse(null)));
        routes.exception(SignInNeeded.class, (_, ctx) -> signInNeeded(ctx));
        routes.exception(BadRequest.class, (e, ctx) -> answer(ctx, 400, e.getMessage()));
        routes.exception(IdempotencyKeys.Misused.class, (e, ctx) -> answer(ctx, 422, e.getMessage()));
        routes.exception(Refused.class, (e, ctx) -> refused(ctx, e));
        routes.exception(Passwords.Busy.class, (_, ctx) -> refused(ctx,
                Refused.tooMany("Many people sign in right now. Try again in a few seconds", RETRY_SECONDS)));
        routes.exception(DatabaseUnavailable.class, (_, ctx) -> {
            ctx.header("Retry-After", String.valueOf(RETRY_SECONDS));
            answer(ctx, 503, null);
        });
        routes.exception(HttpResponseException.class, (e, ctx) -> byStatus(ctx, e));
        routes.exception(Exception.class, (e, ctx) -> unexpected(ctx, e));
    }

    /** An answer with a status; {@code detail} may be null for what the status says by itself. */
    public void answer(Context ctx, int status, String detail) {
        ctx.status(status);
        var words = ErrorWords.of(status);
        var text = detail == null ? words.text() : detail + ".";
        if (Guards.isVault(ctx)) {
            ctx.contentType("application/json").result(VaultErrors.of(status, detail).json());
        } else if (Guards.isApi(ctx)) {
            var program = ErrorWords.ofProgram(status);
            api.problem(ctx, Problem.of(status, program.heading(), detail == null ? program.text() : detail));
        } else {
            var reference = status >= 500 ? Guards.requestId(ctx) : null;
            ui.error(ctx, new ErrorPage(status, words.heading(), text, "/projects", "All projects", reference));
        }
    }

    private void refused(Context ctx, Refused refused) {
        if (refused.retryAfter() > 0) {
            ctx.header("Retry-After", String.valueOf(refused.retryAfter()));
        }
        if (refused.status().getCode() == 405) {
            ctx.header("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
        }
        answer(ctx, refused.status().getCode(), refused.getMessage());
    }

    private void signInNeeded(Context ctx) {
        if (Guards.isApi(ctx)) {
            ctx.header("WWW-Authenticate", "Bearer realm=\"coffer\"");
            answer(ctx, 401, null);
        } else if (ui.isHtmx(ctx)) {
            answer(ctx, 401, null);
        } else {
            ui.go(ctx, "/sign-in" + next(ctx));
        }
    }

    /** Back to the page asked for after signing in; a change that was sent is not repeated. */
    private static String next(Context ctx) {
        if (!ctx.req().getMethod().equals("GET") || ctx.path().equals("/")) {
            return "";
        }
        var query = ctx.queryString() == null ? "" : "?" + ctx.queryString();
        return "?next=" + URLEncoder.encode(ctx.path() + query, StandardCharsets.UTF_8);
    }

    private void byStatus(Context ctx, HttpResponseException e) {
        var allowed = e.getDetails().get("availableMethods");
        if (allowed != null) {
            ctx.header("Allow", allowed);
        }
        // Whatever else the original writes to: it is read only here, and its clients tell that from a wrong address.
        if (e.getStatus() == 404 && Guards.isVault(ctx) && !Guards.isSafe(ctx)) {
            ctx.header("Allow", "GET, HEAD, LIST");
            answer(ctx, 405, null);
            return;
        }
        answer(ctx, e.getStatus(), null);
    }

    /** What the HTTP server throws into a handler (a body too slow, too long, cut off) has its own status. */
    private void unexpected(Context ctx, Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException known) {
                answer(ctx, known.getCode(), null);
                return;
            }
        }
        var place = e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0].toString();
        LOG.atError().addKeyValue("request_id", Guards.requestId(ctx)).addKeyValue("error", e.getClass().getName())
                .addKeyValue("at", place).addKeyValue("caller", callerOf(e)).log("request failed");
        answer(ctx, 500, null);
    }

    private static String callerOf(Exception e) {
        for (var frame : e.getStackTrace()) {
            if (frame.getClassName().startsWith("dev.coffer.") && !frame.getClassName().contains(".db.")) {
                return frame.toString();
            }
        }
        return "?";
    }
}
