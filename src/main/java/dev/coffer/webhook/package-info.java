/**
 * Telling other programs what happened in a project: a version was published, a required value became missing, a secret
 * changed. Keys and names, never a value.
 *
 * <p>{@code Events} hears what the audit log records and writes a delivery for each webhook that wants the event, in
 * the transaction of the change: nothing is told that didn't happen, and nothing that happened is forgotten. {@code
 * Dispatcher} takes what is due from {@code Deliveries}, signs it and has {@code Caller} post it, with growing pauses
 * while the receiver doesn't take it. A delivery can arrive twice, so it bears an id. {@code Reach} says which
 * addresses may be called: public ones, and inside the network what the operator allows.
 */
package dev.coffer.webhook;
