/**
 * Keeps values out of what programs print: {@link dev.coffer.mask.Masker} is made of names and values, and a {@link
 * dev.coffer.mask.MaskingOutputStream} writes {@code <secret:database_url>} where one of them would be.
 *
 * <p><b>What is found.</b> Each value of eight bytes or more, each line of it, each string in it where it is JSON; as
 * it is, and in
 *
 * <ul>
 * <li>base64 and base64url at any place in a longer text, with lines broken or not; hex;
 * <li>URLs, forms, JSON and other escapes with a backslash, HTML and XML, quotes of shells, SQL, CSV and YAML, with any
 *     choice of which characters are escaped.
 * </ul>
 *
 * <p>An encoding of an encoding is not found, nor a value that is compressed, encrypted, cut or spelt otherwise: this
 * guards against mishaps, not against a program that wants to give a secret away. Escaped text right after a stray
 * beginning of an escape ({@code 100%} and then {@code ab%20…}) is read as a reader of that encoding would.
 *
 * <p><b>What is written.</b> Of secrets that overlap the leftmost comes first, of those the longest; each that reaches
 * beyond the one before is named behind it, and all bytes of all of them are gone. In base64 that includes digits which
 * hold bits of the text beside the secret. Where a quote at a secret's end is written as several signs, those
 * after the first stay. All other bytes stay as they are, whatever they mean. A byte waits only
 * while it and what follows may still become a secret; when the writer falls silent, only what would be four bytes of
 * one or more waits on, so that a prompt's last letter is seen.
 *
 * <p><b>How.</b> {@link dev.coffer.mask.Needles} says what to look for, {@link dev.coffer.mask.Automaton} finds it
 * among any number of needles (its nodes in {@link dev.coffer.mask.Chains}), {@link dev.coffer.mask.Finder} decodes the
 * stream in every way at once and leads it all through the automaton. Time is linear in the text, memory
 * about two bytes for one of a value, whatever values and text are.
 *
 * <p>A leaf: it knows {@code crypto.Plaintext}, and nothing else of Coffer.
 */
package dev.coffer.mask;
