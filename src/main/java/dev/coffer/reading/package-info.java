/**
 * Who reads what, without a value. {@link dev.coffer.reading.Precedence} decides which of several values a deployment
 * reads under a name: the app's own, the project's, the built-in one. It decides so for names here, and for values
 * where they are read.
 *
 * <p>{@link dev.coffer.reading.Readers} says of a secret which deployments read that very value, which version each
 * read last and when; {@link dev.coffer.reading.Resolutions} of an app what it would read in an environment, and from
 * where. What was read is in {@code deployment_reads}, a row a deployment and key, written as it is read.
 */
package dev.coffer.reading;
