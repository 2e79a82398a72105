package dev.coffer.publication;

import static dev.coffer.access.Permission.PUBLISH;
import static dev.coffer.access.Permission.VIEW;
import static dev.coffer.db.schema.Tables.ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.ORGANIZATIONS;
import static dev.coffer.db.schema.Tables.PUBLICATIONS;
import static dev.coffer.db.schema.Tables.PUBLICATION_DISMISSALS;
import static dev.coffer.db.schema.Tables.PUBLICATION_SECRETS;
import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.audit.Changes;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.project.Environment;
import dev.coffer.project.Environments;
import dev.coffer.project.Projects;
import dev.coffer.publication.Publication.Dismissed;
import dev.coffer.requirement.Need;
import dev.coffer.requirement.Needs;
import dev.coffer.requirement.Readiness;
import dev.coffer.secret.PinnedVersions.Origins;
import dev.coffer.web.Stamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;

/**
 * Publishes versions of a project and keeps their history. Refuses while a required secret is missing in the
 * environment; what could make one missing waits until the publication is there, and a publication for what is under
 * way.
 */
public final class Publications {
    private static final Field<Integer> PINNED = DSL.field(DSL.selectCount().from(PUBLICATION_SECRETS)
            .where(PUBLICATION_SECRETS.PUBLICATION_ID.eq(PUBLICATIONS.ID))).as("pinned");

    private final Database database;
    private final AuditLog audit;

    /** Which of them to list: of an environment ({@code ""}: of all), and only those before one ({@code null}: all). */
    public record Which(String environment, UUID before) {}

    public Publications(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /**
     * Publishes a version and pins the secrets that there are.
     *
     * @return a conflict where the environment has that version already, or lacks a required value: it names each
     * @throws dev.coffer.access.Forbidden for developers in a protected environment
     */
    public Result<Publication> publish(Access access, PublicationDraft draft) {
        access.require(PUBLISH);
        var errors = draft.check();
        if (!errors.isEmpty()) {
            return Result.invalid(errors);
        }
        return database.transact(access.origin().once(), tx -> {
            hold(tx, access);
            var known = Environments.of(tx, access.projectId());
            var environment = known.stream().filter(each -> each.slug().equals(draft.environment())).findFirst();
            if (environment.isEmpty()) {
                return Result.invalid("environment", "There is no environment named so. Choose among "
                        + String.join(", ", known.stream().map(Environment::slug).toList()));
            }
            environment.get().require(access, PUBLISH);
            return publish(tx, access, draft.version(), environment.get());
        });
    }

    private Result<Publication> publish(DSLContext tx, Access access, String version, Environment environment) {
        var earlier = find(tx, access, environment.slug(), version);
        if (earlier.isPresent()) {
            return Result.conflict(Clash.Kind.EXISTS, exists(earlier.get()));
        }
        var readiness = Needs.of(tx, access.projectId());
        var missing = readiness.missing(environment);
        if (!missing.isEmpty()) {
            return new Result.Conflict<>(blocked(environment, missing));
        }
        var id = Ids.next();
        tx.insertInto(PUBLICATIONS).set(PUBLICATIONS.ID, id).set(PUBLICATIONS.PROJECT_ID, access.projectId())
                .set(PUBLICATIONS.ENVIRONMENT_ID, environment.id()).set(PUBLICATIONS.VERSION, version)
                .set(PUBLICATIONS.CREATED_BY, access.userId()).execute();
        int count = Pins.take(tx, access, environment, id);
        var dismissed = readiness.dismissed(environment);
        dismissed.forEach(need -> insert(tx, access, id, need));
        audit.record(tx, access, AuditEntry.of(AuditAction.PUBLISHED).published(version)
                .environment(environment.id(), environment.slug()).count(count)
                .dismissed(dismissed.stream().map(Need::key).toList()));
        return Result.ok(find(tx, access, environment.slug(), version).orElseThrow());
    }

    private static void insert(DSLContext tx, Access access, UUID publicationId, Need need) {
        tx.insertInto(PUBLICATION_DISMISSALS).set(PUBLICATION_DISMISSALS.PROJECT_ID, access.projectId())
                .set(PUBLICATION_DISMISSALS.PUBLICATION_ID, publicationId)
                .set(PUBLICATION_DISMISSALS.KEY, need.key())
                .set(PUBLICATION_DISMISSALS.REASON, need.dismissal().orElseThrow().reason()).execute();
    }

    /** Newest first, and one more than {@code limit} if there is more. */
    public List<Publication> list(Access access, Which which, int limit) {
        access.require(VIEW);
        var there = which.environment.isEmpty() ? DSL.noCondition() : ENVIRONMENTS.SLUG.eq(which.environment);
        var earlier = which.before == null ? DSL.noCondition() : PUBLICATIONS.ID.lt(which.before);
        return database.readFromReplica(sql -> Changes.mark(sql, access), sql -> whole(sql, select(sql, access,
                there.and(earlier)).orderBy(PUBLICATIONS.ID.desc()).limit(limit + 1).fetch()));
    }

    /** One of them. @throws NotFound where the environment has no such version */
    public Publication get(Access access, String environment, String version) {
        access.require(VIEW);
        return database.read(sql -> find(sql, access, environment, version)).orElseThrow(NotFound::new);
    }

    /** Those of that version, each in another environment, in the order of environments. */
    public List<Publication> named(Access access, String version) {
        access.require(VIEW);
        return database.read(sql -> whole(sql, select(sql, access, PUBLICATIONS.VERSION.eq(version))
                .orderBy(ENVIRONMENTS.POSITION, ENVIRONMENTS.SLUG).fetch()));
    }

    /** The newest of each environment that has one, in the order of environments. */
    public List<Publication> latest(Access access) {
        access.require(VIEW);
        var newest = DSL.select(PUBLICATIONS.ID).distinctOn(PUBLICATIONS.ENVIRONMENT_ID).from(PUBLICATIONS)
                .where(PUBLICATIONS.PROJECT_ID.eq(access.projectId()))
                .orderBy(PUBLICATIONS.ENVIRONMENT_ID, PUBLICATIONS.ID.desc());
        return database.read(sql -> whole(sql, select(sql, access, PUBLICATIONS.ID.in(newest))
                .orderBy(ENVIRONMENTS.POSITION, ENVIRONMENTS.SLUG).fetch()));
    }

    /** The project's environments, in order. */
    public List<Environment> environments(Access access) {
        access.require(VIEW);
        return database.read(sql -> Environments.of(sql, access.projectId()));
    }

    /** What the project needs, which decides whether it can be published. */
    public Readiness readiness(Access access) {
        access.require(VIEW);
        return database.read(sql -> Needs.of(sql, access.projectId()));
    }

    /** The secret versions that one pinned. */
    public List<Pin> pins(Access access, Publication publication) {
        access.require(VIEW);
        return database.read(sql -> Pins.of(sql, publication.id()));
    }

    /** How a version differs from another one of the same environment. @throws NotFound where one is not there */
    public Comparison compare(Access access, String environment, String version, String other) {
        var from = get(access, environment, version);
        var to = get(access, environment, other);
        return database.read(sql -> new Comparison(from, Optional.of(to), Comparison.of(Pins.of(sql, from.id()),
                Pins.of(sql, to.id()), Origins.of(sql, access.projectId(), from.environment()))));
    }

    /** How a version differs from what its environment holds now. @throws NotFound where it is not there */
    public Comparison compareWithNow(Access access, String environment, String version) {
        var from = get(access, environment, version);
        return database.read(sql -> new Comparison(from, Optional.empty(), Comparison.of(Pins.of(sql, from.id()),
                Pins.now(sql, access, from.environment()),
                Origins.of(sql, access.projectId(), from.environment()))));
    }

    /** The organization too: one of its built-in secrets may be what meets a requirement. */
    private static void hold(DSLContext tx, Access access) {
        tx.select(ORGANIZATIONS.ID).from(ORGANIZATIONS)
                .where(ORGANIZATIONS.ID.eq(access.project().organizationId())).forShare().fetch();
        Projects.hold(tx, access.projectId());
    }

    static Optional<Publication> find(DSLContext sql, Access access, String environment, String version) {
        return whole(sql, select(sql, access, ENVIRONMENTS.SLUG.eq(environment).and(PUBLICATIONS.VERSION.eq(version)))
                .fetch()).stream().findFirst();
    }

    private static SelectConditionStep<? extends Record> select(DSLContext sql, Access access, Condition which) {
        return sql.select(PUBLICATIONS.ID, PUBLICATIONS.VERSION, PUBLICATIONS.CREATED_AT, USERS.NAME, ENVIRONMENTS.ID,
                ENVIRONMENTS.SLUG, ENVIRONMENTS.NAME, ENVIRONMENTS.PROTECTED, PINNED).from(PUBLICATIONS)
                .join(ENVIRONMENTS).on(ENVIRONMENTS.ID.eq(PUBLICATIONS.ENVIRONMENT_ID))
                .join(USERS).on(USERS.ID.eq(PUBLICATIONS.CREATED_BY))
                .where(PUBLICATIONS.PROJECT_ID.eq(access.projectId()), which);
    }

    /** With what was dismissed: one query more, however many there are. */
    private static List<Publication> whole(DSLContext sql, List<? extends Record> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        var ids = rows.stream().map(row -> row.get(PUBLICATIONS.ID)).toArray(UUID[]::new);
        Map<UUID, List<Dismissed>> dismissed = sql.select(PUBLICATION_DISMISSALS.PUBLICATION_ID,
                PUBLICATION_DISMISSALS.KEY, PUBLICATION_DISMISSALS.REASON).from(PUBLICATION_DISMISSALS)
                .where(PUBLICATION_DISMISSALS.PUBLICATION_ID.eq(DSL.any(ids))).orderBy(PUBLICATION_DISMISSALS.KEY)
                .collect(Collectors.groupingBy(row -> row.value1(),
                        Collectors.mapping(row -> new Dismissed(row.value2(), row.value3()), Collectors.toList())));
        return rows.stream().map(row -> publication(row, dismissed)).toList();
    }

    private static Publication publication(Record row, Map<UUID, List<Dismissed>> dismissed) {
        var environment = new Environment(row.get(ENVIRONMENTS.ID), row.get(ENVIRONMENTS.SLUG),
                row.get(ENVIRONMENTS.NAME), row.get(ENVIRONMENTS.PROTECTED));
        return new Publication(row.get(PUBLICATIONS.ID), row.get(PUBLICATIONS.VERSION), environment,
                row.get(PUBLICATIONS.CREATED_AT), row.get(USERS.NAME), row.get(PINNED),
                dismissed.getOrDefault(row.get(PUBLICATIONS.ID), List.of()));
    }

    private static String exists(Publication earlier) {
        return "%s published %s to %s on %s. Choose another version".formatted(earlier.createdBy(), earlier.version(),
                earlier.environment().name(), new Stamp(earlier.createdAt()).text());
    }

    private static Clash blocked(Environment environment, List<Need> missing) {
        var message = missing.size() == 1
                ? "%s is required in %s and has no value. Set it, then publish".formatted(missing.getFirst().key(),
                        environment.name())
                : "%d required secrets have no value in %s. Set them, then publish".formatted(missing.size(),
                        environment.name());
        return new Clash(Clash.Kind.BLOCKED, message, missing.stream()
                .map(need -> new Clash.Missing(need.key(), need.environment().slug(), need.feature())).toList());
    }
}
