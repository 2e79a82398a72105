package dev.coffer.requirement;

import static dev.coffer.db.schema.Tables.REQUIREMENTS;
import static dev.coffer.db.schema.Tables.REQUIREMENT_ENVIRONMENTS;

import dev.coffer.access.Access;
import dev.coffer.project.Environment;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Reads and writes what is declared: one statement a table, however much it is. */
final class RequirementRows {
    private RequirementRows() {}

    /** All of a project's, by key and source. */
    static List<Requirement> list(DSLContext sql, UUID projectId, List<Environment> environments) {
        var places = DSL.array(DSL.select(REQUIREMENT_ENVIRONMENTS.ENVIRONMENT_ID).from(REQUIREMENT_ENVIRONMENTS)
                .where(REQUIREMENT_ENVIRONMENTS.REQUIREMENT_ID.eq(REQUIREMENTS.ID)));
        return sql.select(REQUIREMENTS.ID, REQUIREMENTS.SOURCE, REQUIREMENTS.KEY, REQUIREMENTS.REQUIRED,
                REQUIREMENTS.FEATURE, REQUIREMENTS.DESCRIPTION, REQUIREMENTS.TYPE, places).from(REQUIREMENTS)
                .where(REQUIREMENTS.PROJECT_ID.eq(projectId)).orderBy(REQUIREMENTS.KEY, REQUIREMENTS.SOURCE)
                .fetch(row -> new Requirement(row.value1(), row.value2(), row.value3(), row.value4(),
                        among(environments, row.value8()), row.value5(), row.value6(),
                        Optional.ofNullable(row.value7())));
    }

    static void delete(DSLContext tx, Collection<Requirement> gone) {
        if (!gone.isEmpty()) {
            tx.deleteFrom(REQUIREMENTS).where(REQUIREMENTS.ID.eq(DSL.any(ids(gone)))).execute();
        }
    }

    static void insert(DSLContext tx, Access access, Collection<Requirement> declared) {
        if (declared.isEmpty()) {
            return;
        }
        var rows = tx.insertInto(REQUIREMENTS, REQUIREMENTS.ID, REQUIREMENTS.PROJECT_ID, REQUIREMENTS.SOURCE,
                REQUIREMENTS.KEY, REQUIREMENTS.REQUIRED, REQUIREMENTS.EVERYWHERE, REQUIREMENTS.FEATURE,
                REQUIREMENTS.DESCRIPTION, REQUIREMENTS.TYPE, REQUIREMENTS.CREATED_BY);
        for (var each : declared) {
            rows = rows.values(each.id(), access.projectId(), each.source(), each.key(), each.required(),
                    each.isEverywhere(), each.feature(), each.description(), each.type().orElse(null),
                    access.userId());
        }
        rows.execute();
        insertPlaces(tx, access, declared);
    }

    private static void insertPlaces(DSLContext tx, Access access, Collection<Requirement> declared) {
        if (declared.stream().allMatch(Requirement::isEverywhere)) {
            return;
        }
        var rows = tx.insertInto(REQUIREMENT_ENVIRONMENTS, REQUIREMENT_ENVIRONMENTS.PROJECT_ID,
                REQUIREMENT_ENVIRONMENTS.REQUIREMENT_ID, REQUIREMENT_ENVIRONMENTS.ENVIRONMENT_ID);
        for (var each : declared) {
            for (var environment : each.environments()) {
                rows = rows.values(access.projectId(), each.id(), environment.id());
            }
        }
        rows.execute();
    }

    private static UUID[] ids(Collection<Requirement> requirements) {
        return requirements.stream().map(Requirement::id).toArray(UUID[]::new);
    }

    /** In the order of environments. */
    private static List<Environment> among(List<Environment> environments, UUID[] ids) {
        var wanted = Arrays.asList(ids);
        return environments.stream().filter(environment -> wanted.contains(environment.id())).toList();
    }
}
