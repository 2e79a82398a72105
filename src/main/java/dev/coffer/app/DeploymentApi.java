package dev.coffer.app;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.app.DeploymentTokens.Created;
import dev.coffer.app.Deployments.Place;
import dev.coffer.app.Deployments.Written;
import dev.coffer.form.Result;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.BadRequest;
import dev.coffer.web.EntityTags;
import dev.coffer.web.Entry;
import dev.coffer.web.Paging;
import dev.coffer.web.Problem;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Deployments and their tokens over the API. A token is in the answer that made it, and in no other. */
public final class DeploymentApi {
    private final Entry entry;
    private final Api api;
    private final Deployments deployments;
    private final DeploymentTokens tokens;

    /** The body of PUT. */
    record Setting(String access, List<String> secrets) {}

    /** A deployment as the API says it; {@code secrets} is its list, null where it reads all. */
    record Shape(UUID id, String app, String environment, String access, List<String> secrets, int version,
            Instant versionAt, Instant lastReadAt, Instant createdAt, String createdBy, Instant updatedAt,
            String updatedBy) {
        static Shape of(Deployment one) {
            return new Shape(one.id(), one.app(), one.environment().slug(), one.access(),
                    one.isListed() ? one.keys() : null, one.use().version(), one.use().versionAt(),
                    one.use().readAt(), one.created().at(), one.created().by(), one.updated().at(),
                    one.updated().by());
        }
    }

    /** What a client sends for a new token; all but the name may be left out. */
    record New(String name, Instant expiresAt, List<String> addresses) {}

    /** A token as the API says it. */
    record Token(UUID id, String name, List<String> addresses, String createdBy, Instant createdAt, Instant expiresAt,
            Instant lastUsedAt) {
        static Token of(DeploymentToken token) {
            return new Token(token.id(), token.name(), token.addresses(), token.maker(), token.createdAt(),
                    token.expiresAt(), token.usedAt());
        }
    }

    /** A new token, this once with the token itself. */
    record Shown(UUID id, String token, String name, List<String> addresses, Instant createdAt, Instant expiresAt) {
        @Override
        public String toString() {
            return "[token " + id + "]";
        }
    }

    public DeploymentApi(Entry entry, Api api, Deployments deployments, DeploymentTokens tokens) {
        this.entry = entry;
        this.api = api;
        this.deployments = deployments;
        this.tokens = tokens;
    }

    public void show(Context ctx) {
        api.send(ctx, tagged(deployments.get(entry.project(ctx), place(ctx))));
    }

    public void set(Context ctx) {
        var access = entry.project(ctx);
        var body = api.read(ctx, Setting.class);
        var draft = new DeploymentDraft(body.access(), body.secrets(), AppApi.read(ctx));
        api.write(ctx, access.actor(), once -> deployments.set(access.once(once), place(ctx), draft),
                result -> switch (result) {
                    case Result.Ok<Written>(Written(var deployment, var created)) -> created
                            ? Answer.created(address(access, place(ctx)), Shape.of(deployment))
                                    .withEtag(EntityTags.quoted(deployment.tag()))
                            : tagged(deployment);
                    case Result.Invalid<Written> _,Result.Conflict<Written> _ -> Answer.problem(Problem.of(result));
                });
    }

    public void delete(Context ctx) {
        var access = entry.project(ctx);
        var read = AppApi.read(ctx);
        api.write(ctx, access.actor(), once -> deployments.delete(access.once(once), place(ctx), read),
                result -> switch (result) {
                    case Result.Ok<Deployment> _ -> Answer.noContent();
                    case Result.Invalid<Deployment> _,Result.Conflict<Deployment> _ ->
                        Answer.problem(Problem.of(result));
                });
    }

    public void listTokens(Context ctx) {
        var paging = Paging.of(ctx);
        var found = tokens.list(entry.project(ctx), place(ctx), cursor(paging), paging.limit());
        api.send(ctx, Answer.ok(paging.items(found, token -> token.id().toString(), Token::of)));
    }

    public void createToken(Context ctx) {
        var access = entry.project(ctx);
        var asked = api.read(ctx, New.class);
        var draft = new DeploymentTokenDraft(asked.name(), asked.expiresAt(), asked.addresses());
        api.writeShownOnce(ctx, access.actor(), once -> tokens.create(access.once(once), place(ctx), draft),
                result -> switch (result) {
                    case Result.Ok<Created>(var created) -> created(access, place(ctx), created);
                    case Result.Invalid<Created> _,Result.Conflict<Created> _ -> Answer.problem(Problem.of(result));
                });
    }

    public void revokeToken(Context ctx) {
        var access = entry.project(ctx);
        var id = id(ctx);
        api.write(ctx, access.actor(), once -> tokens.revoke(access.once(once), place(ctx), id),
                _ -> Answer.noContent());
    }

    static Place place(Context ctx) {
        return new Place(ctx.pathParam("app"), ctx.pathParam("environment"));
    }

    /** What is no id is nobody's. */
    static UUID id(Context ctx) {
        try {
            return UUID.fromString(ctx.pathParam("id"));
        } catch (IllegalArgumentException notAnId) {
            throw new NotFound();
        }
    }

    private static Answer created(Access access, Place place, Created created) {
        var about = created.about();
        return Answer.created("%s/tokens/%s".formatted(address(access, place), about.id()),
                new Shown(about.id(), new String(created.token().expose(), StandardCharsets.US_ASCII), about.name(),
                        about.addresses(), about.createdAt(), about.expiresAt()));
    }

    private static String address(Access access, Place place) {
        return "/api/v1/projects/%s/apps/%s/deployments/%s".formatted(access.project().slug(), place.app(),
                place.environment());
    }

    private static Answer tagged(Deployment deployment) {
        return Answer.ok(Shape.of(deployment)).withEtag(EntityTags.quoted(deployment.tag()));
    }

    private static UUID cursor(Paging paging) {
        try {
            return paging.cursor() == null ? null : UUID.fromString(paging.cursor());
        } catch (IllegalArgumentException notAnId) {
            throw new BadRequest("cursor takes what the list before gave as next");
        }
    }
}
