package dev.coffer.webhook;

import static dev.coffer.db.schema.Tables.USERS;
import static dev.coffer.db.schema.Tables.WEBHOOKS;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.access.Permission;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.crypto.Binding;
import dev.coffer.crypto.Plaintext;
import dev.coffer.crypto.ProjectKeys;
import dev.coffer.crypto.Sealed;
import dev.coffer.crypto.WebhookSecret;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.project.Projects;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * The webhooks of a project, ten at most. The secret that signs is made here, shown once and kept sealed under the
 * project's key; an address that may not be called is refused as soon as it can be told.
 */
public final class Webhooks {
    private static final int MOST = 10;

    private final Database database;
    private final ProjectKeys keys;
    private final AuditLog audit;
    private final Reach reach;

    /** A webhook and its secret, which is shown once and closed. */
    public record Created(Webhook about, Plaintext secret) {}

    public Webhooks(Database database, ProjectKeys keys, AuditLog audit, Reach reach) {
        this.database = database;
        this.keys = keys;
        this.audit = audit;
        this.reach = reach;
    }

    /** All of the project's, the oldest first. */
    public List<Webhook> list(Access access) {
        access.require(Permission.WEBHOOK_MANAGE);
        return database.read(sql -> read(sql, access, DSL.noCondition()));
    }

    /** @throws NotFound where the project has no such webhook */
    public Webhook get(Access access, UUID id) {
        access.require(Permission.WEBHOOK_MANAGE);
        return database.read(sql -> find(sql, access, id));
    }

    public Result<Created> create(Access access, WebhookDraft draft) {
        access.require(Permission.WEBHOOK_MANAGE);
        var errors = draft.check(reach);
        if (!errors.isEmpty()) {
            return Result.invalid(errors);
        }
        return database.transact(access.origin().once(), tx -> {
            Projects.hold(tx, access.projectId());
            if (tx.fetchCount(WEBHOOKS, WEBHOOKS.PROJECT_ID.eq(access.projectId())) >= MOST) {
                return Result.conflict(Clash.Kind.BLOCKED, "This project has reached %d webhooks".formatted(MOST));
            }
            var id = Ids.next();
            var secret = WebhookSecret.issue();
            var sealed = seal(tx, access, id, secret);
            tx.insertInto(WEBHOOKS).set(WEBHOOKS.ID, id).set(WEBHOOKS.PROJECT_ID, access.projectId())
                    .set(WEBHOOKS.URL, draft.url()).set(WEBHOOKS.EVENTS, draft.events().toArray(String[]::new))
                    .set(WEBHOOKS.ENABLED, draft.enabled()).set(WEBHOOKS.PROJECT_KEY_ID, sealed.projectKeyId())
                    .set(WEBHOOKS.SEALED, sealed.blob()).set(WEBHOOKS.CREATED_BY, access.userId()).execute();
            audit.record(tx, access, entry(AuditAction.WEBHOOK_CREATED, id, draft.url()));
            return Result.ok(new Created(find(tx, access, id), secret));
        });
    }

    /** What is disabled is told nothing, also not what waits. @throws NotFound where there is no such webhook */
    public Result<Webhook> change(Access access, UUID id, WebhookChange change) {
        access.require(Permission.WEBHOOK_MANAGE);
        return database.transact(access.origin().once(), tx -> {
            var before = held(tx, access, id);
            if (change.read() != null && change.read() != before.revision()) {
                return Result.conflict(Clash.Kind.STALE, "Somebody changed this webhook since you opened it. Look at "
                        + "what is stored now, then save again");
            }
            var draft = change.applied(before);
            var errors = draft.check(reach);
            if (!errors.isEmpty()) {
                return Result.invalid(errors);
            }
            if (!draft.equals(new WebhookChange(null, null, null, null).applied(before))) {
                tx.update(WEBHOOKS).set(WEBHOOKS.URL, draft.url())
                        .set(WEBHOOKS.EVENTS, draft.events().toArray(String[]::new))
                        .set(WEBHOOKS.ENABLED, draft.enabled()).set(WEBHOOKS.REVISION, WEBHOOKS.REVISION.plus(1))
                        .where(WEBHOOKS.ID.eq(id)).execute();
                if (!draft.enabled()) {
                    Deliveries.giveUp(tx, id);
                }
                audit.record(tx, access, entry(AuditAction.WEBHOOK_CHANGED, id, draft.url())
                        .reason(what(before, draft)));
            }
            return Result.ok(find(tx, access, id));
        });
    }

    /** Gives it another secret; the one before signs nothing from now on. @throws NotFound where there is none */
    public Result<Created> roll(Access access, UUID id) {
        access.require(Permission.WEBHOOK_MANAGE);
        return database.transact(access.origin().once(), tx -> {
            var webhook = held(tx, access, id);
            var secret = WebhookSecret.issue();
            var sealed = seal(tx, access, id, secret);
            tx.update(WEBHOOKS).set(WEBHOOKS.PROJECT_KEY_ID, sealed.projectKeyId())
                    .set(WEBHOOKS.SEALED, sealed.blob()).set(WEBHOOKS.REVISION, WEBHOOKS.REVISION.plus(1))
                    .where(WEBHOOKS.ID.eq(id)).execute();
            audit.record(tx, access, entry(AuditAction.WEBHOOK_CHANGED, id, webhook.url()).reason("new secret"));
            return Result.ok(new Created(find(tx, access, id), secret));
        });
    }

    /** Takes its deliveries with it. @throws NotFound where there is none */
    public Result<Webhook> delete(Access access, UUID id) {
        access.require(Permission.WEBHOOK_MANAGE);
        return database.transact(access.origin().once(), tx -> {
            var webhook = held(tx, access, id);
            tx.deleteFrom(WEBHOOKS).where(WEBHOOKS.ID.eq(id)).execute();
            audit.record(tx, access, entry(AuditAction.WEBHOOK_DELETED, id, webhook.url()));
            return Result.ok(webhook);
        });
    }

    static Webhook find(DSLContext sql, Access access, UUID id) {
        return read(sql, access, WEBHOOKS.ID.eq(id)).stream().findFirst().orElseThrow(NotFound::new);
    }

    /** The project, and then the webhook, until the transaction ends. */
    static Webhook held(DSLContext tx, Access access, UUID id) {
        Projects.hold(tx, access.projectId());
        tx.select(WEBHOOKS.ID).from(WEBHOOKS).where(WEBHOOKS.PROJECT_ID.eq(access.projectId()), WEBHOOKS.ID.eq(id))
                .forUpdate().fetchOptional().orElseThrow(NotFound::new);
        return find(tx, access, id);
    }

    private Sealed seal(DSLContext tx, Access access, UUID id, Plaintext secret) {
        return keys.seal(tx, access.projectId(), Binding.webhookSecret(access.projectId(), id), secret);
    }

    private static List<Webhook> read(DSLContext sql, Access access, Condition which) {
        var rows = sql.select(WEBHOOKS.asterisk(), USERS.NAME).from(WEBHOOKS).join(USERS)
                .on(USERS.ID.eq(WEBHOOKS.CREATED_BY))
                .where(WEBHOOKS.PROJECT_ID.eq(access.projectId()), which).orderBy(WEBHOOKS.ID).fetch();
        var last = Deliveries.newest(sql, rows.getValues(WEBHOOKS.ID));
        return rows.map(row -> webhook(row, last));
    }

    private static Webhook webhook(Record row, Map<UUID, Delivery> last) {
        var id = row.get(WEBHOOKS.ID);
        var events = Arrays.stream(row.get(WEBHOOKS.EVENTS)).map(Event::of).flatMap(Optional::stream).toList();
        return new Webhook(id, row.get(WEBHOOKS.URL), events, row.get(WEBHOOKS.ENABLED), row.get(WEBHOOKS.REVISION),
                new Webhook.Made(row.get(WEBHOOKS.CREATED_AT), row.get(USERS.NAME)),
                Optional.ofNullable(last.get(id)));
    }

    /** By its host: the rest of an address may hold a token. */
    private static AuditEntry entry(AuditAction action, UUID id, String url) {
        return AuditEntry.of(action).subject(id, Webhook.host(url));
    }

    private static String what(Webhook before, WebhookDraft after) {
        return after.enabled() == before.enabled() ? "settings" : after.enabled() ? "enabled" : "disabled";
    }
}
