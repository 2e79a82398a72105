/**
 * PostgreSQL: the pool, transactions, migrations, and a PostgreSQL of our own for a trial.
 *
 * <p>Everything else asks {@link dev.coffer.db.Database}: {@code read} for queries, {@code transact} for a use case
 * that commits as a whole or not at all. What goes wrong leaves this package in two shapes only: {@link
 * dev.coffer.db.DatabaseUnavailable} (try again later) and {@link dev.coffer.db.DatabaseFailed} (a bug). Neither
 * carries SQL, a parameter or the server's own words, because those may hold what a person typed.
 *
 * <p>{@link dev.coffer.db.EmbeddedPostgres} runs a real PostgreSQL in the data folder, so that a trial and a production
 * installation differ in an address and in nothing else. {@code schema} is generated from the migrations and committed;
 * {@code SchemaTest} says how to write it again.
 */
package dev.coffer.db;
