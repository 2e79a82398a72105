package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.PROJECTS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_NAMES;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;

import dev.coffer.access.Access;
import dev.coffer.db.Database;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import dev.coffer.project.Environment;
import dev.coffer.project.Projects;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.QuantifiedSelect;
import org.jooq.Record1;
import org.jooq.Record3;
import org.jooq.Record4;
import org.jooq.impl.DSL;

/**
 * The variables that values of several parts give beside their own keys. In an environment no two values of the project
 * give the same, and none gives a key that has a value there; neither do those that are one app's own. Names are
 * written, and values come to new places, while the project is held; a plain value that takes another's place costs
 * nothing.
 */
final class SecretNames {
    private static final int TOLD = 3;
    /** The slug of the app whose own secret it is, "" of the project's. */
    private static final Field<String> APP = DSL.coalesce(APPS.SLUG, "");

    /**
     * What a value is about to give in an environment. {@code fresh}: the key has no value there yet; {@code frees}:
     * the value before it may have given other names, which something may need.
     */
    record Claim(ScopedKey named, Environment environment, Set<String> names, boolean fresh, boolean frees) {

        /** Those of one value in some places. */
        static List<Claim> of(ScopedKey named, Typing typing, CheckedValue value, List<Secret.Slot> slots) {
            var names = typing.names(named.key(), value.value());
            return slots.stream().map(slot -> new Claim(named, slot.environment(), names, slot.value().isEmpty(),
                    typing.gives(named.key()))).toList();
        }

        String key() {
            return named.key();
        }

        /** The same of a secret whose type was another one. */
        Claim freeing() {
            return new Claim(named, environment, names, fresh, true);
        }

        boolean isEmpty() {
            return names.isEmpty() && !fresh && !frees;
        }
    }

    /** A claim that can't be, and why in a sentence. {@code field}: what of a form is to be changed. */
    record Clash(Claim claim, String field, String message) {}

    /** The project is held by another one, and waiting for it while a secret is held could be for ever. */
    private static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1;

        Busy() {
            super("The project is held", null, false, false);
        }
    }

    private SecretNames() {}

    /**
     * A transaction in which claims are made by whoever holds a secret already: once more from the start, if need be.
     */
    static <T> T transact(Database database, Access access, Function<DSLContext, T> work) {
        try {
            return database.transact(access.origin().once(), work);
        } catch (Busy late) {
            return database.transact(access.origin().once(), tx -> {
                Projects.hold(tx, access.projectId());
                return work.apply(tx);
            });
        }
    }

    /** The claims, if all of them can be; the project is held from here on where there is one. */
    static Result<List<Claim>> check(DSLContext tx, Access access, List<Claim> claims) {
        if (claims.stream().allMatch(Claim::isEmpty)) {
            return Result.ok(claims);
        }
        hold(tx, access.projectId());
        var errors = Errors.none();
        for (var clash : clashes(tx, access.projectId(), claims)) {
            errors = errors.and(clash.field, clash.message);
        }
        return errors.isEmpty() ? Result.ok(claims) : Result.invalid(errors);
    }

    /** Those that can't be, of two that clash the second one; for whoever holds the project. Two queries at most. */
    static List<Clash> clashes(DSLContext tx, UUID projectId, List<Claim> claims) {
        if (claims.stream().allMatch(Claim::isEmpty)) {
            return List.of();
        }
        var taken = taken(tx, projectId, claims);
        var clashes = new ArrayList<Clash>();
        for (var claim : claims) {
            var clash = clash(claim, taken);
            clash.ifPresentOrElse(clashes::add, () -> taken.add(claim));
        }
        return clashes;
    }

    private static Optional<Clash> clash(Claim claim, Taken taken) {
        var others = new TreeSet<String>();
        var told = claim.names.stream().sorted().flatMap(name -> taken.of(claim, name).stream()
                .filter(holder -> others.add(holder.key())).map(holder -> told(claim, name, holder))).toList();
        if (!told.isEmpty()) {
            return Optional.of(new Clash(claim, "value", sentence(told)));
        }
        return !claim.fresh ? Optional.empty() : taken.of(claim, claim.key()).stream().findFirst()
                .map(holder -> new Clash(claim, "key",
                        "%s gives %s in %s already. Choose another key, or give %s another type".formatted(holder.key,
                                claim.key(), claim.environment.name(), holder.key)));
    }

    /** Several sentences, the first ones of many. */
    static String sentence(List<String> told) {
        return told.size() <= TOLD ? String.join(". ", told)
                : "%s. And %,d more".formatted(String.join(". ", told.subList(0, TOLD)), told.size() - TOLD);
    }

    /** Gives a secret's values the names claimed, in place of those that they had. */
    static void write(DSLContext tx, Access access, UUID secretId, List<Claim> claims) {
        write(tx, access, Map.of(secretId, claims));
    }

    /** The same of many, by secret: what one frees another may take. */
    static void write(DSLContext tx, Access access, Map<UUID, List<Claim>> bySecret) {
        var places = bySecret.entrySet().stream().flatMap(each -> each.getValue().stream()
                .map(claim -> DSL.row(each.getKey(), claim.environment.id()))).toList();
        if (places.isEmpty()) {
            return;
        }
        tx.deleteFrom(SECRET_NAMES).where(DSL.row(SECRET_NAMES.SECRET_ID, SECRET_NAMES.ENVIRONMENT_ID).in(places))
                .execute();
        var insert = tx.insertInto(SECRET_NAMES, SECRET_NAMES.PROJECT_ID, SECRET_NAMES.ENVIRONMENT_ID,
                SECRET_NAMES.NAME, SECRET_NAMES.SECRET_ID, SECRET_NAMES.APP_ID);
        boolean any = false;
        for (var secret : bySecret.entrySet()) {
            for (var claim : secret.getValue()) {
                for (var name : claim.names) {
                    insert = insert.values(DSL.val(access.projectId()), DSL.val(claim.environment.id()), DSL.val(name),
                            DSL.val(secret.getKey()), app(secret.getKey()));
                    any = true;
                }
            }
        }
        if (any) {
            insert.execute();
        }
    }

    private static Field<UUID> app(UUID secretId) {
        return DSL.field(DSL.select(SECRETS.APP_ID).from(SECRETS).where(SECRETS.ID.eq(secretId)));
    }

    /** What a secret's values give beside its key, by environment. */
    static Map<UUID, List<String>> of(DSLContext sql, UUID projectId, UUID secretId) {
        return of(sql, projectId, List.of(secretId)).getOrDefault(secretId, Map.of());
    }

    /** The same of many, by secret; one query. */
    static Map<UUID, Map<UUID, List<String>>> of(DSLContext sql, UUID projectId, Collection<UUID> secrets) {
        return sql.select(SECRET_NAMES.SECRET_ID, SECRET_NAMES.ENVIRONMENT_ID, SECRET_NAMES.NAME).from(SECRET_NAMES)
                .where(SECRET_NAMES.PROJECT_ID.eq(projectId), SECRET_NAMES.SECRET_ID.eq(any(secrets)))
                .orderBy(SECRET_NAMES.NAME).collect(Collectors.groupingBy(Record3::value1, Collectors.groupingBy(
                        Record3::value2, Collectors.mapping(Record3::value3, Collectors.toList()))));
    }

    /** The keys whose values give variables, by where and for whom. */
    record Givers(Map<Place, String> keys) {
        /** Whose value gives one to who asks for that key there: of the same app, or of the project. */
        Optional<String> of(Environment environment, ScopedKey named) {
            return Optional.ofNullable(keys.get(new Place(environment.id(), named.app(), named.key())));
        }
    }

    /** All of a project; one query. */
    static Givers givers(DSLContext sql, UUID projectId) {
        return new Givers(sql.select(SECRET_NAMES.ENVIRONMENT_ID, APP, SECRET_NAMES.NAME, SECRETS.KEY)
                .from(SECRET_NAMES).join(SECRETS).on(SECRETS.ID.eq(SECRET_NAMES.SECRET_ID))
                .leftJoin(APPS).on(APPS.ID.eq(SECRETS.APP_ID)).where(SECRET_NAMES.PROJECT_ID.eq(projectId))
                .collect(Collectors.toMap(row -> new Place(row.value1(), row.value2(), row.value3()),
                        Record4::value4)));
    }

    private static void hold(DSLContext tx, UUID projectId) {
        if (tx.select(PROJECTS.ID).from(PROJECTS).where(PROJECTS.ID.eq(projectId)).forNoKeyUpdate().skipLocked()
                .fetchOne() == null) {
            throw new Busy();
        }
    }

    private static String told(Claim claim, String name, Holder holder) {
        return holder.isKey()
                ? "%s would give %s in %s, which the secret %s has a value for. Delete that one, or give this one another type"
                        .formatted(claim.key(), name, claim.environment.name(), name)
                : "%s would give %s in %s, which %s gives already. Delete that one, or give this one another type"
                        .formatted(claim.key(), name, claim.environment.name(), holder.key);
    }

    /** Whose a name is in an environment: a secret's own key, or one of the names that a secret's value gives. */
    private record Holder(String key, boolean isKey) {}

    /** A name in an environment, for an app or ("") all of them. */
    record Place(UUID environment, String app, String name) {
        static Place of(Claim claim, String name) {
            return new Place(claim.environment.id(), claim.named.app(), name);
        }
    }

    private record Taken(Map<Place, List<Holder>> holders) {
        /** Who else has it. */
        List<Holder> of(Claim claim, String name) {
            return holders.getOrDefault(Place.of(claim, name), List.of()).stream()
                    .filter(holder -> !holder.key.equals(claim.key())).toList();
        }

        void add(Claim claim) {
            claim.names.forEach(name -> add(Place.of(claim, name), new Holder(claim.key(), false)));
            if (claim.fresh) {
                add(Place.of(claim, claim.key()), new Holder(claim.key(), true));
            }
        }

        void add(Place place, Holder holder) {
            holders.computeIfAbsent(place, _ -> new ArrayList<>()).add(holder);
        }
    }

    /** What is stored, of whatever app, but for the names that the claims take the place of. */
    private static Taken taken(DSLContext tx, UUID projectId, List<Claim> claims) {
        var names = claims.stream().flatMap(claim -> claim.names.stream()).collect(Collectors.toSet());
        var all = Stream.concat(names.stream(), claims.stream().filter(Claim::fresh).map(Claim::key))
                .collect(Collectors.toSet());
        var environments = claims.stream().map(claim -> claim.environment.id()).collect(Collectors.toSet());
        var own = claims.stream().map(claim -> Place.of(claim, claim.key())).collect(Collectors.toSet());
        var taken = new Taken(new HashMap<>());
        tx.select(SECRET_NAMES.ENVIRONMENT_ID, APP, SECRET_NAMES.NAME, SECRETS.KEY).from(SECRET_NAMES).join(SECRETS)
                .on(SECRETS.ID.eq(SECRET_NAMES.SECRET_ID)).leftJoin(APPS).on(APPS.ID.eq(SECRETS.APP_ID))
                .where(SECRET_NAMES.PROJECT_ID.eq(projectId), SECRET_NAMES.ENVIRONMENT_ID.eq(any(environments)),
                        SECRET_NAMES.NAME.eq(DSL.any(all.toArray(String[]::new))))
                .forEach(row -> {
                    if (!own.contains(new Place(row.value1(), row.value2(), row.value4()))) {
                        taken.add(new Place(row.value1(), row.value2(), row.value3()),
                                new Holder(row.value4(), false));
                    }
                });
        if (!names.isEmpty()) {
            tx.select(SECRET_VALUES.ENVIRONMENT_ID, APP, SECRETS.KEY).from(SECRETS).join(SECRET_VALUES)
                    .on(SECRET_VALUES.SECRET_ID.eq(SECRETS.ID)).leftJoin(APPS).on(APPS.ID.eq(SECRETS.APP_ID))
                    .where(SECRETS.PROJECT_ID.eq(projectId), SECRET_VALUES.ENVIRONMENT_ID.eq(any(environments)),
                            SECRETS.KEY.eq(DSL.any(names.toArray(String[]::new))))
                    .forEach(row -> taken.add(new Place(row.value1(), row.value2(), row.value3()),
                            new Holder(row.value3(), true)));
        }
        return taken;
    }

    private static QuantifiedSelect<Record1<UUID>> any(Collection<UUID> ids) {
        return DSL.any(ids.toArray(UUID[]::new));
    }
}
