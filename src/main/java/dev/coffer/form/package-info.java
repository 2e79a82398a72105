/**
 * How input becomes a value or a list of named mistakes.
 *
 * <p>A use case answers with a {@link dev.coffer.form.Result}: {@code Ok} with what it made, {@code Invalid} with
 * {@link dev.coffer.form.Errors} by field, or {@code Conflict} with the {@link dev.coffer.form.Clash} that stands in
 * the way. Pages put the same sentences beside the fields that the API puts into {@code errors}. Refusals
 * ({@code access.NotFound}, {@code access.Forbidden}) and bugs are exceptions, never results.
 *
 * <p>What a key and a value may be is told once, in {@link dev.coffer.form.SecretKey} and
 * {@link dev.coffer.form.SecretValue}: forms, the API, imports, requirements and built-in secrets all ask there. Advice
 * that never blocks is apart: {@link dev.coffer.form.ValueHints} for what often goes wrong in a paste,
 * {@link dev.coffer.form.DescriptionCheck} for a value that went into the description.
 */
package dev.coffer.form;
