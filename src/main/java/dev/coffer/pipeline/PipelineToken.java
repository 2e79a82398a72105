package dev.coffer.pipeline;

import dev.coffer.access.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A project's token without the token itself. {@code addresses}: where it works from, as CIDR ranges; none: from
 * everywhere. {@code maker} is who it acts for, {@code isOrphaned} whether they left. {@code usedAt}: null for never.
 */
public record PipelineToken(UUID id, String name, Role role, List<String> addresses, String maker, boolean isOrphaned,
        Instant createdAt, Instant expiresAt, Instant usedAt) {}
