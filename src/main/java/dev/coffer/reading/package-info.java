/**
 * Who reads what, without a value. {@link dev.coffer.reading.Precedence} decides which of several values a deployment
 * reads under a name: the app's own, the project's, the built-in one. It decides so for names here, and for values
 * where they are read.
 */
package dev.coffer.reading;
