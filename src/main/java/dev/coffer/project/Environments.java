package dev.coffer.project;

import static dev.coffer.db.schema.Tables.ENVIRONMENTS;

import dev.coffer.db.Ids;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;

/** The environments of a project, in their order. */
public final class Environments {
    private Environments() {
    }

    /** All of a project's, for use cases that have entered it. */
    public static List<Environment> of(DSLContext sql, UUID projectId) {
        return sql.select(ENVIRONMENTS.ID, ENVIRONMENTS.SLUG, ENVIRONMENTS.NAME, ENVIRONMENTS.PROTECTED)
                .from(ENVIRONMENTS).where(ENVIRONMENTS.PROJECT_ID.eq(projectId)).orderBy(ENVIRONMENTS.POSITION)
                .fetch(row -> new Environment(row.value1(), row.value2(), row.value3(), row.value4()));
    }

    /** What every project begins with: Preview, and Production, where developers change nothing. */
    static void insertFirst(DSLContext tx, UUID projectId) {
        insert(tx, projectId, 1, new Environment(Ids.next(), "preview", "Preview", false));
        insert(tx, projectId, 2, new Environment(Ids.next(), "production", "Production", true));
    }

    private static int insert(DSLContext tx, UUID projectId, int position, Environment environment) {
        return tx.insertInto(ENVIRONMENTS).set(ENVIRONMENTS.ID, environment.id())
                .set(ENVIRONMENTS.PROJECT_ID, projectId).set(ENVIRONMENTS.SLUG, environment.slug())
                .set(ENVIRONMENTS.NAME, environment.name()).set(ENVIRONMENTS.POSITION, position)
                .set(ENVIRONMENTS.PROTECTED, environment.isProtected()).onConflictDoNothing().execute();
    }
}
