package dev.coffer.reading;

import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.DEPLOYMENTS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_READS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_SECRETS;
import static dev.coffer.db.schema.Tables.ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;

import dev.coffer.project.Environment;
import dev.coffer.reading.Reader.LastRead;
import dev.coffer.reading.Reader.Reach;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.impl.DSL;

/** Who reads the values of a secret, for use cases that have entered the project. */
public final class Readers {
    private Readers() {}

    /**
     * Who reads a secret's values, or a built-in one's, in each environment that has one and a reader of it, in the
     * order of environments. One query where the project has no deployment, else four at most.
     */
    public static List<Readership> of(DSLContext sql, UUID projectId, Secret secret) {
        return of(sql, projectId, secret, DSL.noCondition());
    }

    /**
     * The same of the deployments alone whose list names the key: a value that these read can't be deleted. Mostly one
     * query, as most are on no list.
     */
    public static List<Readership> listing(DSLContext sql, UUID projectId, Secret secret) {
        return of(sql, projectId, secret, DEPLOYMENTS.ACCESS.eq("listed").and(DEPLOYMENT_SECRETS.KEY.isNotNull()));
    }

    /**
     * Keeps when deployments that are about to be deleted read the project's values last, for whoever holds the
     * project: that a value was read is so, whatever became of its reader.
     */
    public static void carryOver(DSLContext tx, UUID projectId, Collection<UUID> deployments) {
        var ids = deployments.toArray(UUID[]::new);
        var gone = DEPLOYMENT_READS.DEPLOYMENT_ID.eq(DSL.any(ids));
        // A read that is under way is waited for.
        tx.select(DEPLOYMENTS.ID).from(DEPLOYMENTS).where(DEPLOYMENTS.PROJECT_ID.eq(projectId),
                DEPLOYMENTS.ID.eq(DSL.any(ids))).orderBy(DEPLOYMENTS.ID).forUpdate().execute();
        tx.select(SECRETS.ID).from(SECRETS).where(SECRETS.PROJECT_ID.eq(projectId), SECRETS.ID.in(
                DSL.select(DEPLOYMENT_READS.SECRET_ID).from(DEPLOYMENT_READS).where(gone)))
                .orderBy(SECRETS.KEY, SECRETS.APP_ID.asc().nullsFirst()).forUpdate().execute();
        var last = DSL.select(DEPLOYMENT_READS.SECRET_ID, DEPLOYMENTS.ENVIRONMENT_ID,
                DSL.max(DEPLOYMENT_READS.READ_AT).as("read_at")).from(DEPLOYMENT_READS)
                .join(DEPLOYMENTS).on(DEPLOYMENTS.ID.eq(DEPLOYMENT_READS.DEPLOYMENT_ID)).where(gone)
                .groupBy(DEPLOYMENT_READS.SECRET_ID, DEPLOYMENTS.ENVIRONMENT_ID).asTable("last");
        tx.update(SECRET_VALUES).set(SECRET_VALUES.LAST_READ_AT,
                DSL.greatest(SECRET_VALUES.LAST_READ_AT, last.field("read_at", SECRET_VALUES.LAST_READ_AT.getType())))
                .from(last).where(SECRET_VALUES.PROJECT_ID.eq(projectId),
                        SECRET_VALUES.SECRET_ID.eq(last.field(DEPLOYMENT_READS.SECRET_ID)),
                        SECRET_VALUES.ENVIRONMENT_ID.eq(last.field(DEPLOYMENTS.ENVIRONMENT_ID)))
                .execute();
    }

    /** Which secret: its id, and the key that it has. */
    public record Secret(UUID id, String key) {}

    private static List<Readership> of(DSLContext sql, UUID projectId, Secret secret, Condition which) {
        var readers = readers(sql, projectId, secret.key, which).stream().filter(Reader::mayRead).toList();
        if (readers.isEmpty()) {
            return List.of();
        }
        var offers = Offers.of(sql, projectId);
        var lists = lists(sql, projectId, readers);
        var found = new ArrayList<Readership>();
        for (var environment : readers.stream().map(Reader::environment).distinct().toList()) {
            var there = readers.stream().filter(reader -> reader.environment().equals(environment)).toList();
            found.addAll(readership(secret, there, reader -> offers.to(reader.app().id(), environment).stream()
                    .filter(offer -> !reader.isListed() || lists.get(reader.deploymentId()).contains(offer.key()))
                    .toList()).stream().toList());
        }
        return found;
    }

    /** Of those in one environment. @param open what each may read at all */
    private static Optional<Readership> readership(Secret secret, List<Reader> there,
            Function<Reader, List<Offer<Held>>> open) {
        var readers = new ArrayList<Reader>();
        Held held = null;
        for (var reader : there) {
            var read = Precedence.of(open.apply(reader)).values().stream().map(Offer::source)
                    .filter(one -> one.secretId().equals(secret.id)).findFirst();
            if (read.isPresent()) {
                readers.add(reader);
                held = read.get();
            }
        }
        return held == null ? Optional.empty()
                : Optional.of(new Readership(there.getFirst().environment(), held, List.copyOf(readers)));
    }

    /** The whole lists of those that read one, by deployment: what a list leaves out hides nothing. */
    private static Map<UUID, Set<String>> lists(DSLContext sql, UUID projectId, List<Reader> readers) {
        var listed = readers.stream().filter(Reader::isListed).map(Reader::deploymentId).toArray(UUID[]::new);
        return listed.length == 0 ? Map.of()
                : sql.select(DEPLOYMENT_SECRETS.DEPLOYMENT_ID, DEPLOYMENT_SECRETS.KEY).from(DEPLOYMENT_SECRETS)
                        .where(DEPLOYMENT_SECRETS.PROJECT_ID.eq(projectId),
                                DEPLOYMENT_SECRETS.DEPLOYMENT_ID.eq(DSL.any(listed)))
                        .collect(Collectors.groupingBy(Record2::value1,
                                Collectors.mapping(Record2::value2, Collectors.toSet())));
    }

    /** Every deployment that is asked for, with what it may read of a key and read last under it. */
    private static List<Reader> readers(DSLContext sql, UUID projectId, String key, Condition which) {
        return sql.select(DEPLOYMENTS.ID, DEPLOYMENTS.ACCESS, APPS.ID, APPS.SLUG, APPS.NAME, ENVIRONMENTS.ID,
                ENVIRONMENTS.SLUG, ENVIRONMENTS.NAME, ENVIRONMENTS.PROTECTED, DEPLOYMENT_SECRETS.KEY,
                DEPLOYMENT_READS.SECRET_ID, DEPLOYMENT_READS.VERSION, DEPLOYMENT_READS.SINCE, DEPLOYMENT_READS.READ_AT)
                .from(DEPLOYMENTS).join(APPS).on(APPS.ID.eq(DEPLOYMENTS.APP_ID))
                .join(ENVIRONMENTS).on(ENVIRONMENTS.ID.eq(DEPLOYMENTS.ENVIRONMENT_ID))
                .leftJoin(DEPLOYMENT_SECRETS).on(DEPLOYMENT_SECRETS.DEPLOYMENT_ID.eq(DEPLOYMENTS.ID),
                        DEPLOYMENT_SECRETS.KEY.eq(key))
                .leftJoin(DEPLOYMENT_READS).on(DEPLOYMENT_READS.DEPLOYMENT_ID.eq(DEPLOYMENTS.ID),
                        DEPLOYMENT_READS.KEY.eq(key))
                .where(DEPLOYMENTS.PROJECT_ID.eq(projectId), which)
                .orderBy(ENVIRONMENTS.POSITION, ENVIRONMENTS.SLUG, APPS.SLUG).fetch(Readers::reader);
    }

    private static Reader reader(Record row) {
        var app = new Reader.App(row.get(APPS.ID), row.get(APPS.SLUG), row.get(APPS.NAME));
        var environment = new Environment(row.get(ENVIRONMENTS.ID), row.get(ENVIRONMENTS.SLUG),
                row.get(ENVIRONMENTS.NAME), row.get(ENVIRONMENTS.PROTECTED));
        var reach = row.get(DEPLOYMENTS.ACCESS).equals("all") ? Reach.ALL
                : row.get(DEPLOYMENT_SECRETS.KEY) == null ? Reach.LEFT_OUT : Reach.LISTED;
        var last = Optional.ofNullable(row.get(DEPLOYMENT_READS.SECRET_ID)).map(secret -> new LastRead(
                new Held(secret, row.get(DEPLOYMENT_READS.VERSION)), row.get(DEPLOYMENT_READS.SINCE),
                row.get(DEPLOYMENT_READS.READ_AT)));
        return new Reader(row.get(DEPLOYMENTS.ID), app, environment, reach, last);
    }
}
