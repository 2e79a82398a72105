/**
 * People: how they come in, and what is their own.
 *
 * <p>{@link dev.coffer.account.Setup} makes the first owner with a one-time code, {@link
 * dev.coffer.account.Invitations} bring in everybody else, {@link dev.coffer.account.SignIn} takes email and password
 * behind {@code Throttles}. {@code Sessions} and {@code PersonalTokens} answer on each request whose cookie or token it
 * is; only hashes of either are stored. {@code Users} are the people themselves: name, password, and what a token may
 * do. An unknown, a disabled and a known person with a wrong password get the same answer after the same work.
 */
package dev.coffer.account;
