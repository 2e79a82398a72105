package dev.coffer.crypto;

import static dev.coffer.db.schema.Tables.PROJECT_KEYS;

import dev.coffer.db.Ids;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Seals and opens values under their project's key. Keys come from the database wrapped and stay unwrapped for ten
 * minutes at most. It refuses a value that was moved, changed, or sealed for something else with {@link SealBroken}.
 */
public final class ProjectKeys {
    /** Below it are switches, ports, PINs, and passwords that lists of common ones hold. */
    private static final int SHORTEST_FINGERPRINTED = 16;

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
        var id = Ids.next();
        var instanceKeyVersion = keyring.activeVersion();
        var key = Ciphers.random(Ciphers.KEY_BYTES);
        var wrapped = keyring.wrap(Binding.projectKey(projectId, id, 1, instanceKeyVersion), key);
        Arrays.fill(key, (byte) 0);
        tx.insertInto(PROJECT_KEYS)
                .set(PROJECT_KEYS.ID, id)
                .set(PROJECT_KEYS.PROJECT_ID, projectId)
                .set(PROJECT_KEYS.VERSION, 1)
                .set(PROJECT_KEYS.STATE, "active")
                .set(PROJECT_KEYS.INSTANCE_KEY_VERSION, instanceKeyVersion)
                .set(PROJECT_KEYS.WRAPPED, wrapped).execute();
    }

    /**
     * Seals under the project's active key. The key's row stays locked until the transaction ends, so that no key is
     * retired or destroyed under a value that is just being stored.
     *
     * @throws SealBroken when the project has no key that opens, or the sealed value didn't open again
     */
    public Sealed seal(DSLContext tx, UUID projectId, Binding binding, Plaintext value) {
        requireSameProject(projectId, binding);
        var row = tx.selectFrom(PROJECT_KEYS)
                .where(PROJECT_KEYS.PROJECT_ID.eq(projectId), PROJECT_KEYS.STATE.eq("active"))
                .orderBy(PROJECT_KEYS.VERSION.desc()).limit(1).forShare().fetchOptional()
                .orElseThrow(() -> new SealBroken("no active key", projectId, null));
        var keyId = row.get(PROJECT_KEYS.ID);
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

    /**
     * The same bytes for the same value of one project, others for anything else, and nothing for whoever has no key of
     * this instance. A short value's are drawn at random each time: it equals many by chance, and whoever may write
     * somewhere could find it out by trying.
     */
    public byte[] fingerprint(UUID projectId, Plaintext value) {
        if (value.size() < SHORTEST_FINGERPRINTED) {
            return Ciphers.random(Ciphers.KEY_BYTES);
        }
        var project = ByteBuffer.allocate(16).putLong(projectId.getMostSignificantBits())
                .putLong(projectId.getLeastSignificantBits()).array();
        return keyring.hmac(Label.FINGERPRINT, project, value.expose());
    }

    private byte[] load(DSLContext db, UUID projectId, UUID keyId) {
        var row = db.selectFrom(PROJECT_KEYS)
                .where(PROJECT_KEYS.PROJECT_ID.eq(projectId), PROJECT_KEYS.ID.eq(keyId))
                .fetchOptional().orElseThrow(() -> new SealBroken("no such key", projectId, keyId));
        return unwrap(projectId, row);
    }

    private byte[] unwrap(UUID projectId, Record row) {
        var keyId = row.get(PROJECT_KEYS.ID);
        var instanceKeyVersion = row.get(PROJECT_KEYS.INSTANCE_KEY_VERSION);
        var binding = Binding.projectKey(projectId, keyId, row.get(PROJECT_KEYS.VERSION), instanceKeyVersion);
        var key = keyring.unwrap(instanceKeyVersion, binding, row.get(PROJECT_KEYS.WRAPPED))
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
