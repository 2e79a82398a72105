package dev.coffer.project;

import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.DEPLOYMENTS;
import static dev.coffer.db.schema.Tables.ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.PUBLICATIONS;
import static dev.coffer.db.schema.Tables.REQUIREMENTS;
import static dev.coffer.db.schema.Tables.REQUIREMENT_ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.access.Permission;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * The environments of a project, in their order. Refuses to delete one that still holds values, and the last one. A
 * slug stays what it was made as, since addresses and scripts hold it.
 */
public final class Environments {
    private static final int MOST = 20;

    private final Database database;
    private final AuditLog audit;

    public Environments(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /** All of a project's, for use cases that have entered it. */
    public static List<Environment> of(DSLContext sql, UUID projectId) {
        return sql.select(ENVIRONMENTS.ID, ENVIRONMENTS.SLUG, ENVIRONMENTS.NAME, ENVIRONMENTS.PROTECTED)
                .from(ENVIRONMENTS).where(ENVIRONMENTS.PROJECT_ID.eq(projectId))
                .orderBy(ENVIRONMENTS.POSITION, ENVIRONMENTS.SLUG)
                .fetch(row -> new Environment(row.value1(), row.value2(), row.value3(), row.value4()));
    }

    /** All of the project's, with how much each holds. */
    public List<EnvironmentUse> list(Access access) {
        access.require(Permission.VIEW);
        Field<Integer> values = DSL.field(DSL.selectCount().from(SECRET_VALUES)
                .where(SECRET_VALUES.PROJECT_ID.eq(ENVIRONMENTS.PROJECT_ID),
                        SECRET_VALUES.ENVIRONMENT_ID.eq(ENVIRONMENTS.ID)));
        Field<Integer> publications = DSL.field(DSL.selectCount().from(PUBLICATIONS)
                .where(PUBLICATIONS.PROJECT_ID.eq(ENVIRONMENTS.PROJECT_ID),
                        PUBLICATIONS.ENVIRONMENT_ID.eq(ENVIRONMENTS.ID)));
        var apps = DSL.array(DSL.select(APPS.SLUG).from(DEPLOYMENTS).join(APPS).on(APPS.ID.eq(DEPLOYMENTS.APP_ID))
                .where(DEPLOYMENTS.ENVIRONMENT_ID.eq(ENVIRONMENTS.ID)).orderBy(APPS.SLUG));
        return database.read(sql -> sql.select(ENVIRONMENTS.ID, ENVIRONMENTS.SLUG, ENVIRONMENTS.NAME,
                ENVIRONMENTS.PROTECTED, values, publications, apps).from(ENVIRONMENTS)
                .where(ENVIRONMENTS.PROJECT_ID.eq(access.projectId()))
                .orderBy(ENVIRONMENTS.POSITION, ENVIRONMENTS.SLUG)
                .fetch(row -> new EnvironmentUse(
                        new Environment(row.value1(), row.value2(), row.value3(), row.value4()), row.value5(),
                        row.value6(), List.of(row.value7()))));
    }

    /** One of them. @throws NotFound where the project has none of that name */
    public EnvironmentUse get(Access access, String slug) {
        return list(access).stream().filter(use -> use.environment().slug().equals(slug)).findFirst()
                .orElseThrow(NotFound::new);
    }

    /** Adds one behind the others; 20 in a project at most. */
    public Result<Environment> add(Access access, EnvironmentDraft draft) {
        access.require(Permission.ENVIRONMENT_MANAGE);
        var errors = draft.check();
        if (!errors.isEmpty()) {
            return Result.invalid(errors);
        }
        return database.transact(access.origin().once(), tx -> {
            var count = DSL.count();
            var last = DSL.max(ENVIRONMENTS.POSITION);
            Projects.hold(tx, access.projectId());
            var now = tx.select(count, last).from(ENVIRONMENTS).where(ENVIRONMENTS.PROJECT_ID.eq(access.projectId()))
                    .fetchSingle();
            if (now.value1() >= MOST) {
                return Result.conflict(Clash.Kind.BLOCKED, "This project has reached %d environments".formatted(MOST));
            }
            var added = new Environment(Ids.next(), draft.slug(), draft.name(), draft.isProtected());
            if (insert(tx, access.projectId(), now.value2() + 1, added) == 0) {
                return Result.conflict(Clash.Kind.EXISTS,
                        "This project has an environment %s already. Choose another address".formatted(draft.slug()));
            }
            audit.record(tx, access, entry(AuditAction.ENVIRONMENT_CREATED, added));
            return Result.ok(added);
        });
    }

    /** Renames or protects one, or takes its protection away. @throws NotFound where there is none of that name */
    public Result<Environment> change(Access access, String slug, EnvironmentChange change) {
        access.require(Permission.ENVIRONMENT_MANAGE);
        var mistake = change.mistake();
        if (mistake.isPresent()) {
            return Result.invalid("name", mistake.get());
        }
        return database.transact(access.origin().once(), tx -> {
            var before = locked(tx, access.projectId(), slug);
            var after = change.applied(before);
            if (!after.equals(before)) {
                tx.update(ENVIRONMENTS).set(ENVIRONMENTS.NAME, after.name())
                        .set(ENVIRONMENTS.PROTECTED, after.isProtected()).where(ENVIRONMENTS.ID.eq(after.id()))
                        .execute();
                audit.record(tx, access, entry(AuditAction.ENVIRONMENT_CHANGED, after));
            }
            return Result.ok(after);
        });
    }

    /** Deletes an empty one. @throws NotFound where there is none of that name */
    public Result<Void> delete(Access access, String slug) {
        access.require(Permission.ENVIRONMENT_MANAGE);
        return database.transact(access.origin().once(), tx -> {
            var environment = locked(tx, access.projectId(), slug);
            int values = tx.fetchCount(SECRET_VALUES, SECRET_VALUES.PROJECT_ID.eq(access.projectId())
                    .and(SECRET_VALUES.ENVIRONMENT_ID.eq(environment.id())));
            if (values > 0) {
                return Result.conflict(Clash.Kind.IN_USE, "%s holds %s. Delete %s first".formatted(environment.name(),
                        values == 1 ? "1 value" : values + " values", values == 1 ? "it" : "them"));
            }
            if (of(tx, access.projectId()).size() == 1) {
                return Result.conflict(Clash.Kind.BLOCKED,
                        "%s is the last environment. A project keeps one".formatted(environment.name()));
            }
            var deployments = tx.select(APPS.SLUG).from(DEPLOYMENTS).join(APPS).on(APPS.ID.eq(DEPLOYMENTS.APP_ID))
                    .where(DEPLOYMENTS.ENVIRONMENT_ID.eq(environment.id())).orderBy(APPS.SLUG).fetch(APPS.SLUG);
            tx.deleteFrom(ENVIRONMENTS).where(ENVIRONMENTS.ID.eq(environment.id())).execute();
            audit.record(tx, access, entry(AuditAction.ENVIRONMENT_DELETED, environment)
                    .removed(forgetRequirements(tx, access.projectId()))
                    .deployments(deployments.stream().map(app -> app + "@" + environment.slug()).toList()));
            return Result.ok(null);
        });
    }

    /** What was needed in environments that are gone, and nowhere else. @return its keys */
    private static List<String> forgetRequirements(DSLContext tx, UUID projectId) {
        return tx.deleteFrom(REQUIREMENTS)
                .where(REQUIREMENTS.PROJECT_ID.eq(projectId), DSL.not(DSL.condition(REQUIREMENTS.EVERYWHERE)),
                        DSL.notExists(DSL.selectOne().from(REQUIREMENT_ENVIRONMENTS)
                                .where(REQUIREMENT_ENVIRONMENTS.REQUIREMENT_ID.eq(REQUIREMENTS.ID))))
                .returning(REQUIREMENTS.KEY).fetch(REQUIREMENTS.KEY).stream().distinct().sorted().toList();
    }

    /** What every project begins with: Preview, and Production, where developers change nothing. */
    static void insertFirst(DSLContext tx, UUID projectId) {
        insert(tx, projectId, 1, new Environment(Ids.next(), "preview", "Preview", false));
        insert(tx, projectId, 2, new Environment(Ids.next(), "production", "Production", true));
    }

    private static int insert(DSLContext tx, UUID projectId, int position, Environment environment) {
        return tx.insertInto(ENVIRONMENTS).set(ENVIRONMENTS.ID, environment.id())
                .set(ENVIRONMENTS.PROJECT_ID, projectId).set(ENVIRONMENTS.SLUG, environment.slug())
                .set(ENVIRONMENTS.NAME, environment.name()).set(ENVIRONMENTS.POSITION, position)
                .set(ENVIRONMENTS.PROTECTED, environment.isProtected()).onConflictDoNothing().execute();
    }

    /** The row itself too: a value that is just being stored there is waited for, and then counted. */
    private static Environment locked(DSLContext tx, UUID projectId, String slug) {
        Projects.hold(tx, projectId);
        return tx.select(ENVIRONMENTS.ID, ENVIRONMENTS.SLUG, ENVIRONMENTS.NAME, ENVIRONMENTS.PROTECTED)
                .from(ENVIRONMENTS).where(ENVIRONMENTS.PROJECT_ID.eq(projectId), ENVIRONMENTS.SLUG.eq(slug))
                .forUpdate().fetchOptional()
                .map(row -> new Environment(row.value1(), row.value2(), row.value3(), row.value4()))
                .orElseThrow(NotFound::new);
    }

    private static AuditEntry entry(AuditAction action, Environment environment) {
        return AuditEntry.of(action).environment(environment.id(), environment.slug())
                .name(environment.name() + (environment.isProtected() ? ", protected" : ""));
    }
}
