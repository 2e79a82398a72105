package dev.coffer.reading;

import java.util.Set;

/**
 * A value that a deployment may read, of a level of its own, with every variable that it gives, its key among them.
 * {@code source} is what the asker knows of it: which version it is, or the values themselves.
 */
public record Offer<T>(Level level, String key, Set<String> names, T source) {}
