package dev.coffer.crypto;

import static dev.coffer.db.schema.Tables.PROJECT_KEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coffer.TestDatabase;
import dev.coffer.crypto.InstanceKeys.Open;
import dev.coffer.db.Database;
import dev.coffer.db.DatabaseUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R12")
class ProjectKeysTest {

    private static Database database;
    private static Keyring keyring;

    private final AtomicLong nanos = new AtomicLong();
    private final ProjectKeys keys = new ProjectKeys(keyring, new Envelope(), nanos::get);
    private final UUID project = project();

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
        keyring = ((Open) database.transact(tx -> InstanceKeys.initialise(tx, TestKeys.rootKey()))).keyring();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void whatIsSealedOpensAlsoInAnotherProcess() {
        var binding = binding(project);
        var sealed = seal(binding, "sk_live");
        assertOpens(keys, binding, sealed, "sk_live");
        assertOpens(new ProjectKeys(keyring), binding, sealed, "sk_live");
        assertOpens(keys, binding, Sealed.of(sealed.blob()), "sk_live");
    }

    @Test
    void aValueOpensForItsOwnRowOnly() {
        var sealed = seal(binding(project), "sk_live");
        assertBroken(project, binding(project), sealed);
    }

    @Test
    void aValueOfOneProjectDoesNotOpenInAnother() {
        var other = project();
        var sealed = seal(binding(project), "sk_live");
        assertBroken(other, binding(other), sealed);
        assertThatIllegalArgumentException().isThrownBy(() -> open(keys, other, binding(project), sealed));
    }

    @Test
    void theKeyBesideAValueMustBeTheKeyInIt() {
        var binding = binding(project);
        var sealed = seal(binding, "sk_live");
        assertThatExceptionOfType(SealBroken.class)
                .isThrownBy(() -> open(keys, project, binding, new Sealed(UUID.randomUUID(), sealed.blob())))
                .withMessageContaining("isn't the key in it");
    }

    @Test
    void aProjectWithoutAKeyGetsNone() {
        database.transact(tx -> tx.deleteFrom(PROJECT_KEYS).where(PROJECT_KEYS.PROJECT_ID.eq(project)).execute());
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> seal(binding(project), "sk_live"))
                .withMessageContaining(project.toString()).withMessageNotContaining("sk_live");
        assertThat(database.<Integer>read(db -> db.fetchCount(PROJECT_KEYS, PROJECT_KEYS.PROJECT_ID.eq(project))))
                .isZero();
    }

    @Test
    void aValueWhoseKeyIsGoneDoesNotOpen() {
        var binding = binding(project);
        var sealed = seal(binding, "sk_live");
        database.transact(tx -> tx.deleteFrom(PROJECT_KEYS).where(PROJECT_KEYS.PROJECT_ID.eq(project)).execute());
        assertOpens(keys, binding, sealed, "sk_live");
        nanos.addAndGet(Duration.ofMinutes(10).toNanos());
        assertBroken(project, binding, sealed);
    }

    @Test
    void aKeyRowOfAnotherProjectOrInstanceIsNoticed() {
        var other = project();
        var wrapped = database.read(db -> db.selectFrom(PROJECT_KEYS).where(PROJECT_KEYS.PROJECT_ID.eq(other))
                .fetchSingle(PROJECT_KEYS.WRAPPED));
        database.transact(tx -> tx.update(PROJECT_KEYS).set(PROJECT_KEYS.WRAPPED, wrapped)
                .where(PROJECT_KEYS.PROJECT_ID.eq(project)).execute());
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> seal(binding(project), "sk_live"));
        assertThatExceptionOfType(SealBroken.class)
                .isThrownBy(() -> database.transact(tx -> new ProjectKeys(TestKeys.keyring()).seal(tx, other,
                        binding(other), Plaintext.ofText("sk_live"))));
    }

    @Test
    void newValuesUseTheActiveKeyAndOldOnesOpenWithTheirs() {
        var binding = binding(project);
        var before = seal(binding, "old");
        database.transact(tx -> tx.update(PROJECT_KEYS).set(PROJECT_KEYS.STATE, "decrypt_only")
                .where(PROJECT_KEYS.PROJECT_ID.eq(project)).execute());
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> seal(binding, "new"));
        database.transact(tx -> addKey(tx, 2));
        var after = seal(binding, "new");
        assertThat(after.projectKeyId()).isNotEqualTo(before.projectKeyId());
        assertOpens(keys, binding, before, "old");
        assertOpens(keys, binding, after, "new");
    }

    @Test
    void aKeyCannotBeRetiredUnderAValueThatIsBeingStored() {
        database.transact(tx -> {
            keys.seal(tx, project, binding(project), Plaintext.ofText("sk_live"));
            assertThatExceptionOfType(DatabaseUnavailable.class)
                    .isThrownBy(() -> database.transact(second -> second
                            .execute("select id from project_keys where project_id = ? for update nowait", project)))
                    .withMessageContaining("55P03");
            return null;
        });
    }

    @Test
    void aListIsOpenedWithOneQueryForItsKey() {
        var bindings = new ArrayList<Binding>();
        var sealed = new ArrayList<Sealed>();
        for (var i = 0; i < 100; i++) {
            bindings.add(binding(project));
            sealed.add(seal(bindings.get(i), "value " + i));
        }
        var fresh = new ProjectKeys(keyring);
        assertOpens(fresh, bindings.getFirst(), sealed.getFirst(), "value 0");
        for (var i = 0; i < 100; i++) {
            try (var value = fresh.open(null, project, bindings.get(i), sealed.get(i))) {
                assertThat(value.sameAs(Plaintext.ofText("value " + i))).isTrue();
            }
        }
    }

    @Test
    void aFaultAfterSealingFailsTheRequest() {
        var faulty = new ProjectKeys(keyring, new Envelope(blob -> {
            blob[70] ^= 1;
            return blob;
        }), nanos::get);
        assertThatExceptionOfType(SealBroken.class).isThrownBy(
                () -> database.transact(tx -> faulty.seal(tx, project, binding(project), Plaintext.ofText("sk_live"))))
                .withMessageNotContaining("sk_live");
    }

    @Test
    void theCacheIsBoundedAndForgetsTheLeastUsed() {
        var cache = new KeyCache(nanos::get);
        var first = UUID.randomUUID();
        var second = UUID.randomUUID();
        cache.keep(project, first, new byte[]{1});
        cache.keep(project, second, new byte[]{2});
        for (var i = 0; i < 999; i++) {
            cache.find(project, first);
            cache.keep(project, UUID.randomUUID(), new byte[]{3});
        }
        assertThat(cache.size()).isEqualTo(1_000);
        assertThat(cache.find(project, first)).hasValue(new byte[]{1});
        assertThat(cache.find(project, second)).isEmpty();
        assertThat(cache.find(UUID.randomUUID(), first)).isEmpty();
        nanos.addAndGet(Duration.ofMinutes(10).toNanos());
        assertThat(cache.find(project, first)).isEmpty();
        assertThat(cache.size()).isEqualTo(999);
    }

    @Test
    void manyThreadsShareTheCacheWhileItForgets() throws Exception {
        var binding = binding(project);
        var sealed = seal(binding, "sk_live");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<Boolean>>();
            for (var i = 0; i < 300; i++) {
                results.add(threads.submit(() -> {
                    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
                    try (var value = open(keys, project, binding, sealed)) {
                        return value.sameAs(Plaintext.ofText("sk_live"));
                    }
                }));
            }
            for (var result : results) {
                assertThat(result.get()).isTrue();
            }
        }
    }

    private Sealed seal(Binding binding, String text) {
        return database.transact(tx -> keys.seal(tx, project, binding, Plaintext.ofText(text)));
    }

    private static Plaintext open(ProjectKeys keys, UUID project, Binding binding, Sealed sealed) {
        return database.read(db -> keys.open(db, project, binding, sealed));
    }

    private void assertOpens(ProjectKeys keys, Binding binding, Sealed sealed, String text) {
        try (var value = open(keys, project, binding, sealed)) {
            assertThat(value.sameAs(Plaintext.ofText(text))).isTrue();
        }
    }

    private void assertBroken(UUID project, Binding binding, Sealed sealed) {
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> open(keys, project, binding, sealed))
                .withMessageContaining(project.toString()).withMessageNotContaining("sk_live");
    }

    private static Binding binding(UUID project) {
        return Binding.secretValue(project, UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), 1);
    }

    private int addKey(DSLContext tx, int version) {
        var id = UUID.randomUUID();
        return tx.insertInto(PROJECT_KEYS).set(PROJECT_KEYS.ID, id).set(PROJECT_KEYS.PROJECT_ID, project)
                .set(PROJECT_KEYS.VERSION, version).set(PROJECT_KEYS.STATE, "active")
                .set(PROJECT_KEYS.INSTANCE_KEY_VERSION, 1).set(PROJECT_KEYS.WRAPPED,
                        keyring.wrap(Binding.projectKey(project, id, version, 1), Ciphers.random(32)))
                .execute();
    }

    private UUID project() {
        var id = UUID.randomUUID();
        database.transact(tx -> {
            tx.execute("insert into organizations (id, name) values (?, 'Acme')", id);
            tx.execute("""
                    insert into users (id, organization_id, organization_role, email, name, password_hash)
                    values (?, ?, 'owner', ?, 'Alice', '')""", id, id, id + "@example.com");
            tx.execute("insert into projects (id, organization_id, slug, name, created_by) values (?, ?, ?, 'Shop', ?)",
                    id, id, "shop-" + id, id);
            keys().create(tx, id);
            return id;
        });
        return id;
    }

    private static ProjectKeys keys() {
        return new ProjectKeys(keyring);
    }
}
