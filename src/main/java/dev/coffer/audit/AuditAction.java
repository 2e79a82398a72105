package dev.coffer.audit;

/** What can be in the audit log; {@link #label} is how a page says it. */
public enum AuditAction {
    ORGANIZATION_CREATED("organization.created", "Created the organization"),
    ORGANIZATION_RENAMED("organization.renamed", "Renamed the organization"),
    USER_CREATED("user.created", "Joined"),
    USER_RENAMED("user.renamed", "Changed their name"),
    PASSWORD_CHANGED("user.password_changed", "Changed their password"),
    SIGN_IN("session.started", "Signed in"),
    SIGN_IN_FAILED("session.refused", "Failed to sign in"),
    SIGN_OUT("session.signed_out", "Signed out"),
    SESSION_ENDED("session.ended", "Ended a session"),
    TOKEN_CREATED("token.created", "Created a personal token"),
    TOKEN_REVOKED("token.revoked", "Revoked a personal token"),
    PROJECT_CREATED("project.created", "Created the project"),
    PROJECT_RENAMED("project.renamed", "Renamed the project"),
    PROJECT_DELETED("project.deleted", "Deleted the project"),
    ENVIRONMENT_CREATED("environment.created", "Added an environment"),
    ENVIRONMENT_CHANGED("environment.changed", "Changed an environment"),
    ENVIRONMENT_DELETED("environment.deleted", "Deleted an environment"),
    INVITATION_CREATED("invitation.created", "Invited somebody"),
    INVITATION_REVOKED("invitation.revoked", "Withdrew an invitation"),
    INVITATION_ACCEPTED("invitation.accepted", "Accepted an invitation"),
    MEMBER_CHANGED("member.changed", "Changed a member's role"),
    MEMBER_REMOVED("member.removed", "Removed a member"),
    SECRET_CREATED("secret.created", "Created a secret"),
    SECRET_SET("secret.set", "Set a value"),
    SECRET_DESCRIBED("secret.described", "Changed a description"),
    SECRET_RESTORED("secret.restored", "Restored a version"),
    SECRET_VALUE_DELETED("secret.value_deleted", "Deleted a value"),
    SECRET_DELETED("secret.deleted", "Deleted a secret"),
    IMPORT_PLANNED("import.planned", "Planned an import"),
    IMPORTED("import.done", "Imported secrets");

    private final String slug;
    private final String label;

    AuditAction(String slug, String label) {
        this.slug = slug;
        this.label = label;
    }

    /** As it stands in a row, such as {@code secret.created}. */
    public String slug() {
        return slug;
    }

    public String label() {
        return label;
    }

    /** The words of a slug; the slug itself where a newer version wrote it. */
    static String labelOf(String slug) {
        for (var action : values()) {
            if (action.slug.equals(slug)) {
                return action.label;
            }
        }
        return slug;
    }
}
