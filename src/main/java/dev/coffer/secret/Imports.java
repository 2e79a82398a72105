package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;

import dev.coffer.access.Access;
import dev.coffer.app.AppName;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.crypto.ProjectKeys;
import dev.coffer.db.Database;
import dev.coffer.dotenv.ImportFile;
import dev.coffer.form.Result;
import dev.coffer.project.Environment;
import dev.coffer.project.Projects;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/**
 * Many secrets from one file. A plan says what would happen to each key; an import makes its plan anew and does it, all
 * in one transaction. Both hold stored values against those of the file, so both are recorded. Refuses a file that
 * can't be read, or that would take the project past its limit, as a whole.
 */
public final class Imports {
    private final Database database;
    private final SecretStore store;
    private final StagedImports staged;
    private final AuditLog audit;
    private final Secrets.Limits limits;

    /** A plan, and the id under which the session can have it done; without one there is nothing to do. */
    public record Staged(ImportPlan plan, Optional<UUID> id) {}

    public Imports(Database database, ProjectKeys keys, AuditLog audit, Secrets.Limits limits) {
        this.database = database;
        this.store = new SecretStore(keys);
        this.staged = new StagedImports(keys);
        this.audit = audit;
        this.limits = limits;
    }

    /**
     * What importing would do; nothing is stored.
     *
     * @throws dev.coffer.access.Forbidden where the role may not write in one of the environments
     */
    public Result<ImportPlan> plan(Access access, ImportRequest request) {
        access.require(SECRET_WRITE);
        return reading(request, file -> database.transact(access.origin().once(),
                tx -> planned(tx, access, request, file)));
    }

    /** The same, and keeps the file sealed for ten minutes for {@link #run(Access, UUID)}. For browser sessions. */
    public Result<Staged> stage(Access access, ImportRequest request) {
        access.require(SECRET_WRITE);
        return reading(request, file -> database.transact(tx -> planned(tx, access, request, file)
                .map(plan -> new Staged(plan, plan.stores() == 0 ? Optional.empty()
                        : Optional.of(staged.put(tx, access, request))))));
    }

    /** Imports; the plan is what was done. */
    public Result<ImportPlan> run(Access access, ImportRequest request) {
        access.require(SECRET_WRITE);
        return reading(request, file -> database.transact(access.origin().once(),
                tx -> done(tx, access, request, file)));
    }

    /** Imports what this session staged, and wipes it. */
    public Result<ImportPlan> run(Access access, UUID stagedId) {
        access.require(SECRET_WRITE);
        return database.transact(tx -> {
            var request = staged.take(tx, access, stagedId);
            if (request.isEmpty()) {
                return Result.invalid("content", "The plan is older than ten minutes. Paste the file again");
            }
            try (var _ = request.get().content()) {
                return reading(request.get(), file -> done(tx, access, request.get(), file));
            }
        });
    }

    /** Imports entries that were read before, in the transaction of a use case that does more. */
    Result<ImportPlan> store(DSLContext tx, Access access, ImportRequest request, ImportFile file) {
        return done(tx, access, request, file);
    }

    private <T> Result<T> reading(ImportRequest request, Function<ImportFile, Result<T>> then) {
        try (var file = request.read(limits.each())) {
            return file.unreadable() ? Result.invalid("content", file.faults().getFirst().why()) : then.apply(file);
        }
    }

    private Result<ImportPlan> planned(DSLContext tx, Access access, ImportRequest request, ImportFile file) {
        return weighed(tx, access, request, file).map(weighed -> {
            record(tx, access, AuditEntry.of(AuditAction.IMPORT_PLANNED), weighed.plan, request);
            return weighed.plan;
        });
    }

    private Result<ImportPlan> done(DSLContext tx, Access access, ImportRequest request, ImportFile file) {
        return weighed(tx, access, request, file).map(weighed -> {
            var plan = weighed.plan;
            plan.writes().forEach(write -> write(tx, access, weighed.app, write));
            SecretNames.write(tx, access, plan.writes().stream().filter(write -> write.typing().name().isPresent())
                    .collect(Collectors.toMap(write -> write.existing().orElseThrow().id(),
                            write -> write.claims(request.app()))));
            record(tx, access, AuditEntry.of(AuditAction.IMPORTED).keys(plan.written()), plan, request);
            return plan;
        });
    }

    private void record(DSLContext tx, Access access, AuditEntry entry, ImportPlan plan, ImportRequest request) {
        var about = entry.compared(plan.compared()).environments(request.environments());
        audit.record(tx, access, request.app().isEmpty() ? about : about.app(request.app()));
    }

    /** A plan, and whose own the secrets will be. */
    private record Weighed(ImportPlan plan, Optional<AppName> app) {}

    /** The plan, with the project and the secrets it is about held until the transaction ends. */
    private Result<Weighed> weighed(DSLContext tx, Access access, ImportRequest request, ImportFile file) {
        return Secrets.checked(tx, access, request.environments(), chosen -> {
            Projects.hold(tx, access.projectId());
            return SecretWrites.app(tx, access, request.app()).flatMap(app -> {
                var plan = ImportPlan.of(file, request.mode(), chosen,
                        stored(tx, access, file, new Target(request.app(), chosen)));
                refuseClashes(tx, access, plan, request.app());
                var used = SecretRows.count(tx, access.projectId());
                return plan.created() > 0 && used + plan.created() > limits.secrets()
                        ? Result.invalid("content", full(plan.created(), used)) : Result.ok(new Weighed(plan, app));
            });
        });
    }

    /** Again after each refusal, since what is left alone keeps the names that it has. */
    private static void refuseClashes(DSLContext tx, Access access, ImportPlan plan, String app) {
        List<SecretNames.Clash> clashes;
        do {
            clashes = SecretNames.clashes(tx, access.projectId(),
                    plan.writes().stream().flatMap(write -> write.claims(app).stream()).toList());
            clashes.forEach(clash -> plan.refuse(clash.claim().key(), clash.message()));
        } while (!clashes.isEmpty());
    }

    /** Where values go: an app, or the project, and environments. */
    private record Target(String app, List<Environment> environments) {}

    private Map<String, ImportPlan.Stored> stored(DSLContext tx, Access access, ImportFile file, Target target) {
        var values = new HashMap<String, ImportFile.Entry>();
        file.entries().forEach(entry -> values.put(entry.key(), entry));
        var secrets = SecretRows.findForUpdate(tx, access.projectId(), values.keySet(), target.app);
        var keys = new HashMap<UUID, String>();
        secrets.forEach(secret -> keys.put(secret.id(), secret.key()));
        var equal = new HashMap<UUID, Set<UUID>>();
        store.lookAt(tx, access, new SecretStore.Places(keys.keySet(), target.environments),
                (secret, environment, value) -> {
                    if (value.sameAs(values.get(keys.get(secret)).value())) {
                        equal.computeIfAbsent(secret, _ -> new HashSet<>()).add(environment);
                    }
                });
        var typings = Typings.hold(tx, access, secrets);
        var stored = new HashMap<String, ImportPlan.Stored>();
        secrets.forEach(secret -> stored.put(secret.key(),
                new ImportPlan.Stored(secret, equal.getOrDefault(secret.id(), Set.of()), typings.get(secret.id()))));
        return stored;
    }

    private void write(DSLContext tx, Access access, Optional<AppName> app, ImportPlan.Write write) {
        var entry = write.entry();
        if (write.existing().isEmpty()) {
            var head = new SecretStore.Head(entry.key(), app, write.description(), Typing.PLAIN);
            var id = store.insert(tx, access, head).orElseThrow();
            store.put(tx, access, SecretStore.Put.first(id), write.slots(), write.value());
            return;
        }
        var next = SecretStore.Put.next(write.existing().get());
        store.put(tx, access, next, write.slots(), write.value());
        store.touch(tx, access, next, new SecretStore.Facts(
                Optional.of(write.description()).filter(text -> !text.isEmpty()), Optional.empty()));
    }

    private String full(int created, int used) {
        return ("The file brings %,d new secrets, the project has %,d and may have %,d. Nothing was imported. Leave some"
                + " out, delete secrets that are not used, or ask whoever runs this server to raise"
                + " COFFER_LIMIT_SECRETS").formatted(created, used, limits.secrets());
    }
}
