package dev.coffer.access;

import java.util.UUID;

/** A person of the organization. */
public record User(UUID id, UUID organizationId, Standing standing, String name, String email) {

    /** What somebody is in the organization: owners run it, members work in projects. */
    public enum Standing {
        OWNER,
        MEMBER
    }

    public boolean ownsOrganization() {
        return standing == Standing.OWNER;
    }
}
