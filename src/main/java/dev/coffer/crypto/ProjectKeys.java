package dev.coffer.crypto;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/**
 * Seals and opens values under their project's key. Keys come from the database wrapped and stay unwrapped for ten
 * minutes at most. It refuses a value that was moved, changed, or sealed for something else with {@link SealBroken}.
 */
public final class ProjectKeys {

    private static final Table<Record> PROJECT_KEYS = table(name("project_keys"));
    private static final Field<UUID> ID = field(name("id"), UUID.class);
    private static final Field<UUID> PROJECT_ID = field(name("project_id"), UUID.class);
    private static final Field<Integer> VERSION = field(name("version"), Integer.class);
    private static final Field<String> STATE = field(name("state"), String.class);
    private static final Field<Integer> INSTANCE_KEY_VERSION = field(name("instance_key_version"), Integer.class);
    private static final Field<byte[]> WRAPPED = field(name("wrapped"), byte[].class);

    private final Keyring keyring;
    private final Envelope envelope;
    private final KeyCache cache;

    public ProjectKeys(Keyring keyring) {
        this(keyring, new Envelope(), System::nanoTime);
    }

    ProjectKeys(Keyring keyring, Envelope envelope, LongSupplier nanos) {
        this.keyring = keyring;
        this.envelope = envelope;
        this.cache = new KeyCache(nanos);
    }

    /** Gives a new project its first key, in the transaction that makes the project. */
    public void create(DSLContext tx, UUID projectId) {
        var id = UUID.randomUUID();
        var instanceKeyVersion = keyring.activeVersion();
        var key = Ciphers.random(Ciphers.KEY_BYTES);
        var wrapped = keyring.wrap(Binding.projectKey(projectId, id, 1, instanceKeyVersion), key);
        Arrays.fill(key, (byte) 0);
        tx.insertInto(PROJECT_KEYS, ID, PROJECT_ID, VERSION, STATE, INSTANCE_KEY_VERSION, WRAPPED)
                .values(id, projectId, 1, "active", instanceKeyVersion, wrapped).execute();
    }

    /**
     * Seals under the project's active key. The key's row stays locked until the transaction ends, so that no key is
     * retired or destroyed under a value that is just being stored.
     *
     * @throws SealBroken when the project has no key that opens, or the sealed value didn't open again
     */
    public Sealed seal(DSLContext tx, UUID projectId, Binding binding, Plaintext value) {
        requireSameProject(projectId, binding);
        var row = tx.select(ID, VERSION, INSTANCE_KEY_VERSION, WRAPPED).from(PROJECT_KEYS)
                .where(PROJECT_ID.eq(projectId), STATE.eq("active")).orderBy(VERSION.desc()).limit(1).forShare()
                .fetchOptional().orElseThrow(() -> new SealBroken("no active key", projectId, null));
        var keyId = row.get(ID);
        return withKey(cache.find(projectId, keyId).orElseGet(() -> unwrap(projectId, row)),
                key -> envelope.seal(keyId, key, keyring.context(binding), value));
    }

    /**
     * Opens a value of this project. A key that is in memory costs no query, so a list is opened in a loop.
     *
     * @throws SealBroken for a value of another project, row or purpose, a changed one, or one whose key is gone
     */
    public Plaintext open(DSLContext db, UUID projectId, Binding binding, Sealed sealed) {
        requireSameProject(projectId, binding);
        var keyId = sealed.projectKeyId();
        if (!Sealed.keyIdIn(sealed.blob()).equals(keyId)) {
            throw new SealBroken("the key beside it isn't the key in it", projectId, keyId);
        }
        return withKey(cache.find(projectId, keyId).orElseGet(() -> load(db, projectId, keyId)),
                key -> envelope.open(key, keyring.context(binding), sealed))
                .orElseThrow(() -> new SealBroken(binding + " fails its check", projectId, keyId));
    }

    private byte[] load(DSLContext db, UUID projectId, UUID keyId) {
        var row = db.select(ID, VERSION, INSTANCE_KEY_VERSION, WRAPPED).from(PROJECT_KEYS)
                .where(PROJECT_ID.eq(projectId), ID.eq(keyId))
                .fetchOptional().orElseThrow(() -> new SealBroken("no such key", projectId, keyId));
        return unwrap(projectId, row);
    }

    private byte[] unwrap(UUID projectId, Record row) {
        var keyId = row.get(ID);
        var instanceKeyVersion = row.get(INSTANCE_KEY_VERSION);
        var binding = Binding.projectKey(projectId, keyId, row.get(VERSION), instanceKeyVersion);
        var key = keyring.unwrap(instanceKeyVersion, binding, row.get(WRAPPED))
                .orElseThrow(() -> new SealBroken("the project's key fails its check", projectId, keyId));
        cache.keep(projectId, keyId, key);
        return key;
    }

    private static <T> T withKey(byte[] key, Function<byte[], T> work) {
        try {
            return work.apply(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static void requireSameProject(UUID projectId, Binding binding) {
        if (!projectId.equals(binding.projectId())) {
            throw new IllegalArgumentException("The binding is of another project");
        }
    }
}
