/**
 * Versions of the project, published to an environment. A {@link dev.coffer.publication.Publication} is refused while a
 * required secret is missing there, and pins the secret versions that it saw: {@link dev.coffer.publication.Pin}s,
 * which never change again. So two of them, or one and the current state, can be held side by side without looking at a
 * value ({@link dev.coffer.publication.Comparison}), and the environment's secrets can be rolled back to one ({@link
 * dev.coffer.publication.Rollbacks}) without anybody seeing a value.
 */
package dev.coffer.publication;
