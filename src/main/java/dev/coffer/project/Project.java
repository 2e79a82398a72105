package dev.coffer.project;

import dev.coffer.access.Role;
import java.time.Instant;
import java.util.UUID;

/** A project as somebody with a role in it sees it in a list. {@code secrets} is how many keys it holds. */
public record Project(UUID id, String slug, String name, Role role, int secrets, Instant createdAt) {}
