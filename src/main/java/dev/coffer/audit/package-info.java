/**
 * Who did what, when and from where, provably unaltered.
 *
 * <p>{@link dev.coffer.audit.AuditLog#record} writes a row in the transaction of the change itself: without the row
 * there is no change. Each project has a chain of its own and the organization has one. A row's MAC covers its place,
 * its exact text and the row before it, with a key that the database never sees; so whoever can write to the database
 * can't change, drop or insert a row unnoticed. A row holds typed facts only: no value, no length or digest of one.
 */
package dev.coffer.audit;
