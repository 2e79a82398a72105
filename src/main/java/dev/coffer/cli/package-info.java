/**
 * The command line. Data goes to standard output, words to standard error; exit codes are 0 done, 1 refused or failed,
 * 2 wrong use, 3 missing required secrets (check), 69 the server can't be reached. Commands that talk to a server do so
 * over its HTTP interface alone, through {@link dev.coffer.client.CofferClient}; {@link dev.coffer.cli.Where} finds out
 * which server and project, and says what went wrong. A value is in no output and no message.
 */
package dev.coffer.cli;
