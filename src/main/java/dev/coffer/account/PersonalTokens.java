package dev.coffer.account;

import static dev.coffer.db.schema.Tables.PERSONAL_TOKENS;
import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.access.Actor;
import dev.coffer.access.NotFound;
import dev.coffer.access.OrganizationAccess;
import dev.coffer.access.Origin;
import dev.coffer.access.User;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.crypto.BearerToken;
import dev.coffer.crypto.Plaintext;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;
import dev.coffer.form.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;

/**
 * Tokens with which programs act for a person, as long as they last: 366 days at most. A token is shown once; what is
 * stored is its SHA-256, which suffices for 256 random bits (OWASP ASVS 5.0, 6.5.2). A token makes none that outlives
 * it.
 */
public final class PersonalTokens {
    private final Database database;
    private final AuditLog audit;
    private final InstantSource clock;

    /** A new token, whose text is shown once and closed. */
    public record Created(PersonalToken about, Plaintext token) {}

    public PersonalTokens(Database database, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whose token this is: no query for a mistyped one, one for the others. */
    public Optional<Actor.Token> find(String bearer) {
        return BearerToken.parse(bearer).filter(token -> token.kind() == BearerToken.Kind.PERSONAL)
                .flatMap(token -> database.read(sql -> find(sql, token)));
    }

    /** Lasts as long as asked for, but no longer than the token that asks. */
    public Result<Created> create(OrganizationAccess access, TokenDraft draft) {
        var errors = draft.check();
        if (!errors.isEmpty()) {
            return Result.invalid(errors);
        }
        return database.transact(access.origin().once(), tx -> {
            var created = insert(tx, access.userId(), draft, access.actor().latestEnd());
            audit.record(tx, access, AuditEntry.of(AuditAction.TOKEN_CREATED).subject(created.about().id(),
                    draft.name()));
            return Result.ok(created);
        });
    }

    /** One's own, expired ones too, the newest first; those before {@code before} (null: from the newest). */
    public List<PersonalToken> list(OrganizationAccess access, UUID before, int limit) {
        var own = PERSONAL_TOKENS.USER_ID.eq(access.userId());
        return select(before == null ? own : own.and(PERSONAL_TOKENS.ID.lt(before)), limit + 1);
    }

    /** One of one's own. @throws NotFound for any other */
    public PersonalToken get(OrganizationAccess access, UUID id) {
        return select(PERSONAL_TOKENS.USER_ID.eq(access.userId()).and(PERSONAL_TOKENS.ID.eq(id)), 1).stream()
                .findFirst().orElseThrow(NotFound::new);
    }

    /** Ends one of one's own, from the next request on. @return its name @throws NotFound for any other */
    public Result<String> revoke(OrganizationAccess access, UUID id) {
        return database.transact(access.origin().once(), tx -> {
            var name = tx.deleteFrom(PERSONAL_TOKENS)
                    .where(PERSONAL_TOKENS.ID.eq(id), PERSONAL_TOKENS.USER_ID.eq(access.userId()))
                    .returning(PERSONAL_TOKENS.NAME).fetchOptional(PERSONAL_TOKENS.NAME).orElseThrow(NotFound::new);
            audit.record(tx, access, AuditEntry.of(AuditAction.TOKEN_REVOKED).subject(id, name));
            return Result.ok(name);
        });
    }

    /** The first one of somebody new, whom it stands for in the record of it. */
    Created issue(DSLContext tx, User user, TokenDraft draft, Origin origin) {
        var created = insert(tx, user.id(), draft, Instant.MAX);
        var about = created.about();
        var actor = new Actor.Token(user, about.id(), about.name(), about.expiresAt());
        audit.record(tx, user.organizationId(), actor, origin,
                AuditEntry.of(AuditAction.TOKEN_CREATED).subject(about.id(), about.name()));
        return created;
    }

    private Created insert(DSLContext tx, UUID userId, TokenDraft draft, Instant latestEnd) {
        var issued = BearerToken.issue(BearerToken.Kind.PERSONAL);
        var now = clock.instant();
        var asked = now.plus(Duration.ofDays(draft.days()));
        var about = new PersonalToken(Ids.next(), draft.name(), now, asked.isAfter(latestEnd) ? latestEnd : asked,
                null);
        tx.insertInto(PERSONAL_TOKENS).set(PERSONAL_TOKENS.ID, about.id())
                .set(PERSONAL_TOKENS.PUBLIC_ID, issued.publicId()).set(PERSONAL_TOKENS.SECRET_HASH, issued.secretHash())
                .set(PERSONAL_TOKENS.USER_ID, userId).set(PERSONAL_TOKENS.NAME, about.name())
                .set(PERSONAL_TOKENS.CREATED_AT, about.createdAt()).set(PERSONAL_TOKENS.EXPIRES_AT, about.expiresAt())
                .execute();
        return new Created(about, issued.token());
    }

    private Optional<Actor.Token> find(DSLContext sql, BearerToken.Presented token) {
        var now = clock.instant();
        var row = sql.select(PERSONAL_TOKENS.ID, PERSONAL_TOKENS.NAME, PERSONAL_TOKENS.SECRET_HASH,
                PERSONAL_TOKENS.EXPIRES_AT, PERSONAL_TOKENS.LAST_USED_AT).select(Users.FIELDS).from(PERSONAL_TOKENS)
                .join(USERS).on(USERS.ID.eq(PERSONAL_TOKENS.USER_ID))
                .where(PERSONAL_TOKENS.PUBLIC_ID.eq(token.publicId()), PERSONAL_TOKENS.EXPIRES_AT.gt(now),
                        USERS.DISABLED_AT.isNull())
                .fetchOne();
        if (row == null || !token.matches(row.get(PERSONAL_TOKENS.SECRET_HASH))) {
            return Optional.empty();
        }
        touch(sql, row.get(PERSONAL_TOKENS.ID), row.get(PERSONAL_TOKENS.LAST_USED_AT));
        return Optional.of(new Actor.Token(Users.user(row), row.get(PERSONAL_TOKENS.ID),
                row.get(PERSONAL_TOKENS.NAME), row.get(PERSONAL_TOKENS.EXPIRES_AT)));
    }

    private void touch(DSLContext sql, UUID id, Instant usedAt) {
        var now = clock.instant();
        if (TokenLife.isWorthWriting(usedAt, now)) {
            sql.update(PERSONAL_TOKENS).set(PERSONAL_TOKENS.LAST_USED_AT, now).where(PERSONAL_TOKENS.ID.eq(id))
                    .execute();
        }
    }

    private List<PersonalToken> select(Condition which, int limit) {
        return database.read(sql -> sql.selectFrom(PERSONAL_TOKENS).where(which).orderBy(PERSONAL_TOKENS.ID.desc())
                .limit(limit).fetch(row -> new PersonalToken(row.getId(), row.getName(), row.getCreatedAt(),
                        row.getExpiresAt(), row.getLastUsedAt())));
    }
}
