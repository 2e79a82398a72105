package dev.coffer.audit;

import static dev.coffer.db.schema.Tables.AUDIT_CHAINS;
import static dev.coffer.db.schema.Tables.AUDIT_EVENTS;

import dev.coffer.access.Access;
import dev.coffer.access.Actor;
import dev.coffer.access.DeploymentAccess;
import dev.coffer.access.Origin;
import dev.coffer.access.OrganizationAccess;
import dev.coffer.access.Permission;
import dev.coffer.crypto.Keyring;
import dev.coffer.crypto.Label;
import dev.coffer.db.Database;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Row7;
import org.jooq.impl.DSL;
import tools.jackson.databind.json.JsonMapper;

/**
 * The audit log: rows are added in the transaction of what they record, and never changed. Recording takes the chain's
 * lock until the transaction ends, so a use case does it last.
 */
public final class AuditLog {
    /** Where the id of each chain is told to which a row is added that isn't a read. */
    public static final String CHANNEL = "coffer_changes";

    private static final byte[] FIRST = new byte[32];
    private static final JsonMapper JSON = new JsonMapper();

    private final Database database;
    private final Keyring keyring;
    private final Observer observer;

    /**
     * Hears of every entry in the transaction that records it, before the chain is held: what it writes commits with
     * the change, or not at all.
     */
    public interface Observer {
        /** Of nobody's business. */
        Observer NONE = new Observer() {
            @Override
            public void heard(DSLContext tx, Access access, AuditEntry entry) {}

            @Override
            public void heard(DSLContext tx, OrganizationAccess access, AuditEntry entry) {}
        };

        /** What happened in a project. */
        void heard(DSLContext tx, Access access, AuditEntry entry);

        /** What happened in the organization. */
        void heard(DSLContext tx, OrganizationAccess access, AuditEntry entry);
    }

    public AuditLog(Database database, Keyring keyring) {
        this(database, keyring, Observer.NONE);
    }

    public AuditLog(Database database, Keyring keyring, Observer observer) {
        this.database = database;
        this.keyring = keyring;
        this.observer = observer;
    }

    /** Records in the project's chain. */
    public void record(DSLContext tx, Access access, AuditEntry entry) {
        observer.heard(tx, access, entry);
        record(tx, access.projectId(), access.actor(), access.origin(), entry);
    }

    /** Records in the organization's chain. */
    public void record(DSLContext tx, OrganizationAccess access, AuditEntry entry) {
        observer.heard(tx, access, entry);
        record(tx, access.organizationId(), access.actor(), access.origin(), entry);
    }

    /** Records in the chain of a deployment's project. */
    public void record(DSLContext tx, DeploymentAccess access, AuditEntry entry) {
        recordAll(tx, List.of(new Done(access, entry)));
    }

    /** What a deployment did. */
    public record Done(DeploymentAccess by, AuditEntry entry) {}

    /**
     * Records what several deployments of one project did at about the same time, in this order, for the price of one:
     * a row each, and one lock and one commit for all.
     */
    public void recordAll(DSLContext tx, List<Done> all) {
        append(tx, all.getFirst().by.projectId(), all.stream()
                .map(done -> new Line(null, facts(done.by), done.by.origin(), done.entry)).toList());
    }

    /** Records in a chain, which begins with its first row. {@code actor} may be null: nobody known. */
    public void record(DSLContext tx, UUID chain, Actor actor, Origin origin, AuditEntry entry) {
        append(tx, chain, List.of(new Line(actor == null ? null : actor.user().id(),
                actor == null ? Map.of() : facts(actor), origin, entry)));
    }

    /** What a row is made of; {@code actorId} is a person's, or null. */
    private record Line(UUID actorId, Map<String, Object> actor, Origin origin, AuditEntry entry) {}

    private void append(DSLContext tx, UUID chain, List<Line> lines) {
        var head = head(tx, chain);
        var seq = head.seq;
        var changes = head.changes;
        var mac = head.mac;
        var rows = new ArrayList<Row7<UUID, Long, Instant, UUID, String, String, byte[]>>();
        for (var line : lines) {
            seq++;
            changes = line.entry.action().isRead() ? changes : seq;
            var body = body(head.now, line);
            mac = mac(chain, seq, mac, body);
            rows.add(DSL.row(chain, seq, head.now, line.actorId, line.entry.action().slug(), body, mac));
        }
        var insert = tx.with("moved")
                .as(DSL.update(AUDIT_CHAINS).set(AUDIT_CHAINS.SEQ, seq).set(AUDIT_CHAINS.CHANGES, changes)
                        .set(AUDIT_CHAINS.MAC, mac).where(AUDIT_CHAINS.ID.eq(chain)).returning(AUDIT_CHAINS.ID))
                .insertInto(AUDIT_EVENTS, AUDIT_EVENTS.CHAIN_ID, AUDIT_EVENTS.SEQ, AUDIT_EVENTS.RECORDED_AT,
                        AUDIT_EVENTS.ACTOR_ID, AUDIT_EVENTS.ACTION, AUDIT_EVENTS.BODY, AUDIT_EVENTS.MAC)
                .valuesOfRows(rows);
        if (changes == head.changes) {
            insert.execute();
        } else {
            // Told with the commit, and once however many rows there are.
            insert.returningResult(DSL.field("pg_notify({0}, {1})::text", String.class, DSL.inline(CHANNEL),
                    DSL.val(chain.toString()))).fetch();
        }
    }

    /** A project's rows, newest first; one more than {@code limit} where there are more. Developers see their own. */
    public List<AuditRow> page(Access access, OptionalLong before, int limit) {
        access.require(Permission.AUDIT_OWN);
        return page(access.projectId(), own(access), before, limit);
    }

    /** The organization's rows, for its owners. */
    public List<AuditRow> page(OrganizationAccess access, OptionalLong before, int limit) {
        access.requireOwner();
        return page(access.organizationId(), DSL.noCondition(), before, limit);
    }

    /** The rows that follow row {@code after}, newest first; where there are more, the first is one more. */
    public List<AuditRow> pageAfter(Access access, long after, int limit) {
        access.require(Permission.AUDIT_OWN);
        return pageAfter(access.projectId(), own(access), after, limit);
    }

    /** As {@link #pageAfter(Access, long, int)}, of the organization. */
    public List<AuditRow> pageAfter(OrganizationAccess access, long after, int limit) {
        access.requireOwner();
        return pageAfter(access.organizationId(), DSL.noCondition(), after, limit);
    }

    /**
     * Walks a chain from its first row to its head.
     *
     * @return the number of the first row that was altered, is missing or was put in; empty for a whole chain
     */
    public OptionalLong firstFault(Access access) {
        access.require(Permission.AUDIT_ALL);
        return firstFault(access.projectId());
    }

    /** As {@link #firstFault(Access)}, of the organization's chain. */
    public OptionalLong firstFault(OrganizationAccess access) {
        access.requireOwner();
        return firstFault(access.organizationId());
    }

    private OptionalLong firstFault(UUID chain) {
        return database.transact(tx -> {
            // One moment's view of the chain, and no lock that whoever records next would wait for.
            tx.execute("set transaction isolation level repeatable read, read only");
            var head = tx.selectFrom(AUDIT_CHAINS).where(AUDIT_CHAINS.ID.eq(chain)).fetchOne();
            long seq = 0;
            var previous = FIRST;
            try (var rows = tx.selectFrom(AUDIT_EVENTS).where(AUDIT_EVENTS.CHAIN_ID.eq(chain)).orderBy(AUDIT_EVENTS.SEQ)
                    .fetchSize(1_000).fetchLazy()) {
                for (var row : rows) {
                    seq++;
                    var body = row.get(AUDIT_EVENTS.BODY);
                    var mac = mac(chain, seq, previous, body);
                    if (row.get(AUDIT_EVENTS.SEQ) != seq || !MessageDigest.isEqual(mac, row.get(AUDIT_EVENTS.MAC))
                            || !AuditRow.of(seq, body).matches(row)) {
                        return OptionalLong.of(seq);
                    }
                    previous = mac;
                }
            }
            var isWhole = head == null ? seq == 0
                    : head.get(AUDIT_CHAINS.SEQ) == seq && MessageDigest.isEqual(head.get(AUDIT_CHAINS.MAC), previous);
            return isWhole ? OptionalLong.empty() : OptionalLong.of(seq + 1);
        });
    }

    private List<AuditRow> page(UUID chain, Condition condition, OptionalLong before, int limit) {
        var older = before.isPresent() ? AUDIT_EVENTS.SEQ.lt(before.getAsLong()) : DSL.noCondition();
        return read(chain, sql -> sql.select(AUDIT_EVENTS.SEQ, AUDIT_EVENTS.BODY).from(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.CHAIN_ID.eq(chain), condition, older).orderBy(AUDIT_EVENTS.SEQ.desc())
                .limit(limit + 1).fetch(row -> AuditRow.of(row.value1(), row.value2())));
    }

    private List<AuditRow> pageAfter(UUID chain, Condition condition, long after, int limit) {
        return read(chain, sql -> sql.select(AUDIT_EVENTS.SEQ, AUDIT_EVENTS.BODY).from(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.CHAIN_ID.eq(chain), condition, AUDIT_EVENTS.SEQ.gt(after))
                .orderBy(AUDIT_EVENTS.SEQ).limit(limit + 1).fetch(row -> AuditRow.of(row.value1(), row.value2())))
                .reversed();
    }

    /** What apps read may be told a little late, changes may not. */
    private <T> T read(UUID chain, Function<DSLContext, T> work) {
        return database.readFromReplica(sql -> sql.select(AUDIT_CHAINS.CHANGES).from(AUDIT_CHAINS)
                .where(AUDIT_CHAINS.ID.eq(chain)).fetchOptional(AUDIT_CHAINS.CHANGES), work);
    }

    private static Condition own(Access access) {
        return access.may(Permission.AUDIT_ALL) ? DSL.noCondition() : AUDIT_EVENTS.ACTOR_ID.eq(access.userId());
    }

    private record Head(long seq, long changes, byte[] mac, Instant now) {}

    private static Head head(DSLContext tx, UUID chain) {
        var now = DSL.field("clock_timestamp()", AUDIT_EVENTS.RECORDED_AT.getDataType());
        var query = tx.select(AUDIT_CHAINS.SEQ, AUDIT_CHAINS.CHANGES, AUDIT_CHAINS.MAC, now).from(AUDIT_CHAINS)
                .where(AUDIT_CHAINS.ID.eq(chain)).forUpdate();
        var row = query.fetchOne();
        if (row == null) {
            tx.insertInto(AUDIT_CHAINS).set(AUDIT_CHAINS.ID, chain).set(AUDIT_CHAINS.SEQ, 0L)
                    .set(AUDIT_CHAINS.MAC, FIRST).onConflictDoNothing().execute();
            row = query.fetchSingle();
        }
        return new Head(row.value1(), row.value2(), row.value3(), row.value4());
    }

    /** The text that is authenticated: JSON with sorted names, written once and never parsed back to be checked. */
    private static String body(Instant at, Line line) {
        var body = new TreeMap<String, Object>(line.entry.facts());
        body.put("action", line.entry.action().slug());
        body.put("at", at.toString());
        body.put("request_id", line.origin.requestId());
        body.put("source", line.origin.source().name().toLowerCase(java.util.Locale.ROOT));
        body.put("address", line.origin.address());
        if (!line.actor.isEmpty()) {
            body.put("actor", line.actor);
        }
        return JSON.writeValueAsString(body);
    }

    /** A pipeline's token stands beside its maker by name, so that the log tells the two apart. */
    private static Map<String, Object> facts(Actor actor) {
        var facts = new TreeMap<String, Object>(Map.of("id", actor.user().id().toString(), "name", actor.user().name(),
                "kind", kind(actor), "credential_id", actor.credentialId().toString()));
        if (actor instanceof Actor.Pipeline pipeline) {
            facts.put("token", pipeline.name());
        }
        return facts;
    }

    private static Map<String, Object> facts(DeploymentAccess access) {
        return new TreeMap<>(Map.of("id", access.deploymentId().toString(), "name", access.name(), "kind",
                "deployment", "credential_id", access.token().id().toString(), "token", access.token().name()));
    }

    /** How an actor came in, in a word. */
    public static String kind(Actor actor) {
        return switch (actor) {
            case Actor.Person _ -> "person";
            case Actor.Token _ -> "token";
            case Actor.Pipeline _ -> "pipeline";
        };
    }

    private byte[] mac(UUID chain, long seq, byte[] previous, String body) {
        var place = ByteBuffer.allocate(24).putLong(chain.getMostSignificantBits())
                .putLong(chain.getLeastSignificantBits()).putLong(seq).array();
        return keyring.hmac(Label.AUDIT, place, previous, body.getBytes(StandardCharsets.UTF_8));
    }
}
