package dev.coffer.access;

/** What can be done in a project. None implies another; {@link Role} grants them. */
public enum Permission {
    /** See keys, statuses, descriptions, environments and history, never a value. */
    VIEW,
    /** Set, replace, restore, import or delete a value, describe a secret, declare and dismiss what is needed. */
    SECRET_WRITE,
    /** Publish a version, and roll an environment's secrets back to one. */
    PUBLISH,
    /** Read the audit rows of one's own doing. */
    AUDIT_OWN,
    /** Read all of the project's audit log. */
    AUDIT_ALL,
    /** Add, rename, protect and remove environments. */
    ENVIRONMENT_MANAGE,
    /** See, invite, change and remove members, never above one's own role. */
    MEMBER_MANAGE,
    /** Add, change and delete secret types. */
    TYPE_MANAGE,
    /** Add, change and delete apps and their deployments, and say what a deployment reads. */
    APP_MANAGE,
    /** See, make and revoke the project's tokens for pipelines. */
    TOKEN_MANAGE,
    /** See and change where the project's events are told. */
    WEBHOOK_MANAGE,
    /** Rename and delete the project. */
    PROJECT_MANAGE
}
