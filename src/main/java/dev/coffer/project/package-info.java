/**
 * Projects, their environments and their members.
 *
 * <p>A project holds secrets; an environment (Preview and Production to begin with) is where a value applies; a member
 * has one of four roles. Whoever has no role in a project can't tell it from one that doesn't exist.
 */
package dev.coffer.project;
