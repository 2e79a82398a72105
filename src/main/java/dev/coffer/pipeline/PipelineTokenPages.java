package dev.coffer.pipeline;

import dev.coffer.access.Access;
import dev.coffer.account.ShownToken;
import dev.coffer.account.TokenLife;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.pipeline.PipelineTokenListPage.Asked;
import dev.coffer.pipeline.PipelineTokens.Created;
import dev.coffer.project.Confirmation;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Ui;
import dev.coffer.web.Ui.Done;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A project's tokens for pipelines, for browsers. */
public final class PipelineTokenPages {
    private static final int MOST = 500;

    private final Entry entry;
    private final Ui ui;
    private final PipelineTokens tokens;

    public PipelineTokenPages(Entry entry, Ui ui, PipelineTokens tokens) {
        this.entry = entry;
        this.ui = ui;
        this.tokens = tokens;
    }

    public void list(Context ctx) {
        ui.page(ctx, page(entry.project(ctx), Asked.NOTHING, null));
    }

    /** Makes a token and shows it in the answer itself: it is nowhere else, and not shown again. */
    public void create(Context ctx) {
        var access = entry.project(ctx);
        var asked = asked(ctx);
        switch (tokens.create(access, draft(asked))) {
            case Result.Ok<Created>(var created) -> ui.page(ctx, page(access, Asked.NOTHING,
                    ShownToken.of(created.about().name(), created.token(), created.about().expiresAt())));
            case Result.Invalid<Created>(var errors) ->
                ui.page(ctx.status(422), page(access, asked.with(errors), null));
            case Result.Conflict<Created>(var clash) ->
                ui.page(ctx.status(409), page(access, asked.with(Errors.of("name", clash.message())), null));
        }
    }

    public void confirmRevoke(Context ctx) {
        var access = entry.project(ctx);
        var token = tokens.get(access, PipelineTokenApi.id(ctx));
        ui.fragment(ctx, new Confirmation("Revoke %s?".formatted(token.name()),
                "Pipelines that use this token are refused from their next request on.", List.of(),
                new Confirmation.Action("Revoke token", "%s/%s/revoke".formatted(href(access), token.id()),
                        href(access)),
                "Tokens"), "dialog");
    }

    public void revoke(Context ctx) {
        var access = entry.project(ctx);
        switch (tokens.revoke(access, PipelineTokenApi.id(ctx))) {
            case Result.Ok<String>(var name) -> ui.changed(ctx, page(access, Asked.NOTHING, null),
                    new Done(href(access), "tokens", "#tokens-title", "Token %s revoked.".formatted(name)));
            case Result.Invalid<String> _,Result.Conflict<String> _ -> ui.go(ctx, href(access));
        }
    }

    private PipelineTokenListPage page(Access access, Asked asked, ShownToken shown) {
        var now = Instant.now();
        return new PipelineTokenListPage(href(access), tokens.list(access, null, MOST).stream()
                .map(token -> new PipelineTokenListPage.Row(token, href(access), now)).toList(), asked, shown);
    }

    private static Asked asked(Context ctx) {
        try (var form = Form.of(ctx)) {
            return new Asked(form.text("name"), form.text("role"), form.text("expires_at"), form.text("addresses"),
                    Errors.none());
        }
    }

    /** In a form the ranges stand in a field, apart by blanks, commas or line ends. */
    private static PipelineTokenDraft draft(Asked asked) {
        var addresses = Stream.of(asked.addresses().split("[\\s,]+")).filter(one -> !one.isEmpty()).toList();
        return new PipelineTokenDraft(asked.name(), asked.role(),
                Instant.now().plus(Duration.ofDays(TokenLife.days(asked.days()))), addresses);
    }

    private static String href(Access access) {
        return "/projects/%s/tokens".formatted(access.project().slug());
    }
}
