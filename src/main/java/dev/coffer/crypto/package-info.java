/**
 * The one door to ciphers: no other package touches {@code javax.crypto} or Bouncy Castle.
 *
 * <pre>
 * root key        32 bytes in a file outside the database (RootKeys)
 *   wraps         instance key: in key_slots, checked by instance_keys.check_value and instance.canary (InstanceKeys)
 *     derives     one key a job: audit chain, throttles, … (Keyring.hmac, Label)
 *     wraps       project key: one active a project, in project_keys (ProjectKeys)
 *     wraps       one key a built-in value, beside it in built_in_values (InstanceSeal)
 *       derives   one key a sealed value, from a fresh salt and its Binding
 *         seals   the value, padded, with AES-256-GCM (Envelope → Sealed)
 * </pre>
 *
 * The root key is used once, at the start; whoever has the database alone has no key. A {@link
 * dev.coffer.crypto.Binding} of ids that never change is authenticated with every value, so that a row moved elsewhere
 * doesn't open. A key is chosen by the id in the blob, never by trying several (AES-GCM doesn't commit to its key).
 *
 * <p>A key that is wrong, missing or open to others leaves the instance sealed ({@link dev.coffer.crypto.StaysSealed}):
 * nothing is written, and no key is ever made because one is missing.
 *
 * <p>Beside it: {@link dev.coffer.crypto.Plaintext}, a value in clear, and
 * {@link dev.coffer.crypto.Handled}, those that a request holds; {@link dev.coffer.crypto.Passwords}, Argon2id
 * behind a bounded queue; and what people and programs prove themselves with: {@link dev.coffer.crypto.BearerToken},
 * {@link dev.coffer.crypto.SessionToken}, {@link dev.coffer.crypto.SetupCode}. Of these only hashes are stored.
 * {@link dev.coffer.crypto.PemCheck} reads keys and certificates that are somebody's value, and uses none.
 *
 * <p>Formats are for ever: the blobs in {@code src/test/resources/dev/coffer/crypto} must open in every later release.
 */
package dev.coffer.crypto;
