package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_TYPES;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;

import dev.coffer.access.Access;
import dev.coffer.form.Errors;
import dev.coffer.form.ScopedKey;
import dev.coffer.project.Environment;
import dev.coffer.schema.SecretType;
import dev.coffer.secret.SecretNames.Claim;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * The secrets that have a type, for use cases that have entered the project and hold the type's row: which they are,
 * which of their values another schema would leave unfit, and marking them. Values are opened one after the other, in
 * memory, and nothing of them goes on.
 */
public final class TypedSecrets {
    private final SecretStore store;

    /** A value, and whether it was what its type asked for, and is what the other schema asks for. */
    public record Weighed(ScopedKey named, UUID secretId, Environment environment, boolean fitted, boolean fits,
            Gives gives) {
        private Claim claim() {
            return new Claim(named, environment, gives.after, false, true);
        }
    }

    /**
     * The variables that a value gives beside its key, by its type and by the other schema; and why it can't, which
     * names keys and variables, or "".
     */
    public record Gives(Set<String> before, Set<String> after, String refusal) {
        /** Those that programs would no longer be given. */
        public List<String> gone() {
            return before.stream().filter(name -> !after.contains(name)).sorted().toList();
        }
    }

    public TypedSecrets(SecretStore store) {
        this.store = store;
    }

    /** Their keys, in order. */
    public static List<ScopedKey> keys(DSLContext sql, UUID projectId, UUID typeId) {
        return sql.select(SECRETS.KEY, DSL.coalesce(APPS.SLUG, "")).from(SECRETS)
                .leftJoin(APPS).on(APPS.ID.eq(SECRETS.APP_ID))
                .where(SECRETS.PROJECT_ID.eq(projectId), SECRETS.TYPE_ID.eq(typeId))
                .fetch(row -> new ScopedKey(row.value1(), row.value2())).stream().sorted().toList();
    }

    /** Holds them, by key, until the transaction ends: before their type, as whoever writes a value does. */
    public static void hold(DSLContext tx, UUID projectId, String typeKey) {
        tx.select(SECRETS.ID).from(SECRETS).where(SECRETS.PROJECT_ID.eq(projectId),
                SECRETS.TYPE_ID.in(DSL.select(SECRET_TYPES.ID).from(SECRET_TYPES)
                        .where(SECRET_TYPES.PROJECT_ID.eq(projectId), SECRET_TYPES.KEY.eq(typeKey))))
                .orderBy(SecretRows.HELD).forUpdate().fetch();
    }

    /** Holds every value of a type's secrets against the type as it would be. */
    public List<Weighed> weigh(DSLContext tx, Access access, SecretType after) {
        var typing = Typing.of(after);
        var secrets = SecretRows.findForUpdate(tx, access.projectId(), SECRETS.TYPE_ID.eq(after.named().id()));
        var byId = secrets.stream().collect(Collectors.toMap(Secret::id, Function.identity()));
        var environments = secrets.stream().flatMap(secret -> secret.configured().stream()).distinct().toList();
        var stored = SecretNames.of(tx, access.projectId(), byId.keySet());
        var weighed = new ArrayList<Weighed>();
        store.lookAt(tx, access, new SecretStore.Places(byId.keySet(), environments), (id, environment, value) -> {
            var secret = byId.get(id);
            var slot = secret.slots().stream().filter(each -> each.environment().id().equals(environment)).findFirst()
                    .orElseThrow();
            var before = Set.copyOf(stored.getOrDefault(id, Map.of()).getOrDefault(environment, List.of()));
            weighed.add(new Weighed(secret.named(), id, slot.environment(), slot.value().orElseThrow().fits(),
                    typing.check(value).fits(), new Gives(before, typing.names(secret.key(), value),
                            typing.refusal(secret.key(), value).map(Errors.Mistake::message).orElse(""))));
        });
        var order = environments.stream().map(Environment::id).toList();
        weighed.sort(
                Comparator.comparing(Weighed::named).thenComparing(value -> order.indexOf(value.environment().id())));
        return weighed;
    }

    /**
     * Why the values can't give what they would by the other schema, in sentences; the project is held. "" where they
     * can.
     */
    public String clash(DSLContext tx, Access access, List<Weighed> weighed) {
        var refused = weighed.stream().filter(value -> !value.gives.refusal.isEmpty())
                .map(value -> "%s in %s: %s".formatted(value.named().told(), value.environment().name(),
                        value.gives.refusal));
        var clashes = SecretNames.clashes(tx, access.projectId(), weighed.stream().map(Weighed::claim).toList());
        return SecretNames.sentence(Stream.concat(refused, clashes.stream().map(SecretNames.Clash::message)).toList());
    }

    /** Has the values give what they do by the other schema. */
    public void name(DSLContext tx, Access access, List<Weighed> weighed) {
        SecretNames.write(tx, access, weighed.stream().filter(value -> !value.gives.before.equals(value.gives.after))
                .collect(Collectors.groupingBy(Weighed::secretId,
                        Collectors.mapping(Weighed::claim, Collectors.toList()))));
    }

    /** Marks the values as they were weighed; a secret of which a mark changes has another revision. */
    public void mark(DSLContext tx, Access access, List<Weighed> weighed) {
        var turned = weighed.stream().filter(value -> value.fitted() != value.fits()).toList();
        mark(tx, access, turned, true);
        mark(tx, access, turned, false);
        tx.update(SECRETS).set(SECRETS.REVISION, SECRETS.REVISION.plus(1))
                .set(SECRETS.UPDATED_AT, DSL.currentInstant()).set(SECRETS.UPDATED_BY, access.userId())
                .where(SECRETS.PROJECT_ID.eq(access.projectId()), SECRETS.ID.eq(
                        DSL.any(turned.stream().map(Weighed::secretId).distinct().toArray(UUID[]::new))))
                .execute();
    }

    private static void mark(DSLContext tx, Access access, List<Weighed> turned, boolean fits) {
        var places = turned.stream().filter(value -> value.fits() == fits)
                .map(value -> DSL.row(value.secretId(), value.environment().id())).toList();
        if (!places.isEmpty()) {
            tx.update(SECRET_VALUES).set(SECRET_VALUES.FITS, fits)
                    .where(SECRET_VALUES.PROJECT_ID.eq(access.projectId()),
                            DSL.row(SECRET_VALUES.SECRET_ID, SECRET_VALUES.ENVIRONMENT_ID).in(places))
                    .execute();
        }
    }
}
