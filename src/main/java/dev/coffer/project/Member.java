package dev.coffer.project;

import dev.coffer.access.Role;
import java.time.Instant;
import java.util.UUID;

/** Somebody who works in a project. {@code id} is the person's; {@code addedAt} when they joined the project. */
public record Member(UUID id, String name, String email, Role role, Instant addedAt) {}
