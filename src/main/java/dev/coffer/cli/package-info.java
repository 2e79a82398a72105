/**
 * The command line. Data goes to standard output, words to standard error; exit codes are 0 done, 1 refused or failed,
 * 2 wrong use, 69 the server can't be reached. Commands that talk to a server do so over its HTTP interface alone.
 */
package dev.coffer.cli;
