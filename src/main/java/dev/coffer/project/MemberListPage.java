package dev.coffer.project;

import dev.coffer.access.Access;
import dev.coffer.access.Role;
import dev.coffer.account.Invitation;
import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Who works in a project, who is invited, and the form that invites. {@code link} is shown once, and null else. */
public record MemberListPage(Access access, List<Member> members, List<Invitation> invitations, String link,
        Errors errors) implements Page {

    /** A line about a member; {@code isReached}: whether the reader may change them. */
    public record Row(String name, String email, String role, Stamp added, String href, boolean isReached) {}

    /** A line about an invitation that nobody has taken up. */
    public record Pending(String role, String by, Stamp until, String withdrawHref) {}

    public List<Row> rows() {
        return members.stream().sorted(Comparator.comparing(Member::name).thenComparing(Member::id))
                .map(one -> new Row(one.name(), one.email(), one.role().label(), new Stamp(one.addedAt()),
                        href() + "/" + one.id(), access.role().reaches(one.role())))
                .toList();
    }

    public List<Pending> pending() {
        return invitations.stream().map(one -> new Pending(one.role().label(), one.invitedBy(),
                new Stamp(one.expiresAt()), "%s/invitations/%s/withdraw".formatted(href(), one.id()))).toList();
    }

    public boolean isAnyPending() {
        return !invitations.isEmpty();
    }

    /** The roles that the reader may give, the weakest first. */
    public List<Choice> roles() {
        return roles(access, Role.DEVELOPER);
    }

    static List<Choice> roles(Access access, Role chosen) {
        return Arrays.stream(Role.values()).filter(access.role()::reaches)
                .map(role -> new Choice(role.slug(), role.label(), role.hint(), role == chosen)).toList();
    }

    public String href() {
        return "/projects/%s/members".formatted(access.project().slug());
    }

    @Override
    public String template() {
        return "project/members";
    }

    @Override
    public String title() {
        return "Members";
    }

    @Override
    public String section() {
        return "Members";
    }

    @Override
    public boolean failed() {
        return !errors.isEmpty();
    }
}
