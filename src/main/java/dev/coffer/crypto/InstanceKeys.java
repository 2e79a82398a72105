package dev.coffer.crypto;

import static dev.coffer.db.schema.Tables.AUDIT_CHAINS;
import static dev.coffer.db.schema.Tables.INSTANCE;
import static dev.coffer.db.schema.Tables.INSTANCE_KEYS;
import static dev.coffer.db.schema.Tables.KEY_SLOTS;
import static dev.coffer.db.schema.Tables.ORGANIZATIONS;
import static dev.coffer.db.schema.Tables.PROJECTS;
import static dev.coffer.db.schema.Tables.PROJECT_KEYS;
import static dev.coffer.db.schema.Tables.USERS;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.selectOne;

import dev.coffer.db.Ids;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Table;

/**
 * Turns a root key into an open instance. An empty database is initialised on request; any other is opened or stays
 * sealed: no key is made because one is missing, and a failure writes nothing.
 */
public final class InstanceKeys {

    private static final String PROVIDER = "file";

    /** A row in any of these means that there is something to open, and nothing to initialise. */
    private static final List<Table<?>> USED = List.of(INSTANCE, INSTANCE_KEYS, KEY_SLOTS, ORGANIZATIONS, USERS,
            PROJECTS, PROJECT_KEYS, AUDIT_CHAINS);

    private InstanceKeys() {}

    /** The open instance, or why it stays sealed. */
    public sealed interface Unsealing permits Open, StaysSealed {}

    /** The instance is open for as long as the keyring is held. */
    public record Open(Keyring keyring) implements Unsealing {}

    /** Whether the database was never used: only such a one may be initialised. */
    public static boolean isEmpty(DSLContext db) {
        var used = USED.stream().map(table -> exists(selectOne().from(table))).toList();
        return !db.select(field(or(used))).fetchSingle().value1();
    }

    /**
     * Gives an empty database its id and its first instance key, in the caller's transaction. A database that isn't
     * empty, or that another replica initialises at the same time, is unsealed instead.
     */
    public static Unsealing initialise(DSLContext tx, RootKey rootKey) {
        if (!isEmpty(tx)) {
            return unseal(tx, rootKey);
        }
        var key = Ciphers.random(Ciphers.KEY_BYTES);
        var keyring = new Keyring(Ids.next(), 1, Map.of(1, key));
        // The unique constraint makes a second replica wait here, and then find the first one's instance.
        var inserted = tx.insertInto(INSTANCE, INSTANCE.ID, INSTANCE.CANARY)
                .values(keyring.instanceId(), keyring.canary()).onConflictDoNothing().execute();
        if (inserted == 0) {
            return unseal(tx, rootKey);
        }
        tx.insertInto(INSTANCE_KEYS, INSTANCE_KEYS.VERSION, INSTANCE_KEYS.STATE, INSTANCE_KEYS.CHECK_VALUE)
                .values(1, "active", Keyring.checkValue(key)).execute();
        var wrapped = WrappedKey.wrap(rootKey.bytes(), context(keyring.instanceId(), 1), key);
        tx.insertInto(KEY_SLOTS, KEY_SLOTS.ID, KEY_SLOTS.INSTANCE_KEY_VERSION, KEY_SLOTS.PROVIDER, KEY_SLOTS.WRAPPED)
                .values(Ids.next(), 1, PROVIDER, wrapped).execute();
        return new Open(keyring);
    }

    /**
     * Opens every version of the instance key with the root key, and checks each against its check value, and the
     * active one against the canary. Only reads.
     */
    public static Unsealing unseal(DSLContext db, RootKey rootKey) {
        var instance = db.selectFrom(INSTANCE).fetchOptional();
        if (instance.isEmpty()) {
            return isEmpty(db) ? notInitialised() : tampered("the instance has no row");
        }
        var id = instance.get().get(INSTANCE.ID);
        var keys = new HashMap<Integer, byte[]>();
        var active = 0;
        for (var row : db.selectFrom(INSTANCE_KEYS).orderBy(INSTANCE_KEYS.VERSION).fetch()) {
            var version = row.get(INSTANCE_KEYS.VERSION);
            var slot = slot(db, version, rootKey);
            if (slot.isEmpty()) {
                return hasSlot(db, version) ? wrongRootKey() : tampered("a key has no slot");
            }
            var key = WrappedKey.unwrap(rootKey.bytes(), context(id, version), slot.get());
            if (!passesCheck(key, row.get(INSTANCE_KEYS.CHECK_VALUE))) {
                return tampered("a key fails its check");
            }
            keys.put(version, key.get());
            active = row.get(INSTANCE_KEYS.STATE).equals("active") ? version : active;
        }
        if (active == 0) {
            return tampered("no key is active");
        }
        var keyring = new Keyring(id, active, keys);
        return keyring.opensCanary(instance.get().get(INSTANCE.CANARY)) ? new Open(keyring)
                : tampered("the canary is broken");
    }

    private static boolean passesCheck(Optional<byte[]> key, byte[] checkValue) {
        return key.isPresent() && MessageDigest.isEqual(Keyring.checkValue(key.get()), checkValue);
    }

    private static Optional<byte[]> slot(DSLContext db, int version, RootKey rootKey) {
        return slots(db, version).filter(slot -> WrappedKey.isWrappedBy(rootKey.bytes(), slot)).findFirst();
    }

    private static boolean hasSlot(DSLContext db, int version) {
        return slots(db, version).anyMatch(WrappedKey::isWellFormed);
    }

    private static Stream<byte[]> slots(DSLContext db, int version) {
        return db.selectFrom(KEY_SLOTS)
                .where(KEY_SLOTS.INSTANCE_KEY_VERSION.eq(version), KEY_SLOTS.PROVIDER.eq(PROVIDER))
                .fetch(KEY_SLOTS.WRAPPED).stream();
    }

    private static byte[] context(UUID instanceId, int version) {
        return Binding.keySlot(version, PROVIDER).in(instanceId);
    }

    private static StaysSealed notInitialised() {
        return new StaysSealed("instance_missing",
                "The database is empty. Initialise it, or restore a backup into it.");
    }

    private static StaysSealed wrongRootKey() {
        return new StaysSealed("root_key_wrong",
                "This root key doesn't open this database. Use the key file that the database was initialised with.");
    }

    private static StaysSealed tampered(String what) {
        return new StaysSealed("instance_tampered", ("The keys in the database were changed or damaged: %s. Restore the"
                + " tables instance, instance_keys and key_slots from a backup.").formatted(what));
    }
}
