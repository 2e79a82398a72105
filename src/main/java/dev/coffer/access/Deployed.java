package dev.coffer.access;

import java.time.Instant;
import java.util.UUID;

/**
 * What a deployment's token belongs to, as it was found. It is no {@link Actor}: it acts for nobody, and reads values
 * where persons and pipelines don't. {@code isListed}: whether only secrets on the deployment's list are for it.
 */
public record Deployed(Token token, Access.Project project, UUID deploymentId, Place app, Place environment,
        boolean isListed, Mark mark) {

    /** The token itself: how the audit log names it, and when it ends. */
    public record Token(UUID id, String name, Instant expiresAt) {}

    /** An app or an environment, by id and address. */
    public record Place(UUID id, String slug) {}

    /**
     * What the project's and the organization's state was when the token was looked up: equal marks, nothing has
     * changed that a deployment could read.
     */
    public record Mark(long changes, long builtIn) {}
}
