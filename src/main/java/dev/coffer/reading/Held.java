package dev.coffer.reading;

import java.util.UUID;

/** Which value it is: of a secret, or of a built-in one, and which version. Never the value itself. */
public record Held(UUID secretId, int version) {}
