/**
 * A JSON Schema (2020-12) as the form, the check and the shape in the environment of a secret's value.
 *
 * <p>{@link dev.coffer.schema.SchemaCheck} accepts a text as a {@link dev.coffer.schema.Schema} or says what is in the
 * way, with line, column and pointer. An accepted schema is bounded: its patterns are RE2/J's, its references stay in
 * it, and holding a value against it takes a time that its size and the value's limit. No message of this package has a
 * part of a value.
 *
 * <p>{@link dev.coffer.schema.Fields} is the form of a schema, {@link dev.coffer.schema.Parts} what such a form sent: a
 * new value of it, or a stored one with what was entered. Nothing stored goes into a form.
 *
 * <p>{@link dev.coffer.schema.Types} reads the types of a project for other use cases; those that change them are in
 * {@code secrettype}.
 */
package dev.coffer.schema;
