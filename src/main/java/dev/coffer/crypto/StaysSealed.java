package dev.coffer.crypto;

/**
 * Why the instance can't be opened: a code for {@code /readyz} and a sentence for people that says what to do. Nothing
 * was written, and no key was made.
 */
public record StaysSealed(String code, String sentence) implements RootKeys.Reading, InstanceKeys.Unsealing {}
