package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_TYPES;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;
import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.app.AppName;
import dev.coffer.builtin.BuiltIns;
import dev.coffer.db.schema.tables.Users;
import dev.coffer.form.ScopedKey;
import dev.coffer.project.Environment;
import dev.coffer.project.LastReads;
import dev.coffer.project.Slugs;
import dev.coffer.requirement.Needs;
import dev.coffer.schema.TypeName;
import java.time.Instant;
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
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;

/** Reads secrets of one project: one query for the secrets, one for their places in the environments. */
final class SecretRows {
    private static final Users CREATOR = USERS.as("creator");
    private static final Users EDITOR = USERS.as("editor");
    private static final List<OrderField<?>> SHOWN = List.of(SECRETS.KEY, APPS.SLUG.asc().nullsFirst());
    /** The order in which whoever holds several holds them. */
    static final List<OrderField<?>> HELD = List.of(SECRETS.KEY, SECRETS.APP_ID.asc().nullsFirst());

    private SecretRows() {}

    /** All of a project and its apps, by key, the project's first. */
    static List<Secret> list(DSLContext sql, UUID projectId) {
        return list(sql, projectId, DSL.noCondition());
    }

    /** Those of one key. */
    static List<Secret> alike(DSLContext sql, UUID projectId, String key) {
        return list(sql, projectId, SECRETS.KEY.eq(key));
    }

    private static List<Secret> list(DSLContext sql, UUID projectId, Condition which) {
        var secrets = select(sql, projectId).and(which).orderBy(SHOWN).fetch(SecretRows::secret);
        if (secrets.isEmpty()) {
            return secrets;
        }
        var places = places(sql, projectId, which);
        return secrets.stream().map(secret -> secret.with(places.get(secret.id()))).toList();
    }

    static int count(DSLContext sql, UUID projectId) {
        return sql.fetchCount(SECRETS, SECRETS.PROJECT_ID.eq(projectId));
    }

    /** One; the project's with what the project needs and the organization has of its key. */
    static Optional<Secret> find(DSLContext sql, UUID projectId, ScopedKey named) {
        return whole(sql, projectId, select(sql, projectId).and(is(named)).fetchOptional());
    }

    /** The same, and nobody else changes it until the transaction ends. */
    static Optional<Secret> findForUpdate(DSLContext tx, UUID projectId, ScopedKey named) {
        return whole(tx, projectId, held(tx, projectId, is(named)).stream().findFirst());
    }

    /** Those that are there of many keys of one app or the project, held in their order until the transaction ends. */
    static List<Secret> findForUpdate(DSLContext tx, UUID projectId, Collection<String> keys, String app) {
        return findForUpdate(tx, projectId, SECRETS.KEY.eq(DSL.any(keys.toArray(String[]::new))).and(isOf(app)));
    }

    /** The same of any others. */
    static List<Secret> findForUpdate(DSLContext tx, UUID projectId, Condition among) {
        var secrets = held(tx, projectId, among).stream().map(SecretRows::secret).toList();
        var ids = secrets.stream().map(Secret::id).toArray(UUID[]::new);
        var places = places(tx, projectId, SECRETS.ID.eq(DSL.any(ids)));
        return secrets.stream().map(secret -> secret.with(places.get(secret.id()))).toList();
    }

    /**
     * PostgreSQL reads a row that it waited for anew, but not what is joined to it: where that is no longer what the
     * row says, all is read again, now that nobody changes it.
     */
    private static List<? extends Record> held(DSLContext tx, UUID projectId, Condition which) {
        List<? extends Record> rows =
                select(tx, projectId).and(which).orderBy(HELD).forUpdate().of(SECRETS).fetch();
        return rows.stream().noneMatch(SecretRows::isTorn) ? rows
                : select(tx, projectId).and(which).orderBy(HELD).fetch();
    }

    private static boolean isTorn(Record row) {
        return row.get(EDITOR.ID) == null || !Objects.equals(row.get(SECRETS.TYPE_ID), row.get(SECRET_TYPES.ID));
    }

    private static Optional<Secret> whole(DSLContext sql, UUID projectId, Optional<? extends Record> row) {
        return row.map(SecretRows::secret)
                .map(secret -> secret.with(places(sql, projectId, SECRETS.ID.eq(secret.id())).get(secret.id())))
                .map(secret -> secret.app().isPresent() ? secret : secret
                        .needed(Needs.of(sql, projectId, secret.key()))
                        .over(BuiltIns.inProject(sql, projectId, secret.key())));
    }

    private static Condition is(ScopedKey named) {
        return SECRETS.KEY.eq(named.key()).and(isOf(named.app()));
    }

    /** What can't be an app's slug is in no statement. */
    private static Condition isOf(String app) {
        return app.isEmpty() ? SECRETS.APP_ID.isNull()
                : Slugs.mistake(app).isEmpty() ? APPS.SLUG.eq(app) : DSL.falseCondition();
    }

    private static SelectConditionStep<? extends Record> select(DSLContext sql, UUID projectId) {
        return sql.select(SECRETS.ID, SECRETS.KEY, SECRETS.DESCRIPTION, SECRETS.REVISION, SECRETS.CREATED_AT,
                CREATOR.NAME, SECRETS.UPDATED_AT, EDITOR.ID, EDITOR.NAME, SECRETS.TYPE_ID, SECRET_TYPES.ID,
                SECRET_TYPES.KEY, SECRET_TYPES.NAME, APPS.ID, APPS.SLUG, APPS.NAME)
                .from(SECRETS)
                .join(CREATOR).on(CREATOR.ID.eq(SECRETS.CREATED_BY))
                .leftJoin(EDITOR).on(EDITOR.ID.eq(SECRETS.UPDATED_BY))
                .leftJoin(SECRET_TYPES).on(SECRET_TYPES.ID.eq(SECRETS.TYPE_ID))
                .leftJoin(APPS).on(APPS.ID.eq(SECRETS.APP_ID))
                .where(SECRETS.PROJECT_ID.eq(projectId));
    }

    private static Secret secret(Record row) {
        var type = Optional.ofNullable(row.get(SECRET_TYPES.ID))
                .map(id -> new TypeName(id, row.get(SECRET_TYPES.KEY), row.get(SECRET_TYPES.NAME)));
        var app = Optional.ofNullable(row.get(APPS.ID))
                .map(id -> new AppName(id, row.get(APPS.SLUG), row.get(APPS.NAME)));
        return new Secret(row.get(SECRETS.ID), row.get(SECRETS.KEY), app, row.get(SECRETS.DESCRIPTION), type,
                row.get(SECRETS.REVISION), row.get(SECRETS.CREATED_AT), row.get(CREATOR.NAME),
                row.get(SECRETS.UPDATED_AT), row.get(EDITOR.NAME), List.of());
    }

    /** Every secret's slots, in the order of the environments. */
    private static Map<UUID, List<Secret.Slot>> places(DSLContext sql, UUID projectId, Condition which) {
        var reads = LastReads.of(projectId);
        var readAt = reads.at(SECRET_VALUES.LAST_READ_AT);
        return sql.select(SECRETS.ID, ENVIRONMENTS.ID, ENVIRONMENTS.SLUG, ENVIRONMENTS.NAME, ENVIRONMENTS.PROTECTED,
                SECRET_VALUES.VERSION, SECRET_VALUES.REVISION, SECRET_VALUES.CREATED_AT, SECRET_VALUES.UPDATED_AT,
                SECRET_VALUES.FITS, USERS.NAME, readAt)
                .from(SECRETS).join(ENVIRONMENTS).on(ENVIRONMENTS.PROJECT_ID.eq(SECRETS.PROJECT_ID))
                .leftJoin(SECRET_VALUES).on(SECRET_VALUES.SECRET_ID.eq(SECRETS.ID),
                        SECRET_VALUES.ENVIRONMENT_ID.eq(ENVIRONMENTS.ID))
                .leftJoin(USERS).on(USERS.ID.eq(SECRET_VALUES.UPDATED_BY))
                .leftJoin(reads.table()).on(reads.on(SECRETS.ID, ENVIRONMENTS.ID))
                .where(SECRETS.PROJECT_ID.eq(projectId), which).orderBy(ENVIRONMENTS.POSITION)
                .collect(Collectors.groupingBy(row -> row.get(SECRETS.ID),
                        Collectors.mapping(row -> slot(row, row.get(readAt)),
                                Collectors.toCollection(ArrayList::new))));
    }

    private static Secret.Slot slot(Record row, Instant readAt) {
        var environment = new Environment(row.get(ENVIRONMENTS.ID), row.get(ENVIRONMENTS.SLUG),
                row.get(ENVIRONMENTS.NAME), row.get(ENVIRONMENTS.PROTECTED));
        var value = Optional.ofNullable(row.get(SECRET_VALUES.VERSION)).map(version -> new Secret.Value(version,
                row.get(SECRET_VALUES.REVISION), row.get(SECRET_VALUES.CREATED_AT), row.get(SECRET_VALUES.UPDATED_AT),
                row.get(USERS.NAME), row.get(SECRET_VALUES.FITS), Optional.ofNullable(readAt)));
        return new Secret.Slot(environment, value);
    }
}
