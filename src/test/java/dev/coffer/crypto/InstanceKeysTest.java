package dev.coffer.crypto;

import static dev.coffer.db.schema.Tables.INSTANCE;
import static dev.coffer.db.schema.Tables.INSTANCE_KEYS;
import static dev.coffer.db.schema.Tables.KEY_SLOTS;
import static dev.coffer.db.schema.Tables.ORGANIZATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.TestDatabase;
import dev.coffer.crypto.InstanceKeys.Open;
import dev.coffer.crypto.InstanceKeys.Unsealing;
import dev.coffer.db.Database;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstanceKeysTest {

    private static Database database;
    private static Database other;

    private final RootKey rootKey = TestKeys.rootKey();

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
        other = TestDatabase.fresh();
        other.transact(tx -> InstanceKeys.initialise(tx, TestKeys.rootKey()));
    }

    @AfterAll
    static void close() {
        database.close();
        other.close();
    }

    @BeforeEach
    void empty() {
        database.transact(tx -> tx.execute("truncate instance, instance_keys, key_slots, organizations cascade"));
    }

    @Test
    void anEmptyDatabaseIsInitialisedAndOpensWithItsRootKey() {
        assertThat(database.<Boolean>read(InstanceKeys::isEmpty)).isTrue();
        var made = keyring(initialise());
        assertThat(database.<Boolean>read(InstanceKeys::isEmpty)).isFalse();
        var opened = keyring(unseal(rootKey));
        assertThat(opened.instanceId()).isEqualTo(made.instanceId());
        assertThat(opened.hmac(Label.AUDIT, new byte[1])).isEqualTo(made.hmac(Label.AUDIT, new byte[1]));
    }

    @Test
    void initialisingTwiceOpensWhatIsThere() {
        var made = keyring(initialise());
        assertThat(keyring(initialise()).instanceId()).isEqualTo(made.instanceId());
        assertThat(rows()).isEqualTo("1 1 1");
    }

    @Test
    void twoReplicasThatStartAtOnceShareOneInstance() {
        var both = Stream.generate(() -> CompletableFuture.supplyAsync(this::initialise)).limit(4)
                .toList();
        assertThat(both.stream().map(CompletableFuture::join).map(result -> keyring(result).instanceId()).distinct())
                .hasSize(1);
        assertThat(rows()).isEqualTo("1 1 1");
    }

    @Test
    void anEmptyDatabaseIsNotInitialisedByUnsealing() {
        assertSealed(unseal(rootKey), "instance_missing");
        assertThat(rows()).isEqualTo("0 0 0");
    }

    @Test
    void aDatabaseInUseThatLostItsInstanceNeverGetsANewKey() {
        database.transact(tx -> tx.insertInto(ORGANIZATIONS).set(ORGANIZATIONS.ID, UUID.randomUUID())
                .set(ORGANIZATIONS.NAME, "Acme").execute());
        assertSealed(initialise(), "instance_tampered");
        assertThat(rows()).isEqualTo("0 0 0");
    }

    @Test
    void anotherRootKeyStaysOut() {
        initialise();
        assertSealed(unseal(TestKeys.rootKey()), "root_key_wrong");
        assertSealed(database.transact(tx -> InstanceKeys.initialise(tx, TestKeys.rootKey())), "root_key_wrong");
        assertThat(rows()).isEqualTo("1 1 1");
        assertThat(unseal(rootKey)).isInstanceOf(Open.class);
    }

    @Test
    void anyChangedByteOfTheSlotIsNoticed() {
        initialise();
        var slot = database.read(db -> db.select(KEY_SLOTS.WRAPPED).from(KEY_SLOTS).fetchSingle().value1());
        for (var i = 0; i < slot.length; i++) {
            var changed = slot.clone();
            changed[i] ^= 1;
            database.transact(tx -> tx.update(KEY_SLOTS).set(KEY_SLOTS.WRAPPED, changed).execute());
            var idOfRootKey = i >= 1 && i < 9;
            assertSealed(unseal(rootKey), idOfRootKey ? "root_key_wrong" : "instance_tampered");
        }
    }

    @Test
    void aChangedCheckValueCanaryOrIdIsNoticed() {
        initialise();
        assertTampered(tx -> tx.update(INSTANCE_KEYS).set(INSTANCE_KEYS.CHECK_VALUE, new byte[32]).execute());
        assertTampered(tx -> tx.update(INSTANCE).set(INSTANCE.CANARY, new byte[43]).execute());
        assertTampered(tx -> tx.update(INSTANCE).set(INSTANCE.CANARY, new byte[0]).execute());
        assertTampered(tx -> tx.update(INSTANCE).set(INSTANCE.ID, UUID.randomUUID()).execute());
        assertTampered(tx -> tx.update(INSTANCE_KEYS).set(INSTANCE_KEYS.STATE, "decrypt_only").execute());
        assertTampered(tx -> tx.deleteFrom(KEY_SLOTS).execute());
        assertTampered(tx -> {
            tx.deleteFrom(KEY_SLOTS).execute();
            tx.deleteFrom(INSTANCE_KEYS).execute();
        });
        assertTampered(tx -> tx.deleteFrom(INSTANCE).execute());
        assertThat(unseal(rootKey)).isInstanceOf(Open.class);
    }

    @Test
    void theKeysOfAnotherInstanceWithTheSameRootKeyStayShut() {
        initialise();
        var slot = database.read(db -> db.selectFrom(KEY_SLOTS).fetchSingle(KEY_SLOTS.WRAPPED));
        var check = database.read(db -> db.selectFrom(INSTANCE_KEYS).fetchSingle(INSTANCE_KEYS.CHECK_VALUE));
        empty();
        initialise();
        assertTampered(tx -> {
            tx.update(KEY_SLOTS).set(KEY_SLOTS.WRAPPED, slot).execute();
            tx.update(INSTANCE_KEYS).set(INSTANCE_KEYS.CHECK_VALUE, check).execute();
        });
    }

    @Test
    void aDatabaseOfAnotherInstanceNeedsItsOwnRootKey() {
        assertSealed(other.read(db -> InstanceKeys.unseal(db, rootKey)), "root_key_wrong");
    }

    @Test
    void anotherSlotForAnotherRootKeyOpensTheSameInstance() {
        var made = keyring(initialise());
        var second = TestKeys.rootKey();
        var key = WrappedKey.unwrap(rootKey.bytes(), Binding.keySlot(1, "file").in(made.instanceId()),
                database.read(db -> db.selectFrom(KEY_SLOTS).fetchSingle(KEY_SLOTS.WRAPPED))).orElseThrow();
        database.transact(tx -> tx.insertInto(KEY_SLOTS).set(KEY_SLOTS.ID, UUID.randomUUID())
                .set(KEY_SLOTS.INSTANCE_KEY_VERSION, 1).set(KEY_SLOTS.PROVIDER, "file")
                .set(KEY_SLOTS.WRAPPED, WrappedKey.wrap(second.bytes(),
                        Binding.keySlot(1, "file").in(made.instanceId()), key))
                .execute());
        assertThat(unseal(rootKey)).isInstanceOf(Open.class);
        assertThat(unseal(second)).isInstanceOf(Open.class);
    }

    @Test
    void whatFormat1WroteOpensForEver() {
        var golden = new Golden();
        database.transact(tx -> {
            tx.insertInto(INSTANCE).set(INSTANCE.ID, golden.id("instance"))
                    .set(INSTANCE.CANARY, golden.bytes("canary")).execute();
            tx.insertInto(INSTANCE_KEYS).set(INSTANCE_KEYS.VERSION, 1).set(INSTANCE_KEYS.STATE, "active")
                    .set(INSTANCE_KEYS.CHECK_VALUE, golden.bytes("check-value")).execute();
            return tx.insertInto(KEY_SLOTS).set(KEY_SLOTS.ID, UUID.randomUUID())
                    .set(KEY_SLOTS.INSTANCE_KEY_VERSION, 1).set(KEY_SLOTS.PROVIDER, "file")
                    .set(KEY_SLOTS.WRAPPED, golden.bytes("slot")).execute();
        });
        assertThat(unseal(new RootKey(golden.bytes("root-key")))).isInstanceOf(Open.class);
    }

    /** The change and the attempt are in one transaction that is undone. A sealed start writes no row anywhere. */
    private void assertTampered(Consumer<DSLContext> change) {
        assertThatExceptionOfType(Undo.class).isThrownBy(() -> database.transact(tx -> {
            change.accept(tx);
            var before = changes(tx);
            assertSealed(InstanceKeys.unseal(tx, rootKey), "instance_tampered");
            assertThat(changes(tx)).isEqualTo(before);
            throw new Undo();
        }));
    }

    private static String changes(DSLContext tx) {
        return tx.fetchSingle("select sum(n_tup_ins + n_tup_upd + n_tup_del)::text from pg_stat_xact_user_tables")
                .get(0, String.class);
    }

    private static final class Undo extends RuntimeException {}

    private Unsealing initialise() {
        return database.transact(tx -> InstanceKeys.initialise(tx, rootKey));
    }

    private Unsealing unseal(RootKey key) {
        return database.read(db -> InstanceKeys.unseal(db, key));
    }

    private static Keyring keyring(Unsealing unsealing) {
        assertThat(unsealing).isInstanceOf(Open.class);
        return ((Open) unsealing).keyring();
    }

    private static void assertSealed(Unsealing unsealing, String code) {
        assertThat(unsealing).isInstanceOfSatisfying(StaysSealed.class,
                refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private String rows() {
        return database.read(db -> "%d %d %d".formatted(db.fetchCount(INSTANCE), db.fetchCount(INSTANCE_KEYS),
                db.fetchCount(KEY_SLOTS)));
    }
}
