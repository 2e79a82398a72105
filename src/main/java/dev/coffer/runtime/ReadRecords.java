package dev.coffer.runtime;

import static dev.coffer.db.schema.Tables.DEPLOYMENTS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_READS;

import dev.coffer.access.DeploymentAccess;
import dev.coffer.access.NotFound;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.db.Database;
import dev.coffer.db.DatabaseFailed;
import dev.coffer.db.DatabaseUnavailable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records what deployments read, before they are given it: in the audit log, and what each read last. */
final class ReadRecords {
    private static final Logger LOG = LoggerFactory.getLogger(ReadRecords.class);

    private final Database database;
    private final AuditLog audit;

    /** Who reads what; {@code due}: of what it wasn't noted yet in this minute. */
    record Read(DeploymentAccess by, List<Source> sources, List<Source> due, Instant minute) {}

    ReadRecords(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /**
     * Returns once it is committed.
     *
     * @throws NotFound where the deployment is gone
     * @throws DatabaseUnavailable where it can't be recorded, for whatever reason: no value is given then
     */
    void record(Read read) {
        try {
            database.transact(tx -> {
                note(tx, read);
                audit.record(tx, read.by, entry(read));
                return null;
            });
        } catch (DatabaseFailed failed) {
            LOG.atError().addKeyValue("sql_state", failed.sqlState()).log("a read can't be recorded, and is refused");
            throw DatabaseUnavailable.after(failed);
        }
    }

    static Instant minuteOf(Instant time) {
        return time.truncatedTo(ChronoUnit.MINUTES);
    }

    private static AuditEntry entry(Read read) {
        return AuditEntry.of(AuditAction.RUNTIME_READ)
                .deployment(read.by.deploymentId(), read.by.app().slug(), read.by.environment().slug())
                .keys(read.sources.stream().map(Source::key).toList())
                .versions(read.sources.stream().map(Source::version).toList());
    }

    /** The deployment's row is held, lest it goes before this is committed. */
    private static void note(DSLContext tx, Read read) {
        if (read.due.isEmpty()) {
            return;
        }
        tx.select(DEPLOYMENTS.ID).from(DEPLOYMENTS).where(DEPLOYMENTS.PROJECT_ID.eq(read.by.projectId()),
                DEPLOYMENTS.ID.eq(read.by.deploymentId())).forKeyShare().fetchOptional().orElseThrow(NotFound::new);
        var keys = DSL.val(read.due.stream().map(Source::key).toArray(String[]::new));
        var ids = DSL.val(read.due.stream().map(Source::id).toArray(UUID[]::new));
        var versions = DSL.val(read.due.stream().map(Source::version).toArray(Integer[]::new));
        var rows = DSL.table("unnest({0}, {1}, {2}) as due (key, secret_id, version)", keys, ids, versions);
        var excluded = DSL.excluded(DEPLOYMENT_READS.READ_AT);
        var same = DEPLOYMENT_READS.SECRET_ID.eq(DSL.excluded(DEPLOYMENT_READS.SECRET_ID))
                .and(DEPLOYMENT_READS.VERSION.eq(DSL.excluded(DEPLOYMENT_READS.VERSION)));
        tx.insertInto(DEPLOYMENT_READS, DEPLOYMENT_READS.PROJECT_ID, DEPLOYMENT_READS.DEPLOYMENT_ID,
                DEPLOYMENT_READS.KEY, DEPLOYMENT_READS.SECRET_ID, DEPLOYMENT_READS.VERSION, DEPLOYMENT_READS.SINCE,
                DEPLOYMENT_READS.READ_AT)
                .select(DSL.select(DSL.val(read.by.projectId()), DSL.val(read.by.deploymentId()),
                        DSL.field("due.key", String.class), DSL.field("due.secret_id", UUID.class),
                        DSL.field("due.version", Integer.class), DSL.currentInstant(),
                        DSL.val(read.minute, DEPLOYMENT_READS.READ_AT)).from(rows).orderBy(DSL.field("due.key")))
                .onConflict(DEPLOYMENT_READS.DEPLOYMENT_ID, DEPLOYMENT_READS.KEY).doUpdate()
                .set(DEPLOYMENT_READS.SINCE, DSL.when(same, DEPLOYMENT_READS.SINCE).otherwise(DSL.currentInstant()))
                .set(DEPLOYMENT_READS.SECRET_ID, DSL.excluded(DEPLOYMENT_READS.SECRET_ID))
                .set(DEPLOYMENT_READS.VERSION, DSL.excluded(DEPLOYMENT_READS.VERSION))
                .set(DEPLOYMENT_READS.READ_AT, excluded)
                .where(DSL.not(same).or(DEPLOYMENT_READS.READ_AT.lt(excluded))).execute();
    }
}
