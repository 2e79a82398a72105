package dev.coffer.project;

import dev.coffer.access.Access;
import dev.coffer.access.Forbidden;
import dev.coffer.access.Permission;
import dev.coffer.access.Role;
import dev.coffer.account.Invitations;
import dev.coffer.account.Invitations.Invited;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.web.Entry;
import dev.coffer.web.Form;
import dev.coffer.web.Ui;
import dev.coffer.web.Ui.Done;
import io.javalin.http.Context;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** A project's members and invitations for browsers. */
public final class MemberPages {
    private static final int MOST = 500;

    private final Entry entry;
    private final Ui ui;
    private final People people;

    /** The domain classes, and the address under which an invited person reaches the server. */
    public record People(Members members, Invitations invitations, URI publicUrl) {}

    public MemberPages(Entry entry, Ui ui, People people) {
        this.entry = entry;
        this.ui = ui;
        this.people = people;
    }

    public void list(Context ctx) {
        ui.page(ctx, listPage(entry.project(ctx)));
    }

    /** Makes an invitation and shows its link in the answer itself: it is nowhere else, and not shown again. */
    public void invite(Context ctx) {
        var access = entry.project(ctx);
        var role = sentRole(ctx);
        if (role == null) {
            ui.page(ctx.status(422), with(listPage(access), null, Errors.of("role", "Choose a role")));
            return;
        }
        switch (people.invitations.create(access, role)) {
            case Result.Ok<Invited>(var invited) -> {
                try (var token = invited.token()) {
                    ui.page(ctx, with(listPage(access), link(people.publicUrl, token), Errors.none()));
                }
            }
            case Result.Invalid<Invited>(var errors) -> ui.page(ctx.status(422), with(listPage(access), null, errors));
            case Result.Conflict<Invited>(var clash) ->
                ui.page(ctx.status(409), with(listPage(access), null, Errors.of("role", clash.message())));
        }
    }

    public void withdraw(Context ctx) {
        var access = entry.project(ctx);
        people.invitations.withdraw(access, MemberApi.id(ctx, "invitation"));
        ui.changed(ctx, listPage(access), new Done(href(access), "invitations", "#invitations-title",
                "Invitation withdrawn. Its link works no more."));
    }

    public void editForm(Context ctx) {
        var access = entry.project(ctx);
        ui.page(ctx, new MemberPage(access, reached(ctx, access), Errors.none()));
    }

    public void change(Context ctx) {
        var access = entry.project(ctx);
        var member = reached(ctx, access);
        var role = sentRole(ctx);
        var result = role == null ? Result.<Member>invalid("role", "Choose a role")
                : people.members.change(access, member.id(), role);
        switch (result) {
            case Result.Ok<Member>(var changed) -> ui.go(ctx, afterwards(access, changed),
                    "%s is %s now.".formatted(changed.name(), changed.role().label()));
            case Result.Invalid<Member>(var errors) -> ui.page(ctx.status(422), new MemberPage(access, member, errors));
            case Result.Conflict<Member>(var clash) ->
                ui.page(ctx.status(409), new MemberPage(access, member, Errors.of("role", clash.message())));
        }
    }

    public void removeForm(Context ctx) {
        var access = entry.project(ctx);
        ui.fragment(ctx, confirmation(access, people.members.leaving(access, MemberApi.id(ctx, "user"))), "dialog");
    }

    public void remove(Context ctx) {
        var access = entry.project(ctx);
        var leaving = people.members.leaving(access, MemberApi.id(ctx, "user"));
        var name = leaving.member().name();
        switch (people.members.remove(access, leaving.member().id())) {
            case Result.Ok<Void> _ when leaving.member().id().equals(access.userId()) ->
                ui.go(ctx, "/projects", "You left %s.".formatted(access.project().name()));
            case Result.Ok<Void> _ -> ui.changed(ctx, listPage(access),
                    new Done(href(access), "members", "#members-title", "%s removed.".formatted(name)));
            case Result.Conflict<Void>(var clash) ->
                ui.fragment(ctx.status(409), confirmation(access, leaving).refused("Cannot remove " + name,
                        clash.message()), "dialog");
            case Result.Invalid<Void> _ -> throw new IllegalStateException("removing takes no input");
        }
    }

    private MemberListPage listPage(Access access) {
        return new MemberListPage(access, people.members.list(access, null, MOST), people.invitations.list(access),
                null,
                Errors.none());
    }

    private static MemberListPage with(MemberListPage page, String link, Errors errors) {
        return new MemberListPage(page.access(), page.members(), page.invitations(), link, errors);
    }

    private Member reached(Context ctx, Access access) {
        var member = people.members.get(access, MemberApi.id(ctx, "user"));
        if (!access.role().reaches(member.role())) {
            throw new Forbidden(Permission.MEMBER_MANAGE);
        }
        return member;
    }

    private static Role sentRole(Context ctx) {
        try (var form = Form.of(ctx)) {
            return Role.of(form.text("role")).orElse(null);
        }
    }

    private static Confirmation confirmation(Access access, Leaving leaving) {
        var who = leaving.member();
        var self = who.id().equals(access.userId());
        var text = self ? "You lose entry to the project at once." : who.name() + " loses entry at once.";
        var known = Stream.concat(leaving.values().stream().map(one -> one.named().told() + ", " + one.environment()),
                leaving.tokens().stream().map(one -> "Token %s of %s".formatted(one.name(), one.deployment())))
                .toList();
        return new Confirmation("Remove %s?".formatted(who.name()), text + known(self ? "You" : who.name(), leaving),
                known,
                new Confirmation.Action("Remove", "%s/%s/remove".formatted(href(access), who.id()), href(access)),
                "Members");
    }

    /** What they know and goes on working, in a sentence before its list. */
    private static String known(String who, Leaving leaving) {
        int values = leaving.values().size();
        int tokens = leaving.tokens().size();
        var set = values == 0 ? "" : "set " + (values == 1 ? "1 value" : values + " values") + " here";
        var made = tokens == 0 ? "" : "made " + (tokens == 1 ? "1 token that goes" : tokens + " tokens that go")
                + " on working";
        return values + tokens == 0 ? "" : " %s %s. %s %s:".formatted(who,
                values > 0 && tokens > 0 ? set + " and " + made : set + made, tokens == 0 ? "Rotate" : "Replace",
                values + tokens == 1 ? "it" : "them");
    }

    /** Who made themselves less than an admin can't see the members any more. */
    private static String afterwards(Access access, Member changed) {
        var isOut = changed.id().equals(access.userId()) && !changed.role().grants(Permission.MEMBER_MANAGE);
        return isOut ? "/projects/" + access.project().slug() : href(access);
    }

    /** The link stays text from here on: it goes into the page, once. */
    static String link(URI publicUrl, Plaintext token) {
        return publicUrl.resolve("/invitations/" + new String(token.expose(), StandardCharsets.US_ASCII)).toString();
    }

    private static String href(Access access) {
        return "/projects/%s/members".formatted(access.project().slug());
    }
}
