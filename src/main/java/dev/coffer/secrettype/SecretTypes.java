package dev.coffer.secrettype;

import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_TYPES;
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
import dev.coffer.form.ScopedKey;
import dev.coffer.project.Projects;
import dev.coffer.schema.SecretType;
import dev.coffer.schema.TypeName;
import dev.coffer.secret.SecretChange;
import dev.coffer.secret.TypedSecrets;
import dev.coffer.secret.TypedSecrets.Weighed;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * The secret types of a project, a hundred at most. A key stays what it was made as, since addresses and scripts hold
 * it; a type that a secret has stays.
 */
public final class SecretTypes {
    private static final int MOST = 100;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Users CREATOR = USERS.as("creator");
    private static final Users EDITOR = USERS.as("editor");

    private final Database database;
    private final TypedSecrets secrets;
    private final AuditLog audit;

    /** What came of a change. */
    public sealed interface Changed {}

    /** The type as it is now. */
    public record Saved(StoredType stored, boolean created) implements Changed {}

    /** Nothing was saved: its author hasn't agreed to this yet. */
    public record Halted(TypeEffect effect) implements Changed {}

    public SecretTypes(Database database, TypedSecrets secrets, AuditLog audit) {
        this.database = database;
        this.secrets = secrets;
        this.audit = audit;
    }

    /** All of the project's, by key. */
    public List<StoredType> list(Access access) {
        access.require(Permission.VIEW);
        return database.read(sql -> select(sql, access, DSL.noCondition()));
    }

    /** @throws NotFound where the project has no such type */
    public StoredType get(Access access, String key) {
        return find(access, key).orElseThrow(NotFound::new);
    }

    public Optional<StoredType> find(Access access, String key) {
        access.require(Permission.VIEW);
        return database.read(sql -> find(sql, access, key));
    }

    /** A new one. Refused where the project has its key already. */
    public Result<StoredType> create(Access access, SecretTypeDraft draft) {
        access.require(Permission.TYPE_MANAGE);
        var errors = draft.check();
        if (!errors.isEmpty()) {
            return Result.invalid(errors);
        }
        return database.transact(access.origin().once(), tx -> {
            Projects.hold(tx, access.projectId());
            return insert(tx, access, draft);
        });
    }

    /**
     * Changes a type. Where secrets have it, their values are held against the new schema, which is recorded, and what
     * the change doesn't agree to halts it. Values that no longer fit stay as they are, and are marked. Refused where
     * one would give a variable that is another's.
     *
     * @throws NotFound where the project has no such type
     */
    public Result<Changed> change(Access access, String key, SecretTypeChange change) {
        return write(access, key, change,
                tx -> changed(tx, access, held(tx, access, key).orElseThrow(NotFound::new), change));
    }

    /** The same, and makes the type where the project has none of that key. */
    public Result<Changed> set(Access access, String key, SecretTypeChange change) {
        return write(access, key, change, tx -> {
            var before = held(tx, access, key);
            if (before.isPresent()) {
                return changed(tx, access, before.get(), change);
            }
            if (!(change.read() instanceof SecretChange.Whatever)) {
                return Result.conflict(Clash.Kind.STALE,
                        "The secret type %s was deleted in the meantime. Nothing was saved".formatted(key));
            }
            var errors = change.draft(key).check();
            return errors.isEmpty() ? insert(tx, access, change.draft(key)).map(made -> new Saved(made, true))
                    : Result.invalid(errors);
        });
    }

    /** Refused while a secret has it. @throws NotFound where the project has no such type */
    public Result<StoredType> delete(Access access, String key, SecretChange.Precondition read) {
        access.require(Permission.TYPE_MANAGE);
        return database.transact(access.origin().once(), tx -> {
            Projects.hold(tx, access.projectId());
            var type = held(tx, access, key).orElseThrow(NotFound::new);
            var lost = lost(type, read);
            if (lost.isPresent()) {
                return new Result.Conflict<>(lost.get());
            }
            var users = TypedSecrets.keys(tx, access.projectId(), type.id());
            if (!users.isEmpty()) {
                return new Result.Conflict<>(used(type, users));
            }
            tx.deleteFrom(SECRET_TYPES).where(SECRET_TYPES.ID.eq(type.id())).execute();
            audit.record(tx, access, AuditEntry.of(AuditAction.TYPE_DELETED).type(key).name(type.name()));
            return Result.ok(type);
        });
    }

    /** Which secrets have a type, by key. @throws NotFound where the project has no such type */
    public List<ScopedKey> users(Access access, String key) {
        access.require(Permission.VIEW);
        return database.read(sql -> TypedSecrets.keys(sql, access.projectId(),
                find(sql, access, key).orElseThrow(NotFound::new).id()));
    }

    private Result<Changed> write(Access access, String key, SecretTypeChange change,
            Function<DSLContext, Result<Changed>> work) {
        access.require(Permission.TYPE_MANAGE);
        var errors = change.check();
        return !errors.isEmpty() ? Result.invalid(errors) : database.transact(access.origin().once(), tx -> {
            Projects.hold(tx, access.projectId());
            if (change.schema().isPresent()) {
                TypedSecrets.hold(tx, access.projectId(), key);
            }
            return work.apply(tx);
        });
    }

    private Result<Changed> changed(DSLContext tx, Access access, StoredType before, SecretTypeChange change) {
        var lost = lost(before, change.read());
        if (lost.isPresent()) {
            return new Result.Conflict<>(lost.get());
        }
        var name = change.name().orElse(before.name());
        var schema = change.schema().orElse(before.type().text());
        if (name.equals(before.name()) && schema.equals(before.type().text())) {
            return Result.ok(new Saved(before, false));
        }
        boolean weighs = before.uses() > 0 && !schema.equals(before.type().text());
        var after = new SecretType(before.type().named(), schema, before.type().revision());
        var weighed = weighs ? secrets.weigh(tx, access, after) : List.<Weighed>of();
        var clash = secrets.clash(tx, access, weighed);
        if (!clash.isEmpty()) {
            recordWeighing(tx, access, before, weighed);
            return Result.conflict(Clash.Kind.BLOCKED, clash);
        }
        var effect = weighs ? TypeEffect.of(before.type().schema(), after.schema(), weighed) : TypeEffect.NONE;
        if (!change.agreed().test(effect)) {
            recordWeighing(tx, access, before, weighed);
            return Result.ok(new Halted(effect));
        }
        tx.update(SECRET_TYPES).set(SECRET_TYPES.NAME, name).set(SECRET_TYPES.SCHEMA, schema)
                .set(SECRET_TYPES.REVISION, SECRET_TYPES.REVISION.plus(1))
                .set(SECRET_TYPES.UPDATED_AT, DSL.currentInstant()).set(SECRET_TYPES.UPDATED_BY, access.userId())
                .where(SECRET_TYPES.ID.eq(before.id())).execute();
        secrets.mark(tx, access, weighed);
        secrets.name(tx, access, weighed);
        audit.record(tx, access, AuditEntry.of(AuditAction.TYPE_CHANGED).type(before.key()).name(name)
                .unfit(effect.unfit().stream()
                        .map(value -> value.named().told() + " in " + value.environment().slug()).toList()));
        return Result.ok(new Saved(find(tx, access, before.key()).orElseThrow(), false));
    }

    private void recordWeighing(DSLContext tx, Access access, StoredType type, List<Weighed> weighed) {
        audit.record(tx, access, AuditEntry.of(AuditAction.TYPE_WEIGHED).type(type.key()).name(type.name())
                .compared(weighed.stream().map(value -> value.named().told()).distinct().toList()));
    }

    private Result<StoredType> insert(DSLContext tx, Access access, SecretTypeDraft draft) {
        if (tx.fetchCount(SECRET_TYPES, SECRET_TYPES.PROJECT_ID.eq(access.projectId())) >= MOST) {
            return Result.conflict(Clash.Kind.BLOCKED,
                    "This project has reached %d secret types. Delete one that is not used".formatted(MOST));
        }
        int inserted = tx.insertInto(SECRET_TYPES).set(SECRET_TYPES.ID, Ids.next())
                .set(SECRET_TYPES.PROJECT_ID, access.projectId()).set(SECRET_TYPES.KEY, draft.key())
                .set(SECRET_TYPES.NAME, draft.name()).set(SECRET_TYPES.SCHEMA, draft.schema())
                .set(SECRET_TYPES.CREATED_BY, access.userId()).set(SECRET_TYPES.UPDATED_BY, access.userId())
                .onConflictDoNothing().execute();
        if (inserted == 0) {
            return Result.conflict(Clash.Kind.EXISTS,
                    "This project has a secret type %s already. Choose another key".formatted(draft.key()));
        }
        audit.record(tx, access, AuditEntry.of(AuditAction.TYPE_CREATED).type(draft.key()).name(draft.name()));
        return Result.ok(find(tx, access, draft.key()).orElseThrow());
    }

    private static Optional<Clash> lost(StoredType now, SecretChange.Precondition read) {
        return read instanceof SecretChange.Unchanged(var tag) && !now.tag().equals(tag)
                ? Optional.of(new Clash(Clash.Kind.STALE,
                        "%s changed %s at %s, after this was opened. Check and save again".formatted(now.updated().by(),
                                now.changedSince(tag), TIME.format(now.updated().at()))))
                : Optional.empty();
    }

    private static Clash used(StoredType type, List<ScopedKey> users) {
        return Clash.used("%s is the type of %s. Give %s another type first".formatted(type.name(),
                users.size() == 1 ? "1 secret" : "%,d secrets".formatted(users.size()),
                users.size() == 1 ? "it" : "them"),
                users.stream().map(key -> new Clash.Dependent("secret", key.path())).toList());
    }

    /** The row itself too: a secret that is just being given the type is waited for, and then counted. */
    private static Optional<StoredType> held(DSLContext tx, Access access, String key) {
        tx.select(SECRET_TYPES.ID).from(SECRET_TYPES)
                .where(SECRET_TYPES.PROJECT_ID.eq(access.projectId()), SECRET_TYPES.KEY.eq(key)).forUpdate().fetch();
        return find(tx, access, key);
    }

    private static Optional<StoredType> find(DSLContext sql, Access access, String key) {
        return select(sql, access, SECRET_TYPES.KEY.eq(key)).stream().findFirst();
    }

    private static List<StoredType> select(DSLContext sql, Access access, Condition which) {
        var uses = DSL.field(DSL.selectCount().from(SECRETS).where(SECRETS.PROJECT_ID.eq(SECRET_TYPES.PROJECT_ID),
                SECRETS.TYPE_ID.eq(SECRET_TYPES.ID)));
        return sql.select(SECRET_TYPES.ID, SECRET_TYPES.KEY, SECRET_TYPES.NAME, SECRET_TYPES.SCHEMA,
                SECRET_TYPES.REVISION, SECRET_TYPES.CREATED_AT, CREATOR.NAME, SECRET_TYPES.UPDATED_AT, EDITOR.NAME,
                uses)
                .from(SECRET_TYPES).join(CREATOR).on(CREATOR.ID.eq(SECRET_TYPES.CREATED_BY))
                .join(EDITOR).on(EDITOR.ID.eq(SECRET_TYPES.UPDATED_BY))
                .where(SECRET_TYPES.PROJECT_ID.eq(access.projectId()), which).orderBy(SECRET_TYPES.KEY)
                .fetch(row -> stored(row, row.get(uses)));
    }

    private static StoredType stored(Record row, int uses) {
        var named = new TypeName(row.get(SECRET_TYPES.ID), row.get(SECRET_TYPES.KEY), row.get(SECRET_TYPES.NAME));
        return new StoredType(new SecretType(named, row.get(SECRET_TYPES.SCHEMA), row.get(SECRET_TYPES.REVISION)),
                new StoredType.Mark(row.get(SECRET_TYPES.CREATED_AT), row.get(CREATOR.NAME)),
                new StoredType.Mark(row.get(SECRET_TYPES.UPDATED_AT), row.get(EDITOR.NAME)), uses);
    }
}
