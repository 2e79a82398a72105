/**
 * Built-in secrets: set once for the organization by its owners, and in every project without anybody setting them
 * there.
 *
 * <p>A {@link dev.coffer.builtin.BuiltIn} has a value for every environment, or values for environments by their
 * address, which count more, or both. A project's own value counts more than either: the project overrides it. Nobody
 * changes a built-in secret from within a project, and nobody ever sees its value. {@link dev.coffer.builtin.BuiltIns}
 * holds the organization while it changes one, so that none is taken away under a publication that needs it.
 */
package dev.coffer.builtin;
