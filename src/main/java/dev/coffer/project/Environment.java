package dev.coffer.project;

import dev.coffer.access.Access;
import dev.coffer.access.Permission;
import java.util.UUID;

/** Where a value applies. In a protected one developers change nothing. */
public record Environment(UUID id, String slug, String name, boolean isProtected) {

    public boolean allows(Access access, Permission permission) {
        return isProtected ? access.mayWhereProtected(permission) : access.may(permission);
    }

    /** @throws dev.coffer.access.Forbidden where the role doesn't grant it in this environment */
    public void require(Access access, Permission permission) {
        if (isProtected) {
            access.requireWhereProtected(permission);
        } else {
            access.require(permission);
        }
    }
}
