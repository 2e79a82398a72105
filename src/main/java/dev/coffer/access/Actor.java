package dev.coffer.access;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who asks: a person with a browser session, or a token that acts for its person. */
public sealed interface Actor {

    User user();

    /** The session or token, as the audit log names it. */
    UUID credentialId();

    /** When a token that it makes ends at the latest: a stolen one would otherwise last as long as its thief likes. */
    Instant latestEnd();

    /** The one project that it enters; empty for all of its person's. */
    default Optional<UUID> onlyProject() {
        return Optional.empty();
    }

    /** The role that it acts in where its person has this one: never more. */
    default Role roleOf(Role persons) {
        return persons;
    }

    /** Whether it may do this at all, whatever its role. */
    default boolean mayEver(Permission permission) {
        return true;
    }

    /** A person signed in with a browser. {@code authenticatedAt}: when the password was last given. */
    record Person(User user, UUID sessionId, Instant authenticatedAt) implements Actor {
        @Override
        public UUID credentialId() {
            return sessionId;
        }

        @Override
        public Instant latestEnd() {
            return Instant.MAX;
        }
    }

    /** A personal token: may do what its person may, over the API only. */
    record Token(User user, UUID tokenId, String name, Instant expiresAt) implements Actor {
        @Override
        public UUID credentialId() {
            return tokenId;
        }

        @Override
        public Instant latestEnd() {
            return expiresAt;
        }
    }

    /**
     * A project's token for a pipeline: acts for whoever made it, in that project alone, in the weaker of its own role
     * and its maker's. It manages neither members nor tokens, webhooks or the project itself.
     */
    record Pipeline(User user, UUID tokenId, String name, UUID projectId, Role role, Instant expiresAt)
            implements
            Actor {
        private static final Set<Permission> WITHHELD = EnumSet.of(Permission.MEMBER_MANAGE, Permission.TOKEN_MANAGE,
                Permission.WEBHOOK_MANAGE, Permission.PROJECT_MANAGE);

        @Override
        public UUID credentialId() {
            return tokenId;
        }

        @Override
        public Instant latestEnd() {
            return expiresAt;
        }

        @Override
        public Optional<UUID> onlyProject() {
            return Optional.of(projectId);
        }

        @Override
        public Role roleOf(Role persons) {
            return persons.reaches(role) ? role : persons;
        }

        @Override
        public boolean mayEver(Permission permission) {
            return !WITHHELD.contains(permission);
        }
    }
}
