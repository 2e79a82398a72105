package dev.coffer.requirement;

import static dev.coffer.db.schema.Tables.BUILT_IN_SECRETS;
import static dev.coffer.db.schema.Tables.BUILT_IN_VALUES;
import static dev.coffer.db.schema.Tables.DISMISSALS;
import static dev.coffer.db.schema.Tables.ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.PROJECTS;
import static dev.coffer.db.schema.Tables.REQUIREMENTS;
import static dev.coffer.db.schema.Tables.REQUIREMENT_ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_NAMES;
import static dev.coffer.db.schema.Tables.SECRET_TYPES;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;
import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.project.Environment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Reads what projects need, for use cases that have entered them. One query however much is needed. */
public final class Needs {
    private Needs() {}

    /** All that a project needs, in the order of environments and then of keys. */
    public static Readiness of(DSLContext sql, UUID projectId) {
        return read(sql, projectId, DSL.noCondition());
    }

    /** The same for one key. */
    public static Readiness of(DSLContext sql, UUID projectId, String key) {
        return read(sql, projectId, REQUIREMENTS.KEY.eq(key));
    }

    /** How many required values each of these projects lacks; those that lack none are left out. */
    public static Map<UUID, Integer> missing(DSLContext sql, Collection<UUID> projects) {
        var lacking = DSL.selectDistinct(REQUIREMENTS.PROJECT_ID, REQUIREMENTS.KEY, ENVIRONMENTS.ID).from(REQUIREMENTS)
                .join(PROJECTS).on(PROJECTS.ID.eq(REQUIREMENTS.PROJECT_ID)).join(ENVIRONMENTS).on(applies())
                .where(REQUIREMENTS.PROJECT_ID.eq(DSL.any(projects.toArray(UUID[]::new))),
                        DSL.condition(REQUIREMENTS.REQUIRED),
                        DSL.not(configured()), DSL.notExists(DSL.selectOne().from(DISMISSALS).where(dismissed())))
                .asTable("lacking");
        var project = lacking.field(REQUIREMENTS.PROJECT_ID);
        return sql.select(project, DSL.count()).from(lacking).groupBy(project).fetchMap(project, DSL.count());
    }

    private static Readiness read(DSLContext sql, UUID projectId, Condition which) {
        var configured = DSL.field(configured());
        var needs = new LinkedHashMap<List<Object>, Need>();
        sql.select(REQUIREMENTS.KEY, REQUIREMENTS.SOURCE, REQUIREMENTS.REQUIRED, REQUIREMENTS.FEATURE,
                REQUIREMENTS.DESCRIPTION, REQUIREMENTS.TYPE, ENVIRONMENTS.ID, ENVIRONMENTS.SLUG, ENVIRONMENTS.NAME,
                ENVIRONMENTS.PROTECTED, configured.as("configured"), DISMISSALS.REASON, DISMISSALS.CREATED_AT,
                USERS.NAME, SECRET_TYPES.NAME).from(REQUIREMENTS)
                .join(PROJECTS).on(PROJECTS.ID.eq(REQUIREMENTS.PROJECT_ID))
                .join(ENVIRONMENTS).on(applies())
                .leftJoin(SECRET_TYPES).on(SECRET_TYPES.PROJECT_ID.eq(REQUIREMENTS.PROJECT_ID),
                        SECRET_TYPES.KEY.eq(REQUIREMENTS.TYPE))
                .leftJoin(DISMISSALS).on(dismissed())
                .leftJoin(USERS).on(USERS.ID.eq(DISMISSALS.CREATED_BY))
                .where(REQUIREMENTS.PROJECT_ID.eq(projectId), which)
                .orderBy(ENVIRONMENTS.POSITION, ENVIRONMENTS.SLUG, REQUIREMENTS.KEY, REQUIREMENTS.SOURCE)
                .forEach(row -> needs.merge(List.of(row.get(REQUIREMENTS.KEY), row.get(ENVIRONMENTS.ID)), need(row),
                        Needs::together));
        return new Readiness(List.copyOf(needs.values()));
    }

    private static Condition applies() {
        return ENVIRONMENTS.PROJECT_ID.eq(REQUIREMENTS.PROJECT_ID).and(DSL.condition(REQUIREMENTS.EVERYWHERE)
                .or(DSL.exists(DSL.selectOne().from(REQUIREMENT_ENVIRONMENTS).where(
                        REQUIREMENT_ENVIRONMENTS.REQUIREMENT_ID.eq(REQUIREMENTS.ID),
                        REQUIREMENT_ENVIRONMENTS.ENVIRONMENT_ID.eq(ENVIRONMENTS.ID)))));
    }

    private static Condition dismissed() {
        return DISMISSALS.PROJECT_ID.eq(REQUIREMENTS.PROJECT_ID).and(DISMISSALS.ENVIRONMENT_ID.eq(ENVIRONMENTS.ID))
                .and(DISMISSALS.KEY.eq(REQUIREMENTS.KEY));
    }

    /**
     * By a value of the project's own (an app's own is no one else's), by what one gives beside its key, or by the
     * organization's.
     */
    private static Condition configured() {
        return DSL.exists(DSL.selectOne().from(SECRETS).join(SECRET_VALUES)
                .on(SECRET_VALUES.SECRET_ID.eq(SECRETS.ID), SECRET_VALUES.ENVIRONMENT_ID.eq(ENVIRONMENTS.ID))
                .where(SECRETS.PROJECT_ID.eq(REQUIREMENTS.PROJECT_ID), SECRETS.KEY.eq(REQUIREMENTS.KEY),
                        SECRETS.APP_ID.isNull()))
                .or(DSL.exists(DSL.selectOne().from(SECRET_NAMES).where(
                        SECRET_NAMES.PROJECT_ID.eq(REQUIREMENTS.PROJECT_ID), SECRET_NAMES.APP_ID.isNull(),
                        SECRET_NAMES.ENVIRONMENT_ID.eq(ENVIRONMENTS.ID), SECRET_NAMES.NAME.eq(REQUIREMENTS.KEY))))
                .or(DSL.exists(DSL.selectOne().from(BUILT_IN_SECRETS).join(BUILT_IN_VALUES)
                        .on(BUILT_IN_VALUES.BUILT_IN_ID.eq(BUILT_IN_SECRETS.ID),
                                BUILT_IN_VALUES.ENVIRONMENT.in(DSL.inline(""), ENVIRONMENTS.SLUG))
                        .where(BUILT_IN_SECRETS.ORGANIZATION_ID.eq(PROJECTS.ORGANIZATION_ID),
                                BUILT_IN_SECRETS.KEY.eq(REQUIREMENTS.KEY))));
    }

    private static Need need(Record row) {
        var environment = new Environment(row.get(ENVIRONMENTS.ID), row.get(ENVIRONMENTS.SLUG),
                row.get(ENVIRONMENTS.NAME), row.get(ENVIRONMENTS.PROTECTED));
        var declared = new Need.Declared(row.get(REQUIREMENTS.SOURCE), row.get(REQUIREMENTS.REQUIRED),
                row.get(REQUIREMENTS.FEATURE), row.get(REQUIREMENTS.DESCRIPTION),
                Optional.ofNullable(row.get(REQUIREMENTS.TYPE)).map(key -> new Need.Wanted(key,
                        Optional.ofNullable(row.get(SECRET_TYPES.NAME)))));
        var dismissal = Optional.ofNullable(row.get(DISMISSALS.REASON)).map(reason -> new Need.Dismissal(reason,
                row.get(USERS.NAME), row.get(DISMISSALS.CREATED_AT)));
        return new Need(row.get(REQUIREMENTS.KEY), environment, List.of(declared),
                row.get("configured", Boolean.class), dismissal);
    }

    private static Need together(Need one, Need other) {
        var declared = new ArrayList<>(one.declared());
        declared.addAll(other.declared());
        return new Need(one.key(), one.environment(), List.copyOf(declared), one.configured(), one.dismissal());
    }
}
