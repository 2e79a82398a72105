package dev.coffer.account;

import dev.coffer.access.Origin;
import java.util.UUID;

/**
 * A browser as it asks for a session. {@code sessionId}: the one that it has and the new one replaces, or null.
 * {@code device}: the cookie of an earlier sign-in, as it came, or null.
 */
public record Visitor(Origin origin, String agent, UUID sessionId, String device) {
    private static final int LONGEST_AGENT = 200;

    public Visitor {
        agent = agent == null ? "" : agent.substring(0, Math.min(agent.length(), LONGEST_AGENT));
    }
}
