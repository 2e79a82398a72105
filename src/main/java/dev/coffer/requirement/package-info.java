/**
 * What a project needs, and whether it has it. A requirement and a secret are rows of their own that meet by their key:
 * deleting a required secret leaves the requirement, which is then missing.
 *
 * <p>Sources (a build, a pipeline, a file, a person) declare requirements, each a list of its own in {@code
 * Requirements}. {@code Needs} reads them together: a {@link dev.coffer.requirement.Need} is one key in one
 * environment, with everything that was said about it, and {@link dev.coffer.requirement.Readiness} answers whether a
 * project can be published. A key has what it needs by a value of the project or of the organization, not by an app's
 * own.
 */
package dev.coffer.requirement;
