package dev.coffer.workspace;

import dev.coffer.project.Project;
import dev.coffer.web.Page;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * All projects in which somebody has a role. {@code missing} says how many required values a project lacks, for those
 * that lack one; {@code next} is the cursor of the following projects, or null.
 */
public record WorkspaceListPage(List<Project> projects, Map<UUID, Integer> missing, String next, boolean isLater)
        implements Page {

    /** A line of the list. {@code lacks} is null where nothing is missing. */
    public record Row(String name, String href, String lacks, String secrets, String role) {}

    public List<Row> rows() {
        return projects.stream().map(one -> new Row(one.name(), "/projects/" + one.slug(), lacks(one),
                one.secrets() == 1 ? "1 secret" : one.secrets() + " secrets", one.role().label())).toList();
    }

    private String lacks(Project project) {
        var count = missing.get(project.id());
        return count == null ? null : count == 1 ? "1 value missing" : count + " values missing";
    }

    public boolean isEmpty() {
        return projects.isEmpty() && !isLater;
    }

    public String nextHref() {
        return next == null ? null : "/projects?cursor=" + next;
    }

    @Override
    public String template() {
        return "workspace/list";
    }

    @Override
    public String title() {
        return "Projects";
    }
}
