package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_TYPES;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;
import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.builtin.BuiltIns;
import dev.coffer.db.schema.tables.Users;
import dev.coffer.project.Environment;
import dev.coffer.requirement.Needs;
import dev.coffer.schema.TypeName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;

/** Reads secrets of one project: one query for the secrets, one for their places in the environments. */
final class SecretRows {
    private static final Users CREATOR = USERS.as("creator");
    private static final Users EDITOR = USERS.as("editor");

    private SecretRows() {}

    /** All of a project, by key. */
    static List<Secret> list(DSLContext sql, UUID projectId) {
        var secrets = select(sql, projectId).orderBy(SECRETS.KEY).fetch(SecretRows::secret);
        if (secrets.isEmpty()) {
            return secrets;
        }
        var places = places(sql, projectId, DSL.noCondition());
        return secrets.stream().map(secret -> secret.with(places.get(secret.id()))).toList();
    }

    static int count(DSLContext sql, UUID projectId) {
        return sql.fetchCount(SECRETS, SECRETS.PROJECT_ID.eq(projectId));
    }

    /** One with what the project needs and the organization has of its key. */
    static Optional<Secret> find(DSLContext sql, UUID projectId, String key) {
        return whole(sql, projectId, select(sql, projectId).and(SECRETS.KEY.eq(key)).fetchOptional());
    }

    /** The same, and nobody else changes it until the transaction ends. */
    static Optional<Secret> findForUpdate(DSLContext tx, UUID projectId, String key) {
        return whole(tx, projectId, held(tx, projectId, SECRETS.KEY.eq(key)).stream().findFirst());
    }

    /** Those that are there of many, held in the order of their keys until the transaction ends. */
    static List<Secret> findForUpdate(DSLContext tx, UUID projectId, Collection<String> keys) {
        var among = SECRETS.KEY.eq(DSL.any(keys.toArray(String[]::new)));
        var secrets = held(tx, projectId, among).stream().map(SecretRows::secret).toList();
        var places = places(tx, projectId, among);
        return secrets.stream().map(secret -> secret.with(places.get(secret.id()))).toList();
    }

    /**
     * PostgreSQL reads a row that it waited for anew, but not what is joined to it: where that is no longer what the
     * row says, all is read again, now that nobody changes it.
     */
    private static List<? extends Record> held(DSLContext tx, UUID projectId, Condition which) {
        List<? extends Record> rows =
                select(tx, projectId).and(which).orderBy(SECRETS.KEY).forUpdate().of(SECRETS).fetch();
        return rows.stream().noneMatch(SecretRows::isTorn) ? rows
                : select(tx, projectId).and(which).orderBy(SECRETS.KEY).fetch();
    }

    private static boolean isTorn(Record row) {
        return row.get(EDITOR.ID) == null || !Objects.equals(row.get(SECRETS.TYPE_ID), row.get(SECRET_TYPES.ID));
    }

    private static Optional<Secret> whole(DSLContext sql, UUID projectId, Optional<? extends Record> row) {
        return row.map(SecretRows::secret).map(secret -> secret.with(
                places(sql, projectId, SECRETS.ID.eq(secret.id())).get(secret.id()))
                .needed(Needs.of(sql, projectId, secret.key()))
                .over(BuiltIns.inProject(sql, projectId, secret.key())));
    }

    private static SelectConditionStep<? extends Record> select(DSLContext sql, UUID projectId) {
        return sql.select(SECRETS.ID, SECRETS.KEY, SECRETS.DESCRIPTION, SECRETS.REVISION, SECRETS.CREATED_AT,
                CREATOR.NAME, SECRETS.UPDATED_AT, EDITOR.ID, EDITOR.NAME, SECRETS.TYPE_ID, SECRET_TYPES.ID,
                SECRET_TYPES.KEY, SECRET_TYPES.NAME)
                .from(SECRETS)
                .join(CREATOR).on(CREATOR.ID.eq(SECRETS.CREATED_BY))
                .leftJoin(EDITOR).on(EDITOR.ID.eq(SECRETS.UPDATED_BY))
                .leftJoin(SECRET_TYPES).on(SECRET_TYPES.ID.eq(SECRETS.TYPE_ID))
                .where(SECRETS.PROJECT_ID.eq(projectId));
    }

    private static Secret secret(Record row) {
        var type = Optional.ofNullable(row.get(SECRET_TYPES.ID))
                .map(id -> new TypeName(id, row.get(SECRET_TYPES.KEY), row.get(SECRET_TYPES.NAME)));
        return new Secret(row.get(SECRETS.ID), row.get(SECRETS.KEY), row.get(SECRETS.DESCRIPTION), type,
                row.get(SECRETS.REVISION), row.get(SECRETS.CREATED_AT), row.get(CREATOR.NAME),
                row.get(SECRETS.UPDATED_AT), row.get(EDITOR.NAME), List.of());
    }

    /** Every secret's slots, in the order of the environments. */
    private static Map<UUID, List<Secret.Slot>> places(DSLContext sql, UUID projectId, Condition which) {
        return sql.select(SECRETS.ID, ENVIRONMENTS.ID, ENVIRONMENTS.SLUG, ENVIRONMENTS.NAME, ENVIRONMENTS.PROTECTED,
                SECRET_VALUES.VERSION, SECRET_VALUES.REVISION, SECRET_VALUES.CREATED_AT, SECRET_VALUES.UPDATED_AT,
                SECRET_VALUES.FITS, USERS.NAME)
                .from(SECRETS).join(ENVIRONMENTS).on(ENVIRONMENTS.PROJECT_ID.eq(SECRETS.PROJECT_ID))
                .leftJoin(SECRET_VALUES).on(SECRET_VALUES.SECRET_ID.eq(SECRETS.ID),
                        SECRET_VALUES.ENVIRONMENT_ID.eq(ENVIRONMENTS.ID))
                .leftJoin(USERS).on(USERS.ID.eq(SECRET_VALUES.UPDATED_BY))
                .where(SECRETS.PROJECT_ID.eq(projectId), which).orderBy(ENVIRONMENTS.POSITION)
                .collect(Collectors.groupingBy(row -> row.get(SECRETS.ID),
                        Collectors.mapping(SecretRows::slot, Collectors.toCollection(ArrayList::new))));
    }

    private static Secret.Slot slot(Record row) {
        var environment = new Environment(row.get(ENVIRONMENTS.ID), row.get(ENVIRONMENTS.SLUG),
                row.get(ENVIRONMENTS.NAME), row.get(ENVIRONMENTS.PROTECTED));
        var value = Optional.ofNullable(row.get(SECRET_VALUES.VERSION)).map(version -> new Secret.Value(version,
                row.get(SECRET_VALUES.REVISION), row.get(SECRET_VALUES.CREATED_AT), row.get(SECRET_VALUES.UPDATED_AT),
                row.get(USERS.NAME), row.get(SECRET_VALUES.FITS)));
        return new Secret.Slot(environment, value);
    }
}
