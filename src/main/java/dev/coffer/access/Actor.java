package dev.coffer.access;

import java.time.Instant;
import java.util.UUID;

/** Who asks: a person with a browser session, or a token that acts for its person. */
public sealed interface Actor {

    User user();

    /** The session or token, as the audit log names it. */
    UUID credentialId();

    /** A person signed in with a browser. {@code authenticatedAt}: when the password was last given. */
    record Person(User user, UUID sessionId, Instant authenticatedAt) implements Actor {
        @Override
        public UUID credentialId() {
            return sessionId;
        }
    }

    /** A personal token: may do what its person may, over the API only. */
    record Token(User user, UUID tokenId, String name, Instant expiresAt) implements Actor {
        @Override
        public UUID credentialId() {
            return tokenId;
        }
    }
}
