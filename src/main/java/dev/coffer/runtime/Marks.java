package dev.coffer.runtime;

import static dev.coffer.db.schema.Tables.AUDIT_CHAINS;
import static dev.coffer.db.schema.Tables.ORGANIZATIONS;
import static dev.coffer.db.schema.Tables.PROJECTS;

import dev.coffer.access.Deployed;
import dev.coffer.db.Database;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jooq.impl.DSL;

/** Reads where projects stand, as {@link Deployed.Mark} has it. One query for many. */
final class Marks {
    private final Database database;

    Marks(Database database) {
        this.database = database;
    }

    /** By project; those that are gone are left out. */
    Map<UUID, Deployed.Mark> of(Collection<UUID> projects) {
        return database.read(sql -> sql.select(PROJECTS.ID, DSL.coalesce(AUDIT_CHAINS.CHANGES, 0L),
                ORGANIZATIONS.BUILT_IN_REVISION).from(PROJECTS)
                .join(ORGANIZATIONS).on(ORGANIZATIONS.ID.eq(PROJECTS.ORGANIZATION_ID))
                .leftJoin(AUDIT_CHAINS).on(AUDIT_CHAINS.ID.eq(PROJECTS.ID))
                .where(PROJECTS.ID.eq(DSL.any(projects.toArray(UUID[]::new))))
                .fetchMap(PROJECTS.ID, row -> new Deployed.Mark(row.value2(), row.value3())));
    }
}
