/**
 * The proof that no value leaves: the product runs as a process of its own, canaries go in by every way that takes a
 * value or a password, and everything that it answers, writes and keeps is searched for them.
 *
 * <p>{@link dev.coffer.leak.LeakScanner} searches bytes for a text in every form that {@link dev.coffer.leak.Forms}
 * knows; a {@link dev.coffer.leak.Wire} sends requests and has every answer searched. {@code LeakIT} is the tour
 * through the product, and it plants a leak in each place at its end, so that a search that finds nothing means
 * something.
 */
package dev.coffer.leak;
