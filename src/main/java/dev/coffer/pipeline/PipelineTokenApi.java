package dev.coffer.pipeline;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.form.Result;
import dev.coffer.pipeline.PipelineTokens.Created;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.BadRequest;
import dev.coffer.web.Entry;
import dev.coffer.web.Paging;
import dev.coffer.web.Problem;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A project's tokens for pipelines over the API. A token is in the answer that made it, and in no other. */
public final class PipelineTokenApi {
    private final Entry entry;
    private final Api api;
    private final PipelineTokens tokens;

    /** What a client sends for a new one; all but the name may be left out. */
    record New(String name, String role, Instant expiresAt, List<String> addresses) {}

    /** A token as the API says it. */
    record Shape(UUID id, String name, String role, List<String> addresses, String createdBy, Instant createdAt,
            Instant expiresAt, Instant lastUsedAt) {
        static Shape of(PipelineToken token) {
            return new Shape(token.id(), token.name(), token.role().slug(), token.addresses(), token.maker(),
                    token.createdAt(), token.expiresAt(), token.usedAt());
        }
    }

    /** A new token, this once with the token itself. */
    record Shown(UUID id, String token, String name, String role, List<String> addresses, Instant createdAt,
            Instant expiresAt) {
        @Override
        public String toString() {
            return "[token " + id + "]";
        }
    }

    public PipelineTokenApi(Entry entry, Api api, PipelineTokens tokens) {
        this.entry = entry;
        this.api = api;
        this.tokens = tokens;
    }

    public void list(Context ctx) {
        var paging = Paging.of(ctx);
        var found = tokens.list(entry.project(ctx), cursor(paging), paging.limit());
        api.send(ctx, Answer.ok(paging.items(found, token -> token.id().toString(), Shape::of)));
    }

    public void create(Context ctx) {
        var access = entry.project(ctx);
        var asked = api.read(ctx, New.class);
        var draft = new PipelineTokenDraft(asked.name(), asked.role(), asked.expiresAt(), asked.addresses());
        api.writeShownOnce(ctx, access.actor(), once -> tokens.create(access.once(once), draft),
                result -> switch (result) {
                    case Result.Ok<Created>(var created) -> created(access, created);
                    case Result.Invalid<Created> _,Result.Conflict<Created> _ -> Answer.problem(Problem.of(result));
                });
    }

    public void revoke(Context ctx) {
        var access = entry.project(ctx);
        var id = id(ctx);
        api.write(ctx, access.actor(), once -> tokens.revoke(access.once(once), id), _ -> Answer.noContent());
    }

    private static Answer created(Access access, Created created) {
        var about = created.about();
        return Answer.created("/api/v1/projects/%s/tokens/%s".formatted(access.project().slug(), about.id()),
                new Shown(about.id(), new String(created.token().expose(), StandardCharsets.US_ASCII), about.name(),
                        about.role().slug(), about.addresses(), about.createdAt(), about.expiresAt()));
    }

    private static UUID cursor(Paging paging) {
        try {
            return paging.cursor() == null ? null : UUID.fromString(paging.cursor());
        } catch (IllegalArgumentException notAnId) {
            throw new BadRequest("cursor takes what the list before gave as next");
        }
    }

    /** What is no id is nobody's. */
    static UUID id(Context ctx) {
        try {
            return UUID.fromString(ctx.pathParam("id"));
        } catch (IllegalArgumentException notAnId) {
            throw new NotFound();
        }
    }
}
