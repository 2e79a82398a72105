package dev.coffer.publication;

import dev.coffer.project.Environment;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A version of the project in an environment: when, by whom, and how many secrets it pinned. */
public record Publication(UUID id, String version, Environment environment, Instant createdAt, String createdBy,
        int secrets, List<Dismissed> dismissed) {

    /** A required key that had no value, and why that was fine at the time. */
    public record Dismissed(String key, String reason) {}
}
