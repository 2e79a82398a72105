package dev.coffer.secret;

import java.time.Instant;
import java.util.OptionalInt;

/** One value that a secret had in an environment, without the value. Numbers count from 1, the highest is current. */
public record SecretVersion(int number, boolean current, Instant createdAt, String createdBy,
        OptionalInt restoredFrom) {}
