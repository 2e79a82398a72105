package dev.coffer.secret;

import java.util.UUID;

/** A version of a secret's value in some environment, as somebody noted it down. The value may be erased since. */
public record SecretPin(String key, UUID secretId, int number) {}
