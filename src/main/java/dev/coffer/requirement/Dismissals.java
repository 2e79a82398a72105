package dev.coffer.requirement;

import static dev.coffer.access.Permission.SECRET_WRITE;
import static dev.coffer.db.schema.Tables.DISMISSALS;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.db.Database;
import dev.coffer.form.Clash;
import dev.coffer.form.Names;
import dev.coffer.form.Result;
import dev.coffer.project.Environment;
import dev.coffer.project.Environments;
import dev.coffer.project.Projects;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * That a needed key may stay without a value in an environment, because somebody said why. Refused where it has one,
 * and in protected environments for who may not write there. It lasts until it is taken back, until nothing needs the
 * key there any more, or until what was optional becomes required.
 */
public final class Dismissals {
    static final int LONGEST_REASON = 300;

    private final Database database;
    private final AuditLog audit;

    /** A key in one environment (a slug), or wherever it is needed. */
    public record Place(String key, Optional<String> environment) {}

    public Dismissals(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /**
     * Dismisses what is missing there; for what is dismissed already, the reason is replaced.
     *
     * @return the environments where it is dismissed now
     * @throws NotFound where nothing needs the key there
     */
    public Result<List<Environment>> dismiss(Access access, Place place, String typed) {
        access.require(SECRET_WRITE);
        var reason = typed.strip();
        var mistake = mistake(reason);
        if (mistake.isPresent()) {
            return Result.invalid("reason", mistake.get());
        }
        return within(access, place, (tx, needs) -> {
            var open = needs.stream().filter(need -> need.status() == Need.Status.MISSING).toList();
            var wanted = !open.isEmpty() ? open
                    : needs.stream().filter(need -> need.status() == Need.Status.DISMISSED).toList();
            if (wanted.isEmpty()) {
                return Result.conflict(Clash.Kind.BLOCKED,
                        "%s has a value there, so there is nothing to dismiss".formatted(place.key));
            }
            var changed = wanted.stream().filter(need -> need.dismissal().map(Need.Dismissal::reason)
                    .filter(reason::equals).isEmpty()).toList();
            store(tx, access, changed, reason);
            return done(tx, access, entry(AuditAction.REQUIREMENT_DISMISSED, place).reason(reason), changed)
                    .map(_ -> wanted.stream().map(Need::environment).toList());
        });
    }

    /**
     * Makes it count as missing again.
     *
     * @return the environments where it was dismissed
     * @throws NotFound where nothing needs the key there
     */
    public Result<List<Environment>> bringBack(Access access, Place place) {
        access.require(SECRET_WRITE);
        return within(access, place, (tx, needs) -> {
            var dismissed = needs.stream().filter(need -> need.dismissal().isPresent()).toList();
            dismissed.forEach(need -> need.environment().require(access, SECRET_WRITE));
            delete(tx, access.projectId(), dismissed.stream()
                    .map(need -> new Slot(need.environment().id(), need.key())).toList());
            return done(tx, access, entry(AuditAction.REQUIREMENT_BROUGHT_BACK, place), dismissed);
        });
    }

    /** Drops those that lost their meaning. @return them as words, such as "A in production" */
    static List<String> drop(DSLContext tx, UUID projectId, State state) {
        Function<UUID, Optional<Environment>> environment =
                id -> state.environments().stream().filter(each -> each.id().equals(id)).findFirst();
        var gone = tx.select(DISMISSALS.ENVIRONMENT_ID, DISMISSALS.KEY, DISMISSALS.REQUIRED).from(DISMISSALS)
                .where(DISMISSALS.PROJECT_ID.eq(projectId)).orderBy(DISMISSALS.KEY, DISMISSALS.ENVIRONMENT_ID).stream()
                .filter(row -> {
                    var needs = environment.apply(row.value1()).flatMap(each -> state.needs(row.value2(), each));
                    return needs.isEmpty() || needs.get() && !row.value3();
                }).map(row -> new Slot(row.value1(), row.value2())).toList();
        delete(tx, projectId, gone);
        return gone.stream().map(slot -> slot.key + " in "
                + environment.apply(slot.environmentId).map(Environment::slug).orElse("")).toList();
    }

    private record Slot(UUID environmentId, String key) {}

    /** What is done once the project is held, and it is known where the key is needed. */
    @FunctionalInterface
    private interface Decision {
        Result<List<Environment>> on(DSLContext tx, List<Need> needs);
    }

    private Result<List<Environment>> within(Access access, Place place, Decision decision) {
        return database.transact(access.origin().once(), tx -> {
            Projects.hold(tx, access.projectId());
            var known = Environments.of(tx, access.projectId()).stream().map(Environment::slug).toList();
            if (place.environment.isPresent() && !known.contains(place.environment.get())) {
                return Result.invalid("environment",
                        "There is no environment named so. Choose among " + String.join(", ", known));
            }
            var needs = Needs.of(tx, access.projectId(), place.key).needs().stream()
                    .filter(need -> place.environment.isEmpty()
                            || place.environment.get().equals(need.environment().slug()))
                    .toList();
            if (needs.isEmpty()) {
                throw new NotFound();
            }
            return decision.on(tx, needs);
        });
    }

    private Result<List<Environment>> done(DSLContext tx, Access access, AuditEntry entry, List<Need> changed) {
        var environments = changed.stream().map(Need::environment).toList();
        if (!changed.isEmpty()) {
            audit.record(tx, access, entry.environments(environments.stream().map(Environment::slug).toList()));
        }
        return Result.ok(environments);
    }

    private static void store(DSLContext tx, Access access, List<Need> needs, String reason) {
        needs.forEach(need -> need.environment().require(access, SECRET_WRITE));
        if (needs.isEmpty()) {
            return;
        }
        var rows = tx.insertInto(DISMISSALS, DISMISSALS.PROJECT_ID, DISMISSALS.ENVIRONMENT_ID, DISMISSALS.KEY,
                DISMISSALS.REQUIRED, DISMISSALS.REASON, DISMISSALS.CREATED_AT, DISMISSALS.CREATED_BY);
        for (var need : needs) {
            rows = rows.values(access.projectId(), need.environment().id(), need.key(), need.required(), reason,
                    Instant.now(), access.userId());
        }
        rows.onConflict(DISMISSALS.PROJECT_ID, DISMISSALS.ENVIRONMENT_ID, DISMISSALS.KEY).doUpdate()
                .setAllToExcluded().execute();
    }

    private static void delete(DSLContext tx, UUID projectId, List<Slot> slots) {
        if (!slots.isEmpty()) {
            tx.deleteFrom(DISMISSALS).where(DISMISSALS.PROJECT_ID.eq(projectId),
                    DSL.row(DISMISSALS.ENVIRONMENT_ID, DISMISSALS.KEY)
                            .in(slots.stream().map(slot -> DSL.row(slot.environmentId, slot.key)).toList()))
                    .execute();
        }
    }

    private static AuditEntry entry(AuditAction action, Place place) {
        return AuditEntry.of(action).key(place.key);
    }

    private static Optional<String> mistake(String reason) {
        return reason.isEmpty() ? Optional.of("Say why it may stay without a value")
                : Names.mistake("Reason", reason, LONGEST_REASON)
                        .or(() -> RequirementDraft.valueIn("reason", reason));
    }
}
