/**
 * What runs: apps, and their deployments, an app in an environment each. A deployment reads all of the project's
 * secrets there, or those on its list, with a token of its own that reads them and does nothing else;
 * {@link dev.coffer.app.ShortTokens} are what it can be exchanged for.
 */
package dev.coffer.app;
