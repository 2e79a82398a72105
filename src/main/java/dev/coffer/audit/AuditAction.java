package dev.coffer.audit;

import java.util.Locale;

/** What can be in the audit log; {@link #label} is how a page says it. */
public enum AuditAction {
    ORGANIZATION_CREATED("Created the organization"),
    ORGANIZATION_RENAMED("Renamed the organization"),
    USER_CREATED("Joined"),
    USER_RENAMED("Changed their name"),
    PASSWORD_CHANGED("Changed their password"),
    SIGN_IN("Signed in"),
    SIGN_IN_FAILED("Failed to sign in"),
    SIGN_OUT("Signed out"),
    SESSION_ENDED("Ended a session"),
    TOKEN_CREATED("Created a personal token"),
    TOKEN_REVOKED("Revoked a personal token"),
    PROJECT_CREATED("Created the project"),
    PROJECT_RENAMED("Renamed the project"),
    PROJECT_DELETED("Deleted the project"),
    ENVIRONMENT_CREATED("Added an environment"),
    ENVIRONMENT_CHANGED("Changed an environment"),
    ENVIRONMENT_DELETED("Deleted an environment"),
    INVITATION_CREATED("Invited somebody"),
    INVITATION_REVOKED("Withdrew an invitation"),
    INVITATION_ACCEPTED("Accepted an invitation"),
    MEMBER_CHANGED("Changed a member's role"),
    MEMBER_REMOVED("Removed a member"),
    SECRET_CREATED("Created a secret"),
    SECRET_SET("Set a value"),
    SECRET_DESCRIBED("Changed a description"),
    SECRET_RESTORED("Restored a version"),
    SECRET_VALUE_DELETED("Deleted a value"),
    SECRET_DELETED("Deleted a secret"),
    IMPORT_PLANNED("Planned an import"),
    IMPORTED("Imported secrets");

    private final String label;

    AuditAction(String label) {
        this.label = label;
    }

    /** As it stands in a row, such as {@code secret.created}. */
    public String slug() {
        var name = name().toLowerCase(Locale.ROOT);
        int cut = name.indexOf('_');
        return name.substring(0, cut) + "." + name.substring(cut + 1);
    }

    public String label() {
        return label;
    }
}
