package dev.coffer.project;

import dev.coffer.web.Page;
import java.util.List;

/** All projects in which somebody has a role. {@code next} is the cursor of the following ones, or null. */
public record ProjectListPage(List<Project> projects, String next, boolean isLater) implements Page {

    /** A line of the list. */
    public record Row(String name, String href, String secrets, String role) {}

    public List<Row> rows() {
        return projects.stream().map(one -> new Row(one.name(), "/projects/" + one.slug(),
                one.secrets() == 1 ? "1 secret" : one.secrets() + " secrets", one.role().label())).toList();
    }

    public boolean isEmpty() {
        return projects.isEmpty() && !isLater;
    }

    public String nextHref() {
        return next == null ? null : "/projects?cursor=" + next;
    }

    @Override
    public String template() {
        return "project/list";
    }

    @Override
    public String title() {
        return "Projects";
    }
}
