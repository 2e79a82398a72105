package dev.coffer.account;

import java.time.Instant;
import java.util.UUID;

/** A browser that is signed in. {@code current}: the one that asks. */
public record Session(UUID id, String address, String agent, Instant startedAt, Instant seenAt, boolean current) {}
