/**
 * Who asks, and what they may do.
 *
 * <p>An {@link dev.coffer.access.Actor} is a person with a session or a token that acts for one. The
 * {@link dev.coffer.access.Authorizer} alone turns an actor and a project's name into an
 * {@link dev.coffer.access.Access}, the proof of entry that every use case of a project takes first; whoever has no
 * role there gets {@link dev.coffer.access.NotFound}, the same answer as for a project that doesn't exist.
 * {@link dev.coffer.access.Role} says on one screen what each role may do; {@code access.require(…)} is the first line
 * of a use case. {@link dev.coffer.access.OrganizationAccess} is the same for what belongs to the organization.
 */
package dev.coffer.access;
