package dev.coffer.project;

import dev.coffer.access.Access;
import dev.coffer.access.Role;
import dev.coffer.account.Invitation;
import dev.coffer.account.Invitations;
import dev.coffer.account.Invitations.Invited;
import dev.coffer.form.Result;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.Entry;
import dev.coffer.web.Paging;
import dev.coffer.web.Problem;
import io.javalin.http.Context;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;

/** A project's invitations over the API. A link is in the answer that made it, and in no other. */
public final class InvitationApi {
    private final Entry entry;
    private final Api api;
    private final Invitations invitations;
    private final URI publicUrl;

    /** What a client sends to invite. */
    record New(String role) {}

    /** A new invitation, with its link. */
    record Created(UUID id, String role, String link, Instant expiresAt) {}

    /** An invitation that nobody has taken up. */
    record Shape(UUID id, String role, String invitedBy, Instant createdAt, Instant expiresAt) {
        static Shape of(Invitation one) {
            return new Shape(one.id(), one.role().slug(), one.invitedBy(), one.createdAt(), one.expiresAt());
        }
    }

    public InvitationApi(Entry entry, Api api, Invitations invitations, URI publicUrl) {
        this.entry = entry;
        this.api = api;
        this.invitations = invitations;
        this.publicUrl = publicUrl;
    }

    public void list(Context ctx) {
        var paging = Paging.of(ctx);
        var all = invitations.list(entry.project(ctx));
        var later =
                all.stream().dropWhile(one -> paging.cursor() != null && !one.id().toString().equals(paging.cursor()))
                        .skip(paging.cursor() == null ? 0 : 1).toList();
        api.send(ctx, Answer.ok(paging.items(later, one -> one.id().toString(), Shape::of)));
    }

    public void create(Context ctx) {
        var access = entry.project(ctx);
        var role = Role.of(api.read(ctx, New.class).role());
        api.writeShownOnce(ctx, access.actor(), once -> role.isPresent()
                ? invitations.create(access.once(once), role.get())
                : Result.<Invited>invalid("role", MemberApi.CHOOSE_ROLE), result -> switch (result) {
                    case Result.Ok<Invited>(var invited) -> created(access, role.get(), invited);
                    case Result.Invalid<Invited> _,Result.Conflict<Invited> _ -> Answer.problem(Problem.of(result));
                });
    }

    public void withdraw(Context ctx) {
        var access = entry.project(ctx);
        var id = MemberApi.id(ctx, "invitation");
        api.write(ctx, access.actor(), once -> invitations.withdraw(access.once(once), id),
                _ -> Answer.noContent());
    }

    private Answer created(Access access, Role role, Invited invited) {
        var address = "/api/v1/projects/%s/invitations/%s".formatted(access.project().slug(), invited.id());
        return Answer.created(address, new Created(invited.id(), role.slug(),
                MemberPages.link(publicUrl, invited.token()), invited.expiresAt()));
    }
}
