package dev.coffer.project;

import static dev.coffer.db.schema.Tables.ENVIRONMENTS;

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
}
