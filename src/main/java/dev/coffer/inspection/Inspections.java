package dev.coffer.inspection;

import static dev.coffer.access.Permission.PROJECT_MANAGE;
import static dev.coffer.access.Permission.SECRET_WRITE;
import static dev.coffer.access.Permission.VIEW;
import static dev.coffer.db.schema.Tables.ACCEPTED_FINDINGS;
import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.PROJECTS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_TYPES;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;
import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.db.Database;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import dev.coffer.project.Environment;
import dev.coffer.project.Environments;
import dev.coffer.project.LastReads;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * The health of a project's secrets. Whoever may view the project learns which values are equal, of what kind one is
 * and when it expires, and nothing else of any value; short values are never called equal, lest somebody who may write
 * in one environment find out another's by trying.
 */
public final class Inspections {
    private static final int LONGEST_ROTATION = 3650;

    private final Database database;
    private final AuditLog audit;
    private final InstantSource clock;

    /**
     * All hints, how many values were looked at and how many not yet, and after how many days a value is old, where the
     * project says so.
     */
    public record Report(List<Hint> hints, int seen, int unseen, OptionalInt rotationDays) {
        /** Those that nobody said to be fine. */
        public List<Hint> open() {
            return hints.stream().filter(Hint::isOpen).toList();
        }

        /** The same in words, one for what is alike in several environments of a secret. */
        public List<String> sentences() {
            var places = new LinkedHashMap<List<String>, List<String>>();
            open().forEach(hint -> places.computeIfAbsent(List.of(hint.place().named().told(), hint.text()),
                    _ -> new ArrayList<>()).add(hint.place().environment().name()));
            return places.entrySet().stream()
                    .map(each -> Hints.listed(each.getValue()) + ": " + each.getKey().getLast()).toList();
        }

        List<Hint> accepted() {
            return hints.stream().filter(hint -> !hint.isOpen()).toList();
        }

        /** Those of one secret. */
        public Report of(ScopedKey named) {
            return new Report(hints.stream().filter(hint -> hint.place().named().equals(named)).toList(), seen, unseen,
                    rotationDays);
        }
    }

    /** A kind of finding about a secret in some environments, which are slugs. */
    public record Which(ScopedKey named, Finding kind, List<String> environments) {
        /** Of one of the project's. */
        public Which(String key, Finding kind, List<String> environments) {
            this(ScopedKey.ofProject(key), kind, environments);
        }

        boolean has(Hint hint) {
            return hint.kind() == kind && hint.place().named().equals(named)
                    && environments.contains(hint.place().environment().slug());
        }
    }

    public Inspections(Database database, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /** Everything that stands out now: one query however many secrets there are. */
    public Report report(Access access) {
        access.require(VIEW);
        return database.read(sql -> read(sql, access.projectId()));
    }

    /**
     * Says that the hints are fine, for the versions of the values that they are about.
     *
     * @return the hints; a conflict where there is none of that kind any more
     * @throws NotFound where there is no such secret or environment
     */
    public Result<List<Hint>> accept(Access access, Which which) {
        access.require(SECRET_WRITE);
        return database.transact(access.origin().once(), tx -> {
            var secretId = hold(tx, access, which);
            var found = found(tx, access, which);
            if (found.isEmpty()) {
                return Result.conflict(Clash.Kind.STALE, "There is no such hint any more. Nothing was saved");
            }
            found.stream().filter(Hint::isOpen).forEach(hint -> accept(tx, access, secretId, hint));
            return Result.ok(found(tx, access, which));
        });
    }

    /** Takes back that they are fine. What nobody said to be fine stays as it is. @return the hints that there are */
    public Result<List<Hint>> bringBack(Access access, Which which) {
        access.require(SECRET_WRITE);
        return database.transact(access.origin().once(), tx -> {
            var secretId = hold(tx, access, which);
            for (var hint : found(tx, access, which)) {
                int gone = tx.deleteFrom(ACCEPTED_FINDINGS).where(ACCEPTED_FINDINGS.SECRET_ID.eq(secretId),
                        ACCEPTED_FINDINGS.ENVIRONMENT_ID.eq(hint.place().environment().id()),
                        ACCEPTED_FINDINGS.KIND.eq(hint.kind().slug())).execute();
                if (gone > 0) {
                    audit.record(tx, access, entry(AuditAction.FINDING_REOPENED, secretId, hint));
                }
            }
            return Result.ok(found(tx, access, which));
        });
    }

    /** After how many days a value is old; empty for never. */
    public Result<OptionalInt> rotate(Access access, OptionalInt days) {
        access.require(PROJECT_MANAGE);
        if (days.isPresent() && (days.getAsInt() < 1 || days.getAsInt() > LONGEST_ROTATION)) {
            return Result.invalid("days", "Enter a number of days from 1 to 3650, or nothing");
        }
        var wanted = days.isPresent() ? days.getAsInt() : null;
        return database.transact(access.origin().once(), tx -> {
            int changed = tx.update(PROJECTS).set(PROJECTS.ROTATION_DAYS, wanted)
                    .where(PROJECTS.ID.eq(access.projectId()), PROJECTS.ROTATION_DAYS.isDistinctFrom(wanted)).execute();
            if (changed > 0) {
                audit.record(tx, access, AuditEntry.of(AuditAction.ROTATION_CHANGED)
                        .name(wanted == null ? "never" : wanted == 1 ? "1 day" : wanted + " days"));
            }
            return Result.ok(days);
        });
    }

    /** Holds the secret, so that what is said is about the version that is there; only where the actor may write. */
    private static UUID hold(DSLContext tx, Access access, Which which) {
        var known = Environments.of(tx, access.projectId());
        for (var slug : which.environments) {
            known.stream().filter(environment -> environment.slug().equals(slug)).findFirst()
                    .orElseThrow(NotFound::new).require(access, SECRET_WRITE);
        }
        return tx.select(SECRETS.ID, APPS.SLUG).from(SECRETS).leftJoin(APPS).on(APPS.ID.eq(SECRETS.APP_ID))
                .where(SECRETS.PROJECT_ID.eq(access.projectId()), SECRETS.KEY.eq(which.named.key()))
                .orderBy(SECRETS.APP_ID.asc().nullsFirst()).forUpdate().of(SECRETS).fetch().stream()
                .filter(row -> which.named.app().equals(Objects.requireNonNullElse(row.value2(), "")))
                .findFirst().orElseThrow(NotFound::new).value1();
    }

    private List<Hint> found(DSLContext tx, Access access, Which which) {
        return read(tx, access.projectId()).hints.stream().filter(which::has).toList();
    }

    private void accept(DSLContext tx, Access access, UUID secretId, Hint hint) {
        var place = hint.place();
        var now = DSL.field("clock_timestamp()", ACCEPTED_FINDINGS.CREATED_AT.getDataType());
        tx.insertInto(ACCEPTED_FINDINGS).set(ACCEPTED_FINDINGS.PROJECT_ID, access.projectId())
                .set(ACCEPTED_FINDINGS.SECRET_ID, secretId)
                .set(ACCEPTED_FINDINGS.ENVIRONMENT_ID, place.environment().id())
                .set(ACCEPTED_FINDINGS.KIND, hint.kind().slug()).set(ACCEPTED_FINDINGS.VERSION, place.version())
                .set(ACCEPTED_FINDINGS.CREATED_AT, now).set(ACCEPTED_FINDINGS.CREATED_BY, access.userId())
                .onConflict(ACCEPTED_FINDINGS.SECRET_ID, ACCEPTED_FINDINGS.ENVIRONMENT_ID, ACCEPTED_FINDINGS.KIND)
                .doUpdate().set(ACCEPTED_FINDINGS.VERSION, place.version())
                .set(ACCEPTED_FINDINGS.CREATED_AT, now).set(ACCEPTED_FINDINGS.CREATED_BY, access.userId())
                .execute();
        audit.record(tx, access, entry(AuditAction.FINDING_ACCEPTED, secretId, hint));
    }

    private static AuditEntry entry(AuditAction action, UUID secretId, Hint hint) {
        var place = hint.place();
        var entry = AuditEntry.of(action).secret(secretId, place.key())
                .environment(place.environment().id(), place.environment().slug()).version(place.version())
                .name(hint.kind().slug());
        return place.named().isOfApp() ? entry.app(place.named().app()) : entry;
    }

    /** A row a value and acceptance; one with neither where the project has no value. */
    Report read(DSLContext sql, UUID projectId) {
        var seen = new LinkedHashMap<List<Object>, Seen>();
        var rotation = OptionalInt.empty();
        int unseen = 0;
        var reads = LastReads.of(projectId);
        for (var row : rows(sql, projectId, reads)) {
            var days = row.get(PROJECTS.ROTATION_DAYS);
            rotation = days == null ? OptionalInt.empty() : OptionalInt.of(days);
            if (row.get(SECRETS.KEY) != null) {
                var value = seen.computeIfAbsent(List.of(row.get(SECRETS.ID), row.get(ENVIRONMENTS.ID)),
                        _ -> seen(row, row.get(reads.at(SECRET_VALUES.LAST_READ_AT))));
                if (row.get(ACCEPTED_FINDINGS.KIND) != null) {
                    value.accepted().put(row.get(ACCEPTED_FINDINGS.KIND),
                            new Hint.Acceptance(row.get(USERS.NAME), row.get(ACCEPTED_FINDINGS.CREATED_AT)));
                }
            }
        }
        for (var value : seen.values()) {
            unseen += value.print().isEmpty() ? 1 : 0;
        }
        var values = List.copyOf(seen.values());
        return new Report(Hints.of(values, rotation, clock.instant()), values.size() - unseen, unseen, rotation);
    }

    private static List<? extends Record> rows(DSLContext sql, UUID projectId, LastReads reads) {
        return sql.select(PROJECTS.ROTATION_DAYS, SECRETS.ID, SECRETS.KEY, APPS.SLUG, ENVIRONMENTS.ID,
                ENVIRONMENTS.SLUG, ENVIRONMENTS.NAME,
                ENVIRONMENTS.PROTECTED, SECRET_VALUES.VERSION, SECRET_VALUES.CREATED_AT, SECRET_VALUES.UPDATED_AT,
                SECRET_VALUES.FINGERPRINT, SECRET_VALUES.FINDINGS, SECRET_VALUES.EXPIRES_AT,
                reads.at(SECRET_VALUES.LAST_READ_AT), SECRET_VALUES.FITS, SECRET_TYPES.UPDATED_AT,
                ACCEPTED_FINDINGS.KIND,
                ACCEPTED_FINDINGS.CREATED_AT, USERS.NAME)
                .from(PROJECTS).leftJoin(SECRET_VALUES).on(SECRET_VALUES.PROJECT_ID.eq(PROJECTS.ID))
                .leftJoin(SECRETS).on(SECRETS.ID.eq(SECRET_VALUES.SECRET_ID))
                .leftJoin(APPS).on(APPS.ID.eq(SECRETS.APP_ID))
                .leftJoin(SECRET_TYPES).on(SECRET_TYPES.ID.eq(SECRETS.TYPE_ID))
                .leftJoin(ENVIRONMENTS).on(ENVIRONMENTS.ID.eq(SECRET_VALUES.ENVIRONMENT_ID))
                .leftJoin(ACCEPTED_FINDINGS).on(ACCEPTED_FINDINGS.SECRET_ID.eq(SECRET_VALUES.SECRET_ID),
                        ACCEPTED_FINDINGS.ENVIRONMENT_ID.eq(SECRET_VALUES.ENVIRONMENT_ID),
                        ACCEPTED_FINDINGS.VERSION.eq(SECRET_VALUES.VERSION))
                .leftJoin(USERS).on(USERS.ID.eq(ACCEPTED_FINDINGS.CREATED_BY))
                .leftJoin(reads.table()).on(reads.on(SECRET_VALUES.SECRET_ID, SECRET_VALUES.ENVIRONMENT_ID))
                .where(PROJECTS.ID.eq(projectId))
                .orderBy(SECRETS.KEY, APPS.SLUG.asc().nullsFirst(), ENVIRONMENTS.POSITION, ENVIRONMENTS.SLUG)
                .fetch();
    }

    private static Seen seen(Record row, Instant readAt) {
        var environment = new Environment(row.get(ENVIRONMENTS.ID), row.get(ENVIRONMENTS.SLUG),
                row.get(ENVIRONMENTS.NAME), row.get(ENVIRONMENTS.PROTECTED));
        var findings = row.get(SECRET_VALUES.FINDINGS);
        Map<String, Hint.Acceptance> accepted = new HashMap<>();
        return new Seen(new Hint.Place(
                new ScopedKey(row.get(SECRETS.KEY), Objects.requireNonNullElse(row.get(APPS.SLUG), "")), environment,
                row.get(SECRET_VALUES.VERSION)),
                Optional.ofNullable(row.get(SECRET_VALUES.FINGERPRINT)).map(ByteBuffer::wrap),
                findings == null ? Set.of() : Inspection.findings(findings),
                new Seen.Times(row.get(SECRET_VALUES.CREATED_AT), row.get(SECRET_VALUES.UPDATED_AT),
                        Optional.ofNullable(row.get(SECRET_VALUES.EXPIRES_AT)),
                        Optional.ofNullable(readAt), unfitAt(row)),
                accepted);
    }

    private static Optional<Instant> unfitAt(Record row) {
        var stored = row.get(SECRET_VALUES.UPDATED_AT);
        return row.get(SECRET_VALUES.FITS) ? Optional.empty()
                : Optional.of(Optional.ofNullable(row.get(SECRET_TYPES.UPDATED_AT)).filter(stored::isBefore)
                        .orElse(stored));
    }
}
