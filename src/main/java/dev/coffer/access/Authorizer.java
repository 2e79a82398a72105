package dev.coffer.access;

import static dev.coffer.db.schema.Tables.MEMBERS;
import static dev.coffer.db.schema.Tables.PROJECTS;

import dev.coffer.db.Database;
import org.jooq.impl.DSL;

/**
 * Decides who enters what, and is the only maker of {@link Access} and {@link OrganizationAccess}. Asks the database
 * each time, so that a role that was taken away is gone with the next request (OWASP ASVS 5.0, 8.3.2).
 */
public final class Authorizer {
    private final Database database;

    public Authorizer(Database database) {
        this.database = database;
    }

    /**
     * Entry to a project of the actor's organization, in the role that the actor has there now.
     *
     * @throws NotFound where there is no such project, and just the same where the actor has no role in it
     */
    public Access project(Actor actor, Origin origin, String slug) {
        var only = actor.onlyProject().map(PROJECTS.ID::eq).orElse(DSL.noCondition());
        var row = database.read(sql -> sql.select(PROJECTS.ID, PROJECTS.NAME, MEMBERS.ROLE).from(PROJECTS).join(MEMBERS)
                .on(MEMBERS.PROJECT_ID.eq(PROJECTS.ID), MEMBERS.USER_ID.eq(actor.user().id()))
                .where(PROJECTS.ORGANIZATION_ID.eq(actor.user().organizationId()), PROJECTS.SLUG.eq(slug), only)
                .fetchOne());
        if (row == null) {
            throw new NotFound();
        }
        var project = new Access.Project(row.value1(), actor.user().organizationId(), slug, row.value2());
        return new Access(actor, origin, project, actor.roleOf(Role.of(row.value3()).orElseThrow()));
    }

    /**
     * Entry to what belongs to the organization.
     *
     * @throws Forbidden for a token that is for one project
     */
    public OrganizationAccess organization(Actor actor, Origin origin) {
        if (actor.onlyProject().isPresent()) {
            throw Forbidden.because("A pipeline token works in its project alone. Use a personal token here");
        }
        return new OrganizationAccess(actor, origin);
    }

    /** Entry to what a deployment reads, for its own token. */
    public DeploymentAccess deployment(Deployed deployed, Origin origin) {
        return new DeploymentAccess(deployed, origin);
    }

    /** For the question who the asker is and what they may enter, which every token may ask. */
    public OrganizationAccess itself(Actor actor, Origin origin) {
        return new OrganizationAccess(actor, origin);
    }
}
