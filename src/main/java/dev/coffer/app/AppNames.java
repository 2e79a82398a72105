package dev.coffer.app;

import static dev.coffer.db.schema.Tables.APPS;

import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;

/** Reads the names of a project's apps, for use cases that have entered it. One query each. */
public final class AppNames {
    private AppNames() {}

    /** By slug. */
    public static List<AppName> of(DSLContext sql, UUID projectId) {
        return sql.select(APPS.ID, APPS.SLUG, APPS.NAME).from(APPS).where(APPS.PROJECT_ID.eq(projectId))
                .orderBy(APPS.SLUG).fetch(row -> new AppName(row.value1(), row.value2(), row.value3()));
    }

    /** The same, and nobody deletes one until the transaction ends. */
    public static List<AppName> hold(DSLContext tx, UUID projectId) {
        return tx.select(APPS.ID, APPS.SLUG, APPS.NAME).from(APPS).where(APPS.PROJECT_ID.eq(projectId))
                .orderBy(APPS.SLUG).forKeyShare()
                .fetch(row -> new AppName(row.value1(), row.value2(), row.value3()));
    }
}
