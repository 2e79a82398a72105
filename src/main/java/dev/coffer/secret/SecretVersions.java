package dev.coffer.secret;

import static dev.coffer.access.Permission.SECRET_WRITE;
import static dev.coffer.access.Permission.VIEW;
import static dev.coffer.db.schema.Tables.SECRET_VERSIONS;
import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditLog;
import dev.coffer.audit.Changes;
import dev.coffer.crypto.Plaintext;
import dev.coffer.db.Database;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import dev.coffer.secret.SecretNames.Claim;
import java.util.List;
import java.util.OptionalInt;
import org.jooq.DSLContext;

/** The history of a secret's values, without the values; and the way back to an earlier one that nobody sees. */
public final class SecretVersions {
    private static final int MOST = 200;

    private final Database database;
    private final SecretStore store;
    private final AuditLog audit;

    public SecretVersions(Database database, SecretStore store, AuditLog audit) {
        this.database = database;
        this.store = store;
        this.audit = audit;
    }

    /**
     * The versions in an environment, newest first, the latest 200.
     *
     * @throws NotFound where the project has no such key, or the key no value there
     */
    public List<SecretVersion> list(Access access, String key, String environment) {
        return list(access, ScopedKey.ofProject(key), environment);
    }

    /** The same of an app's own, or the project's. */
    public List<SecretVersion> list(Access access, ScopedKey named, String environment) {
        access.require(VIEW);
        return database.readFromReplica(sql -> Changes.mark(sql, access), sql -> {
            var secret = SecretRows.find(sql, access.projectId(), named).orElseThrow(NotFound::new);
            var slot = secret.slot(environment).orElseThrow(NotFound::new);
            int current = slot.value().orElseThrow(NotFound::new).version();
            return sql.select(SECRET_VERSIONS.NUMBER, SECRET_VERSIONS.CREATED_AT, USERS.NAME,
                    SECRET_VERSIONS.RESTORED_FROM).from(SECRET_VERSIONS)
                    .join(USERS).on(USERS.ID.eq(SECRET_VERSIONS.CREATED_BY))
                    .where(SECRET_VERSIONS.PROJECT_ID.eq(access.projectId()), SECRET_VERSIONS.SECRET_ID.eq(secret.id()),
                            SECRET_VERSIONS.ENVIRONMENT_ID.eq(slot.environment().id()))
                    .orderBy(SECRET_VERSIONS.NUMBER.desc()).limit(MOST)
                    .fetch(row -> new SecretVersion(row.value1(), row.value1() == current, row.value2(), row.value3(),
                            row.value4() == null ? OptionalInt.empty() : OptionalInt.of(row.value4())));
        });
    }

    /**
     * Makes the value of an earlier version the current one, as a new version.
     *
     * @throws NotFound where there is no such version
     */
    public Result<Secret> restore(Access access, String key, Target target, SecretChange.Precondition read) {
        return restore(access, ScopedKey.ofProject(key), target, read);
    }

    /** The same of an app's own, or the project's. */
    public Result<Secret> restore(Access access, ScopedKey named, Target target, SecretChange.Precondition read) {
        access.require(SECRET_WRITE);
        return SecretNames.transact(database, access, tx -> {
            var secret = SecretRows.findForUpdate(tx, access.projectId(), named).orElseThrow(NotFound::new);
            var slot = secret.slot(target.environment).filter(place -> place.value().isPresent())
                    .orElseThrow(NotFound::new);
            slot.environment().require(access, SECRET_WRITE);
            var lost = Secrets.lost(tx, secret, read);
            if (lost.isPresent()) {
                return new Result.Conflict<>(lost.get());
            }
            if (slot.value().orElseThrow().version() == target.number) {
                return Result.invalid("version", "Version %d is the current one already".formatted(target.number));
            }
            try (var value = store.open(tx, access, secret.id(), slot.environment(), target.number)
                    .orElseThrow(NotFound::new)) {
                return restored(tx, access, new Restored(secret, slot, target.number), value);
            }
        });
    }

    private record Restored(Secret secret, Secret.Slot slot, int number) {}

    private Result<Secret> restored(DSLContext tx, Access access, Restored to, Plaintext value) {
        var typing = Typings.hold(tx, access, to.secret);
        var checked = typing.check(value);
        var slots = List.of(to.slot);
        return SecretNames.check(tx, access, Claim.of(to.secret.named(), typing, checked, slots)).map(claims -> {
            var put = SecretStore.Put.restored(to.secret, to.number);
            store.put(tx, access, put, slots, checked);
            if (typing.name().isPresent()) {
                SecretNames.write(tx, access, to.secret.id(), claims);
            }
            store.touch(tx, access, put, SecretStore.Facts.SAME);
            var environment = to.slot.environment();
            audit.record(tx, access, to.secret.about(AuditAction.SECRET_RESTORED)
                    .environment(environment.id(), environment.slug()).restoredFrom(to.number)
                    .version(to.slot.value().orElseThrow().version() + 1));
            return SecretRows.find(tx, access.projectId(), to.secret.named()).orElseThrow();
        });
    }

    /** Which version of which environment. */
    public record Target(String environment, int number) {}
}
