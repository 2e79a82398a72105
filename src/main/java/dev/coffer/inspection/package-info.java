/**
 * The health of the secrets: hints that never block. {@link dev.coffer.inspection.Inspection} looks at a value while it
 * is open to be stored, and keeps kinds of {@link dev.coffer.inspection.Finding} and nothing of the value;
 * {@code Inspections} adds what shows only beside other values, in an environment, or with time. A hint is about one
 * version of one value: somebody may say that it is fine, until there is another version.
 */
package dev.coffer.inspection;
