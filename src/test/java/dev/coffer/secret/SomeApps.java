package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.APPS;

import dev.coffer.access.Access;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;

/** Apps to test with, put straight into the database. */
public final class SomeApps {
    private SomeApps() {}

    public static void add(Database database, Access access, String... slugs) {
        for (var slug : slugs) {
            database.transact(tx -> tx.insertInto(APPS).set(APPS.ID, Ids.next())
                    .set(APPS.PROJECT_ID, access.projectId()).set(APPS.SLUG, slug).set(APPS.NAME, "The " + slug)
                    .set(APPS.CREATED_BY, access.userId()).set(APPS.UPDATED_BY, access.userId()).execute());
        }
    }
}
