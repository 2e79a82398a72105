package dev.coffer.project;

import static dev.coffer.db.schema.Tables.PROJECT_KEYS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;
import static dev.coffer.db.schema.Tables.SECRET_VERSIONS;

import dev.coffer.access.Access;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;

/** Rows of secrets for tests that only count, list and delete them; their bytes seal nothing. */
final class SecretRows {
    private SecretRows() {}

    /** A secret with a first version in the project's first environment, set by who has entered. */
    static void add(Database database, Access access, String key) {
        database.transact(tx -> {
            var project = access.projectId();
            var environment = Environments.of(tx, project).getFirst().id();
            var secret = Ids.next();
            var keyId = tx.select(PROJECT_KEYS.ID).from(PROJECT_KEYS).where(PROJECT_KEYS.PROJECT_ID.eq(project))
                    .fetchSingle(PROJECT_KEYS.ID);
            tx.insertInto(SECRETS).set(SECRETS.ID, secret).set(SECRETS.PROJECT_ID, project).set(SECRETS.KEY, key)
                    .set(SECRETS.CREATED_BY, access.userId()).set(SECRETS.UPDATED_BY, access.userId()).execute();
            tx.insertInto(SECRET_VALUES).set(SECRET_VALUES.PROJECT_ID, project)
                    .set(SECRET_VALUES.SECRET_ID, secret).set(SECRET_VALUES.ENVIRONMENT_ID, environment)
                    .set(SECRET_VALUES.VERSION, 1).set(SECRET_VALUES.REVISION, 1L)
                    .set(SECRET_VALUES.UPDATED_BY, access.userId()).execute();
            return tx.insertInto(SECRET_VERSIONS).set(SECRET_VERSIONS.ID, Ids.next())
                    .set(SECRET_VERSIONS.PROJECT_ID, project).set(SECRET_VERSIONS.SECRET_ID, secret)
                    .set(SECRET_VERSIONS.ENVIRONMENT_ID, environment).set(SECRET_VERSIONS.NUMBER, 1)
                    .set(SECRET_VERSIONS.PROJECT_KEY_ID, keyId).set(SECRET_VERSIONS.SEALED, new byte[]{1})
                    .set(SECRET_VERSIONS.CREATED_BY, access.userId()).execute();
        });
    }
}
