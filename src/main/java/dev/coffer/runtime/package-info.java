/**
 * What a running app reads, with its deployment's own token and with nothing else.
 *
 * <p>{@link dev.coffer.runtime.RuntimeSecrets} is the door: what a deployment reads is found in one moment's view of
 * the database, so that nobody is given a mix, {@link dev.coffer.reading.Precedence} decides what it is, and no value
 * leaves before its audit row is committed.
 *
 * <p>{@link dev.coffer.runtime.RuntimeApi} answers Coffer's own clients. {@code Vault…} say the same under {@code /v1}
 * in the shape of KV v2, read only, for clients that exist: they were written for another server, so what they expect
 * on the wire decides, down to the status of a refusal.
 */
package dev.coffer.runtime;
