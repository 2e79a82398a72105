package dev.coffer.app;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A deployment's token without the token itself. {@code addresses}: where it works from, as CIDR ranges; none: from
 * everywhere. {@code maker} is who made it; {@code usedAt}: null for never.
 */
public record DeploymentToken(UUID id, String name, List<String> addresses, String maker, Instant createdAt,
        Instant expiresAt, Instant usedAt) {}
