/**
 * How input becomes a value or a list of named mistakes.
 *
 * <p>A use case answers with a {@link dev.coffer.form.Result}: {@code Ok} with what it made, {@code Invalid} with
 * {@link dev.coffer.form.Errors} by field, or {@code Conflict} with the {@link dev.coffer.form.Clash} that stands in
 * the way. Pages put the same sentences beside the fields that the API puts into {@code errors}. Refusals
 * ({@code access.NotFound}, {@code access.Forbidden}) and bugs are exceptions, never results.
 */
package dev.coffer.form;
