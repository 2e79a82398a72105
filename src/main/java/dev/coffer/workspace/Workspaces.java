package dev.coffer.workspace;

import static dev.coffer.access.Permission.PUBLISH;
import static dev.coffer.access.Permission.VIEW;

import dev.coffer.access.Access;
import dev.coffer.audit.Changes;
import dev.coffer.db.Database;
import dev.coffer.project.Environment;
import dev.coffer.project.Environments;
import dev.coffer.project.Project;
import dev.coffer.requirement.Needs;
import dev.coffer.requirement.Readiness;
import dev.coffer.secret.SetUp;
import dev.coffer.web.Site;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What projects lack, read for the pages around them. Changes nothing. */
public final class Workspaces {
    private final Database database;

    /** What a project needs, and the mark of the moment before it was read. */
    public record Look(String mark, Readiness needs) {}

    /** What happened since a mark, the environments that there are now, and what the project needs now. */
    public record News(List<Changes.Change> changes, List<Environment> environments, Look now) {}

    public Workspaces(Database database) {
        this.database = database;
    }

    /** Two queries. */
    public Look look(Access access) {
        access.require(VIEW);
        return database.read(sql -> new Look(Changes.mark(sql, access), Needs.of(sql, access.projectId())));
    }

    /** One query by primary keys, however much there is. */
    public String mark(Access access) {
        access.require(VIEW);
        return database.read(sql -> Changes.mark(sql, access));
    }

    public News since(Access access, String mark) {
        access.require(VIEW);
        return database.read(sql -> {
            var now = Changes.mark(sql, access);
            return new News(Changes.since(sql, access, mark), Environments.of(sql, access.projectId()),
                    new Look(now, Needs.of(sql, access.projectId())));
        });
    }

    /** How many required values each of these lacks, for somebody who was shown them; one query. */
    public Map<UUID, Integer> missing(List<Project> projects) {
        return projects.isEmpty() ? Map.of()
                : database.read(sql -> Needs.missing(sql, projects.stream().map(Project::id).toList()));
    }

    /** For the frame around a project's pages; one query. */
    public Site.State state(Access access) {
        access.require(VIEW);
        var needs = database.read(sql -> Needs.of(sql, access.projectId()));
        var base = "/projects/" + access.project().slug();
        var way = needs.isReady() ? base : SetUp.of(access, needs).begin().orElse(base + "/secrets?status=missing");
        return new Site.State(needs.isReady(), way,
                access.may(PUBLISH) ? base + "/publications/new" : null);
    }
}
