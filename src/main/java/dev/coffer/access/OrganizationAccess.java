package dev.coffer.access;

import dev.coffer.db.Once;
import java.util.UUID;

/** The proof that an actor belongs to the organization. Only {@link Authorizer} makes one. */
public final class OrganizationAccess {
    private final Actor actor;
    private final Origin origin;

    OrganizationAccess(Actor actor, Origin origin) {
        this.actor = actor;
        this.origin = origin;
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

    public UUID organizationId() {
        return actor.user().organizationId();
    }

    public boolean isOwner() {
        return actor.onlyProject().isEmpty() && actor.user().ownsOrganization();
    }

    /** @throws Forbidden for anybody but the organization's owners */
    public void requireOwner() {
        if (!isOwner()) {
            throw new Forbidden();
        }
    }

    /** The same entry, for a write whose answer is remembered. */
    public OrganizationAccess once(Once once) {
        return new OrganizationAccess(actor, origin.with(once));
    }
}
