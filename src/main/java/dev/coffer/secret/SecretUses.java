package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.PUBLICATIONS;
import static dev.coffer.db.schema.Tables.PUBLICATION_SECRETS;

import dev.coffer.form.Clash;
import dev.coffer.project.Environment;
import dev.coffer.reading.Reader;
import dev.coffer.reading.Readers;
import dev.coffer.reading.Readership;
import dev.coffer.reading.ReadingWords;
import dev.coffer.reading.Readings;
import dev.coffer.requirement.Need;
import dev.coffer.requirement.Readiness;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Reads what would miss a secret's values, for use cases that have entered the project. */
final class SecretUses {
    private SecretUses() {}

    /** What the clash is about: the kind of what uses a secret. */
    static final String DEPLOYMENT = "deployment";

    /**
     * That the secret can't be deleted in these environments, because deployments list its key and read that very
     * value. One query where none lists it.
     */
    static Optional<Clash> listed(DSLContext tx, UUID projectId, Secret secret, List<Environment> where) {
        return listed(secret.key(), Readers.listing(tx, projectId, new Readers.Secret(secret.id(), secret.key())),
                where);
    }

    /** The same of readers that are known. */
    static Optional<Clash> listed(String key, List<Readership> readers, List<Environment> where) {
        var places = where.stream().map(Environment::id).toList();
        var names = readers.stream().filter(each -> places.contains(each.environment().id()))
                .flatMap(each -> each.listing().stream()).map(Reader::name).toList();
        return names.isEmpty() ? Optional.empty() : Optional.of(Clash.used(
                "%s is on the list of %s. Take it off first".formatted(key, ReadingWords.some(names)),
                names.stream().map(name -> new Clash.Dependent(DEPLOYMENT, name)).toList()));
    }

    /** When its values in these environments were read last and by whom, and who else may, in words. */
    static List<String> read(Secret secret, Readings.Report readings, List<Environment> where) {
        return where.stream().flatMap(environment -> {
            var readers = readings.readers().stream()
                    .filter(each -> each.environment().id().equals(environment.id())).findFirst();
            var last = readers.flatMap(readings.words()::lastRead).or(() -> secret.slot(environment.slug())
                    .flatMap(Secret.Slot::value).flatMap(Secret.Value::readAt)
                    .map(at -> "read %s by what doesn't read it any more".formatted(readings.words().ago(at))));
            var all = readers.map(each -> "%s %s all secrets there, this one too.".formatted(
                    ReadingWords.names(each.readers()), each.readers().size() == 1 ? "reads" : "read"));
            return Stream.concat(last.map(told -> "In %s it was %s.".formatted(environment.name(), told)).stream(),
                    all.map(told -> last.isPresent() ? told
                            : "In %s nothing has read it yet. %s".formatted(environment.name(), told)).stream());
        }).toList();
    }

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
