package dev.coffer.secret;

/** How a value was given: as a text, or as JSON, which only a type whose values aren't text can take. */
public enum Notation {
    TEXT,
    JSON
}
