package dev.coffer.account;

import java.time.Instant;
import java.util.UUID;

/** A personal token without the token itself. {@code usedAt}: null for never. */
public record PersonalToken(UUID id, String name, Instant createdAt, Instant expiresAt, Instant usedAt) {}
