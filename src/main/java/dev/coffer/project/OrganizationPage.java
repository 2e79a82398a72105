package dev.coffer.project;

import dev.coffer.access.User;
import dev.coffer.form.Errors;
import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.util.List;

/** The organization's name and people. {@code name} is what was typed. */
public record OrganizationPage(String name, List<Organizations.Person> people, Errors errors) implements Page {

    /** A line about a person. */
    public record Row(String name, String email, String standing, Stamp joined) {}

    public List<Row> rows() {
        return people.stream().map(one -> new Row(one.name(), one.email(),
                one.standing() == User.Standing.OWNER ? "Owner" : "Member", new Stamp(one.joinedAt()))).toList();
    }

    @Override
    public String template() {
        return "organization/show";
    }

    @Override
    public String title() {
        return "Organization";
    }

    @Override
    public boolean failed() {
        return !errors.isEmpty();
    }
}
