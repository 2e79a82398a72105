package dev.coffer.webhook;

import static dev.coffer.db.schema.Tables.WEBHOOKS;
import static dev.coffer.db.schema.Tables.WEBHOOK_DELIVERIES;

import dev.coffer.access.Origin;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.crypto.Binding;
import dev.coffer.crypto.Plaintext;
import dev.coffer.crypto.ProjectKeys;
import dev.coffer.crypto.Sealed;
import dev.coffer.db.Database;
import dev.coffer.db.Once;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * What is due, for the dispatchers of all replicas. Taking one counts an attempt and puts the next one off by a minute,
 * so that nothing is locked while a receiver is called, and one whose dispatcher dies comes up again.
 */
public final class DueDeliveries {
    /** After the first attempt, the second, and so on; then it is given up. Each up to a fifth longer, by chance. */
    static final List<Duration> PAUSES = List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(5),
            Duration.ofMinutes(30), Duration.ofHours(2), Duration.ofHours(6), Duration.ofHours(12));
    private static final double JITTER = 0.2;

    private final Database database;
    private final ProjectKeys keys;
    private final AuditLog audit;
    private final InstantSource clock;

    /** One that was taken, with all that an attempt needs. {@code attempt} counts from 1. */
    record Due(UUID id, UUID projectId, UUID webhookId, String event, String body, int attempt, Target target) {}

    /** Where it goes, as the webhook was when it was taken. */
    record Target(String url, boolean enabled, Sealed secret) {
        @Override
        public String toString() {
            return "[target]";
        }
    }

    public DueDeliveries(Database database, ProjectKeys keys, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.keys = keys;
        this.audit = audit;
        this.clock = clock;
    }

    /** Takes the oldest due one of each webhook that isn't busy, for so many webhooks at most. */
    List<Due> take(int most, Collection<UUID> busy) {
        var now = now();
        var due = WEBHOOK_DELIVERIES.NEXT_ATTEMPT_AT.le(now);
        var oldest = DSL.select(WEBHOOK_DELIVERIES.ID).distinctOn(WEBHOOK_DELIVERIES.WEBHOOK_ID)
                .from(WEBHOOK_DELIVERIES).where(due, WEBHOOK_DELIVERIES.WEBHOOK_ID.notIn(busy))
                .orderBy(WEBHOOK_DELIVERIES.WEBHOOK_ID, WEBHOOK_DELIVERIES.ID).asTable("oldest");
        var oldestId = oldest.field(WEBHOOK_DELIVERIES.ID);
        var free = DSL.select(WEBHOOK_DELIVERIES.ID).from(WEBHOOK_DELIVERIES)
                .where(due, WEBHOOK_DELIVERIES.ID.in(DSL.select(oldestId).from(oldest).orderBy(oldestId).limit(most)))
                .forUpdate().skipLocked();
        return database.transact(tx -> tx.update(WEBHOOK_DELIVERIES)
                .set(WEBHOOK_DELIVERIES.NEXT_ATTEMPT_AT, now.plus(Deliveries.LEASE))
                .set(WEBHOOK_DELIVERIES.LAST_ATTEMPT_AT, now)
                .set(WEBHOOK_DELIVERIES.ATTEMPTS, WEBHOOK_DELIVERIES.ATTEMPTS.plus(1))
                .from(WEBHOOKS).where(WEBHOOKS.ID.eq(WEBHOOK_DELIVERIES.WEBHOOK_ID), WEBHOOK_DELIVERIES.ID.in(free))
                .returningResult(WEBHOOK_DELIVERIES.ID, WEBHOOK_DELIVERIES.PROJECT_ID, WEBHOOK_DELIVERIES.WEBHOOK_ID,
                        WEBHOOK_DELIVERIES.EVENT, WEBHOOK_DELIVERIES.BODY, WEBHOOK_DELIVERIES.ATTEMPTS, WEBHOOKS.URL,
                        WEBHOOKS.ENABLED, WEBHOOKS.PROJECT_KEY_ID, WEBHOOKS.SEALED)
                .fetch(DueDeliveries::due));
    }

    /** The secret that signs it. @throws dev.coffer.crypto.SealBroken where it doesn't open */
    Plaintext secret(Due due) {
        return database.read(sql -> keys.open(sql, due.projectId,
                Binding.webhookSecret(due.projectId, due.webhookId), due.target.secret));
    }

    /** Keeps what an attempt came to, unless another attempt was begun meanwhile. */
    void settle(Due due, Outcome outcome) {
        database.transact(tx -> {
            // The webhook first, as everybody who changes one does.
            boolean disables = outcome.isGone() && disable(tx, due);
            tx.update(WEBHOOK_DELIVERIES)
                    .set(WEBHOOK_DELIVERIES.NEXT_ATTEMPT_AT, next(due, outcome).orElse(null))
                    .set(WEBHOOK_DELIVERIES.DELIVERED_AT, outcome.isTaken() ? now() : null)
                    .set(WEBHOOK_DELIVERIES.LAST_STATUS,
                            outcome instanceof Outcome.Answered(var status) ? status : null)
                    .set(WEBHOOK_DELIVERIES.LAST_FAULT,
                            outcome instanceof Outcome.Failed(var fault) ? fault.slug() : null)
                    .where(WEBHOOK_DELIVERIES.ID.eq(due.id), WEBHOOK_DELIVERIES.ATTEMPTS.eq(due.attempt)).execute();
            if (disables) {
                Deliveries.giveUp(tx, due.webhookId);
                audit.record(tx, due.projectId, null,
                        new Origin(due.id.toString(), Origin.Source.HOST, null, Once.NONE),
                        AuditEntry.of(AuditAction.WEBHOOK_CHANGED)
                                .subject(due.webhookId, Webhook.host(due.target.url))
                                .reason("disabled, since its receiver answered 410 Gone"));
            }
            return null;
        });
    }

    private static boolean disable(DSLContext tx, Due due) {
        return tx.update(WEBHOOKS).set(WEBHOOKS.ENABLED, false).set(WEBHOOKS.REVISION, WEBHOOKS.REVISION.plus(1))
                .where(WEBHOOKS.ID.eq(due.webhookId), DSL.condition(WEBHOOKS.ENABLED),
                        WEBHOOKS.URL.eq(due.target.url))
                .execute() == 1;
    }

    private Optional<Instant> next(Due due, Outcome outcome) {
        boolean isOver = outcome.isTaken() || outcome.isGone() || due.attempt > PAUSES.size()
                || outcome.equals(new Outcome.Failed(Fault.DISABLED));
        return isOver ? Optional.empty() : Optional.of(now().plus(pause(due.attempt)));
    }

    private static Duration pause(int attempt) {
        var least = PAUSES.get(attempt - 1);
        return least.plusMillis((long) (least.toMillis() * JITTER * RandomGenerator.getDefault().nextDouble()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Due due(Record row) {
        return new Due(row.get(WEBHOOK_DELIVERIES.ID), row.get(WEBHOOK_DELIVERIES.PROJECT_ID),
                row.get(WEBHOOK_DELIVERIES.WEBHOOK_ID), row.get(WEBHOOK_DELIVERIES.EVENT),
                row.get(WEBHOOK_DELIVERIES.BODY), row.get(WEBHOOK_DELIVERIES.ATTEMPTS),
                new Target(row.get(WEBHOOKS.URL), row.get(WEBHOOKS.ENABLED),
                        new Sealed(row.get(WEBHOOKS.PROJECT_KEY_ID), row.get(WEBHOOKS.SEALED))));
    }
}
