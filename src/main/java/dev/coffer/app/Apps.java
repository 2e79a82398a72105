package dev.coffer.app;

import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;
import static dev.coffer.db.schema.Tables.SECRET_VERSIONS;
import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.access.Permission;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;
import dev.coffer.db.schema.tables.Users;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.project.Projects;
import dev.coffer.project.Slugs;
import dev.coffer.reading.Readers;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * The apps of a project, a hundred at most. A slug stays what it was made as, since addresses and scripts hold it; with
 * an app go its deployments, their tokens, and the secrets that are its own.
 */
public final class Apps {
    static final int MOST = 100;

    /** The tag that stands for whatever is there. */
    static final String ANY = "*";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Users CREATOR = USERS.as("creator");
    private static final Users EDITOR = USERS.as("editor");

    private final Database database;
    private final AuditLog audit;

    public Apps(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /** All of a project's by slug, for use cases that have entered it. */
    public static List<App> of(DSLContext sql, UUID projectId) {
        return select(sql, APPS.PROJECT_ID.eq(projectId));
    }

    /** One of them. */
    public static Optional<App> find(DSLContext sql, UUID projectId, String slug) {
        return !isSlug(slug) ? Optional.empty()
                : select(sql, APPS.PROJECT_ID.eq(projectId).and(APPS.SLUG.eq(slug))).stream().findFirst();
    }

    /** All of the project's, by slug. */
    public List<AppUse> list(Access access) {
        access.require(Permission.VIEW);
        return database.read(sql -> uses(sql, access, of(sql, access.projectId())));
    }

    /** @throws NotFound where the project has no such app */
    public AppUse get(Access access, String slug) {
        access.require(Permission.VIEW);
        return database.read(sql -> use(sql, access, slug));
    }

    /** A new one, without a deployment. Refused where the project has its slug already. */
    public Result<AppUse> create(Access access, AppDraft draft) {
        access.require(Permission.APP_MANAGE);
        var errors = draft.check();
        if (!errors.isEmpty()) {
            return Result.invalid(errors);
        }
        return database.transact(access.origin().once(), tx -> {
            Projects.hold(tx, access.projectId());
            if (tx.fetchCount(APPS, APPS.PROJECT_ID.eq(access.projectId())) >= MOST) {
                return Result.conflict(Clash.Kind.BLOCKED,
                        "This project has reached %d apps. Delete one that is not used".formatted(MOST));
            }
            if (insert(tx, access, draft) == 0) {
                return Result.conflict(Clash.Kind.EXISTS,
                        "This project has an app %s already. Choose another address".formatted(draft.slug()));
            }
            audit.record(tx, access, AuditEntry.of(AuditAction.APP_CREATED).app(draft.slug()).name(draft.name()));
            return Result.ok(use(tx, access, draft.slug()));
        });
    }

    /** Changes what people read of one. @throws NotFound where the project has no such app */
    public Result<AppUse> change(Access access, String slug, AppChange change) {
        access.require(Permission.APP_MANAGE);
        return database.transact(access.origin().once(), tx -> {
            var before = held(tx, access, slug);
            var lost = lost(before, change.read());
            if (lost.isPresent()) {
                return new Result.Conflict<>(lost.get());
            }
            var draft = change.applied(before);
            var errors = draft.check();
            if (!errors.isEmpty()) {
                return Result.invalid(errors);
            }
            if (!isSame(before, draft)) {
                update(tx, access, before, draft);
                audit.record(tx, access, AuditEntry.of(AuditAction.APP_CHANGED).app(slug).name(draft.name()));
            }
            return Result.ok(use(tx, access, slug));
        });
    }

    /**
     * Deletes one with its deployments and their tokens, and erases the secrets that are its own. What runs with those
     * tokens is refused from its next request on.
     *
     * @param read the tag of the state that this was decided on, if any
     * @throws NotFound where the project has no such app
     */
    public Result<App> delete(Access access, String slug, Optional<String> read) {
        access.require(Permission.APP_MANAGE);
        return database.transact(access.origin().once(), tx -> {
            Projects.hold(tx, access.projectId());
            var app = held(tx, access, slug);
            var lost = lost(app, read);
            if (lost.isPresent()) {
                return new Result.Conflict<>(lost.get());
            }
            Readers.carryOver(tx, access.projectId(), use(tx, access, slug).deployments().stream()
                    .map(Deployment::id).toList());
            var erased = eraseSecrets(tx, access, app);
            tx.deleteFrom(APPS).where(APPS.ID.eq(app.id())).execute();
            audit.record(tx, access, AuditEntry.of(AuditAction.APP_DELETED).app(slug).name(app.name()).removed(erased));
            return Result.ok(app);
        });
    }

    /** Why something that was made from an older state isn't done. */
    static Optional<Clash> lost(String tag, App.Mark updated, Optional<String> read) {
        return read.isEmpty() || read.get().equals(ANY) || read.get().equals(tag) ? Optional.empty()
                : Optional.of(new Clash(Clash.Kind.STALE,
                        "%s changed it at %s, after this was opened. Check and save again".formatted(updated.by(),
                                TIME.format(updated.at()))));
    }

    /** The row itself too, until the transaction ends. @throws NotFound where the project has no such app */
    static App held(DSLContext tx, Access access, String slug) {
        if (!isSlug(slug)) {
            throw new NotFound();
        }
        tx.select(APPS.ID).from(APPS).where(APPS.PROJECT_ID.eq(access.projectId()), APPS.SLUG.eq(slug)).forUpdate()
                .fetch();
        return find(tx, access.projectId(), slug).orElseThrow(NotFound::new);
    }

    /** What is no address stands for nothing. */
    static boolean isSlug(String text) {
        return Slugs.mistake(text).isEmpty();
    }

    private static Optional<Clash> lost(App app, Optional<String> read) {
        return lost(app.tag(), app.updated(), read);
    }

    private static boolean isSame(App app, AppDraft draft) {
        return app.name().equals(draft.name()) && app.kind() == draft.checkedKind()
                && app.description().equals(draft.description());
    }

    private static int insert(DSLContext tx, Access access, AppDraft draft) {
        return tx.insertInto(APPS).set(APPS.ID, Ids.next()).set(APPS.PROJECT_ID, access.projectId())
                .set(APPS.SLUG, draft.slug()).set(APPS.NAME, draft.name())
                .set(APPS.KIND, draft.checkedKind().slug()).set(APPS.DESCRIPTION, draft.description())
                .set(APPS.CREATED_BY, access.userId()).set(APPS.UPDATED_BY, access.userId()).onConflictDoNothing()
                .execute();
    }

    private static void update(DSLContext tx, Access access, App app, AppDraft draft) {
        tx.update(APPS).set(APPS.NAME, draft.name()).set(APPS.KIND, draft.checkedKind().slug())
                .set(APPS.DESCRIPTION, draft.description()).set(APPS.REVISION, APPS.REVISION.plus(1))
                .set(APPS.UPDATED_AT, DSL.currentInstant()).set(APPS.UPDATED_BY, access.userId())
                .where(APPS.ID.eq(app.id())).execute();
    }

    /** @return the keys that are gone */
    private static List<String> eraseSecrets(DSLContext tx, Access access, App app) {
        var own = tx.select(SECRETS.ID, SECRETS.KEY).from(SECRETS)
                .where(SECRETS.PROJECT_ID.eq(access.projectId()), SECRETS.APP_ID.eq(app.id())).orderBy(SECRETS.KEY)
                .forUpdate().fetch();
        var ids = own.getValues(SECRETS.ID);
        tx.deleteFrom(SECRET_VERSIONS).where(SECRET_VERSIONS.SECRET_ID.in(ids)).execute();
        tx.deleteFrom(SECRET_VALUES).where(SECRET_VALUES.SECRET_ID.in(ids)).execute();
        tx.deleteFrom(SECRETS).where(SECRETS.ID.in(ids)).execute();
        return own.getValues(SECRETS.KEY);
    }

    static AppUse use(DSLContext sql, Access access, String slug) {
        return uses(sql, access, find(sql, access.projectId(), slug).stream().toList()).stream().findFirst()
                .orElseThrow(NotFound::new);
    }

    private static List<AppUse> uses(DSLContext sql, Access access, List<App> apps) {
        var deployments = Deployments.of(sql, access.projectId(), Instant.now());
        var secrets = sql.select(SECRETS.APP_ID, SECRETS.KEY).from(SECRETS)
                .where(SECRETS.PROJECT_ID.eq(access.projectId()), SECRETS.APP_ID.isNotNull()).orderBy(SECRETS.KEY)
                .fetchGroups(SECRETS.APP_ID, SECRETS.KEY);
        return apps.stream().map(app -> new AppUse(app,
                deployments.stream().filter(one -> one.app().equals(app.slug())).toList(),
                secrets.getOrDefault(app.id(), List.of()))).toList();
    }

    private static List<App> select(DSLContext sql, Condition which) {
        return sql.select(APPS.ID, APPS.SLUG, APPS.NAME, APPS.KIND, APPS.DESCRIPTION, APPS.REVISION, APPS.CREATED_AT,
                CREATOR.NAME, APPS.UPDATED_AT, EDITOR.NAME).from(APPS)
                .join(CREATOR).on(CREATOR.ID.eq(APPS.CREATED_BY)).join(EDITOR).on(EDITOR.ID.eq(APPS.UPDATED_BY))
                .where(which).orderBy(APPS.SLUG).fetch(Apps::app);
    }

    private static App app(Record row) {
        return new App(row.get(APPS.ID), row.get(APPS.SLUG), row.get(APPS.NAME),
                AppKind.of(row.get(APPS.KIND)).orElseThrow(), row.get(APPS.DESCRIPTION), row.get(APPS.REVISION),
                new App.Mark(row.get(APPS.CREATED_AT), row.get(CREATOR.NAME)),
                new App.Mark(row.get(APPS.UPDATED_AT), row.get(EDITOR.NAME)));
    }
}
