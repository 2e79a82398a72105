package dev.coffer.webhook;

import static dev.coffer.db.schema.Tables.WEBHOOKS;
import static dev.coffer.db.schema.Tables.WEBHOOK_DELIVERIES;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.access.Permission;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * What was told to webhooks and what waits to be told, for the people who manage them; kept for 30 days.
 */
public final class Deliveries {
    /** How long a delivery that was taken stays with whoever took it: longer than an attempt can last. */
    static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration KEPT = Duration.ofDays(30);

    private final Database database;
    private final InstantSource clock;
    private final EventBodies bodies;

    public Deliveries(Database database, InstantSource clock, EventBodies bodies) {
        this.database = database;
        this.clock = clock;
        this.bodies = bodies;
    }

    /**
     * A webhook's deliveries, the newest first; those older than {@code before} (null: from the newest), and one more
     * than {@code limit} if there is more.
     *
     * @throws NotFound where the project has no such webhook
     */
    public List<Delivery> list(Access access, UUID webhook, UUID before, int limit) {
        access.require(Permission.WEBHOOK_MANAGE);
        return database.read(sql -> {
            Webhooks.find(sql, access, webhook);
            return sql.selectFrom(WEBHOOK_DELIVERIES).where(WEBHOOK_DELIVERIES.PROJECT_ID.eq(access.projectId()),
                    WEBHOOK_DELIVERIES.WEBHOOK_ID.eq(webhook),
                    before == null ? DSL.noCondition() : WEBHOOK_DELIVERIES.ID.lt(before))
                    .orderBy(WEBHOOK_DELIVERIES.ID.desc()).limit(limit + 1).fetch(Deliveries::delivery);
        });
    }

    /** Puts a {@code ping} on its way. @throws NotFound where the project has no such webhook */
    public Result<Delivery> test(Access access, UUID webhook) {
        access.require(Permission.WEBHOOK_MANAGE);
        return database.transact(access.origin().once(), tx -> {
            if (!Webhooks.held(tx, access, webhook).enabled()) {
                return disabled();
            }
            var id = Ids.next();
            var now = now();
            tx.insertInto(WEBHOOK_DELIVERIES).set(WEBHOOK_DELIVERIES.ID, id)
                    .set(WEBHOOK_DELIVERIES.PROJECT_ID, access.projectId()).set(WEBHOOK_DELIVERIES.WEBHOOK_ID, webhook)
                    .set(WEBHOOK_DELIVERIES.EVENT, Event.PING).set(WEBHOOK_DELIVERIES.BODY, bodies.ping(access, now))
                    .set(WEBHOOK_DELIVERIES.CREATED_AT, now).set(WEBHOOK_DELIVERIES.NEXT_ATTEMPT_AT, now).execute();
            return Result.ok(find(tx, webhook, id));
        });
    }

    /**
     * Has it tried again now, with all the attempts of a new one where it was delivered or given up. One that is on its
     * way at this moment stays so.
     *
     * @throws NotFound where there is no such delivery
     */
    public Result<Delivery> retry(Access access, UUID webhook, UUID id) {
        access.require(Permission.WEBHOOK_MANAGE);
        return database.transact(access.origin().once(), tx -> {
            boolean enabled = Webhooks.held(tx, access, webhook).enabled();
            var delivery = find(tx, webhook, id);
            if (!enabled) {
                return disabled();
            }
            if (!isUnderWay(delivery)) {
                tx.update(WEBHOOK_DELIVERIES).set(WEBHOOK_DELIVERIES.NEXT_ATTEMPT_AT, now())
                        .set(WEBHOOK_DELIVERIES.ATTEMPTS, delivery.next().isPresent() ? delivery.tries().count() : 0)
                        .setNull(WEBHOOK_DELIVERIES.DELIVERED_AT).where(WEBHOOK_DELIVERIES.ID.eq(id)).execute();
            }
            return Result.ok(find(tx, webhook, id));
        });
    }

    /** Drops what is older than 30 days; what still waits is younger. Ids sort by time, so the key finds them. */
    public static void forgetOld(DSLContext tx) {
        var oldest = new UUID(Instant.now().minus(KEPT).toEpochMilli() << 16, 0);
        tx.deleteFrom(WEBHOOK_DELIVERIES).where(WEBHOOK_DELIVERIES.ID.lt(oldest)).execute();
    }

    /** Nothing that waits for this webhook is told any more. */
    static void giveUp(DSLContext tx, UUID webhook) {
        tx.update(WEBHOOK_DELIVERIES).setNull(WEBHOOK_DELIVERIES.NEXT_ATTEMPT_AT)
                .set(WEBHOOK_DELIVERIES.LAST_FAULT, Fault.DISABLED.slug())
                .where(WEBHOOK_DELIVERIES.WEBHOOK_ID.eq(webhook), WEBHOOK_DELIVERIES.NEXT_ATTEMPT_AT.isNotNull())
                .execute();
    }

    /** Of each of these webhooks the newest delivery. */
    static Map<UUID, Delivery> newest(DSLContext sql, Collection<UUID> webhooks) {
        return sql.select(WEBHOOK_DELIVERIES.asterisk()).distinctOn(WEBHOOK_DELIVERIES.WEBHOOK_ID)
                .from(WEBHOOK_DELIVERIES).where(WEBHOOK_DELIVERIES.WEBHOOK_ID.in(webhooks))
                .orderBy(WEBHOOK_DELIVERIES.WEBHOOK_ID, WEBHOOK_DELIVERIES.ID.desc())
                .fetchMap(row -> row.get(WEBHOOK_DELIVERIES.WEBHOOK_ID), Deliveries::delivery);
    }

    private static Delivery find(DSLContext sql, UUID webhook, UUID id) {
        return sql.selectFrom(WEBHOOK_DELIVERIES).where(WEBHOOK_DELIVERIES.WEBHOOK_ID.eq(webhook),
                WEBHOOK_DELIVERIES.ID.eq(id)).fetchOptional(Deliveries::delivery).orElseThrow(NotFound::new);
    }

    /** Whoever takes one puts its next attempt off by exactly the lease. */
    private boolean isUnderWay(Delivery delivery) {
        return delivery.next().isPresent() && delivery.next().get().isAfter(now())
                && delivery.tries().last().map(last -> last.plus(LEASE)).equals(delivery.next());
    }

    private static Result<Delivery> disabled() {
        return Result.conflict(Clash.Kind.BLOCKED, "This webhook is disabled. Enable it first");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Delivery delivery(Record row) {
        var status = row.get(WEBHOOK_DELIVERIES.LAST_STATUS);
        return new Delivery(row.get(WEBHOOK_DELIVERIES.ID), row.get(WEBHOOK_DELIVERIES.EVENT),
                row.get(WEBHOOK_DELIVERIES.BODY), row.get(WEBHOOK_DELIVERIES.CREATED_AT),
                new Delivery.Tries(row.get(WEBHOOK_DELIVERIES.ATTEMPTS),
                        Optional.ofNullable(row.get(WEBHOOK_DELIVERIES.LAST_ATTEMPT_AT)),
                        status == null ? OptionalInt.empty() : OptionalInt.of(status),
                        Optional.ofNullable(row.get(WEBHOOK_DELIVERIES.LAST_FAULT))),
                Optional.ofNullable(row.get(WEBHOOK_DELIVERIES.NEXT_ATTEMPT_AT)),
                Optional.ofNullable(row.get(WEBHOOK_DELIVERIES.DELIVERED_AT)));
    }
}
