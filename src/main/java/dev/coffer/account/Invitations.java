package dev.coffer.account;

import static dev.coffer.db.schema.Tables.INVITATIONS;
import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.access.Access;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.access.Permission;
import dev.coffer.access.Role;
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
import java.util.UUID;

/**
 * One-time links into a project, which work for a week. Nobody invites above their own role; the link is shown once, and
 * the row keeps its hash alone.
 */
public final class Invitations {
    static final Duration LASTS = Duration.ofDays(7);

    private final Database database;
    private final AuditLog audit;
    private final InstantSource clock;

    /** A new invitation. Its link is {@code /invitations/<token>}: shown once, and the token closed. */
    public record Invited(UUID id, Plaintext token, Instant expiresAt) {
    }

    public Invitations(Database database, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /** @throws Forbidden for a role above the asker's own */
    public Result<Invited> create(Access access, Role role) {
        access.require(Permission.MEMBER_MANAGE);
        if (!access.role().reaches(role)) {
            throw new Forbidden(Permission.MEMBER_MANAGE);
        }
        var issued = BearerToken.issue(BearerToken.Kind.INVITATION);
        var invited = new Invited(Ids.next(), issued.token(), clock.instant().plus(LASTS));
        return database.transact(access.origin().once(), tx -> {
            tx.insertInto(INVITATIONS).set(INVITATIONS.ID, invited.id()).set(INVITATIONS.PUBLIC_ID, issued.publicId())
                    .set(INVITATIONS.SECRET_HASH, issued.secretHash()).set(INVITATIONS.PROJECT_ID, access.projectId())
                    .set(INVITATIONS.ROLE, role.slug()).set(INVITATIONS.CREATED_AT, clock.instant())
                    .set(INVITATIONS.CREATED_BY, access.userId()).set(INVITATIONS.EXPIRES_AT, invited.expiresAt())
                    .execute();
            audit.record(tx, access, AuditEntry.of(AuditAction.INVITATION_CREATED)
                    .subject(invited.id(), "invitation").role(role.slug()));
            return Result.ok(invited);
        });
    }

    /** Those that can still be taken up, the newest first. */
    public List<Invitation> list(Access access) {
        access.require(Permission.MEMBER_MANAGE);
        return database.read(sql -> sql.select(INVITATIONS.ID, INVITATIONS.ROLE, USERS.NAME, INVITATIONS.CREATED_AT,
                INVITATIONS.EXPIRES_AT).from(INVITATIONS).join(USERS).on(USERS.ID.eq(INVITATIONS.CREATED_BY))
                .where(INVITATIONS.PROJECT_ID.eq(access.projectId()), INVITATIONS.ACCEPTED_AT.isNull(),
                        INVITATIONS.EXPIRES_AT.gt(clock.instant()))
                .orderBy(INVITATIONS.ID.desc()).fetch(row -> new Invitation(row.value1(),
                        Role.of(row.value2()).orElseThrow(), row.value3(), row.value4(), row.value5())));
    }

    /** Makes the link worthless. @throws NotFound where there is no such invitation, or it was taken up */
    public Result<Void> withdraw(Access access, UUID id) {
        access.require(Permission.MEMBER_MANAGE);
        return database.transact(access.origin().once(), tx -> {
            var role = tx.deleteFrom(INVITATIONS).where(INVITATIONS.ID.eq(id),
                    INVITATIONS.PROJECT_ID.eq(access.projectId()), INVITATIONS.ACCEPTED_AT.isNull())
                    .returning(INVITATIONS.ROLE).fetchOptional(INVITATIONS.ROLE).orElseThrow(NotFound::new);
            audit.record(tx, access, AuditEntry.of(AuditAction.INVITATION_REVOKED).subject(id, "invitation").role(role));
            return Result.ok(null);
        });
    }
}
