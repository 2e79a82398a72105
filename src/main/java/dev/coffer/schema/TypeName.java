package dev.coffer.schema;

import java.util.UUID;

/** A type as a secret names it. {@code key} is unique in a project, and stands in addresses and the API. */
public record TypeName(UUID id, String key, String name) {}
