package dev.coffer.project;

import static dev.coffer.db.schema.Tables.DEPLOYMENTS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_READS;

import java.time.Instant;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record3;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * When the deployments that are there read secrets of a project last, by secret and environment: a table to join to a
 * query about them.
 */
public final class LastReads {
    private final Table<Record3<UUID, UUID, Instant>> table;

    private LastReads(Table<Record3<UUID, UUID, Instant>> table) {
        this.table = table;
    }

    public static LastReads of(UUID projectId) {
        return of(DEPLOYMENT_READS.PROJECT_ID.eq(projectId));
    }

    /** Of no project: for what is looked at from outside of all. */
    public static LastReads none() {
        return of(DSL.falseCondition());
    }

    private static LastReads of(Condition which) {
        return new LastReads(DSL.select(DEPLOYMENT_READS.SECRET_ID, DEPLOYMENTS.ENVIRONMENT_ID,
                DSL.max(DEPLOYMENT_READS.READ_AT).as(DEPLOYMENT_READS.READ_AT)).from(DEPLOYMENT_READS)
                .join(DEPLOYMENTS).on(DEPLOYMENTS.ID.eq(DEPLOYMENT_READS.DEPLOYMENT_ID))
                .where(which).groupBy(DEPLOYMENT_READS.SECRET_ID, DEPLOYMENTS.ENVIRONMENT_ID).asTable("last_reads"));
    }

    public Table<Record3<UUID, UUID, Instant>> table() {
        return table;
    }

    /** Which secret, also a built-in one, and which environment. */
    public Condition on(Field<UUID> secret, Field<UUID> environment) {
        return table.field(DEPLOYMENT_READS.SECRET_ID).eq(secret)
                .and(table.field(DEPLOYMENTS.ENVIRONMENT_ID).eq(environment));
    }

    /** The later one of that and of what is kept of deployments that are gone. */
    public Field<Instant> at(Field<Instant> kept) {
        return DSL.greatest(kept, table.field(DEPLOYMENT_READS.READ_AT)).as("last_read_at");
    }

    /** Which secret, in every environment where it was read. */
    public Condition on(Field<UUID> secret) {
        return table.field(DEPLOYMENT_READS.SECRET_ID).eq(secret);
    }

    public Field<UUID> environment() {
        return table.field(DEPLOYMENTS.ENVIRONMENT_ID);
    }

    public Field<Instant> at() {
        return table.field(DEPLOYMENT_READS.READ_AT);
    }
}
