package dev.coffer.web;

import dev.coffer.crypto.Plaintext;

/** A secret's value in a request's body: the text of a string, or other JSON as it was written but for blanks. */
public record SentValue(Plaintext value, boolean isText) {}
