package dev.coffer.access;

import dev.coffer.db.Once;
import java.util.UUID;

/**
 * The proof that an actor may enter a project, and with which role. Only {@link Authorizer} makes one, so that a
 * method that takes an Access can't be reached by somebody who has no business in the project.
 */
public final class Access {
    private static final String NOT_FOR_PIPELINES = "A pipeline token manages secrets, requirements and publications, "
            + "not members, tokens, webhooks or the project itself. Use a personal token, or a browser";

    private final Actor actor;
    private final Origin origin;
    private final Project project;
    private final Role role;

    /** The project entered. */
    public record Project(UUID id, UUID organizationId, String slug, String name) {}

    Access(Actor actor, Origin origin, Project project, Role role) {
        this.actor = actor;
        this.origin = origin;
        this.project = project;
        this.role = role;
    }

    public Actor actor() {
        return actor;
    }

    public UUID userId() {
        return actor.user().id();
    }

    public Origin origin() {
        return origin;
    }

    public Project project() {
        return project;
    }

    public UUID projectId() {
        return project.id();
    }

    public Role role() {
        return role;
    }

    public boolean may(Permission permission) {
        return actor.mayEver(permission) && role.grants(permission);
    }

    /** @throws Forbidden where the role doesn't grant it, or it isn't for the asker's kind of token */
    public void require(Permission permission) {
        if (!actor.mayEver(permission)) {
            throw Forbidden.because(NOT_FOR_PIPELINES);
        }
        if (!may(permission)) {
            throw new Forbidden(permission);
        }
    }

    public boolean mayWhereProtected(Permission permission) {
        return actor.mayEver(permission) && role.grantsWhereProtected(permission);
    }

    /** As {@link #require}, for a protected environment. @throws Forbidden where the role doesn't grant it there */
    public void requireWhereProtected(Permission permission) {
        if (!mayWhereProtected(permission)) {
            throw new Forbidden(permission);
        }
    }

    /** The same entry, for a write whose answer is remembered. */
    public Access once(Once once) {
        return new Access(actor, origin.with(once), project, role);
    }
}
