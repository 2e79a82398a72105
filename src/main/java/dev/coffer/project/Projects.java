package dev.coffer.project;

import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.MEMBERS;
import static dev.coffer.db.schema.Tables.PROJECTS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;
import static dev.coffer.db.schema.Tables.SECRET_VERSIONS;
import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.access.Access;
import dev.coffer.access.Actor;
import dev.coffer.access.NotFound;
import dev.coffer.access.OrganizationAccess;
import dev.coffer.access.Permission;
import dev.coffer.access.Role;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.crypto.ProjectKeys;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;
import dev.coffer.form.Clash;
import dev.coffer.form.Names;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Makes, lists, renames and deletes projects. Lists only those in which the asker has a role; a slug stays what it was
 * made as, since addresses and scripts hold it.
 */
public final class Projects {
    private final Database database;
    private final ProjectKeys keys;
    private final AuditLog audit;

    public Projects(Database database, ProjectKeys keys, AuditLog audit) {
        this.database = database;
        this.keys = keys;
        this.audit = audit;
    }

    /**
     * Makes a project with Preview and a protected Production, a key of its own, and the asker as its owner.
     *
     * @return a conflict where the address is taken, also by a project that the asker may not know
     */
    public Result<Project> create(OrganizationAccess access, ProjectDraft draft) {
        var errors = draft.check();
        if (!errors.isEmpty()) {
            return Result.invalid(errors);
        }
        return database.transact(access.origin().once(), tx -> {
            var id = Ids.next();
            var createdAt = insert(tx, access, id, draft);
            if (createdAt.isEmpty()) {
                return Result.conflict(Clash.Kind.EXISTS,
                        "The address %s is taken. Choose another one".formatted(draft.slug()));
            }
            Environments.insertFirst(tx, id);
            Members.insert(tx, id, access.userId(), Role.OWNER);
            keys.create(tx, id);
            var entry = AuditEntry.of(AuditAction.PROJECT_CREATED).project(id, draft.slug()).name(draft.name());
            audit.record(tx, access, entry);
            audit.record(tx, id, access.actor(), access.origin(), entry);
            return Result.ok(new Project(id, draft.slug(), draft.name(), Role.OWNER, 0, createdAt.get()));
        });
    }

    /**
     * The projects that the asker enters by slug, those after {@code after} (null: from the first); one more than
     * {@code limit}.
     */
    public List<Project> list(OrganizationAccess access, String after, int limit) {
        var later = after == null ? DSL.noCondition() : PROJECTS.SLUG.gt(after);
        return select(access.actor(), PROJECTS.ORGANIZATION_ID.eq(access.organizationId()).and(later), limit + 1);
    }

    public Project get(Access access) {
        return select(access.actor(), PROJECTS.ID.eq(access.projectId()), 1).getFirst();
    }

    /** The values that were set last, newest first. */
    public List<LatestChange> latest(Access access, int limit) {
        access.require(Permission.VIEW);
        return database.read(sql -> sql.select(SECRETS.KEY, DSL.coalesce(APPS.SLUG, ""), ENVIRONMENTS.NAME,
                SECRET_VALUES.VERSION, USERS.NAME, SECRET_VALUES.UPDATED_AT).from(SECRET_VALUES)
                .join(SECRETS).on(SECRETS.ID.eq(SECRET_VALUES.SECRET_ID))
                .leftJoin(APPS).on(APPS.ID.eq(SECRETS.APP_ID))
                .join(ENVIRONMENTS).on(ENVIRONMENTS.ID.eq(SECRET_VALUES.ENVIRONMENT_ID))
                .join(USERS).on(USERS.ID.eq(SECRET_VALUES.UPDATED_BY))
                .where(SECRET_VALUES.PROJECT_ID.eq(access.projectId()))
                .orderBy(SECRET_VALUES.UPDATED_AT.desc(), SECRETS.KEY).limit(limit)
                .fetch(row -> new LatestChange(new ScopedKey(row.value1(), row.value2()), row.value3(), row.value4(),
                        row.value5(), row.value6())));
    }

    /** Gives the project another name; its address stays. */
    public Result<Project> rename(Access access, String newName) {
        access.require(Permission.PROJECT_MANAGE);
        var name = newName.strip();
        var mistake = Names.mistake("Project name", name);
        if (mistake.isPresent()) {
            return Result.invalid("name", mistake.get());
        }
        return database.transact(access.origin().once(), tx -> {
            int changed = tx.update(PROJECTS).set(PROJECTS.NAME, name)
                    .set(PROJECTS.REVISION, PROJECTS.REVISION.plus(1))
                    .where(PROJECTS.ID.eq(access.projectId()), PROJECTS.NAME.ne(name)).execute();
            if (changed > 0) {
                audit.record(tx, access, AuditEntry.of(AuditAction.PROJECT_RENAMED).name(name));
            }
            return Result.ok(select(tx, access.actor(), PROJECTS.ID.eq(access.projectId()), 1).getFirst());
        });
    }

    /** Deletes the project with its values, history, keys and members. Its audit log stays. */
    public Result<Void> delete(Access access) {
        access.require(Permission.PROJECT_MANAGE);
        return database.transact(access.origin().once(), tx -> {
            var id = access.projectId();
            if (tx.select(PROJECTS.ID).from(PROJECTS).where(PROJECTS.ID.eq(id)).forUpdate().fetchOne() == null) {
                return Result.ok(null);
            }
            tx.deleteFrom(SECRET_VERSIONS).where(SECRET_VERSIONS.PROJECT_ID.eq(id)).execute();
            tx.deleteFrom(SECRET_VALUES).where(SECRET_VALUES.PROJECT_ID.eq(id)).execute();
            int secrets = tx.deleteFrom(SECRETS).where(SECRETS.PROJECT_ID.eq(id)).execute();
            tx.deleteFrom(PROJECTS).where(PROJECTS.ID.eq(id)).execute();
            var entry = AuditEntry.of(AuditAction.PROJECT_DELETED).project(id, access.project().slug())
                    .name(access.project().name()).count(secrets);
            audit.record(tx, access.project().organizationId(), access.actor(), access.origin(), entry);
            audit.record(tx, access, entry);
            return Result.ok(null);
        });
    }

    /**
     * Holds the project until the transaction ends, before anything in it: whoever adds keys (two at once can't pass
     * the limit together), changes environments, publishes, or does what could make a required value missing (deletes
     * one, declares a requirement, brings one back). Values are set meanwhile.
     *
     * @throws NotFound where it was deleted in the meantime
     */
    public static void hold(DSLContext tx, UUID projectId) {
        if (tx.select(PROJECTS.ID).from(PROJECTS).where(PROJECTS.ID.eq(projectId)).forNoKeyUpdate()
                .fetchOne() == null) {
            throw new NotFound();
        }
    }

    private static Optional<Instant> insert(DSLContext tx, OrganizationAccess access, UUID id, ProjectDraft draft) {
        return tx.insertInto(PROJECTS).set(PROJECTS.ID, id).set(PROJECTS.ORGANIZATION_ID, access.organizationId())
                .set(PROJECTS.SLUG, draft.slug()).set(PROJECTS.NAME, draft.name())
                .set(PROJECTS.CREATED_BY, access.userId()).onConflictDoNothing().returning(PROJECTS.CREATED_AT)
                .fetchOptional(PROJECTS.CREATED_AT);
    }

    private List<Project> select(Actor asker, Condition which, int limit) {
        return database.read(sql -> select(sql, asker, which, limit));
    }

    private static List<Project> select(DSLContext sql, Actor asker, Condition which, int limit) {
        var entered = asker.onlyProject().map(PROJECTS.ID::eq).orElse(DSL.noCondition());
        var secrets = DSL.field(DSL.selectCount().from(SECRETS).where(SECRETS.PROJECT_ID.eq(PROJECTS.ID)));
        return sql.select(PROJECTS.ID, PROJECTS.SLUG, PROJECTS.NAME, MEMBERS.ROLE, secrets, PROJECTS.CREATED_AT)
                .from(PROJECTS).join(MEMBERS)
                .on(MEMBERS.PROJECT_ID.eq(PROJECTS.ID), MEMBERS.USER_ID.eq(asker.user().id()))
                .where(which, entered).orderBy(PROJECTS.SLUG).limit(limit)
                .fetch(row -> new Project(row.value1(), row.value2(), row.value3(),
                        asker.roleOf(Role.of(row.value4()).orElseThrow()), row.value5(), row.value6()));
    }
}
