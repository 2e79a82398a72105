package dev.coffer.reading;

import static dev.coffer.access.Permission.VIEW;
import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.DEPLOYMENTS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_SECRETS;

import dev.coffer.access.Access;
import dev.coffer.access.NotFound;
import dev.coffer.db.Database;
import dev.coffer.project.Environment;
import dev.coffer.project.Environments;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Record2;

/** Tells whoever may view a project who reads its secrets, and why which value is read. Never tells a value. */
public final class Readings {
    private final Database database;
    private final InstantSource clock;

    /** Who reads a secret's values, in each environment that has any reader, and the words for it. */
    public record Report(List<Readership> readers, ReadingWords words) {
        /** Those in an environment. */
        public List<Reader> in(Environment environment) {
            return readers.stream().filter(each -> each.environment().id().equals(environment.id()))
                    .flatMap(each -> each.readers().stream()).toList();
        }
    }

    /**
     * Where a variable is looked at: its name, an environment's slug ("" for the first), an app's ("" for any other).
     */
    public record Place(String name, String environment, String app) {}

    /** The answer, and what else could be asked: the project's environments, and its apps. */
    public record Answer(Why why, List<Environment> environments, List<Reader.App> apps) {}

    public Readings(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Who reads a secret's values; four queries at most. */
    public Report of(Access access, Readers.Secret secret) {
        access.require(VIEW);
        return new Report(database.read(sql -> Readers.of(sql, access.projectId(), secret)),
                new ReadingWords(clock.instant()));
    }

    /**
     * Why which value is read under a name; five queries at most.
     *
     * @throws NotFound where the project has no such environment or app
     */
    public Answer why(Access access, Place place) {
        access.require(VIEW);
        return database.read(sql -> {
            var environments = Environments.of(sql, access.projectId());
            var environment = environments.stream()
                    .filter(each -> place.environment.isEmpty() || each.slug().equals(place.environment)).findFirst()
                    .orElseThrow(NotFound::new);
            var apps = apps(sql, access.projectId());
            var app = apps.stream().filter(each -> each.slug().equals(place.app)).findFirst();
            if (app.isEmpty() && !place.app.isEmpty()) {
                throw new NotFound();
            }
            var offers = Offers.in(sql, access.projectId(), environment);
            var owners = offers.owners(place.name, environment);
            var list = app.flatMap(one -> list(sql, one, environment));
            var steps = steps(place.name, app.map(one -> offers.to(one.id(), environment))
                    .orElseGet(() -> offers.toAny(environment)), list);
            return new Answer(new Why(place.name, environment, app, steps,
                    apps.stream().filter(each -> owners.contains(each.id())).toList()), environments, apps);
        });
    }

    private static List<Why.Step> steps(String name, List<Offer<Held>> offers, Optional<Set<String>> list) {
        var open = offers.stream().filter(offer -> list.isEmpty() || list.get().contains(offer.key())).toList();
        var ranked = Precedence.under(name, open).stream().map(each -> new Why.Step(each.offer(),
                each.isRead() ? Why.Fate.READ : Why.Fate.HIDDEN, each.by()));
        var leftOut = Precedence.under(name, offers.stream().filter(offer -> !open.contains(offer)).toList()).stream()
                .map(each -> new Why.Step(each.offer(), Why.Fate.LEFT_OUT, Optional.empty()));
        return Stream.concat(ranked, leftOut).toList();
    }

    private static List<Reader.App> apps(DSLContext sql, UUID projectId) {
        return sql.select(APPS.ID, APPS.SLUG, APPS.NAME).from(APPS).where(APPS.PROJECT_ID.eq(projectId))
                .orderBy(APPS.SLUG).fetch(row -> new Reader.App(row.value1(), row.value2(), row.value3()));
    }

    /** What an app's deployment in an environment reads; empty where it is not there, or reads all. */
    private static Optional<Set<String>> list(DSLContext sql, Reader.App app, Environment environment) {
        var rows = sql.select(DEPLOYMENTS.ACCESS, DEPLOYMENT_SECRETS.KEY).from(DEPLOYMENTS)
                .leftJoin(DEPLOYMENT_SECRETS).on(DEPLOYMENT_SECRETS.DEPLOYMENT_ID.eq(DEPLOYMENTS.ID))
                .where(DEPLOYMENTS.APP_ID.eq(app.id()), DEPLOYMENTS.ENVIRONMENT_ID.eq(environment.id())).fetch();
        return rows.isEmpty() || rows.getFirst().value1().equals("all") ? Optional.empty()
                : Optional.of(rows.stream().map(Record2::value2).filter(Objects::nonNull).collect(Collectors.toSet()));
    }
}
