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
    IMPORTED("import.done", "Imported secrets"),
    REQUIREMENTS_DECLARED("requirements.declared", "Declared what the project needs"),
    REQUIREMENT_ADDED("requirement.added", "Added a requirement"),
    REQUIREMENT_REMOVED("requirement.removed", "Removed a requirement"),
    REQUIREMENT_DISMISSED("requirement.dismissed", "Dismissed a requirement"),
    REQUIREMENT_BROUGHT_BACK("requirement.brought_back", "Brought a requirement back"),
    PUBLISHED("publication.created", "Published a version"),
    ROLLED_BACK("publication.rolled_back", "Rolled secrets back to a version"),
    BUILT_IN_SET("built_in.set", "Set a built-in secret"),
    BUILT_IN_DESCRIBED("built_in.described", "Changed a built-in secret's description"),
    BUILT_IN_DELETED("built_in.deleted", "Deleted a built-in secret"),
    PROJECT_TOKEN_CREATED("project_token.created", "Created a pipeline token"),
    PROJECT_TOKEN_REVOKED("project_token.revoked", "Revoked a pipeline token"),
    WEBHOOK_CREATED("webhook.created", "Added a webhook"),
    WEBHOOK_CHANGED("webhook.changed", "Changed a webhook"),
    WEBHOOK_DELETED("webhook.deleted", "Deleted a webhook"),
    TYPE_CREATED("secret_type.created", "Added a secret type"),
    TYPE_CHANGED("secret_type.changed", "Changed a secret type"),
    TYPE_WEIGHED("secret_type.weighed", "Held values against a changed secret type"),
    TYPE_DELETED("secret_type.deleted", "Deleted a secret type"),
    APP_CREATED("app.created", "Added an app"),
    APP_CHANGED("app.changed", "Changed an app"),
    APP_DELETED("app.deleted", "Deleted an app"),
    DEPLOYMENT_SET("deployment.set", "Set what a deployment reads"),
    DEPLOYMENT_DELETED("deployment.deleted", "Deleted a deployment"),
    DEPLOYMENT_TOKEN_CREATED("deployment_token.created", "Created a deployment's token"),
    DEPLOYMENT_TOKEN_REVOKED("deployment_token.revoked", "Revoked a deployment's token"),
    DEPLOYMENT_TOKEN_EXCHANGED("deployment_token.exchanged", "Exchanged a deployment's token for a short one"),
    RUNTIME_READ("runtime.read", "Read values"),
    SECRET_TYPED("secret.typed", "Changed a secret's type"),
    FINDING_ACCEPTED("finding.accepted", "Said that a hint is fine"),
    FINDING_REOPENED("finding.reopened", "Brought a hint back"),
    ROTATION_CHANGED("project.rotation_changed", "Changed the rotation age");

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

    /** Whether it changed nothing: what a project is like is the same before and after. */
    public boolean isRead() {
        return this == RUNTIME_READ || this == DEPLOYMENT_TOKEN_EXCHANGED;
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
