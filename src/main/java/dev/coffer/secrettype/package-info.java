/**
 * The types of a project's secrets: who may make, change and delete them, their pages and API, and ready-made ones to
 * start from.
 *
 * <p>A type is a name, a key and a JSON Schema; {@link dev.coffer.schema} knows what a schema means. This package sits
 * above {@code secret}: before a change is saved it says which stored values would no longer fit, without showing any.
 */
package dev.coffer.secrettype;
