package dev.coffer.requirement;

import static dev.coffer.access.Permission.SECRET_WRITE;
import static dev.coffer.access.Permission.VIEW;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;
import dev.coffer.form.Clash;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.form.SecretLimits;
import dev.coffer.project.Environment;
import dev.coffer.project.Environments;
import dev.coffer.project.Projects;
import dev.coffer.schema.TypeName;
import dev.coffer.schema.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jooq.DSLContext;

/**
 * What a project needs, as its sources declare it. A source replaces its own list and leaves the others'; people add
 * theirs one by one. Who may write values may declare, for protected environments too: a build does, and asking for
 * more harms nobody. But a protected environment stops requiring a key only by who may write there, whichever list is
 * shortened or made optional: else an emptied list would publish what lacks a value.
 */
public final class Requirements {
    private static final int MOST_SOURCES = 50;

    private final Database database;
    private final AuditLog audit;
    private final SecretLimits limits;

    /** All that is declared, by key and source, what it comes to, and the types that the project has to name. */
    public record Listing(List<Environment> environments, List<Requirement> declared, Readiness readiness,
            List<TypeName> types) {}

    /**
     * What a change came to: keys, and the dismissals that lost their meaning by it, such as "A in production". Nothing
     * in it: nothing was written.
     */
    public record Change(List<String> declared, List<String> removed, List<String> dropped) {
        static final Change NONE = new Change(List.of(), List.of(), List.of());
    }

    public Requirements(Database database, AuditLog audit, SecretLimits limits) {
        this.database = database;
        this.audit = audit;
        this.limits = limits;
    }

    /** Whether the project has what it needs. */
    public Readiness readiness(Access access) {
        access.require(VIEW);
        return database.read(sql -> Needs.of(sql, access.projectId()));
    }

    /** Four queries, however much there is. */
    public Listing list(Access access) {
        access.require(VIEW);
        return database.read(sql -> {
            var environments = Environments.of(sql, access.projectId());
            return new Listing(environments, RequirementRows.list(sql, access.projectId(), environments),
                    Needs.of(sql, access.projectId()), Types.names(sql, access.projectId()));
        });
    }

    /** What one source says about a key. @throws NotFound where it says nothing */
    public Requirement get(Access access, String source, String key) {
        return list(access).declared().stream().filter(each -> each.source().equals(source) && each.key().equals(key))
                .findFirst().orElseThrow(NotFound::new);
    }

    /** What is wrong with a declaration in itself, before it is made. */
    public Errors mistakes(Access access, Declaration declaration) {
        access.require(SECRET_WRITE);
        return declaration.check(limits);
    }

    /**
     * Makes this all that the source declares; an empty list takes it away. Saying the same again changes nothing.
     *
     * @throws dev.coffer.access.Forbidden where a protected environment would require less, for who may not write there
     */
    public Result<Change> declare(Access access, Declaration declaration) {
        access.require(SECRET_WRITE);
        var errors = declaration.check(limits);
        if (!errors.isEmpty()) {
            return Result.invalid(errors);
        }
        return database.transact(access.origin().once(), tx -> declare(tx, access, declaration));
    }

    /**
     * As {@link #declare(Access, Declaration)}, in the transaction of a use case that does more. The project is held
     * from here on.
     */
    public Result<Change> declare(DSLContext tx, Access access, Declaration declaration) {
        access.require(SECRET_WRITE);
        var errors = declaration.check(limits);
        if (!errors.isEmpty()) {
            return Result.invalid(errors);
        }
        var now = held(tx, access);
        var own = now.of(declaration.source());
        if (own.isEmpty() && now.sources() >= MOST_SOURCES) {
            return Result.invalid("source",
                    "%d sources declare what this project needs already. Remove the list of one that is gone"
                            .formatted(MOST_SOURCES));
        }
        return resolved(now.environments(), declaration).map(list -> {
            var change = become(tx, access, now, new Whole(declaration.source(), list));
            if (!change.equals(Change.NONE)) {
                audit.record(tx, access, change.declared().isEmpty()
                        ? entry(AuditAction.REQUIREMENT_REMOVED, declaration.source(), change)
                        : entry(AuditAction.REQUIREMENTS_DECLARED, declaration.source(), change)
                                .keys(change.declared()));
            }
            return change;
        });
    }

    /** Adds one to what people keep themselves. Refused where the key stands there already. */
    public Result<Requirement> add(Access access, RequirementDraft draft) {
        return byHand(access, draft, (tx, now) -> now.of(Requirement.BY_HAND).containsKey(draft.key())
                ? Result.conflict(Clash.Kind.EXISTS,
                        "%s stands among what was added by hand already. Edit it instead".formatted(draft.key()))
                : put(tx, access, now, draft));
    }

    /** Puts another one in the place of what people said about its key. @throws NotFound where they said nothing */
    public Result<Requirement> replace(Access access, RequirementDraft draft) {
        return byHand(access, draft, (tx, now) -> {
            if (!now.of(Requirement.BY_HAND).containsKey(draft.key())) {
                throw new NotFound();
            }
            return put(tx, access, now, draft);
        });
    }

    /** Takes one key off a source's list. @throws NotFound where it isn't on it */
    public Result<Change> remove(Access access, String source, String key) {
        access.require(SECRET_WRITE);
        return database.transact(access.origin().once(), tx -> {
            var now = held(tx, access);
            var own = new TreeMap<>(now.of(source));
            if (own.remove(key) == null) {
                throw new NotFound();
            }
            return Result.ok(removed(tx, access, now, new Whole(source, List.copyOf(own.values()))));
        });
    }

    /** Takes a source's whole list away. @throws NotFound where it has none */
    public Result<Change> removeAll(Access access, String source) {
        access.require(SECRET_WRITE);
        return database.transact(access.origin().once(), tx -> {
            var now = held(tx, access);
            if (now.of(source).isEmpty()) {
                throw new NotFound();
            }
            return Result.ok(removed(tx, access, now, new Whole(source, List.of())));
        });
    }

    /** A source's list from now on. */
    private record Whole(String source, List<Requirement> list) {}

    private static State held(DSLContext tx, Access access) {
        Projects.hold(tx, access.projectId());
        var environments = Environments.of(tx, access.projectId());
        return State.of(environments, RequirementRows.list(tx, access.projectId(), environments));
    }

    private Result<Requirement> byHand(Access access, RequirementDraft draft,
            BiFunction<DSLContext, State, Result<Requirement>> then) {
        access.require(SECRET_WRITE);
        var errors = draft.check(limits);
        if (!errors.isEmpty()) {
            return Result.invalid(errors);
        }
        return database.transact(access.origin().once(), tx -> then.apply(tx, held(tx, access)));
    }

    private Result<Requirement> put(DSLContext tx, Access access, State now, RequirementDraft draft) {
        var own = new TreeMap<>(now.of(Requirement.BY_HAND));
        if (own.size() >= Declaration.MOST && !own.containsKey(draft.key())) {
            return Result.invalid("key", "%d requirements were added by hand, and that is the limit. Remove one"
                    .formatted(Declaration.MOST));
        }
        var unknown = unknown(now.environments(), draft);
        if (!unknown.isEmpty()) {
            return Result.invalid("environments", unknown);
        }
        var requirement = resolved(now.environments(), Requirement.BY_HAND, draft);
        own.put(draft.key(), requirement);
        var change = become(tx, access, now, new Whole(Requirement.BY_HAND, List.copyOf(own.values())));
        if (!change.equals(Change.NONE)) {
            audit.record(tx, access, entry(AuditAction.REQUIREMENT_ADDED, Requirement.BY_HAND, change)
                    .keys(change.declared()));
        }
        return Result.ok(requirement);
    }

    private Change removed(DSLContext tx, Access access, State now, Whole rest) {
        var change = become(tx, access, now, rest);
        audit.record(tx, access, entry(AuditAction.REQUIREMENT_REMOVED, rest.source, change));
        return change;
    }

    private static AuditEntry entry(AuditAction action, String source, Change change) {
        return AuditEntry.of(action).source(source).removed(change.removed()).dropped(change.dropped());
    }

    /** Writes what differs, and nothing where nothing does. */
    private static Change become(DSLContext tx, Access access, State now, Whole whole) {
        Map<String, Requirement> own = now.of(whole.source);
        var declared = whole.list.stream()
                .filter(each -> own.get(each.key()) == null || !each.saysAs(own.get(each.key()))).toList();
        var gone = new TreeMap<>(own);
        whole.list.forEach(each -> gone.remove(each.key()));
        if (declared.isEmpty() && gone.isEmpty()) {
            return Change.NONE;
        }
        var next = now.with(whole.source, whole.list);
        now.requireMayBecome(access, next);
        var stale = new ArrayList<>(gone.values());
        declared.stream().map(each -> own.get(each.key())).filter(each -> each != null).forEach(stale::add);
        RequirementRows.delete(tx, stale);
        RequirementRows.insert(tx, access, declared);
        return new Change(declared.stream().map(Requirement::key).toList(), List.copyOf(gone.keySet()),
                Dismissals.drop(tx, access.projectId(), next));
    }

    private static Result<List<Requirement>> resolved(List<Environment> environments, Declaration declaration) {
        var errors = Errors.none();
        var list = new ArrayList<Requirement>();
        for (int i = 0; i < declaration.requirements().size(); i++) {
            var draft = declaration.requirements().get(i);
            var unknown = unknown(environments, draft);
            if (!unknown.isEmpty()) {
                errors = errors.and(Declaration.field(i, "environments"), unknown);
            }
            list.add(resolved(environments, declaration.source(), draft));
        }
        return errors.isEmpty() ? Result.ok(list) : Result.invalid(errors);
    }

    private static Requirement resolved(List<Environment> environments, String source, RequirementDraft draft) {
        var chosen = draft.environments().map(slugs -> environments.stream()
                .filter(environment -> slugs.contains(environment.slug())).toList()).orElse(List.of());
        return new Requirement(Ids.next(), source, draft.key(), draft.required(), chosen, draft.texts().feature(),
                draft.texts().description(), draft.type());
    }

    /** What is to be mended where an environment isn't the project's, or "". */
    private static String unknown(List<Environment> environments, RequirementDraft draft) {
        var known = environments.stream().map(Environment::slug).toList();
        return known.containsAll(draft.environments().orElse(List.of())) ? ""
                : "There is no environment named so. Choose among " + String.join(", ", known);
    }
}
