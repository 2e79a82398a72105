package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.PUBLICATIONS;
import static dev.coffer.db.schema.Tables.PUBLICATION_SECRETS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;
import static dev.coffer.db.schema.Tables.SECRET_VERSIONS;

import dev.coffer.access.Access;
import dev.coffer.app.AppName;
import dev.coffer.crypto.Binding;
import dev.coffer.crypto.Plaintext;
import dev.coffer.crypto.ProjectKeys;
import dev.coffer.crypto.Sealed;
import dev.coffer.db.Ids;
import dev.coffer.inspection.Inspection;
import dev.coffer.project.Environment;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Writes secrets, in the transaction of a use case that holds the secret's row. The only place where a value becomes
 * sealed bytes and sealed bytes become a value.
 */
public final class SecretStore {
    private static final int FETCHED = 100;

    private final ProjectKeys keys;

    public SecretStore(ProjectKeys keys) {
        this.keys = keys;
    }

    /** What a new secret begins with. */
    record Head(String key, Optional<AppName> app, String description, Typing typing) {}

    /** A new secret without values, or nothing where the key is taken. Its revision is 1. */
    Optional<UUID> insert(DSLContext tx, Access access, Head head) {
        var id = Ids.next();
        int inserted = tx.insertInto(SECRETS).set(SECRETS.ID, id).set(SECRETS.PROJECT_ID, access.projectId())
                .set(SECRETS.KEY, head.key).set(SECRETS.DESCRIPTION, head.description)
                .set(SECRETS.APP_ID, head.app.map(AppName::id).orElse(null)).set(SECRETS.TYPE_ID, head.typing.id())
                .set(SECRETS.CREATED_BY, access.userId()).set(SECRETS.UPDATED_BY, access.userId())
                .onConflictDoNothing().execute();
        return inserted == 0 ? Optional.empty() : Optional.of(id);
    }

    /** What to store: which secret, its next revision, and from which version it was restored if it was. */
    record Put(UUID secretId, long revision, OptionalInt restoredFrom) {
        static Put first(UUID secretId) {
            return new Put(secretId, 1, OptionalInt.empty());
        }

        static Put next(Secret secret) {
            return new Put(secret.id(), secret.revision() + 1, OptionalInt.empty());
        }

        /** The next one, with the value of an earlier version. */
        static Put restored(Secret secret, int number) {
            return new Put(secret.id(), secret.revision() + 1, OptionalInt.of(number));
        }
    }

    /** Looks at the value, seals it once for each slot and makes it the current version there. */
    void put(DSLContext tx, Access access, Put put, List<Secret.Slot> slots, CheckedValue value) {
        var inspection = Inspection.of(value.value());
        for (var slot : slots) {
            put(tx, access, new Placed(put, slot, inspection, value.fits()), value.value());
        }
    }

    private record Placed(Put put, Secret.Slot slot, Inspection seen, boolean fits) {}

    private void put(DSLContext tx, Access access, Placed placed, Plaintext value) {
        var put = placed.put;
        var slot = placed.slot;
        var seen = placed.seen;
        var environment = slot.environment().id();
        var number = slot.value().map(Secret.Value::version).orElseGet(() -> pinned(tx, put, environment)) + 1;
        var versionId = Ids.next();
        var binding = Binding.secretValue(access.projectId(), environment, put.secretId, versionId, number);
        var sealed = keys.seal(tx, access.projectId(), binding, value);
        var fingerprint = keys.fingerprint(access.projectId(), value);
        var expiresAt = seen.expiresAt().orElse(null);
        var current = DSL.insertInto(SECRET_VALUES)
                .set(SECRET_VALUES.PROJECT_ID, access.projectId()).set(SECRET_VALUES.SECRET_ID, put.secretId)
                .set(SECRET_VALUES.ENVIRONMENT_ID, environment).set(SECRET_VALUES.VERSION, number)
                .set(SECRET_VALUES.REVISION, put.revision).set(SECRET_VALUES.UPDATED_BY, access.userId())
                .set(SECRET_VALUES.FINGERPRINT, fingerprint).set(SECRET_VALUES.FINDINGS, seen.slugs())
                .set(SECRET_VALUES.EXPIRES_AT, expiresAt).set(SECRET_VALUES.FITS, placed.fits)
                .onConflict(SECRET_VALUES.SECRET_ID, SECRET_VALUES.ENVIRONMENT_ID).doUpdate()
                .set(SECRET_VALUES.VERSION, number).set(SECRET_VALUES.REVISION, put.revision)
                .set(SECRET_VALUES.UPDATED_AT, DSL.currentInstant()).set(SECRET_VALUES.UPDATED_BY, access.userId())
                .set(SECRET_VALUES.FINGERPRINT, fingerprint).set(SECRET_VALUES.FINDINGS, seen.slugs())
                .set(SECRET_VALUES.EXPIRES_AT, expiresAt).set(SECRET_VALUES.FITS, placed.fits)
                .returning(SECRET_VALUES.VERSION);
        tx.with("current_value").as(current).insertInto(SECRET_VERSIONS)
                .set(SECRET_VERSIONS.ID, versionId).set(SECRET_VERSIONS.PROJECT_ID, access.projectId())
                .set(SECRET_VERSIONS.SECRET_ID, put.secretId).set(SECRET_VERSIONS.ENVIRONMENT_ID, environment)
                .set(SECRET_VERSIONS.NUMBER, number).set(SECRET_VERSIONS.PROJECT_KEY_ID, sealed.projectKeyId())
                .set(SECRET_VERSIONS.SEALED, sealed.blob())
                .set(SECRET_VERSIONS.RESTORED_FROM, put.restoredFrom.isPresent() ? put.restoredFrom.getAsInt() : null)
                .set(SECRET_VERSIONS.CREATED_BY, access.userId()).execute();
    }

    /** The highest number that a publication knows of a value that was erased there: it is not given to another one. */
    private static int pinned(DSLContext tx, Put put, UUID environment) {
        return put.revision == 1 ? 0 : tx.select(DSL.max(PUBLICATION_SECRETS.NUMBER)).from(PUBLICATION_SECRETS)
                .join(PUBLICATIONS).on(PUBLICATIONS.ID.eq(PUBLICATION_SECRETS.PUBLICATION_ID))
                .join(SECRETS).on(SECRETS.ID.eq(PUBLICATION_SECRETS.SECRET_ID), SECRETS.KEY.eq(PUBLICATION_SECRETS.KEY))
                .where(SECRETS.ID.eq(put.secretId), PUBLICATIONS.ENVIRONMENT_ID.eq(environment))
                .fetchOptional(DSL.max(PUBLICATION_SECRETS.NUMBER)).orElse(0);
    }

    /** What else changes of a secret with its revision: empty where it stays. */
    record Facts(Optional<String> description, Optional<Typing> typing) {
        static final Facts SAME = new Facts(Optional.empty(), Optional.empty());
    }

    /** Moves the secret to a revision. @return when */
    Instant touch(DSLContext tx, Access access, Put put, Facts facts) {
        var update = tx.update(SECRETS).set(SECRETS.REVISION, put.revision)
                .set(SECRETS.UPDATED_AT, DSL.currentInstant()).set(SECRETS.UPDATED_BY, access.userId());
        if (facts.description.isPresent()) {
            update = update.set(SECRETS.DESCRIPTION, facts.description.get())
                    .set(SECRETS.DESCRIBED_REVISION, put.revision);
        }
        if (facts.typing.isPresent()) {
            update = update.set(SECRETS.TYPE_ID, facts.typing.get().id());
        }
        return update.where(SECRETS.PROJECT_ID.eq(access.projectId()), SECRETS.ID.eq(put.secretId))
                .returning(SECRETS.UPDATED_AT).fetchSingle(SECRETS.UPDATED_AT);
    }

    /** Notes that a secret's values are what its type asks for, but for those in some environments, by id. */
    void mark(DSLContext tx, Access access, UUID secretId, Collection<UUID> unfit) {
        var fits = DSL.field(SECRET_VALUES.ENVIRONMENT_ID.ne(DSL.all(unfit.toArray(UUID[]::new))));
        tx.update(SECRET_VALUES).set(SECRET_VALUES.FITS, fits)
                .where(SECRET_VALUES.PROJECT_ID.eq(access.projectId()), SECRET_VALUES.SECRET_ID.eq(secretId),
                        SECRET_VALUES.FITS.ne(fits))
                .execute();
    }

    /** Erases the value of an environment with all its versions. */
    void erase(DSLContext tx, Access access, UUID secretId, Environment environment) {
        tx.deleteFrom(SECRET_VALUES).where(SECRET_VALUES.PROJECT_ID.eq(access.projectId()),
                SECRET_VALUES.SECRET_ID.eq(secretId), SECRET_VALUES.ENVIRONMENT_ID.eq(environment.id())).execute();
    }

    /** Erases the secret with all that it holds. */
    void erase(DSLContext tx, Access access, UUID secretId) {
        tx.deleteFrom(SECRETS).where(SECRETS.PROJECT_ID.eq(access.projectId()), SECRETS.ID.eq(secretId)).execute();
    }

    /** Which secrets' current values, in which environments. */
    record Places(Collection<UUID> secrets, List<Environment> environments) {}

    /** Sees a value while it is open. */
    @FunctionalInterface
    interface Look {
        void at(UUID secretId, UUID environmentId, Plaintext value);
    }

    /** Opens current values one after the other, to be compared in memory; one query however many there are. */
    void lookAt(DSLContext tx, Access access, Places places, Look look) {
        var environments = places.environments.stream().map(Environment::id).toArray(UUID[]::new);
        try (var rows = tx.select(SECRET_VERSIONS.ID, SECRET_VERSIONS.SECRET_ID, SECRET_VERSIONS.ENVIRONMENT_ID,
                SECRET_VERSIONS.NUMBER, SECRET_VERSIONS.PROJECT_KEY_ID, SECRET_VERSIONS.SEALED)
                .from(SECRET_VALUES).join(SECRET_VERSIONS).on(SECRET_VERSIONS.SECRET_ID.eq(SECRET_VALUES.SECRET_ID),
                        SECRET_VERSIONS.ENVIRONMENT_ID.eq(SECRET_VALUES.ENVIRONMENT_ID),
                        SECRET_VERSIONS.NUMBER.eq(SECRET_VALUES.VERSION))
                .where(SECRET_VALUES.PROJECT_ID.eq(access.projectId()),
                        SECRET_VALUES.SECRET_ID.eq(DSL.any(places.secrets.toArray(UUID[]::new))),
                        SECRET_VALUES.ENVIRONMENT_ID.eq(DSL.any(environments)))
                .fetchSize(FETCHED).fetchLazy()) {
            for (var row : rows) {
                var binding = Binding.secretValue(access.projectId(), row.value3(), row.value2(), row.value1(),
                        row.value4());
                try (var value = keys.open(tx, access.projectId(), binding, new Sealed(row.value5(), row.value6()))) {
                    look.at(row.value2(), row.value3(), value);
                }
            }
        }
    }

    /** A stored version's value, to be sealed again or compared; never to be shown. The caller closes it. */
    Optional<Plaintext> open(DSLContext tx, Access access, UUID secretId, Environment environment, int number) {
        return tx.select(SECRET_VERSIONS.ID, SECRET_VERSIONS.PROJECT_KEY_ID, SECRET_VERSIONS.SEALED)
                .from(SECRET_VERSIONS)
                .where(SECRET_VERSIONS.PROJECT_ID.eq(access.projectId()), SECRET_VERSIONS.SECRET_ID.eq(secretId),
                        SECRET_VERSIONS.ENVIRONMENT_ID.eq(environment.id()), SECRET_VERSIONS.NUMBER.eq(number))
                .fetchOptional().map(row -> keys.open(tx, access.projectId(),
                        Binding.secretValue(access.projectId(), environment.id(), secretId, row.value1(), number),
                        new Sealed(row.value2(), row.value3())));
    }
}
