package dev.coffer.crypto;

import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/**
 * Turns a root key into an open instance. An empty database is initialised on request; any other is opened or stays
 * sealed: no key is made because one is missing, and a failure writes nothing.
 */
public final class InstanceKeys {

    private static final String PROVIDER = "file";

    private static final Table<Record> INSTANCE = table(name("instance"));
    private static final Table<Record> INSTANCE_KEYS = table(name("instance_keys"));
    private static final Table<Record> KEY_SLOTS = table(name("key_slots"));
    private static final Field<UUID> ID = field(name("id"), UUID.class);
    private static final Field<byte[]> CANARY = field(name("canary"), byte[].class);
    private static final Field<Integer> VERSION = field(name("version"), Integer.class);
    private static final Field<String> STATE = field(name("state"), String.class);
    private static final Field<byte[]> CHECK_VALUE = field(name("check_value"), byte[].class);
    private static final Field<Integer> INSTANCE_KEY_VERSION = field(name("instance_key_version"), Integer.class);
    private static final Field<String> SLOT_PROVIDER = field(name("provider"), String.class);
    private static final Field<byte[]> WRAPPED = field(name("wrapped"), byte[].class);

    /** A row in any of these means that there is something to open, and nothing to initialise. */
    private static final List<String> USED = List.of("instance", "instance_keys", "key_slots", "organizations", "users",
            "projects", "project_keys", "audit_chains");

    private InstanceKeys() {
    }

    /** The open instance, or why it stays sealed. */
    public sealed interface Unsealing permits Open, StaysSealed {
    }

    /** The instance is open for as long as the keyring is held. */
    public record Open(Keyring keyring) implements Unsealing {
    }

    /** Whether the database was never used: only such a one may be initialised. */
    public static boolean isEmpty(DSLContext db) {
        var used = USED.stream().map(table -> exists(selectOne().from(table(name(table))))).toList();
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
        var keyring = new Keyring(UUID.randomUUID(), 1, Map.of(1, key));
        // The unique constraint makes a second replica wait here, and then find the first one's instance.
        var inserted = tx.insertInto(INSTANCE, ID, CANARY).values(keyring.instanceId(), keyring.canary())
                .onConflictDoNothing().execute();
        if (inserted == 0) {
            return unseal(tx, rootKey);
        }
        tx.insertInto(INSTANCE_KEYS, VERSION, STATE, CHECK_VALUE).values(1, "active", Keyring.checkValue(key)).execute();
        tx.insertInto(KEY_SLOTS, ID, INSTANCE_KEY_VERSION, SLOT_PROVIDER, WRAPPED)
                .values(UUID.randomUUID(), 1, PROVIDER,
                        WrappedKey.wrap(rootKey.bytes(), context(keyring.instanceId(), 1), key)).execute();
        return new Open(keyring);
    }

    /**
     * Opens every version of the instance key with the root key, and checks each against its check value, and the active
     * one against the canary. Only reads.
     */
    public static Unsealing unseal(DSLContext db, RootKey rootKey) {
        var instance = db.select(ID, CANARY).from(INSTANCE).fetchOptional();
        if (instance.isEmpty()) {
            return isEmpty(db) ? notInitialised() : tampered("the instance has no row");
        }
        var id = instance.get().get(ID);
        var keys = new HashMap<Integer, byte[]>();
        var active = 0;
        for (var row : db.select(VERSION, STATE, CHECK_VALUE).from(INSTANCE_KEYS).orderBy(VERSION).fetch()) {
            var version = row.get(VERSION);
            var slot = slot(db, version, rootKey);
            if (slot.isEmpty()) {
                return hasSlot(db, version) ? wrongRootKey() : tampered("a key has no slot");
            }
            var key = WrappedKey.unwrap(rootKey.bytes(), context(id, version), slot.get());
            if (key.filter(k -> MessageDigest.isEqual(Keyring.checkValue(k), row.get(CHECK_VALUE))).isEmpty()) {
                return tampered("a key fails its check");
            }
            keys.put(version, key.get());
            active = row.get(STATE).equals("active") ? version : active;
        }
        if (active == 0) {
            return tampered("no key is active");
        }
        var keyring = new Keyring(id, active, keys);
        return keyring.opensCanary(instance.get().get(CANARY)) ? new Open(keyring) : tampered("the canary is broken");
    }

    private static Optional<byte[]> slot(DSLContext db, int version, RootKey rootKey) {
        return slots(db, version).filter(slot -> WrappedKey.isWrappedBy(rootKey.bytes(), slot)).findFirst();
    }

    private static boolean hasSlot(DSLContext db, int version) {
        return slots(db, version).anyMatch(WrappedKey::isWellFormed);
    }

    private static Stream<byte[]> slots(DSLContext db, int version) {
        return db.select(WRAPPED).from(KEY_SLOTS)
                .where(INSTANCE_KEY_VERSION.eq(version), SLOT_PROVIDER.eq(PROVIDER)).fetch(WRAPPED).stream();
    }

    private static byte[] context(UUID instanceId, int version) {
        return Binding.keySlot(version, PROVIDER).in(instanceId);
    }

    private static StaysSealed notInitialised() {
        return new StaysSealed("instance_missing", "The database is empty. Initialise it, or restore a backup into it.");
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
