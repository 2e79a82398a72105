package dev.coffer.account;

import static dev.coffer.db.schema.Tables.INVITATIONS;
import static dev.coffer.db.schema.Tables.MEMBERS;
import static dev.coffer.db.schema.Tables.PROJECTS;
import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.access.Access;
import dev.coffer.access.Actor;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.access.Origin;
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
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record10;
import org.jooq.SelectConditionStep;

/**
 * One-time links into a project, which work for a week. Nobody invites above their own role; the link is shown once,
 * and the row keeps its hash alone.
 */
public final class Invitations {
    static final Duration LASTS = Duration.ofDays(7);

    private final Database database;
    private final AuditLog audit;
    private final InstantSource clock;

    /** A new invitation. Its link is {@code /invitations/<token>}: shown once, and the token closed. */
    public record Invited(UUID id, Plaintext token, Instant expiresAt) {}

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
            requireStill(tx, access, role);
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

    /** The asker's role as it is now, held until the end: a member who is being removed leaves no link behind. */
    private static void requireStill(DSLContext tx, Access access, Role role) {
        tx.select(MEMBERS.ROLE).from(MEMBERS)
                .where(MEMBERS.PROJECT_ID.eq(access.projectId()), MEMBERS.USER_ID.eq(access.userId())).forShare()
                .fetchOptional(MEMBERS.ROLE).flatMap(Role::of)
                .filter(now -> now.grants(Permission.MEMBER_MANAGE) && now.reaches(role))
                .orElseThrow(() -> new Forbidden(Permission.MEMBER_MANAGE));
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
            audit.record(tx, access,
                    AuditEntry.of(AuditAction.INVITATION_REVOKED).subject(id, "invitation").role(role));
            return Result.ok(null);
        });
    }

    /** What a link leads to. {@code now}: when it was looked at. */
    public record Offer(UUID id, UUID organizationId, UUID projectId, String projectSlug, String projectName, Role role,
            String invitedBy, Instant expiresAt, boolean used, Instant now) {

        boolean isOpen() {
            return !used && expiresAt.isAfter(now);
        }
    }

    /** @throws NotFound for a link that never was one, or was withdrawn */
    Offer find(DSLContext sql, BearerToken.Presented token) {
        return offer(offers(sql, token).fetchOne(), token);
    }

    /** The same, and nobody else can take it up until the transaction ends. */
    Offer lock(DSLContext tx, BearerToken.Presented token) {
        return offer(offers(tx, token).forUpdate().of(INVITATIONS).fetchOne(), token);
    }

    /** Uses it up. A higher role that the person has stays. */
    void take(DSLContext tx, Offer offer, Actor actor, Origin origin) {
        var user = actor.user().id();
        tx.update(INVITATIONS).set(INVITATIONS.ACCEPTED_AT, offer.now()).set(INVITATIONS.ACCEPTED_BY, user)
                .where(INVITATIONS.ID.eq(offer.id())).execute();
        var lower = Arrays.stream(Role.values()).filter(other -> !other.reaches(offer.role())).map(Role::slug).toList();
        tx.insertInto(MEMBERS).set(MEMBERS.PROJECT_ID, offer.projectId()).set(MEMBERS.USER_ID, user)
                .set(MEMBERS.ROLE, offer.role().slug()).onConflict(MEMBERS.PROJECT_ID, MEMBERS.USER_ID).doUpdate()
                .set(MEMBERS.ROLE, offer.role().slug()).where(MEMBERS.ROLE.in(lower)).execute();
        audit.record(tx, offer.projectId(), actor, origin, AuditEntry.of(AuditAction.INVITATION_ACCEPTED)
                .subject(offer.id(), "invitation").role(offer.role().slug()));
    }

    private static SelectConditionStep<Record10<UUID, byte[], UUID, UUID, String, String, String, String, Instant, Instant>> offers(
            DSLContext sql, BearerToken.Presented token) {
        return sql.select(INVITATIONS.ID, INVITATIONS.SECRET_HASH, PROJECTS.ORGANIZATION_ID, PROJECTS.ID, PROJECTS.SLUG,
                PROJECTS.NAME, INVITATIONS.ROLE, USERS.NAME, INVITATIONS.EXPIRES_AT, INVITATIONS.ACCEPTED_AT)
                .from(INVITATIONS).join(PROJECTS).on(PROJECTS.ID.eq(INVITATIONS.PROJECT_ID))
                .join(USERS).on(USERS.ID.eq(INVITATIONS.CREATED_BY))
                .where(INVITATIONS.PUBLIC_ID.eq(token.publicId()));
    }

    private Offer offer(Record10<UUID, byte[], UUID, UUID, String, String, String, String, Instant, Instant> row,
            BearerToken.Presented token) {
        if (row == null || !token.matches(row.value2())) {
            throw new NotFound();
        }
        return new Offer(row.value1(), row.value3(), row.value4(), row.value5(), row.value6(),
                Role.of(row.value7()).orElseThrow(), row.value8(), row.value9(), row.value10() != null,
                clock.instant());
    }
}
