package dev.coffer.project;

import dev.coffer.form.ScopedKey;
import java.time.Instant;

/** A value that was set of late: which key, in which environment, as which version, by whom. */
public record LatestChange(ScopedKey named, String environment, int version, String by, Instant at) {}
