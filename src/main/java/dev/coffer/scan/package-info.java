/**
 * Finds the environment variables that a project's sources read, as a proposal of what it needs:
 * {@link dev.coffer.scan.Scan} walks a folder, {@link dev.coffer.scan.Language} knows how each language asks for a
 * variable. It reads text and runs nothing, so that it may find too much or too little; people decide. What a source
 * gives as a default is never kept: it may be a value.
 */
package dev.coffer.scan;
