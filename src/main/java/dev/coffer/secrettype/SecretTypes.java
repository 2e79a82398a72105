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
import dev.coffer.project.Projects;
import dev.coffer.schema.SecretType;
import dev.coffer.schema.TypeName;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * The secret types of a project, a hundred at most. A key stays what it was made as, since addresses and scripts hold it;
 * a type that a secret has stays.
 */
public final class SecretTypes {
    private static final int MOST = 100;
    private static final Users CREATOR = USERS.as("creator");
    private static final Users EDITOR = USERS.as("editor");

    private final Database database;
    private final AuditLog audit;

    public SecretTypes(Database database, AuditLog audit) {
        this.database = database;
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

    private static Optional<StoredType> find(DSLContext sql, Access access, String key) {
        return select(sql, access, SECRET_TYPES.KEY.eq(key)).stream().findFirst();
    }

    private static List<StoredType> select(DSLContext sql, Access access, Condition which) {
        var uses = DSL.field(DSL.selectCount().from(SECRETS).where(SECRETS.PROJECT_ID.eq(SECRET_TYPES.PROJECT_ID),
                SECRETS.TYPE_ID.eq(SECRET_TYPES.ID)));
        return sql.select(SECRET_TYPES.ID, SECRET_TYPES.KEY, SECRET_TYPES.NAME, SECRET_TYPES.SCHEMA,
                SECRET_TYPES.REVISION, SECRET_TYPES.CREATED_AT, CREATOR.NAME, SECRET_TYPES.UPDATED_AT, EDITOR.NAME, uses)
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
