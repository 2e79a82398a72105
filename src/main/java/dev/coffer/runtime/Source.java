package dev.coffer.runtime;

import dev.coffer.reading.Level;
import java.util.UUID;

/** What a variable comes from: whose it is, the secret or built-in secret by id and key, and its version. */
public record Source(Level level, UUID id, String key, int version) {}
