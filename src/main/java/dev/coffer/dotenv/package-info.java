/**
 * Reads files of secrets: a {@code .env} or a flat JSON object, for the server and for the command line alike, so that
 * both understand the same file in the same way.
 *
 * <p>An {@link dev.coffer.dotenv.ImportFile} is what was read and not yet stored: entries, and for every line that is
 * left out, why. Values are {@link dev.coffer.crypto.Plaintext} from the first byte on, and no message, note or fault
 * repeats a part of one. An {@link dev.coffer.dotenv.EnvExample} is the same file read as what a project needs.
 *
 * <p>A leaf: it knows {@code form} and {@code crypto.Plaintext}, and nothing else of Coffer.
 */
package dev.coffer.dotenv;
