package dev.coffer.secret;

import dev.coffer.form.ScopedKey;
import java.util.UUID;

/** A version of a secret's value in some environment, as somebody noted it down. The value may be erased since. */
public record SecretPin(ScopedKey named, UUID secretId, int number) {}
