package dev.coffer.account;

import static dev.coffer.db.schema.Tables.SESSIONS;
import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.access.Actor;
import dev.coffer.access.NotFound;
import dev.coffer.access.OrganizationAccess;
import dev.coffer.access.User;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.crypto.Plaintext;
import dev.coffer.crypto.SessionToken;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;
import dev.coffer.web.Identity;
import dev.coffer.web.Ui;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Browsers that are signed in. A session ends after half an hour without a request, after twelve hours, by signing out
 * and by a new password; each request asks the database, so an ended one is refused at once (OWASP ASVS 5.0, 7.3, 7.4).
 */
public final class Sessions implements Ui.Flashes {
    static final Duration IDLE = Duration.ofMinutes(30);
    static final Duration LONGEST = Duration.ofHours(12);
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

    private final Database database;
    private final AuditLog audit;
    private final InstantSource clock;

    /** A new session; the cookie's text is sent once and closed. */
    public record Started(UUID id, Plaintext cookie) {}

    public Sessions(Database database, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whose cookie this is, in one query; empty for a session that ended and for a person who is disabled. */
    public Optional<Identity.SignedIn> find(String cookie) {
        return SessionToken.hash(cookie).flatMap(hash -> database.read(sql -> {
            var row = row(sql, hash);
            row.ifPresent(found -> touch(sql, found.get(SESSIONS.ID), found.get(SESSIONS.LAST_SEEN_AT)));
            return row.map(Sessions::signedIn);
        }));
    }

    /** The same for what a page asks by itself, while nobody may be there: it doesn't count as being seen. */
    public Optional<Identity.SignedIn> findUnseen(String cookie) {
        return SessionToken.hash(cookie).flatMap(hash -> database.read(sql -> row(sql, hash).map(Sessions::signedIn)));
    }

    /** One's own, the latest used first. */
    public List<Session> list(OrganizationAccess access) {
        return database.read(sql -> sql.selectFrom(SESSIONS).where(SESSIONS.USER_ID.eq(access.userId()), isAlive())
                .orderBy(SESSIONS.LAST_SEEN_AT.desc(), SESSIONS.ID).fetch(row -> new Session(row.getId(),
                        row.getAddress(), row.getUserAgent(), row.getCreatedAt(), row.getLastSeenAt(),
                        row.getId().equals(access.actor().credentialId()))));
    }

    /** Ends one of one's own sessions. @throws NotFound for any other */
    public void end(OrganizationAccess access, UUID id) {
        database.transact(tx -> {
            if (delete(tx, SESSIONS.ID.eq(id).and(SESSIONS.USER_ID.eq(access.userId()))) == 0) {
                throw new NotFound();
            }
            audit.record(tx, access, AuditEntry.of(AuditAction.SESSION_ENDED));
            return null;
        });
    }

    /** Ends the session that asks. */
    public void signOut(OrganizationAccess access) {
        database.transact(tx -> {
            if (delete(tx, SESSIONS.ID.eq(access.actor().credentialId())) > 0) {
                audit.record(tx, access, AuditEntry.of(AuditAction.SIGN_OUT));
            }
            return null;
        });
    }

    @Override
    public void put(UUID sessionId, String text) {
        flash(sessionId, text);
    }

    @Override
    public void clear(UUID sessionId) {
        flash(sessionId, null);
    }

    /** Drops those that ended by time and whose people didn't come back. */
    public static void forgetOld(DSLContext tx) {
        delete(tx, SESSIONS.EXPIRES_AT.lt(Instant.now()));
    }

    /**
     * A session for who just proved who they are, recorded as a sign-in. Always a new one: what the browser had before
     * ends, so that nobody can plant a cookie and wait (OWASP ASVS 5.0, 7.2.4).
     */
    Started start(DSLContext tx, User user, Visitor visitor) {
        var started = insert(tx, user, visitor);
        var person = new Actor.Person(user, started.id(), clock.instant());
        audit.record(tx, user.organizationId(), person, visitor.origin(), AuditEntry.of(AuditAction.SIGN_IN));
        return started;
    }

    /** Ends all of somebody's sessions and gives the asker a new one, after a change of the password. */
    Started renew(DSLContext tx, User user, Visitor visitor) {
        delete(tx, SESSIONS.USER_ID.eq(user.id()));
        return insert(tx, user, visitor);
    }

    private Started insert(DSLContext tx, User user, Visitor visitor) {
        delete(tx, SESSIONS.USER_ID.eq(user.id()).and(isAlive().not()));
        if (visitor.sessionId() != null) {
            delete(tx, SESSIONS.ID.eq(visitor.sessionId()));
        }
        var issued = SessionToken.issue();
        var id = Ids.next();
        var now = clock.instant();
        tx.insertInto(SESSIONS).set(SESSIONS.ID, id).set(SESSIONS.TOKEN_HASH, issued.hash())
                .set(SESSIONS.USER_ID, user.id()).set(SESSIONS.ADDRESS, visitor.origin().address())
                .set(SESSIONS.USER_AGENT, visitor.agent()).set(SESSIONS.CREATED_AT, now)
                .set(SESSIONS.AUTHENTICATED_AT, now).set(SESSIONS.LAST_SEEN_AT, now)
                .set(SESSIONS.EXPIRES_AT, now.plus(LONGEST)).execute();
        return new Started(id, issued.token());
    }

    private Optional<Record> row(DSLContext sql, byte[] hash) {
        return sql.select(SESSIONS.ID, SESSIONS.AUTHENTICATED_AT, SESSIONS.LAST_SEEN_AT, SESSIONS.FLASH)
                .select(Users.FIELDS).from(SESSIONS).join(USERS).on(USERS.ID.eq(SESSIONS.USER_ID))
                .where(SESSIONS.TOKEN_HASH.eq(hash), isAlive(), USERS.DISABLED_AT.isNull())
                .fetchOptional(row -> (Record) row);
    }

    private static Identity.SignedIn signedIn(Record row) {
        var person = new Actor.Person(Users.user(row), row.get(SESSIONS.ID), row.get(SESSIONS.AUTHENTICATED_AT));
        return new Identity.SignedIn(person, row.get(SESSIONS.FLASH));
    }

    /** At most once a minute, so that reading a page doesn't mean a write. */
    private void touch(DSLContext sql, UUID id, Instant seenAt) {
        var now = clock.instant();
        if (seenAt.plus(SEEN_EVERY).isBefore(now)) {
            sql.update(SESSIONS).set(SESSIONS.LAST_SEEN_AT, now).where(SESSIONS.ID.eq(id)).execute();
        }
    }

    private Condition isAlive() {
        var now = clock.instant();
        return SESSIONS.EXPIRES_AT.gt(now).and(SESSIONS.LAST_SEEN_AT.gt(now.minus(IDLE)));
    }

    private void flash(UUID sessionId, String text) {
        database.transact(tx -> tx.update(SESSIONS).set(SESSIONS.FLASH, text).where(SESSIONS.ID.eq(sessionId))
                .execute());
    }

    private static int delete(DSLContext tx, Condition which) {
        return tx.deleteFrom(SESSIONS).where(which).execute();
    }
}
