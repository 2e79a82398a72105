/**
 * The project as a place to work in: all projects with what each lacks, one project with its environments, what stands
 * in the way of publishing and what changed last; and what an open page asks every few seconds.
 *
 * <p>{@link dev.coffer.workspace.Workspaces} reads over the other features; nothing is changed here. An open page asks
 * {@link dev.coffer.workspace.ChangePages} with the mark that it was made with: as long as nothing happened in the
 * project the answer is a 304 of a few bytes. Else the page fetches its own region again and says what {@link
 * dev.coffer.workspace.News} made of the audit log.
 */
package dev.coffer.workspace;
