package dev.coffer.account;

import dev.coffer.access.Role;
import java.time.Instant;
import java.util.UUID;

/** An invitation that nobody has taken up, without its link. */
public record Invitation(UUID id, Role role, String invitedBy, Instant createdAt, Instant expiresAt) {}
