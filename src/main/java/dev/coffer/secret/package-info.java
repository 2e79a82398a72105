/**
 * The heart: secrets, their versions and where they come from.
 *
 * <p>A secret is a {@link dev.coffer.form.SecretKey key} with one value an environment.
 *
 * <p>{@link dev.coffer.secret.Imports} makes an {@link dev.coffer.secret.ImportPlan} of a file that {@code dotenv}
 * read, which says what happens to each key, and carries it out in one transaction; what a browser pasted waits sealed
 * in between.
 *
 * <p>Of the pages, {@link dev.coffer.secret.SecretPages} shows; one class a form asks and changes ({@link
 * dev.coffer.secret.SecretAddPages}, {@link dev.coffer.secret.SecretEditPages}, {@link
 * dev.coffer.secret.SecretDeletePages}, {@link dev.coffer.secret.SecretRestorePages}) and hands back to it. What a
 * template shows is a record whose name ends with {@code Page}.
 */
package dev.coffer.secret;
