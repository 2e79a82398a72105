package dev.coffer.pipeline;

import static dev.coffer.db.schema.Tables.MEMBERS;
import static dev.coffer.db.schema.Tables.PROJECT_TOKENS;
import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.access.Access;
import dev.coffer.access.Actor;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.access.Permission;
import dev.coffer.access.Role;
import dev.coffer.account.TokenAddresses;
import dev.coffer.account.TokenLife;
import dev.coffer.account.Users;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.crypto.BearerToken;
import dev.coffer.crypto.Plaintext;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;
import dev.coffer.form.Result;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * A project's tokens for pipelines: 366 days at most, shown once, stored as SHA-256 (OWASP ASVS 5.0, 6.5.2). One works
 * as long as whoever made it is a member of the project, and only from the addresses that it was made for.
 */
public final class PipelineTokens {
    private final Database database;
    private final AuditLog audit;
    private final InstantSource clock;

    /** A new token, whose text is shown once and closed. */
    public record Created(PipelineToken about, Plaintext token) {}

    public PipelineTokens(Database database, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Which token this is: no query for a mistyped one, one for the others.
     *
     * @param address the client's, as text
     * @throws Forbidden where the token is right and not made for that address
     */
    public Optional<Actor.Pipeline> find(String bearer, String address) {
        return BearerToken.parse(bearer).filter(token -> token.kind() == BearerToken.Kind.CI)
                .flatMap(token -> database.read(sql -> find(sql, token, address)));
    }

    /** Lasts as long as asked for, but no longer than the token that asks. */
    public Result<Created> create(Access access, PipelineTokenDraft draft) {
        access.require(Permission.TOKEN_MANAGE);
        var now = clock.instant();
        var errors = draft.check(now);
        if (!errors.isEmpty()) {
            return Result.invalid(errors);
        }
        return database.transact(access.origin().once(), tx -> {
            var created = insert(tx, access, draft, now);
            audit.record(tx, access, AuditEntry.of(AuditAction.PROJECT_TOKEN_CREATED)
                    .subject(created.about().id(), draft.name()).role(draft.checkedRole().slug()));
            return Result.ok(created);
        });
    }

    /** The project's, expired ones too, the newest first; those before {@code before} (null: from the newest). */
    public List<PipelineToken> list(Access access, UUID before, int limit) {
        access.require(Permission.TOKEN_MANAGE);
        var older = before == null ? DSL.noCondition() : PROJECT_TOKENS.ID.lt(before);
        return select(access, older, limit + 1);
    }

    /** @throws NotFound for one that isn't there, or is another project's */
    public PipelineToken get(Access access, UUID id) {
        access.require(Permission.TOKEN_MANAGE);
        return select(access, PROJECT_TOKENS.ID.eq(id), 1).stream().findFirst().orElseThrow(NotFound::new);
    }

    /** Ends one, from the next request on. @return its name @throws NotFound as {@link #get} */
    public Result<String> revoke(Access access, UUID id) {
        access.require(Permission.TOKEN_MANAGE);
        return database.transact(access.origin().once(), tx -> {
            var name = tx.deleteFrom(PROJECT_TOKENS)
                    .where(PROJECT_TOKENS.ID.eq(id), PROJECT_TOKENS.PROJECT_ID.eq(access.projectId()))
                    .returning(PROJECT_TOKENS.NAME).fetchOptional(PROJECT_TOKENS.NAME).orElseThrow(NotFound::new);
            audit.record(tx, access, AuditEntry.of(AuditAction.PROJECT_TOKEN_REVOKED).subject(id, name));
            return Result.ok(name);
        });
    }

    private static Created insert(DSLContext tx, Access access, PipelineTokenDraft draft, Instant now) {
        var issued = BearerToken.issue(BearerToken.Kind.CI);
        var end = draft.end(now);
        var latest = access.actor().latestEnd();
        var about = new PipelineToken(Ids.next(), draft.name(), draft.checkedRole(), draft.networks(),
                access.actor().user().name(), false, now, end.isAfter(latest) ? latest : end, null);
        tx.insertInto(PROJECT_TOKENS).set(PROJECT_TOKENS.ID, about.id())
                .set(PROJECT_TOKENS.PUBLIC_ID, issued.publicId()).set(PROJECT_TOKENS.SECRET_HASH, issued.secretHash())
                .set(PROJECT_TOKENS.PROJECT_ID, access.projectId()).set(PROJECT_TOKENS.NAME, about.name())
                .set(PROJECT_TOKENS.ROLE, about.role().slug())
                .set(PROJECT_TOKENS.ADDRESSES, about.addresses().toArray(String[]::new))
                .set(PROJECT_TOKENS.CREATED_AT, about.createdAt()).set(PROJECT_TOKENS.CREATED_BY, access.userId())
                .set(PROJECT_TOKENS.EXPIRES_AT, about.expiresAt()).execute();
        return new Created(about, issued.token());
    }

    private Optional<Actor.Pipeline> find(DSLContext sql, BearerToken.Presented token, String address) {
        var now = clock.instant();
        var row = sql.select(PROJECT_TOKENS.fields()).select(Users.FIELDS).from(PROJECT_TOKENS)
                .join(USERS).on(USERS.ID.eq(PROJECT_TOKENS.CREATED_BY), USERS.DISABLED_AT.isNull())
                .join(MEMBERS).on(MEMBERS.PROJECT_ID.eq(PROJECT_TOKENS.PROJECT_ID),
                        MEMBERS.USER_ID.eq(PROJECT_TOKENS.CREATED_BY))
                .where(PROJECT_TOKENS.PUBLIC_ID.eq(token.publicId()), PROJECT_TOKENS.EXPIRES_AT.gt(now)).fetchOne();
        if (row == null || !token.matches(row.get(PROJECT_TOKENS.SECRET_HASH))) {
            return Optional.empty();
        }
        TokenAddresses.require(row.get(PROJECT_TOKENS.ADDRESSES), address);
        if (TokenLife.isWorthWriting(row.get(PROJECT_TOKENS.LAST_USED_AT), now)) {
            sql.update(PROJECT_TOKENS).set(PROJECT_TOKENS.LAST_USED_AT, now)
                    .where(PROJECT_TOKENS.ID.eq(row.get(PROJECT_TOKENS.ID))).execute();
        }
        return Optional.of(new Actor.Pipeline(Users.user(row), row.get(PROJECT_TOKENS.ID),
                row.get(PROJECT_TOKENS.NAME), row.get(PROJECT_TOKENS.PROJECT_ID), role(row),
                row.get(PROJECT_TOKENS.EXPIRES_AT)));
    }

    private List<PipelineToken> select(Access access, Condition which, int limit) {
        var isMember = DSL.field(MEMBERS.USER_ID.isNotNull().and(USERS.DISABLED_AT.isNull()));
        return database.read(sql -> sql.select(PROJECT_TOKENS.fields()).select(USERS.NAME, isMember)
                .from(PROJECT_TOKENS).join(USERS).on(USERS.ID.eq(PROJECT_TOKENS.CREATED_BY))
                .leftJoin(MEMBERS).on(MEMBERS.PROJECT_ID.eq(PROJECT_TOKENS.PROJECT_ID),
                        MEMBERS.USER_ID.eq(PROJECT_TOKENS.CREATED_BY))
                .where(PROJECT_TOKENS.PROJECT_ID.eq(access.projectId()), which).orderBy(PROJECT_TOKENS.ID.desc())
                .limit(limit).fetch(row -> new PipelineToken(row.get(PROJECT_TOKENS.ID), row.get(PROJECT_TOKENS.NAME),
                        role(row), List.of(row.get(PROJECT_TOKENS.ADDRESSES)), row.get(USERS.NAME),
                        !row.get(isMember), row.get(PROJECT_TOKENS.CREATED_AT), row.get(PROJECT_TOKENS.EXPIRES_AT),
                        row.get(PROJECT_TOKENS.LAST_USED_AT))));
    }

    private static Role role(Record row) {
        return Role.of(row.get(PROJECT_TOKENS.ROLE)).orElseThrow();
    }
}
