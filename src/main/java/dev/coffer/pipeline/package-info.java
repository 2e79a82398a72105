/**
 * Tokens with which a pipeline manages one project.
 *
 * <p>A {@link dev.coffer.pipeline.PipelineToken} acts for whoever made it, never beyond what they may do there now, and
 * in that project alone: whoever leaves the project, or is disabled, takes their tokens along. {@link
 * dev.coffer.pipeline.PipelineTokens} finds one by what came in and from where; the {@link
 * dev.coffer.access.Authorizer} decides what it enters. A token is shown once, and only its hash is kept.
 */
package dev.coffer.pipeline;
