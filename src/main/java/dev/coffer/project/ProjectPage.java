package dev.coffer.project;

import dev.coffer.access.Access;
import dev.coffer.access.Permission;
import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.util.List;

/** A project's workspace: its environments, and what changed last. */
public record ProjectPage(Rights rights, Access.Project project, List<EnvironmentUse> environments,
        List<LatestChange> changes) implements Page {

    /** What the person may do from here. */
    public record Rights(boolean isWriter) {
        static Rights of(Access access) {
            return new Rights(access.may(Permission.SECRET_WRITE));
        }
    }

    /** A line about an environment. */
    public record EnvironmentRow(String name, boolean isProtected, String values, String href) {}

    /** A line about a value that was set. */
    public record ChangeRow(String key, String href, String environment, int version, String by, Stamp at) {}

    public List<EnvironmentRow> environmentRows() {
        return environments.stream().map(use -> new EnvironmentRow(use.environment().name(),
                use.environment().isProtected(), use.values() == 1 ? "1 value" : use.values() + " values",
                "%s/secrets?environment=%s".formatted(href(), use.environment().slug()))).toList();
    }

    public List<ChangeRow> changeRows() {
        return changes.stream().map(one -> new ChangeRow(one.key(), href() + "/secrets/" + one.key(),
                one.environment(), one.version(), one.by(), new Stamp(one.at()))).toList();
    }

    public boolean isUnused() {
        return changes.isEmpty();
    }

    public String href() {
        return "/projects/" + project.slug();
    }

    @Override
    public String template() {
        return "project/show";
    }

    @Override
    public String title() {
        return "Overview";
    }
}
