package dev.coffer.schema;

/**
 * What is in the way of a schema, and how to mend it.
 *
 * @param line    where it is in the text, counted from 1
 * @param column  where in that line, in UTF-16 units counted from 1
 * @param offset  where in the text, in UTF-16 units from 0: for a browser to lead there
 * @param pointer the same in the document (RFC 6901), "" for all of it
 */
public record Fault(int line, int column, int offset, String pointer, String message) {}
