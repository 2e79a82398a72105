/**
 * Coffer: a self-hosted dashboard for the secrets that a project needs at run time.
 *
 * <p>What a newcomer opens first: {@link dev.coffer.Main}, the entry point; {@code Server}, its start and end; {@code
 * Features}, the one place where everything is wired; {@code Routes}, every address in one table; {@link
 * dev.coffer.Config}, every setting as one record. A request is four files: {@code Routes}, a feature's {@code XPages}
 * or {@code XApi}, its domain class (a plural noun such as {@code Secrets}), and a template of the same feature's
 * folder.
 */
package dev.coffer;
