package dev.coffer.builtin;

import static dev.coffer.db.schema.Tables.BUILT_IN_SECRETS;
import static dev.coffer.db.schema.Tables.BUILT_IN_VALUES;
import static dev.coffer.db.schema.Tables.DISMISSALS;
import static dev.coffer.db.schema.Tables.ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.PROJECTS;
import static dev.coffer.db.schema.Tables.REQUIREMENTS;
import static dev.coffer.db.schema.Tables.REQUIREMENT_ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;
import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.db.schema.tables.Users;
import dev.coffer.project.LastReads;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Reads built-in secrets of one organization, and what depends on them. */
final class BuiltInRows {
    /** What every new project begins with. */
    private static final List<String> USUAL = List.of("preview", "production");
    private static final Users CREATOR = USERS.as("creator");
    private static final Users EDITOR = USERS.as("editor");

    private BuiltInRows() {}

    /** Of which organization, and when the project that asks read them last. */
    record Asked(Condition organization, LastReads reads) {}

    /** By key; one query. */
    static List<BuiltIn> list(DSLContext sql, Asked asked, Condition which) {
        var reads = asked.reads;
        return sql.select(BUILT_IN_SECRETS.ID, BUILT_IN_SECRETS.KEY, BUILT_IN_SECRETS.DESCRIPTION,
                BUILT_IN_SECRETS.REVISION, BUILT_IN_SECRETS.CREATED_AT, CREATOR.NAME, BUILT_IN_SECRETS.UPDATED_AT,
                EDITOR.NAME, BUILT_IN_VALUES.ENVIRONMENT, BUILT_IN_VALUES.VERSION, BUILT_IN_VALUES.CREATED_AT,
                BUILT_IN_VALUES.UPDATED_AT, USERS.NAME, ENVIRONMENTS.SLUG, reads.at()).from(BUILT_IN_SECRETS)
                .join(CREATOR).on(CREATOR.ID.eq(BUILT_IN_SECRETS.CREATED_BY))
                .join(EDITOR).on(EDITOR.ID.eq(BUILT_IN_SECRETS.UPDATED_BY))
                .join(BUILT_IN_VALUES).on(BUILT_IN_VALUES.BUILT_IN_ID.eq(BUILT_IN_SECRETS.ID))
                .join(USERS).on(USERS.ID.eq(BUILT_IN_VALUES.UPDATED_BY))
                .leftJoin(reads.table()).on(reads.on(BUILT_IN_SECRETS.ID))
                .leftJoin(ENVIRONMENTS).on(ENVIRONMENTS.ID.eq(reads.environment()))
                .where(asked.organization, which).orderBy(BUILT_IN_SECRETS.KEY, BUILT_IN_VALUES.ENVIRONMENT)
                .fetchGroups(BUILT_IN_SECRETS.ID).values().stream().map(rows -> secret(rows, reads)).toList();
    }

    static Asked of(UUID organizationId) {
        return new Asked(BUILT_IN_SECRETS.ORGANIZATION_ID.eq(organizationId), LastReads.none());
    }

    static Asked ofProject(UUID projectId) {
        return new Asked(BUILT_IN_SECRETS.ORGANIZATION_ID.eq(DSL.select(PROJECTS.ORGANIZATION_ID).from(PROJECTS)
                .where(PROJECTS.ID.eq(projectId))), LastReads.of(projectId));
    }

    static Optional<BuiltIn> find(DSLContext sql, Asked asked, String key) {
        return list(sql, asked, BUILT_IN_SECRETS.KEY.eq(key)).stream().findFirst();
    }

    /** How many projects have a value of their own for each key; those with none are left out. */
    static Map<String, Integer> overrides(DSLContext sql, UUID organizationId, List<BuiltIn> secrets) {
        var projects = DSL.countDistinct(SECRETS.PROJECT_ID);
        return sql.select(SECRETS.KEY, projects).from(SECRETS).join(PROJECTS).on(PROJECTS.ID.eq(SECRETS.PROJECT_ID))
                .where(PROJECTS.ORGANIZATION_ID.eq(organizationId),
                        SECRETS.APP_ID.isNull(),
                        SECRETS.KEY.eq(DSL.any(secrets.stream().map(BuiltIn::key).toArray(String[]::new))))
                .groupBy(SECRETS.KEY).fetchMap(SECRETS.KEY, projects);
    }

    static List<String> environments(DSLContext sql, UUID organizationId) {
        var slugs = new TreeSet<>(USUAL);
        slugs.addAll(sql.selectDistinct(ENVIRONMENTS.SLUG).from(ENVIRONMENTS)
                .join(PROJECTS).on(PROJECTS.ID.eq(ENVIRONMENTS.PROJECT_ID))
                .where(PROJECTS.ORGANIZATION_ID.eq(organizationId)).fetch(ENVIRONMENTS.SLUG));
        return List.copyOf(slugs);
    }

    static BuiltIns.Uses uses(DSLContext sql, UUID organizationId, BuiltIn secret, Optional<String> environment) {
        var getting = ENVIRONMENTS.PROJECT_ID.eq(PROJECTS.ID).and(PROJECTS.ORGANIZATION_ID.eq(organizationId))
                .and(bare(secret, environment)).and(DSL.notExists(DSL.selectOne().from(SECRETS).join(SECRET_VALUES)
                        .on(SECRET_VALUES.SECRET_ID.eq(SECRETS.ID), SECRET_VALUES.ENVIRONMENT_ID.eq(ENVIRONMENTS.ID))
                        .where(SECRETS.PROJECT_ID.eq(PROJECTS.ID), SECRETS.KEY.eq(secret.key()),
                                SECRETS.APP_ID.isNull())));
        int projects = sql.select(DSL.countDistinct(PROJECTS.ID)).from(PROJECTS).join(ENVIRONMENTS).on(getting)
                .fetchSingle().value1();
        int required = sql.select(DSL.countDistinct(ENVIRONMENTS.ID)).from(PROJECTS).join(ENVIRONMENTS).on(getting)
                .join(REQUIREMENTS).on(REQUIREMENTS.PROJECT_ID.eq(PROJECTS.ID), REQUIREMENTS.KEY.eq(secret.key()),
                        DSL.condition(REQUIREMENTS.REQUIRED), isAsked())
                .where(DSL.notExists(DSL.selectOne().from(DISMISSALS).where(DISMISSALS.PROJECT_ID.eq(PROJECTS.ID),
                        DISMISSALS.ENVIRONMENT_ID.eq(ENVIRONMENTS.ID), DISMISSALS.KEY.eq(secret.key()))))
                .fetchSingle().value1();
        return new BuiltIns.Uses(projects, required,
                overrides(sql, organizationId, List.of(secret)).getOrDefault(secret.key(), 0));
    }

    /** The environments that have a built-in value now, and none once it is gone there, or everywhere. */
    private static Condition bare(BuiltIn secret, Optional<String> environment) {
        var named = secret.places().stream().filter(place -> !place.isEverywhere()).map(BuiltIn.Place::environment)
                .toArray(String[]::new);
        boolean everywhere = secret.place(BuiltIn.EVERYWHERE).isPresent();
        if (environment.isEmpty()) {
            return everywhere ? DSL.noCondition() : ENVIRONMENTS.SLUG.eq(DSL.any(named));
        }
        return environment.get().equals(BuiltIn.EVERYWHERE) ? ENVIRONMENTS.SLUG.ne(DSL.all(named))
                : everywhere ? DSL.falseCondition() : ENVIRONMENTS.SLUG.eq(environment.get());
    }

    private static Condition isAsked() {
        return DSL.condition(REQUIREMENTS.EVERYWHERE).or(DSL.exists(DSL.selectOne().from(REQUIREMENT_ENVIRONMENTS)
                .where(REQUIREMENT_ENVIRONMENTS.REQUIREMENT_ID.eq(REQUIREMENTS.ID),
                        REQUIREMENT_ENVIRONMENTS.ENVIRONMENT_ID.eq(ENVIRONMENTS.ID))));
    }

    /** A row a value and environment where it was read; one a value where it was read in none. */
    private static BuiltIn secret(List<? extends Record> rows, LastReads reads) {
        var row = rows.getFirst();
        return new BuiltIn(row.get(BUILT_IN_SECRETS.ID), row.get(BUILT_IN_SECRETS.KEY),
                row.get(BUILT_IN_SECRETS.DESCRIPTION), row.get(BUILT_IN_SECRETS.REVISION),
                row.get(BUILT_IN_SECRETS.CREATED_AT), row.get(CREATOR.NAME), row.get(BUILT_IN_SECRETS.UPDATED_AT),
                row.get(EDITOR.NAME), rows.stream().map(BuiltInRows::place).distinct().toList(),
                rows.stream().filter(each -> each.get(ENVIRONMENTS.SLUG) != null).collect(Collectors.toMap(
                        each -> each.get(ENVIRONMENTS.SLUG), each -> each.get(reads.at()), (one, _) -> one)));
    }

    private static BuiltIn.Place place(Record row) {
        return new BuiltIn.Place(row.get(BUILT_IN_VALUES.ENVIRONMENT), row.get(BUILT_IN_VALUES.VERSION),
                row.get(BUILT_IN_VALUES.CREATED_AT), row.get(BUILT_IN_VALUES.UPDATED_AT), row.get(USERS.NAME));
    }
}
