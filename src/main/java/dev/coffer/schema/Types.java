package dev.coffer.schema;

import static dev.coffer.db.schema.Tables.SECRET_TYPES;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;

/** Reads a project's secret types, for use cases that have entered it. One query each. */
public final class Types {
    private Types() {}

    /** Their keys and names, by name. */
    public static List<TypeName> names(DSLContext sql, UUID projectId) {
        return sql.select(SECRET_TYPES.ID, SECRET_TYPES.KEY, SECRET_TYPES.NAME).from(SECRET_TYPES)
                .where(SECRET_TYPES.PROJECT_ID.eq(projectId)).orderBy(SECRET_TYPES.NAME, SECRET_TYPES.KEY)
                .fetch(row -> new TypeName(row.value1(), row.value2(), row.value3()));
    }

    public static Optional<SecretType> find(DSLContext sql, UUID projectId, UUID id) {
        return select(sql, projectId).and(SECRET_TYPES.ID.eq(id)).fetchOptional().map(Types::type);
    }

    /**
     * By their ids, in the order of their keys, and nobody changes or deletes them until the transaction ends; none: no
     * query.
     */
    public static List<SecretType> hold(DSLContext tx, UUID projectId, Collection<UUID> ids) {
        return ids.isEmpty() ? List.of() : select(tx, projectId)
                .and(SECRET_TYPES.ID.eq(DSL.any(ids.toArray(UUID[]::new)))).orderBy(SECRET_TYPES.KEY).forShare()
                .fetch(Types::type);
    }

    private static SelectConditionStep<? extends Record> select(DSLContext sql, UUID projectId) {
        return sql.select(SECRET_TYPES.ID, SECRET_TYPES.KEY, SECRET_TYPES.NAME, SECRET_TYPES.SCHEMA,
                SECRET_TYPES.REVISION).from(SECRET_TYPES).where(SECRET_TYPES.PROJECT_ID.eq(projectId));
    }

    private static SecretType type(Record row) {
        return new SecretType(
                new TypeName(row.get(SECRET_TYPES.ID), row.get(SECRET_TYPES.KEY), row.get(SECRET_TYPES.NAME)),
                row.get(SECRET_TYPES.SCHEMA), row.get(SECRET_TYPES.REVISION));
    }
}
