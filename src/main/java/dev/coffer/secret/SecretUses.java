package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.PUBLICATIONS;
import static dev.coffer.db.schema.Tables.PUBLICATION_SECRETS;

import dev.coffer.project.Environment;
import dev.coffer.requirement.Need;
import dev.coffer.requirement.Readiness;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Reads what would miss a secret's values, for use cases that have entered the project. */
final class SecretUses {
    private SecretUses() {}

    /** That publications of an environment were made with a value of it: how many, and the latest one's version. */
    record Pinned(String environment, int publications, String latest) {}

    /** Of each environment that has such publications; one query. */
    static List<Pinned> pinned(DSLContext sql, UUID projectId, UUID secretId) {
        var latest = DSL.arrayAgg(PUBLICATIONS.VERSION).orderBy(PUBLICATIONS.ID.desc());
        return sql.select(ENVIRONMENTS.SLUG, DSL.count(), latest).from(PUBLICATION_SECRETS)
                .join(PUBLICATIONS).on(PUBLICATIONS.ID.eq(PUBLICATION_SECRETS.PUBLICATION_ID))
                .join(ENVIRONMENTS).on(ENVIRONMENTS.ID.eq(PUBLICATIONS.ENVIRONMENT_ID))
                .where(PUBLICATION_SECRETS.PROJECT_ID.eq(projectId), PUBLICATION_SECRETS.SECRET_ID.eq(secretId))
                .groupBy(ENVIRONMENTS.SLUG, ENVIRONMENTS.POSITION).orderBy(ENVIRONMENTS.POSITION)
                .fetch(row -> new Pinned(row.value1(), row.value2(), row.value3()[0]));
    }

    /** Which requirements the value meets in these environments by what it gives beside its key, in words. */
    static List<String> named(Map<UUID, List<String>> names, Readiness needs, List<Environment> where) {
        return where.stream().flatMap(environment -> {
            var needed = names.getOrDefault(environment.id(), List.of()).stream()
                    .filter(name -> needs.find(name, environment).filter(Need::required).isPresent()).toList();
            return needed.isEmpty() ? Stream.empty() : Stream.of(("It gives %s, required in %s: without %s, %s can't be"
                    + " published.").formatted(listed(needed), environment.name(), needed.size() == 1 ? "it" : "them",
                            environment.name()));
        }).toList();
    }

    private static String listed(List<String> names) {
        return names.size() == 1 ? names.getFirst()
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }

    /** In words, for these environments. */
    static List<String> said(List<Pinned> pinned, List<Environment> where) {
        return where.stream().flatMap(environment -> pinned.stream()
                .filter(one -> one.environment.equals(environment.slug()))
                .map(one -> one.publications == 1
                        ? "Version %s in %s was published with it, and can't be rolled back to whole.".formatted(
                                one.latest, environment.name())
                        : "%,d publications in %s were made with it, the latest version %s, and can't be rolled back to whole."
                                .formatted(one.publications, environment.name(), one.latest)))
                .toList();
    }
}
