package dev.coffer.project;

import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.DEPLOYMENTS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_TOKENS;
import static dev.coffer.db.schema.Tables.ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.INVITATIONS;
import static dev.coffer.db.schema.Tables.MEMBERS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;
import static dev.coffer.db.schema.Tables.SECRET_VERSIONS;
import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.access.Access;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.access.Permission;
import dev.coffer.access.Role;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.db.Database;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Who works in a project, and as what. Nobody changes or removes somebody above them or lifts anybody above themselves,
 * and the last owner stays.
 */
public final class Members {
    private final Database database;
    private final AuditLog audit;

    public Members(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /** Makes somebody a member, in the transaction that makes the project or uses up an invitation. */
    public static void insert(DSLContext tx, UUID projectId, UUID userId, Role role) {
        tx.insertInto(MEMBERS).set(MEMBERS.PROJECT_ID, projectId).set(MEMBERS.USER_ID, userId)
                .set(MEMBERS.ROLE, role.slug()).execute();
    }

    /** The members by id, those after {@code after} (null: from the first); one more than {@code limit}. */
    public List<Member> list(Access access, UUID after, int limit) {
        access.require(Permission.MEMBER_MANAGE);
        var later = after == null ? DSL.noCondition() : MEMBERS.USER_ID.gt(after);
        return database.read(sql -> select(sql, access, later, limit + 1));
    }

    /** One of them. @throws NotFound for who isn't a member */
    public Member get(Access access, UUID userId) {
        access.require(Permission.MEMBER_MANAGE);
        return database.read(sql -> select(sql, access, MEMBERS.USER_ID.eq(userId), 1)).stream().findFirst()
                .orElseThrow(NotFound::new);
    }

    /** A member and what they would leave behind. @throws NotFound for who isn't a member */
    public Leaving leaving(Access access, UUID userId) {
        var member = get(access, userId);
        var values = database
                .read(sql -> sql.select(SECRETS.KEY, DSL.coalesce(APPS.SLUG, ""), ENVIRONMENTS.NAME).from(SECRET_VALUES)
                        .join(SECRET_VERSIONS).on(SECRET_VERSIONS.SECRET_ID.eq(SECRET_VALUES.SECRET_ID),
                                SECRET_VERSIONS.ENVIRONMENT_ID.eq(SECRET_VALUES.ENVIRONMENT_ID),
                                SECRET_VERSIONS.NUMBER.eq(SECRET_VALUES.VERSION))
                        .join(SECRETS).on(SECRETS.ID.eq(SECRET_VALUES.SECRET_ID))
                        .leftJoin(APPS).on(APPS.ID.eq(SECRETS.APP_ID))
                        .join(ENVIRONMENTS).on(ENVIRONMENTS.ID.eq(SECRET_VALUES.ENVIRONMENT_ID))
                        .where(SECRET_VALUES.PROJECT_ID.eq(access.projectId()), SECRET_VERSIONS.CREATED_BY.eq(userId))
                        .orderBy(SECRETS.KEY, APPS.SLUG.asc().nullsFirst(), ENVIRONMENTS.POSITION)
                        .fetch(row -> new Leaving.SetValue(new ScopedKey(row.value1(), row.value2()), row.value3())));
        return new Leaving(member, values, database.read(sql -> tokens(sql, access, userId)));
    }

    /** Those that work, and were made by hand. */
    private static List<Leaving.Token> tokens(DSLContext sql, Access access, UUID maker) {
        return sql.select(DEPLOYMENT_TOKENS.NAME, APPS.SLUG, ENVIRONMENTS.SLUG).from(DEPLOYMENT_TOKENS)
                .join(DEPLOYMENTS).on(DEPLOYMENTS.ID.eq(DEPLOYMENT_TOKENS.DEPLOYMENT_ID))
                .join(APPS).on(APPS.ID.eq(DEPLOYMENTS.APP_ID))
                .join(ENVIRONMENTS).on(ENVIRONMENTS.ID.eq(DEPLOYMENTS.ENVIRONMENT_ID))
                .where(DEPLOYMENT_TOKENS.PROJECT_ID.eq(access.projectId()), DEPLOYMENT_TOKENS.CREATED_BY.eq(maker),
                        DEPLOYMENT_TOKENS.PARENT_ID.isNull(), DEPLOYMENT_TOKENS.EXPIRES_AT.gt(DSL.currentInstant()))
                .orderBy(APPS.SLUG, ENVIRONMENTS.POSITION, DEPLOYMENT_TOKENS.ID)
                .fetch(row -> new Leaving.Token(row.value1(), "%s@%s".formatted(row.value2(), row.value3())));
    }

    /**
     * Gives a member another role.
     *
     * @throws NotFound for who isn't a member
     * @throws Forbidden where the member's role or the new one is above the asker's own
     */
    public Result<Member> change(Access access, UUID userId, Role role) {
        access.require(Permission.MEMBER_MANAGE);
        return database.transact(access.origin().once(), tx -> {
            var roles = locked(tx, access.projectId());
            var before = reached(access, roles, userId);
            requireReach(roles.get(access.userId()), role);
            if (before != role && isLastOwner(roles, userId)) {
                return lastOwner(tx, access, userId);
            }
            var member = select(tx, access, MEMBERS.USER_ID.eq(userId), 1).getFirst();
            if (before == role) {
                return Result.ok(member);
            }
            tx.update(MEMBERS).set(MEMBERS.ROLE, role.slug())
                    .where(MEMBERS.PROJECT_ID.eq(access.projectId()), MEMBERS.USER_ID.eq(userId)).execute();
            withdrawBeyond(tx, access, userId, role);
            audit.record(tx, access, AuditEntry.of(AuditAction.MEMBER_CHANGED).subject(userId, member.name())
                    .role(role.slug()));
            return Result.ok(new Member(userId, member.name(), member.email(), role, member.addedAt()));
        });
    }

    /**
     * Takes somebody out of the project, with the invitations that they made and nobody took up. Oneself too.
     *
     * @throws NotFound for who isn't a member
     * @throws Forbidden where the member's role is above the asker's own
     */
    public Result<Void> remove(Access access, UUID userId) {
        access.require(Permission.MEMBER_MANAGE);
        return database.transact(access.origin().once(), tx -> {
            var roles = locked(tx, access.projectId());
            reached(access, roles, userId);
            if (isLastOwner(roles, userId)) {
                return lastOwner(tx, access, userId);
            }
            var member = select(tx, access, MEMBERS.USER_ID.eq(userId), 1).getFirst();
            tx.deleteFrom(MEMBERS).where(MEMBERS.PROJECT_ID.eq(access.projectId()), MEMBERS.USER_ID.eq(userId))
                    .execute();
            withdraw(tx, access, INVITATIONS.CREATED_BY.eq(userId));
            audit.record(tx, access, AuditEntry.of(AuditAction.MEMBER_REMOVED).subject(userId, member.name()));
            return Result.ok(null);
        });
    }

    /** The roles as they are now, the asker's own too, which may have been taken since they entered. */
    private static Map<UUID, Role> locked(DSLContext tx, UUID projectId) {
        var roles = new HashMap<UUID, Role>();
        tx.select(MEMBERS.USER_ID, MEMBERS.ROLE).from(MEMBERS).where(MEMBERS.PROJECT_ID.eq(projectId))
                .orderBy(MEMBERS.USER_ID).forUpdate()
                .forEach(row -> roles.put(row.value1(), Role.of(row.value2()).orElseThrow()));
        return roles;
    }

    private static Role reached(Access access, Map<UUID, Role> roles, UUID userId) {
        var role = roles.get(userId);
        if (role == null) {
            throw new NotFound();
        }
        requireReach(roles.get(access.userId()), role);
        return role;
    }

    private static void requireReach(Role own, Role other) {
        if (own == null || !own.grants(Permission.MEMBER_MANAGE) || !own.reaches(other)) {
            throw new Forbidden(Permission.MEMBER_MANAGE);
        }
    }

    private static boolean isLastOwner(Map<UUID, Role> roles, UUID userId) {
        return roles.get(userId) == Role.OWNER && roles.values().stream().filter(Role.OWNER::equals).count() == 1;
    }

    private static <T> Result<T> lastOwner(DSLContext tx, Access access, UUID userId) {
        var name = select(tx, access, MEMBERS.USER_ID.eq(userId), 1).getFirst().name();
        return Result.conflict(Clash.Kind.BLOCKED,
                "%s is the last owner. Make somebody else an owner first".formatted(name));
    }

    /** Else a link made before could bring somebody in with more than its maker may give now. */
    private void withdrawBeyond(DSLContext tx, Access access, UUID userId, Role role) {
        var beyond = Arrays.stream(Role.values())
                .filter(other -> !role.grants(Permission.MEMBER_MANAGE) || !role.reaches(other)).map(Role::slug)
                .toList();
        withdraw(tx, access, INVITATIONS.CREATED_BY.eq(userId).and(INVITATIONS.ROLE.in(beyond)));
    }

    private void withdraw(DSLContext tx, Access access, Condition which) {
        var withdrawn = tx.deleteFrom(INVITATIONS).where(INVITATIONS.PROJECT_ID.eq(access.projectId()),
                INVITATIONS.ACCEPTED_AT.isNull(), which).returning(INVITATIONS.ID, INVITATIONS.ROLE).fetch();
        for (var row : withdrawn) {
            audit.record(tx, access, AuditEntry.of(AuditAction.INVITATION_REVOKED)
                    .subject(row.get(INVITATIONS.ID), "invitation").role(row.get(INVITATIONS.ROLE)));
        }
    }

    private static List<Member> select(DSLContext sql, Access access, Condition which, int limit) {
        return sql.select(USERS.ID, USERS.NAME, USERS.EMAIL, MEMBERS.ROLE, MEMBERS.CREATED_AT).from(MEMBERS)
                .join(USERS).on(USERS.ID.eq(MEMBERS.USER_ID))
                .where(MEMBERS.PROJECT_ID.eq(access.projectId()), which).orderBy(MEMBERS.USER_ID).limit(limit)
                .fetch(row -> new Member(row.value1(), row.value2(), row.value3(),
                        Role.of(row.value4()).orElseThrow(), row.value5()));
    }
}
