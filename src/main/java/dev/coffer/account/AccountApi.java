package dev.coffer.account;

import dev.coffer.access.Actor;
import dev.coffer.access.DeploymentAccess;
import dev.coffer.access.NotFound;
import dev.coffer.access.Permission;
import dev.coffer.account.PersonalTokens.Created;
import dev.coffer.form.Result;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.BadRequest;
import dev.coffer.web.Entry;
import dev.coffer.web.Paging;
import dev.coffer.web.Problem;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Who a token is and what it may do, and the person's own tokens. */
public final class AccountApi {
    private static final String TOKENS = "/api/v1/me/tokens/";

    private final Entry entry;
    private final Api api;
    private final Users users;
    private final PersonalTokens tokens;

    /** Who asks with a personal token, whose {@code kind} is {@code personal}. */
    record MeShape(String kind, UUID id, String email, String name, String organization, String organizationRole,
            Used token, List<Entered> projects) {}

    /** What asks with a project's token, whose {@code kind} is {@code ci}; {@code name} is its maker's. */
    record PipelineShape(String kind, UUID id, String email, String name, String organization, Used token,
            String project, String role, List<String> permissions, List<Entered> projects) {}

    /**
     * What asks with a deployment's token, whose {@code kind} is {@code deployment}; {@code name} is api@production.
     */
    record DeploymentShape(String kind, UUID id, String name, Used token, String project, String environment,
            String app, String access) {
        static DeploymentShape of(DeploymentAccess by) {
            var token = by.token();
            return new DeploymentShape("deployment", by.deploymentId(), by.name(),
                    new Used(token.id(), token.name(), token.expiresAt()), by.project().slug(),
                    by.environment().slug(), by.app().slug(), by.isListed() ? "listed" : "all");
        }
    }

    /** The token that asks. */
    record Used(UUID id, String name, Instant expiresAt) {}

    /** A project that it may enter. */
    record Entered(String slug, String name, String role) {}

    /** What a client sends for a new token; {@code days} is 90 where it is left out. */
    record NewToken(String name, Integer days) {}

    /** A token as the API says it. */
    record TokenShape(UUID id, String name, Instant createdAt, Instant expiresAt, Instant lastUsedAt) {
        static TokenShape of(PersonalToken token) {
            return new TokenShape(token.id(), token.name(), token.createdAt(), token.expiresAt(), token.usedAt());
        }
    }

    /** A new token, this once with the token itself. */
    record Shown(UUID id, String name, Instant createdAt, Instant expiresAt, String token) {
        @Override
        public String toString() {
            return "[token " + id + "]";
        }
    }

    public AccountApi(Entry entry, Api api, Users users, PersonalTokens tokens) {
        this.entry = entry;
        this.api = api;
        this.users = users;
        this.tokens = tokens;
    }

    public void me(Context ctx) {
        entry.deploymentIfEntered(ctx).ifPresentOrElse(access -> api.send(ctx, Answer.ok(DeploymentShape.of(access))),
                () -> person(ctx));
    }

    private void person(Context ctx) {
        var access = entry.organization(ctx);
        var me = users.me(access);
        api.send(ctx, Answer.ok(switch (access.actor()) {
            case Actor.Token(_, var id, var name, var expiresAt) -> person(me, new Used(id, name, expiresAt));
            case Actor.Pipeline pipeline -> pipeline(me, pipeline);
            case Actor.Person _ -> throw new IllegalStateException("the API takes no sessions");
        }));
    }

    public void list(Context ctx) {
        var paging = Paging.of(ctx);
        var found = tokens.list(entry.organization(ctx), cursor(paging), paging.limit());
        api.send(ctx, Answer.ok(paging.items(found, token -> token.id().toString(), TokenShape::of)));
    }

    public void create(Context ctx) {
        var access = entry.organization(ctx);
        var asked = api.read(ctx, NewToken.class);
        var draft = new TokenDraft(asked.name(), asked.days() == null ? TokenLife.DEFAULT_DAYS : asked.days());
        api.writeShownOnce(ctx, access.actor(),
                once -> tokens.create(access.once(once), draft),
                result -> switch (result) {
                    case Result.Ok<Created>(var created) ->
                        Answer.created(TOKENS + created.about().id(), shown(created));
                    case Result.Invalid<Created> _,Result.Conflict<Created> _ -> Answer.problem(Problem.of(result));
                });
    }

    public void revoke(Context ctx) {
        var access = entry.organization(ctx);
        var id = id(ctx);
        api.write(ctx, access.actor(), once -> tokens.revoke(access.once(once), id),
                result -> switch (result) {
                    case Result.Ok<String> _ -> Answer.noContent();
                    case Result.Invalid<String> _,Result.Conflict<String> _ -> Answer.problem(Problem.of(result));
                });
    }

    private static MeShape person(Me me, Used used) {
        var user = me.user();
        return new MeShape("personal", user.id(), user.email(), user.name(), me.organization(),
                user.standing().name().toLowerCase(Locale.ROOT), used, entered(me));
    }

    private static PipelineShape pipeline(Me me, Actor.Pipeline token) {
        var user = me.user();
        var project = me.projects().getFirst();
        var permissions = Arrays.stream(Permission.values())
                .filter(each -> token.mayEver(each) && project.role().grants(each))
                .map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
        return new PipelineShape("ci", user.id(), user.email(), user.name(), me.organization(),
                new Used(token.tokenId(), token.name(), token.expiresAt()), project.slug(), project.role().slug(),
                permissions, entered(me));
    }

    private static List<Entered> entered(Me me) {
        return me.projects().stream().map(each -> new Entered(each.slug(), each.name(), each.role().slug())).toList();
    }

    private static Shown shown(Created created) {
        var about = created.about();
        return new Shown(about.id(), about.name(), about.createdAt(), about.expiresAt(),
                new String(created.token().expose(), StandardCharsets.US_ASCII));
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
