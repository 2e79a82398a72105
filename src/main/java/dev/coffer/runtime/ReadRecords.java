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
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what deployments read, before they are given it: in the audit log, and what each read last. Those of one
 * project that come while others' rows are being committed are committed together: one takes all of them along, and
 * what befalls its transaction befalls each of them.
 */
final class ReadRecords {
    private static final Logger LOG = LoggerFactory.getLogger(ReadRecords.class);
    /** How many at once: each is a row with all the keys that were read. */
    private static final int MOST = 128;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final Database database;
    private final AuditLog audit;
    private final Convoy<UUID, Read, Boolean> convoy = new Convoy<>(MOST, LONGEST_WAIT, this::commit);

    /** Who reads what; {@code due}: of what it wasn't noted yet in this minute. */
    record Read(DeploymentAccess by, AuditEntry entry, List<Source> due, Instant minute) {}

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
        if (!convoy.join(read.by.projectId(), read)) {
            throw new NotFound();
        }
    }

    static Instant minuteOf(Instant time) {
        return time.truncatedTo(ChronoUnit.MINUTES);
    }

    /** What is recorded of a read of these. */
    static AuditEntry entry(DeploymentAccess by, List<Source> sources) {
        return AuditEntry.of(AuditAction.RUNTIME_READ)
                .deployment(by.deploymentId(), by.app().slug(), by.environment().slug())
                .keys(sources.stream().map(Source::key).toList())
                .versions(sources.stream().map(Source::version).toList());
    }

    /** @return for each whether its deployment is there still */
    private List<Boolean> commit(List<Read> reads) {
        try {
            return database.transact(tx -> {
                var gone = note(tx, reads.stream().filter(read -> !read.due.isEmpty()).toList());
                var there = reads.stream().filter(read -> !gone.contains(read.by.deploymentId())).toList();
                if (!there.isEmpty()) {
                    audit.recordAll(tx, there.stream().map(read -> new AuditLog.Done(read.by, read.entry)).toList());
                }
                return reads.stream().map(read -> !gone.contains(read.by.deploymentId())).toList();
            });
        } catch (DatabaseFailed failed) {
            LOG.atError().addKeyValue("sql_state", failed.sqlState()).log("reads can't be recorded, and are refused");
            throw DatabaseUnavailable.because(failed);
        }
    }

    /**
     * The deployments' rows are held, lest they go before this is committed.
     *
     * @return those that are gone
     */
    private static Set<UUID> note(DSLContext tx, List<Read> reads) {
        if (reads.isEmpty()) {
            return Set.of();
        }
        var ids = reads.stream().map(read -> read.by.deploymentId()).distinct().toArray(UUID[]::new);
        var there = tx.select(DEPLOYMENTS.ID).from(DEPLOYMENTS).where(DEPLOYMENTS.ID.eq(DSL.any(ids)))
                .orderBy(DEPLOYMENTS.ID).forKeyShare().fetchSet(DEPLOYMENTS.ID);
        write(tx, reads.stream().filter(read -> there.contains(read.by.deploymentId())).toList());
        return reads.stream().map(read -> read.by.deploymentId()).filter(id -> !there.contains(id))
                .collect(Collectors.toSet());
    }

    private record Place(UUID deploymentId, String key) {}

    private record Last(Read read, Source source) {}

    /** One statement, in one order everywhere; of several reads of the same the last one. */
    private static void write(DSLContext tx, List<Read> reads) {
        var last = new TreeMap<Place, Last>(Comparator.comparing(Place::deploymentId).thenComparing(Place::key));
        reads.forEach(read -> read.due.forEach(source -> last.put(new Place(read.by.deploymentId(), source.key()),
                new Last(read, source))));
        if (last.isEmpty()) {
            return;
        }
        var all = last.values();
        var rows = DSL.table("unnest({0}, {1}, {2}, {3}) as due (deployment_id, key, secret_id, version)",
                DSL.val(all.stream().map(each -> each.read.by.deploymentId()).toArray(UUID[]::new)),
                DSL.val(all.stream().map(each -> each.source.key()).toArray(String[]::new)),
                DSL.val(all.stream().map(each -> each.source.id()).toArray(UUID[]::new)),
                DSL.val(all.stream().map(each -> each.source.version()).toArray(Integer[]::new)));
        var first = reads.getFirst();
        var excluded = DSL.excluded(DEPLOYMENT_READS.READ_AT);
        var same = DEPLOYMENT_READS.SECRET_ID.eq(DSL.excluded(DEPLOYMENT_READS.SECRET_ID))
                .and(DEPLOYMENT_READS.VERSION.eq(DSL.excluded(DEPLOYMENT_READS.VERSION)));
        tx.insertInto(DEPLOYMENT_READS, DEPLOYMENT_READS.PROJECT_ID, DEPLOYMENT_READS.DEPLOYMENT_ID,
                DEPLOYMENT_READS.KEY, DEPLOYMENT_READS.SECRET_ID, DEPLOYMENT_READS.VERSION, DEPLOYMENT_READS.SINCE,
                DEPLOYMENT_READS.READ_AT)
                .select(DSL.select(DSL.val(first.by.projectId()), DSL.field("due.deployment_id", UUID.class),
                        DSL.field("due.key", String.class), DSL.field("due.secret_id", UUID.class),
                        DSL.field("due.version", Integer.class), DSL.currentInstant(),
                        DSL.val(first.minute, DEPLOYMENT_READS.READ_AT)).from(rows))
                .onConflict(DEPLOYMENT_READS.DEPLOYMENT_ID, DEPLOYMENT_READS.KEY).doUpdate()
                .set(DEPLOYMENT_READS.SINCE, DSL.when(same, DEPLOYMENT_READS.SINCE).otherwise(DSL.currentInstant()))
                .set(DEPLOYMENT_READS.SECRET_ID, DSL.excluded(DEPLOYMENT_READS.SECRET_ID))
                .set(DEPLOYMENT_READS.VERSION, DSL.excluded(DEPLOYMENT_READS.VERSION))
                .set(DEPLOYMENT_READS.READ_AT, DSL.greatest(DEPLOYMENT_READS.READ_AT, excluded))
                .where(DSL.not(same).or(DEPLOYMENT_READS.READ_AT.lt(excluded))).execute();
    }
}
