package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;
import static dev.coffer.access.Permission.VIEW;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.app.AppName;
import dev.coffer.app.AppNames;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditLog;
import dev.coffer.audit.Changes;
import dev.coffer.builtin.BuiltIns;
import dev.coffer.db.Database;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import dev.coffer.form.SecretLimits;
import dev.coffer.project.Environment;
import dev.coffer.project.Environments;
import dev.coffer.project.Projects;
import dev.coffer.requirement.Needs;
import dev.coffer.requirement.Readiness;
import dev.coffer.schema.SecretType;
import dev.coffer.schema.TypeName;
import dev.coffer.schema.Types;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * The secrets of a project. Lists and changes them, and never answers with a value. A change seals, stores and records
 * in one transaction; two changes from the same state end with one of them refused.
 */
public final class Secrets {
    private final Database database;
    private final SecretStore store;
    private final SecretWrites writes;
    private final AuditLog audit;
    private final Limits limits;

    /** How many keys a project may have, and how large each may be; the operator sets them. */
    public record Limits(int secrets, SecretLimits each) {}

    /**
     * The keys that match, with what they are a part of: how many secrets there are, and of what kinds they are, all
     * that is needed, and the mark of the moment before they were read.
     */
    public record Listing(List<Environment> environments, List<Listed> keys, Usage usage, Kinds kinds,
            Readiness needs, String mark) {
        /** Those that the project has. */
        public List<Secret> secrets() {
            return keys.stream().flatMap(listed -> listed.secret().stream()).toList();
        }
    }

    /** What secrets of a project can be told by: the types that any of them has, and the apps whose own any is. */
    public record Kinds(List<TypeName> types, List<AppName> apps) {
        static Kinds of(List<Secret> secrets) {
            return new Kinds(secrets.stream().flatMap(secret -> secret.type().stream()).distinct()
                    .sorted(Comparator.comparing(TypeName::name)).toList(),
                    secrets.stream().flatMap(secret -> secret.app().stream()).distinct()
                            .sorted(Comparator.comparing(AppName::slug)).toList());
        }
    }

    /** How many secrets a project has, of how many that it may have; built-in ones are beside them. */
    public record Usage(int used, int limit, int builtIn) {}

    /** What {@code set} came to. */
    public record Written(Secret secret, boolean created) {}

    public Secrets(Database database, SecretStore store, AuditLog audit, Limits limits) {
        this.database = database;
        this.store = store;
        this.writes = new SecretWrites(store, audit, limits);
        this.audit = audit;
        this.limits = limits;
    }

    public Limits limits() {
        return limits;
    }

    /** All that match, for a page: seven queries however many there are. */
    public Listing list(Access access, SecretFilter filter) {
        access.require(VIEW);
        return database.readFromReplica(sql -> Changes.mark(sql, access), sql -> {
            var mark = Changes.mark(sql, access);
            var environments = Environments.of(sql, access.projectId());
            var secrets = SecretRows.list(sql, access.projectId());
            var needs = Needs.of(sql, access.projectId());
            var builtIns = BuiltIns.inProject(sql, access.projectId());
            var keys = Listed.of(environments, new Listed.All(secrets, needs, builtIns,
                    SecretNames.givers(sql, access.projectId()))).stream()
                    .filter(listed -> listed.matches(filter)).toList();
            return new Listing(environments, keys, new Usage(secrets.size(), limits.secrets(), builtIns.size()),
                    Kinds.of(secrets), needs, mark);
        });
    }

    /**
     * Those that match after a cursor ({@code null}: from the first), and one more than {@code most} if there is more.
     * What the project and the organization both have comes twice, the project's first.
     */
    public List<Listed> page(Access access, SecretFilter filter, String after, int most) {
        return list(access, filter).keys().stream().flatMap(listed -> listed.parts().stream())
                .filter(part -> part.matches(filter))
                .filter(part -> after == null || part.cursor().compareTo(after) > 0).limit(most + 1L).toList();
    }

    /** All that there is of a key, the project's first: with what it needs and the organization has, and apps' own. */
    List<Listed> alike(Access access, String key) {
        access.require(VIEW);
        return database.read(sql -> Listed.of(Environments.of(sql, access.projectId()),
                new Listed.All(SecretRows.alike(sql, access.projectId(), key), Needs.of(sql, access.projectId(), key),
                        BuiltIns.inProject(sql, access.projectId(), key).stream().toList(),
                        SecretNames.givers(sql, access.projectId()))));
    }

    /** The project's apps, by slug. */
    List<AppName> apps(Access access) {
        access.require(VIEW);
        return database.read(sql -> AppNames.of(sql, access.projectId()));
    }

    /** What the organization has of a key, in this project. */
    public Optional<Listed> builtIn(Access access, String key) {
        access.require(VIEW);
        return database.read(sql -> BuiltIns.inProject(sql, access.projectId(), key)
                .map(builtIn -> Listed.of(Environments.of(sql, access.projectId()),
                        new Listed.All(List.of(), Needs.of(sql, access.projectId(), key), List.of(builtIn),
                                SecretNames.givers(sql, access.projectId())))
                        .getFirst()));
    }

    /** Which publications were made with a secret. */
    List<SecretUses.Pinned> pinned(Access access, Secret secret) {
        access.require(VIEW);
        return database.read(sql -> SecretUses.pinned(sql, access.projectId(), secret.id()));
    }

    /** What a secret's values give beside its key, by environment. */
    Map<UUID, List<String>> variables(Access access, Secret secret) {
        access.require(VIEW);
        return database.read(sql -> SecretNames.of(sql, access.projectId(), secret.id()));
    }

    /** Which values of the project give what beside their keys. */
    SecretNames.Givers givers(Access access) {
        access.require(VIEW);
        return database.read(sql -> SecretNames.givers(sql, access.projectId()));
    }

    /** All that the project needs; one query. */
    public Readiness needs(Access access) {
        access.require(VIEW);
        return database.read(sql -> Needs.of(sql, access.projectId()));
    }

    /** The project's environments, in order. */
    public List<Environment> environments(Access access) {
        access.require(VIEW);
        return database.read(sql -> Environments.of(sql, access.projectId()));
    }

    /** The project's secret types, by name. */
    List<TypeName> types(Access access) {
        access.require(VIEW);
        return database.read(sql -> Types.names(sql, access.projectId()));
    }

    /** One of them, whole; empty where it was deleted meanwhile. */
    Optional<SecretType> type(Access access, TypeName named) {
        access.require(VIEW);
        return database.read(sql -> Types.find(sql, access.projectId(), named.id()));
    }

    /** @throws NotFound where the project has no such key */
    public Secret get(Access access, String key) {
        return get(access, ScopedKey.ofProject(key));
    }

    /** @throws NotFound where the project, or the app, has no such key */
    public Secret get(Access access, ScopedKey named) {
        return find(access, named).orElseThrow(NotFound::new);
    }

    public Optional<Secret> find(Access access, String key) {
        return find(access, ScopedKey.ofProject(key));
    }

    public Optional<Secret> find(Access access, ScopedKey named) {
        access.require(VIEW);
        return database.read(sql -> SecretRows.find(sql, access.projectId(), named));
    }

    /** A new key. Refused where the project has it already, in whatever environment. */
    public Result<Secret> create(Access access, SecretDraft draft) {
        return write(access, draft, (tx, existing, chosen) -> existing.isPresent()
                ? new Result.Conflict<>(exists(existing.get(), existing.get().configured()))
                : writes.insert(tx, access, draft, chosen));
    }

    /** A new key, or a value for an environment where the key has none yet. Refused where it has one. */
    public Result<Secret> add(Access access, SecretDraft draft) {
        return write(access, draft, (tx, existing, chosen) -> {
            if (existing.isEmpty()) {
                return writes.insert(tx, access, draft, chosen);
            }
            var taken = existing.get().configured().stream()
                    .filter(environment -> draft.environments().contains(environment.slug())).toList();
            return taken.isEmpty() ? writes.change(tx, access, existing.get(), kept(draft))
                    : new Result.Conflict<>(exists(existing.get(), taken));
        });
    }

    /** Stores the value in the environments named, whether the key is there or not, and leaves the others. */
    public Result<Written> set(Access access, SecretDraft draft, SecretChange.Precondition read) {
        return write(access, draft, (tx, existing, chosen) -> written(tx, access,
                new Attempt(draft, read, existing, chosen)));
    }

    /** A {@code set} under way. */
    private record Attempt(SecretDraft draft, SecretChange.Precondition read, Optional<Secret> existing,
            List<Environment> chosen) {}

    private Result<Written> written(DSLContext tx, Access access, Attempt attempt) {
        if (attempt.existing.isEmpty()) {
            return attempt.read instanceof SecretChange.Whatever
                    ? writes.insert(tx, access, attempt.draft, attempt.chosen)
                            .map(secret -> new Written(secret, true))
                    : new Result.Conflict<>(gone(attempt.draft.named()));
        }
        var secret = attempt.existing.get();
        var lost = lost(tx, secret, attempt.read);
        return lost.isPresent() ? new Result.Conflict<>(lost.get())
                : writes.change(tx, access, secret, SecretChange.of(attempt.draft))
                        .map(after -> new Written(after, false));
    }

    /** Changes a secret that is there. @throws NotFound where the project has no such key */
    public Result<Secret> change(Access access, String key, SecretChange change) {
        return change(access, ScopedKey.ofProject(key), change);
    }

    /** Changes a secret that is there. @throws NotFound where the project, or the app, has no such key */
    public Result<Secret> change(Access access, ScopedKey named, SecretChange change) {
        access.require(SECRET_WRITE);
        var errors = change.check(limits.each());
        if (!errors.isEmpty()) {
            return Result.invalid(errors);
        }
        return SecretNames.transact(database, access, tx -> {
            var secret = SecretRows.findForUpdate(tx, access.projectId(), named).orElseThrow(NotFound::new);
            var lost = lost(tx, secret, change.read());
            if (lost.isPresent()) {
                return new Result.Conflict<>(lost.get());
            }
            return change.value().isKept() ? writes.change(tx, access, secret, change)
                    : checked(tx, access, change.environments(), _ -> writes.change(tx, access, secret, change));
        });
    }

    /**
     * Erases the value of one environment; the last one takes the secret with it. Refused while a deployment lists the
     * key and reads that very value.
     */
    public Result<String> deleteValue(Access access, String key, String environment, SecretChange.Precondition read) {
        return deleteValue(access, ScopedKey.ofProject(key), environment, read);
    }

    /** The same of an app's own, or the project's. */
    public Result<String> deleteValue(Access access, ScopedKey named, String environment,
            SecretChange.Precondition read) {
        access.require(SECRET_WRITE);
        return database.transact(access.origin().once(), tx -> {
            Projects.hold(tx, access.projectId());
            var secret = SecretRows.findForUpdate(tx, access.projectId(), named).orElseThrow(NotFound::new);
            var slot = secret.slot(environment).filter(place -> place.value().isPresent()).orElseThrow(NotFound::new);
            slot.environment().require(access, SECRET_WRITE);
            var lost = lost(tx, secret, read)
                    .or(() -> SecretUses.listed(tx, access.projectId(), secret, List.of(slot.environment())));
            if (lost.isPresent()) {
                return new Result.Conflict<>(lost.get());
            }
            boolean last = secret.configured().size() == 1;
            if (last) {
                store.erase(tx, access, secret.id());
            } else {
                store.erase(tx, access, secret.id(), slot.environment());
                store.touch(tx, access, SecretStore.Put.next(secret), SecretStore.Facts.SAME);
            }
            audit.record(tx, access, secret.about(last ? AuditAction.SECRET_DELETED : AuditAction.SECRET_VALUE_DELETED)
                    .environment(slot.environment().id(), environment));
            return Result.ok(named.key());
        });
    }

    /** Erases a secret in every environment. Refused while a deployment lists the key and reads a value of it. */
    public Result<String> delete(Access access, String key, SecretChange.Precondition read) {
        return delete(access, ScopedKey.ofProject(key), read);
    }

    /** The same of an app's own, or the project's. */
    public Result<String> delete(Access access, ScopedKey named, SecretChange.Precondition read) {
        access.require(SECRET_WRITE);
        return database.transact(access.origin().once(), tx -> {
            Projects.hold(tx, access.projectId());
            var secret = SecretRows.findForUpdate(tx, access.projectId(), named).orElseThrow(NotFound::new);
            secret.configured().forEach(environment -> environment.require(access, SECRET_WRITE));
            var lost = lost(tx, secret, read)
                    .or(() -> SecretUses.listed(tx, access.projectId(), secret, secret.configured()));
            if (lost.isPresent()) {
                return new Result.Conflict<>(lost.get());
            }
            store.erase(tx, access, secret.id());
            audit.record(tx, access, secret.about(AuditAction.SECRET_DELETED)
                    .environments(secret.configured().stream().map(Environment::slug).toList()));
            return Result.ok(named.key());
        });
    }

    /** What is decided once the draft is known to be sound, its environments open, and the key's row held. */
    @FunctionalInterface
    private interface Decision<T> {
        Result<T> on(DSLContext tx, Optional<Secret> existing, List<Environment> chosen);
    }

    private <T> Result<T> write(Access access, SecretDraft draft, Decision<T> decision) {
        access.require(SECRET_WRITE);
        var errors = draft.check(limits.each());
        if (!errors.isEmpty()) {
            return Result.invalid(errors);
        }
        return SecretNames.transact(database, access, tx -> checked(tx, access, draft.environments(),
                chosen -> decision.on(tx, SecretRows.findForUpdate(tx, access.projectId(), draft.named()), chosen)));
    }

    /** Goes on with the environments that were asked for, once all are known and may be written to. */
    static <T> Result<T> checked(DSLContext tx, Access access, List<String> wanted,
            Function<List<Environment>, Result<T>> then) {
        var known = Environments.of(tx, access.projectId());
        for (var slug : wanted) {
            var environment = known.stream().filter(e -> e.slug().equals(slug)).findFirst();
            if (environment.isEmpty()) {
                return Result.invalid("environments", "There is no environment named so. Choose among "
                        + String.join(", ", known.stream().map(Environment::slug).toList()));
            }
            environment.get().require(access, SECRET_WRITE);
        }
        return then.apply(known.stream().filter(environment -> wanted.contains(environment.slug())).toList());
    }

    /** A form's empty description leaves the one that is there. */
    private static SecretChange kept(SecretDraft draft) {
        var change = SecretChange.of(draft);
        return change.describing(draft.description().filter(text -> !text.isEmpty()));
    }

    static Optional<Clash> lost(DSLContext tx, Secret secret, SecretChange.Precondition read) {
        return switch (read) {
            case SecretChange.Whatever() -> Optional.empty();
            case SecretChange.Present() -> Optional.empty();
            case SecretChange.Unchanged(var tag) -> secret.tag().equals(tag) ? Optional.empty()
                    : Optional.of(LostRace.clash(tx, secret, tag));
        };
    }

    private static Clash gone(ScopedKey named) {
        return new Clash(Clash.Kind.STALE, named.told() + " was deleted in the meantime. Nothing was saved");
    }

    static Clash exists(Secret secret, List<Environment> where) {
        return new Clash(Clash.Kind.EXISTS, "A secret named %s already exists in %s. Edit it instead".formatted(
                secret.named().told(), String.join(" and ", where.stream().map(Environment::name).toList())));
    }
}
