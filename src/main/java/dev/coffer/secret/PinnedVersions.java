package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_VERSIONS;

import dev.coffer.access.Access;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import dev.coffer.project.Environment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * The way back to many noted versions of an environment's values at once, for use cases that have entered the project
 * and may write there. Nobody sees a value: each is opened and sealed again in memory.
 */
public final class PinnedVersions {
    private final SecretStore store;

    public PinnedVersions(SecretStore store) {
        this.store = store;
    }

    /**
     * What becomes of each, by key: it gets a new version, it is as it was, or its value was erased and can't come
     * back. Those of the first that are not what their types ask for now are known once it is done.
     */
    public record Outcome(List<ScopedKey> restored, List<ScopedKey> same, List<ScopedKey> gone,
            List<ScopedKey> unfit) {}

    /** What {@link #restore} would do now. */
    public Outcome plan(DSLContext sql, Access access, Environment environment, List<SecretPin> pins) {
        var secrets = SecretRows.list(sql, access.projectId());
        return decided(pins, secrets, environment, Origins.of(sql, access.projectId(), environment));
    }

    /**
     * Makes each the current version, in the transaction of a use case that holds the project and records it. Nothing
     * happens where one would give a variable that is somebody else's by now.
     */
    public Result<Outcome> restore(DSLContext tx, Access access, Environment environment, List<SecretPin> pins) {
        var secrets = SecretRows.findForUpdate(tx, access.projectId(),
                SECRETS.ID.eq(DSL.any(pins.stream().map(SecretPin::secretId).toArray(UUID[]::new))));
        var outcome = decided(pins, secrets, environment, Origins.of(tx, access.projectId(), environment));
        var byId = secrets.stream().collect(Collectors.toMap(Secret::id, Function.identity()));
        var restored = pins.stream().filter(pin -> outcome.restored.contains(pin.named())).toList();
        var typings = Typings.hold(tx, access, restored.stream().map(pin -> byId.get(pin.secretId())).toList());
        var targets =
                restored.stream().map(pin -> Target.of(byId.get(pin.secretId()), environment, pin.number(), typings))
                        .toList();
        var claims = claims(tx, access, targets);
        var clashes =
                SecretNames.clashes(tx, access.projectId(), claims.values().stream().flatMap(List::stream).toList());
        if (!clashes.isEmpty()) {
            return Result.conflict(Clash.Kind.BLOCKED,
                    SecretNames.sentence(clashes.stream().map(SecretNames.Clash::message).toList()));
        }
        targets.forEach(target -> {
            if (!restore(tx, access, target)) {
                outcome.unfit.add(target.secret.named());
            }
        });
        SecretNames.write(tx, access, claims);
        return Result.ok(outcome);
    }

    /** Which version takes which place, and what it is held against. */
    private record Target(Secret secret, Secret.Slot slot, int number, Typing typing) {
        static Target of(Secret secret, Environment environment, int number, Map<UUID, Typing> typings) {
            return new Target(secret, secret.slot(environment.slug()).orElseThrow(), number, typings.get(secret.id()));
        }
    }

    /** What those with a type will give beside their keys. */
    private Map<UUID, List<SecretNames.Claim>> claims(DSLContext tx, Access access, List<Target> targets) {
        var claims = new LinkedHashMap<UUID, List<SecretNames.Claim>>();
        targets.stream().filter(target -> target.typing.name().isPresent()).forEach(target -> {
            try (var value = open(tx, access, target)) {
                claims.put(target.secret.id(), SecretNames.Claim.of(target.secret.named(), target.typing,
                        target.typing.check(value), List.of(target.slot)));
            }
        });
        return claims;
    }

    private Plaintext open(DSLContext tx, Access access, Target to) {
        return store.open(tx, access, to.secret.id(), to.slot.environment(), to.number).orElseThrow();
    }

    /** @return whether the value is what its type asks for now */
    private boolean restore(DSLContext tx, Access access, Target to) {
        try (var value = open(tx, access, to)) {
            var put = SecretStore.Put.restored(to.secret, to.number);
            var checked = to.typing.check(value);
            store.put(tx, access, put, List.of(to.slot), checked);
            store.touch(tx, access, put, SecretStore.Facts.SAME);
            return checked.fits();
        }
    }

    private static Outcome decided(List<SecretPin> pins, List<Secret> secrets, Environment environment,
            Origins origins) {
        var outcome = new Outcome(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        var byId = secrets.stream().collect(Collectors.toMap(Secret::id, Function.identity()));
        for (var pin : pins) {
            var current = Optional.ofNullable(byId.get(pin.secretId()))
                    .flatMap(secret -> secret.slot(environment.slug())).flatMap(Secret.Slot::value);
            if (current.isEmpty() || !origins.has(pin.secretId(), pin.number())) {
                outcome.gone.add(pin.named());
            } else if (origins.same(pin.secretId(), pin.number(), current.get().version())) {
                outcome.same.add(pin.named());
            } else {
                outcome.restored.add(pin.named());
            }
        }
        return outcome;
    }

    /** Which versions of an environment have the value of which others, because they were restored from them. */
    public record Origins(Map<UUID, Map<Integer, Integer>> bySecret) {

        /** One query for all of an environment's. */
        public static Origins of(DSLContext sql, UUID projectId, Environment environment) {
            var origins = new HashMap<UUID, Map<Integer, Integer>>();
            sql.select(SECRET_VERSIONS.SECRET_ID, SECRET_VERSIONS.NUMBER,
                    DSL.coalesce(SECRET_VERSIONS.RESTORED_FROM, SECRET_VERSIONS.NUMBER)).from(SECRET_VERSIONS)
                    .where(SECRET_VERSIONS.PROJECT_ID.eq(projectId),
                            SECRET_VERSIONS.ENVIRONMENT_ID.eq(environment.id()))
                    .orderBy(SECRET_VERSIONS.NUMBER)
                    .forEach(row -> {
                        var known = origins.computeIfAbsent(row.value1(), _ -> new HashMap<>());
                        known.put(row.value2(), known.getOrDefault(row.value3(), row.value3()));
                    });
            return new Origins(origins);
        }

        /** Whether two versions have the same value for certain; the values are not looked at. */
        public boolean same(UUID secretId, int one, int other) {
            var known = bySecret.getOrDefault(secretId, Map.of());
            return known.getOrDefault(one, one).equals(known.getOrDefault(other, other));
        }

        boolean has(UUID secretId, int number) {
            return bySecret.getOrDefault(secretId, Map.of()).containsKey(number);
        }
    }
}
