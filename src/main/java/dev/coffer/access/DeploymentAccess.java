package dev.coffer.access;

import java.util.UUID;

/**
 * The proof that a deployment's token may read what its deployment reads, and nothing else. Only {@link Authorizer}
 * makes one.
 */
public final class DeploymentAccess {
    private final Deployed deployed;
    private final Origin origin;

    DeploymentAccess(Deployed deployed, Origin origin) {
        this.deployed = deployed;
        this.origin = origin;
    }

    public Deployed.Token token() {
        return deployed.token();
    }

    public Access.Project project() {
        return deployed.project();
    }

    public UUID projectId() {
        return deployed.project().id();
    }

    public UUID deploymentId() {
        return deployed.deploymentId();
    }

    public Deployed.Place app() {
        return deployed.app();
    }

    public Deployed.Place environment() {
        return deployed.environment();
    }

    public boolean isListed() {
        return deployed.isListed();
    }

    public Deployed.Mark mark() {
        return deployed.mark();
    }

    public Origin origin() {
        return origin;
    }

    /** As people say it: {@code api@production}. */
    public String name() {
        return "%s@%s".formatted(app().slug(), environment().slug());
    }
}
