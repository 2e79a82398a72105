package dev.coffer.project;

import dev.coffer.access.Access;
import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.web.Page;
import java.util.List;

/** The form of a member's role. */
public record MemberPage(Access access, Member member, Errors errors) implements Page {

    public List<Choice> roles() {
        return MemberListPage.roles(access, member.role());
    }

    public String listHref() {
        return "/projects/%s/members".formatted(access.project().slug());
    }

    public String action() {
        return "%s/%s/edit".formatted(listHref(), member.id());
    }

    @Override
    public String template() {
        return "project/member";
    }

    @Override
    public String title() {
        return "Change role";
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
