package dev.coffer.access;

import static dev.coffer.access.Permission.APP_MANAGE;
import static dev.coffer.access.Permission.AUDIT_ALL;
import static dev.coffer.access.Permission.AUDIT_OWN;
import static dev.coffer.access.Permission.ENVIRONMENT_MANAGE;
import static dev.coffer.access.Permission.MEMBER_MANAGE;
import static dev.coffer.access.Permission.PUBLISH;
import static dev.coffer.access.Permission.SECRET_WRITE;
import static dev.coffer.access.Permission.TOKEN_MANAGE;
import static dev.coffer.access.Permission.TYPE_MANAGE;
import static dev.coffer.access.Permission.VIEW;
import static dev.coffer.access.Permission.WEBHOOK_MANAGE;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The four roles in a project, weakest first, and all that they grant. */
public enum Role {
    VIEWER("Viewer", "Sees keys and statuses, changes nothing", EnumSet.of(VIEW)),
    DEVELOPER("Developer", "Sets values and publishes outside protected environments",
            EnumSet.of(VIEW, SECRET_WRITE, PUBLISH, AUDIT_OWN)),
    ADMIN("Admin",
            "Sets every value, publishes everywhere, manages environments, apps, secret types, members, tokens and webhooks",
            EnumSet.of(VIEW, SECRET_WRITE, PUBLISH, AUDIT_OWN, AUDIT_ALL, ENVIRONMENT_MANAGE, MEMBER_MANAGE,
                    APP_MANAGE, TYPE_MANAGE, TOKEN_MANAGE, WEBHOOK_MANAGE)),
    OWNER("Owner", "Everything, the project itself included", EnumSet.allOf(Permission.class));

    private final String label;
    private final String hint;
    private final Set<Permission> permissions;

    Role(String label, String hint, Set<Permission> permissions) {
        this.label = label;
        this.hint = hint;
        this.permissions = permissions;
    }

    public boolean grants(Permission permission) {
        return permissions.contains(permission);
    }

    /** In a protected environment a developer changes nothing. */
    public boolean grantsWhereProtected(Permission permission) {
        return grants(permission) && !(this == DEVELOPER && (permission == SECRET_WRITE || permission == PUBLISH));
    }

    /** Whether somebody of this role may hand out, change or take away the other one. */
    public boolean reaches(Role other) {
        return compareTo(other) >= 0;
    }

    /** As it stands in addresses, the API and the database. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String label() {
        return label;
    }

    public String hint() {
        return hint;
    }

    public static Optional<Role> of(String slug) {
        for (var role : values()) {
            if (role.slug().equals(slug)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
