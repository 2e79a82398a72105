package dev.coffer.schema;

/**
 * What a value lacks of its schema: where in the value (RFC 6901, "" for all of it), and in words without any of it.
 */
public record Mistake(String pointer, String message) {}
