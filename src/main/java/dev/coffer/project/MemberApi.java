package dev.coffer.project;

import dev.coffer.access.NotFound;
import dev.coffer.access.Role;
import dev.coffer.form.Result;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.BadRequest;
import dev.coffer.web.Entry;
import dev.coffer.web.Paging;
import dev.coffer.web.Problem;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.UUID;

/** A project's members over the API. Somebody new comes in by an invitation only. */
public final class MemberApi {
    static final String CHOOSE_ROLE = "Choose a role: owner, admin, developer or viewer";

    private final Entry entry;
    private final Api api;
    private final Members members;

    /** What a client sends to change a member. */
    record Change(String role) {}

    /** A member as the API says it; {@code user} is what addresses hold. */
    record Shape(UUID user, String name, String email, String role, Instant addedAt) {
        static Shape of(Member member) {
            return new Shape(member.id(), member.name(), member.email(), member.role().slug(), member.addedAt());
        }
    }

    public MemberApi(Entry entry, Api api, Members members) {
        this.entry = entry;
        this.api = api;
        this.members = members;
    }

    public void list(Context ctx) {
        var paging = Paging.of(ctx);
        var found = members.list(entry.project(ctx), cursor(paging), paging.limit());
        api.send(ctx, Answer.ok(paging.items(found, member -> member.id().toString(), Shape::of)));
    }

    public void change(Context ctx) {
        var access = entry.project(ctx);
        var user = id(ctx, "user");
        var role = Role.of(api.read(ctx, Change.class).role());
        api.write(ctx, access.actor(), once -> role.isPresent()
                ? members.change(access.once(once), user, role.get()) : roleRefused(),
                result -> switch (result) {
                    case Result.Ok<Member>(var member) -> Answer.ok(Shape.of(member));
                    case Result.Invalid<Member> _,Result.Conflict<Member> _ -> Answer.problem(Problem.of(result));
                });
    }

    public void remove(Context ctx) {
        var access = entry.project(ctx);
        var user = id(ctx, "user");
        api.write(ctx, access.actor(), once -> members.remove(access.once(once), user),
                result -> switch (result) {
                    case Result.Ok<Void> _ -> Answer.noContent();
                    case Result.Invalid<Void> _,Result.Conflict<Void> _ -> Answer.problem(Problem.of(result));
                });
    }

    private static UUID cursor(Paging paging) {
        try {
            return paging.cursor() == null ? null : UUID.fromString(paging.cursor());
        } catch (IllegalArgumentException notAnId) {
            throw new BadRequest("cursor takes what the list before gave as next");
        }
    }

    /** What is no id is nobody's. */
    static UUID id(Context ctx, String param) {
        try {
            return UUID.fromString(ctx.pathParam(param));
        } catch (IllegalArgumentException notAnId) {
            throw new NotFound();
        }
    }

    private static Result<Member> roleRefused() {
        return Result.invalid("role", CHOOSE_ROLE);
    }
}
