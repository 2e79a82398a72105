/**
 * What a running app reads, with its deployment's own token and with nothing else.
 *
 * <p>{@link dev.coffer.runtime.RuntimeSecrets} is the door: what a deployment reads is found in one moment's view of the
 * database, so that nobody is given a mix, {@link dev.coffer.reading.Precedence} decides what it is, and no value
 * leaves before its audit row is committed.
 */
package dev.coffer.runtime;
