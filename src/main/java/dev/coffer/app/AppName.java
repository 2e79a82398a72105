package dev.coffer.app;

import java.util.UUID;

/** An app as a secret of its own names it. {@code slug} is unique in a project, and stands in addresses and the API. */
public record AppName(UUID id, String slug, String name) {}
