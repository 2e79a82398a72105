/**
 * Coffer for Java programs: {@link dev.coffer.client.CofferClient} speaks the REST API, and is what the command line
 * uses.
 *
 * <p>Every method blocks, can be interrupted, and gives up after a while. Reads are tried again when the server is away
 * for a moment; a write is sent once. A value goes in as {@link dev.coffer.client.SecretValue}, which prints as
 * {@code [secret]}; the management API gives none back. What goes wrong is a {@link dev.coffer.client.CofferException}.
 *
 * <p>Knows nothing of the server but its API: no dependency but the JDK and Jackson.
 */
package dev.coffer.client;
