package dev.coffer.app;

import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.DEPLOYMENTS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_READS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_SECRETS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_TOKENS;
import static dev.coffer.db.schema.Tables.ENVIRONMENTS;
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
import dev.coffer.project.Environment;
import dev.coffer.project.Environments;
import dev.coffer.project.Projects;
import dev.coffer.reading.Offers;
import dev.coffer.reading.Readers;
import dev.coffer.reading.Resolution;
import dev.coffer.reading.Resolutions;
import dev.coffer.requirement.Needs;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * The deployments of a project's apps, one an environment, and what each may read. A list is of keys: what a key means
 * is decided when it is read, so a secret that is deleted and made again is on it still.
 */
public final class Deployments {
    /** The tag that stands for no deployment yet. */
    static final String NONE = "none";

    private static final Users CREATOR = USERS.as("creator");
    private static final Users EDITOR = USERS.as("editor");

    private final Database database;
    private final AuditLog audit;

    /** The addresses of an app and an environment. */
    public record Place(String app, String environment) {}

    /** A deployment as it is now, and whether it is new. */
    public record Written(Deployment deployment, boolean created) {}

    public Deployments(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /** All of a project's by app and environment, for use cases that have entered it. One query. */
    public static List<Deployment> of(DSLContext sql, UUID projectId, Instant now) {
        return select(sql, DEPLOYMENTS.PROJECT_ID.eq(projectId), now);
    }

    /** @throws NotFound where there is no such deployment */
    public Deployment get(Access access, Place place) {
        access.require(Permission.VIEW);
        return database.read(sql -> find(sql, access, place)).orElseThrow(NotFound::new);
    }

    /** Empty where there is none, also where there is no such app or environment. */
    public Optional<Deployment> find(Access access, Place place) {
        access.require(Permission.VIEW);
        return database.read(sql -> find(sql, access, place));
    }

    /** What an app is to read in an environment, and what there is to choose from. */
    public record Choosing(AppUse app, Environment environment, SortedMap<String, String> known,
            Resolution resolution) {

        /** The deployment, empty where there is none yet. */
        public Optional<Deployment> deployment() {
            return app.deployments().stream().filter(one -> one.environment().equals(environment)).findFirst();
        }
    }

    /** @throws NotFound where there is no such app or environment */
    public Choosing choosing(Access access, Place place) {
        access.require(Permission.VIEW);
        return database.read(sql -> {
            var app = Apps.use(sql, access, place.app());
            var environment = environment(sql, access, place.environment());
            return new Choosing(app, environment, KnownKeys.of(sql, access, app.app().id()),
                    Resolutions.of(sql, access.projectId(), app.app().id(), environment));
        });
    }

    /** What an app would read in each of the project's environments, in their order, deployed there or not. */
    public List<Resolution> resolutions(Access access, App app) {
        access.require(Permission.VIEW);
        return database.read(sql -> {
            var offers = Offers.of(sql, access.projectId());
            var needs = Needs.of(sql, access.projectId());
            return Environments.of(sql, access.projectId()).stream()
                    .map(environment -> new Resolution(environment, offers.to(app.id(), environment), needs)).toList();
        });
    }

    /**
     * Makes a deployment, or says anew what one reads, from its next read on.
     *
     * @throws NotFound where there is no such app or environment
     */
    public Result<Written> set(Access access, Place place, DeploymentDraft draft) {
        access.require(Permission.APP_MANAGE);
        var errors = draft.check();
        if (!errors.isEmpty()) {
            return Result.invalid(errors);
        }
        return database.transact(access.origin().once(), tx -> {
            Projects.hold(tx, access.projectId());
            var app = Apps.held(tx, access, place.app());
            var environment = environment(tx, access, place.environment());
            var before = find(tx, access, place);
            var lost = lost(before, draft.read());
            if (lost.isPresent()) {
                return new Result.Conflict<>(lost.get());
            }
            var unknown = unknown(tx, access, app, draft.keys(), before);
            if (!unknown.isEmpty()) {
                return Result.invalid("secrets", said(unknown, draft.secrets()));
            }
            if (before.isPresent() && isSame(before.get(), draft)) {
                return Result.ok(new Written(before.get(), false));
            }
            var id = before.map(Deployment::id).orElseGet(Ids::next);
            write(tx, access, new Row(id, app.id(), environment.id()), draft);
            audit.record(tx, access, entry(id, place, draft));
            return Result.ok(new Written(find(tx, access, place).orElseThrow(), before.isEmpty()));
        });
    }

    /**
     * Deletes one with its tokens: what runs with them is refused from its next request on.
     *
     * @param read the tag of the state that this was decided on, if any
     * @throws NotFound where there is no such deployment
     */
    public Result<Deployment> delete(Access access, Place place, Optional<String> read) {
        access.require(Permission.APP_MANAGE);
        return database.transact(access.origin().once(), tx -> {
            Projects.hold(tx, access.projectId());
            var deployment = find(tx, access, place).orElseThrow(NotFound::new);
            var lost = lost(Optional.of(deployment), read);
            if (lost.isPresent()) {
                return new Result.Conflict<>(lost.get());
            }
            Readers.carryOver(tx, access.projectId(), List.of(deployment.id()));
            tx.deleteFrom(DEPLOYMENTS).where(DEPLOYMENTS.ID.eq(deployment.id())).execute();
            audit.record(tx, access, AuditEntry.of(AuditAction.DEPLOYMENT_DELETED).deployment(deployment.id(),
                    place.app(), place.environment()));
            return Result.ok(deployment);
        });
    }

    static Optional<Deployment> find(DSLContext sql, Access access, Place place) {
        return !Apps.isSlug(place.app()) || !Apps.isSlug(place.environment()) ? Optional.empty()
                : select(sql, DSL.and(DEPLOYMENTS.PROJECT_ID.eq(access.projectId()), APPS.SLUG.eq(place.app()),
                        ENVIRONMENTS.SLUG.eq(place.environment())), Instant.now()).stream().findFirst();
    }

    private static Optional<Clash> lost(Optional<Deployment> now, Optional<String> read) {
        if (now.isPresent()) {
            return Apps.lost(now.get().tag(), now.get().updated(), read);
        }
        return read.filter(tag -> !tag.equals(NONE)).map(_ -> new Clash(Clash.Kind.STALE,
                "The deployment was deleted in the meantime. Nothing was saved"));
    }

    private static boolean isSame(Deployment before, DeploymentDraft draft) {
        return before.isListed() == draft.isListed() && before.keys().equals(draft.keys());
    }

    /** Of the keys those that nothing knows: no secret, no requirement, and not the list as it was. */
    private static List<String> unknown(DSLContext tx, Access access, App app, List<String> keys,
            Optional<Deployment> before) {
        if (keys.isEmpty()) {
            return List.of();
        }
        var known = new HashSet<>(before.map(Deployment::keys).orElse(List.of()));
        known.addAll(KnownKeys.of(tx, access, app.id()).keySet());
        return keys.stream().filter(key -> !known.contains(key)).toList();
    }

    /** What doesn't look like a key is told by its place: it may be a value. */
    private static String said(List<String> unknown, List<String> sent) {
        var odd = unknown.stream().filter(key -> !KnownKeys.isSayable(key)).findFirst();
        if (odd.isPresent()) {
            return "Nothing here is called like number %d on the list. Add the secret first, or take it off the list"
                    .formatted(sent.indexOf(odd.get()) + 1);
        }
        return "Nothing here is called %s. Add %s first, or take %s off the list".formatted(
                String.join(", ", unknown), unknown.size() == 1 ? "the secret" : "the secrets",
                unknown.size() == 1 ? "it" : "them");
    }

    /** Where a deployment is, by ids. */
    private record Row(UUID id, UUID appId, UUID environmentId) {}

    private static void write(DSLContext tx, Access access, Row row, DeploymentDraft draft) {
        tx.insertInto(DEPLOYMENTS).set(DEPLOYMENTS.ID, row.id).set(DEPLOYMENTS.PROJECT_ID, access.projectId())
                .set(DEPLOYMENTS.APP_ID, row.appId).set(DEPLOYMENTS.ENVIRONMENT_ID, row.environmentId)
                .set(DEPLOYMENTS.ACCESS, draft.access()).set(DEPLOYMENTS.CREATED_BY, access.userId())
                .set(DEPLOYMENTS.UPDATED_BY, access.userId()).onConflict(DEPLOYMENTS.ID).doUpdate()
                .set(DEPLOYMENTS.ACCESS, draft.access()).set(DEPLOYMENTS.REVISION, DEPLOYMENTS.REVISION.plus(1))
                .set(DEPLOYMENTS.UPDATED_AT, DSL.currentInstant()).set(DEPLOYMENTS.UPDATED_BY, access.userId())
                .execute();
        tx.deleteFrom(DEPLOYMENT_SECRETS).where(DEPLOYMENT_SECRETS.DEPLOYMENT_ID.eq(row.id)).execute();
        if (!draft.keys().isEmpty()) {
            tx.insertInto(DEPLOYMENT_SECRETS, DEPLOYMENT_SECRETS.PROJECT_ID, DEPLOYMENT_SECRETS.DEPLOYMENT_ID,
                    DEPLOYMENT_SECRETS.KEY)
                    .valuesOfRows(draft.keys().stream().map(key -> DSL.row(access.projectId(), row.id, key)).toList())
                    .execute();
        }
    }

    private static AuditEntry entry(UUID id, Place place, DeploymentDraft draft) {
        var entry = AuditEntry.of(AuditAction.DEPLOYMENT_SET).deployment(id, place.app(), place.environment())
                .access(draft.access());
        return draft.isListed() ? entry.keys(draft.keys()) : entry;
    }

    private static Environment environment(DSLContext sql, Access access, String slug) {
        return Environments.of(sql, access.projectId()).stream()
                .filter(one -> one.slug().equals(slug)).findFirst().orElseThrow(NotFound::new);
    }

    private static List<Deployment> select(DSLContext sql, Condition which, Instant now) {
        var keys = DSL.array(DSL.select(DEPLOYMENT_SECRETS.KEY).from(DEPLOYMENT_SECRETS)
                .where(DEPLOYMENT_SECRETS.DEPLOYMENT_ID.eq(DEPLOYMENTS.ID)).orderBy(DEPLOYMENT_SECRETS.KEY));
        Field<Instant> read = DSL.field(DSL.select(DSL.max(DEPLOYMENT_READS.READ_AT)).from(DEPLOYMENT_READS)
                .where(DEPLOYMENT_READS.DEPLOYMENT_ID.eq(DEPLOYMENTS.ID)));
        Field<Integer> tokens = DSL.field(DSL.selectCount().from(DEPLOYMENT_TOKENS)
                .where(DEPLOYMENT_TOKENS.DEPLOYMENT_ID.eq(DEPLOYMENTS.ID), DEPLOYMENT_TOKENS.PARENT_ID.isNull(),
                        DEPLOYMENT_TOKENS.EXPIRES_AT.gt(now)));
        Field<Instant> used = DSL.field(DSL.select(DSL.max(DEPLOYMENT_TOKENS.LAST_USED_AT)).from(DEPLOYMENT_TOKENS)
                .where(DEPLOYMENT_TOKENS.DEPLOYMENT_ID.eq(DEPLOYMENTS.ID)));
        return sql.select(DEPLOYMENTS.fields()).select(APPS.SLUG, ENVIRONMENTS.ID, ENVIRONMENTS.SLUG,
                ENVIRONMENTS.NAME, ENVIRONMENTS.PROTECTED, CREATOR.NAME, EDITOR.NAME, keys, read, tokens, used)
                .from(DEPLOYMENTS).join(APPS).on(APPS.ID.eq(DEPLOYMENTS.APP_ID))
                .join(ENVIRONMENTS).on(ENVIRONMENTS.ID.eq(DEPLOYMENTS.ENVIRONMENT_ID))
                .join(CREATOR).on(CREATOR.ID.eq(DEPLOYMENTS.CREATED_BY))
                .join(EDITOR).on(EDITOR.ID.eq(DEPLOYMENTS.UPDATED_BY))
                .where(which).orderBy(APPS.SLUG, ENVIRONMENTS.POSITION, ENVIRONMENTS.SLUG)
                .fetch(row -> deployment(row, List.of(row.get(keys)), new Deployment.Use(
                        row.get(DEPLOYMENTS.VERSION), row.get(DEPLOYMENTS.VERSION_AT), row.get(read), row.get(tokens),
                        row.get(used))));
    }

    private static Deployment deployment(Record row, List<String> keys, Deployment.Use use) {
        return new Deployment(row.get(DEPLOYMENTS.ID), row.get(APPS.SLUG),
                new Environment(row.get(ENVIRONMENTS.ID), row.get(ENVIRONMENTS.SLUG), row.get(ENVIRONMENTS.NAME),
                        row.get(ENVIRONMENTS.PROTECTED)),
                row.get(DEPLOYMENTS.ACCESS).equals(Deployment.LISTED), keys.stream().sorted().toList(),
                row.get(DEPLOYMENTS.REVISION), use,
                new App.Mark(row.get(DEPLOYMENTS.CREATED_AT), row.get(CREATOR.NAME)),
                new App.Mark(row.get(DEPLOYMENTS.UPDATED_AT), row.get(EDITOR.NAME)));
    }
}
