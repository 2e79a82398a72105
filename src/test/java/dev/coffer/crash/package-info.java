/**
 * The proof that nothing acknowledged is lost: writers storm the running product over HTTP while it and its database
 * are killed, and afterwards every answer that they got has to be true.
 *
 * <p>{@link dev.coffer.crash.Writer} writes and keeps count, {@link dev.coffer.crash.Ledger} compares its count with
 * what is stored, {@code CrashIT} does the killing. {@code mvn verify -Dit.test=CrashIT -Dcrash.kills=60} kills more.
 */
package dev.coffer.crash;
