/**
 * The web without features: what every request passes and every answer bears.
 *
 * <p>A request goes through {@link dev.coffer.web.Guards} (method, path, content type, {@link
 * dev.coffer.web.CrossSite}), {@link dev.coffer.web.Headers}, then {@link dev.coffer.web.Entry}, which looks up who
 * asks ({@link dev.coffer.web.Identity}) and holds it against the {@link dev.coffer.web.Audience} that the route
 * declares. A handler answers through {@link dev.coffer.web.Ui} (page, fragment, redirect) or {@link
 * dev.coffer.web.Json}. {@link dev.coffer.web.Problems} is the only place where failures become HTTP. {@link
 * dev.coffer.web.Form} reads a posted form, and its secret fields straight into {@code Plaintext}.
 *
 * <p>Nothing here knows a feature: {@code Server} hands in the look-ups as functions.
 */
package dev.coffer.web;
