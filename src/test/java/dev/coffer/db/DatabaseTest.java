package dev.coffer.db;

import static dev.coffer.db.schema.Tables.ORGANIZATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    private static final Database DATABASE = TestDatabase.fresh();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void commits_when_the_work_returns_and_rolls_back_when_it_throws() {
        var kept = DATABASE.transact(tx -> organization(tx, Ids.next()));
        var lost = Ids.next();
        assertThatThrownBy(() -> DATABASE.transact(tx -> {
            organization(tx, lost);
            throw new IllegalStateException("no");
        })).isInstanceOf(IllegalStateException.class);

        assertThat(exists(kept)).isTrue();
        assertThat(exists(lost)).isFalse();
    }

    @Test
    void claims_first_and_remembers_last_in_the_same_transaction() {
        var order = new ArrayList<String>();
        var once = new Once() {
            @Override
            public void claim(DSLContext tx) {
                order.add("claim");
            }

            @Override
            public void remember(DSLContext tx, Object result) {
                order.add("remember " + result);
                throw new IllegalStateException("no");
            }
        };
        var id = Ids.next();
        assertThatThrownBy(() -> DATABASE.transact(once, tx -> {
            order.add("work");
            organization(tx, id);
            return "result";
        })).isInstanceOf(IllegalStateException.class);

        assertThat(order).containsExactly("claim", "work", "remember result");
        assertThat(exists(id)).isFalse();
    }

    @Test
    void runs_the_work_again_after_a_serialization_failure() {
        var attempts = new AtomicInteger();
        var id = DATABASE.transact(tx -> {
            var made = organization(tx, Ids.next());
            if (attempts.incrementAndGet() < 3) {
                tx.execute("do $$ begin raise exception 'x' using errcode = '40001'; end $$");
            }
            return made;
        });
        assertThat(attempts).hasValue(3);
        assertThat(exists(id)).isTrue();
    }

    @Test
    void gives_up_after_three_attempts() {
        var attempts = new AtomicInteger();
        assertThatThrownBy(() -> DATABASE.transact(tx -> {
            attempts.incrementAndGet();
            return tx.execute("do $$ begin raise exception 'x' using errcode = '40P01'; end $$");
        })).isInstanceOf(DatabaseUnavailable.class);
        assertThat(attempts).hasValue(3);
    }

    @Test
    void a_violated_constraint_is_named_and_nothing_else_is_told() {
        var id = DATABASE.transact(tx -> organization(tx, Ids.next()));
        var failure = catchThrowableOfType(DatabaseFailed.class,
                () -> DATABASE.transact(tx -> organization(tx, id)));

        assertThat(failure.constraint()).contains("organizations_pk");
        assertThat(failure.sqlState()).isEqualTo("23505");
        assertThat(failure).hasNoCause();
        assertThat(failure.toString()).doesNotContain(id.toString()).doesNotContain("insert");
        assertThat(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(DatabaseTest.class.getName()));
    }

    @Test
    void a_statement_that_takes_too_long_is_unavailable() {
        assertThatThrownBy(() -> DATABASE.transact(tx -> {
            tx.execute("set local statement_timeout = 20");
            return tx.fetch("select pg_sleep(5)");
        })).isInstanceOf(DatabaseUnavailable.class).hasMessageContaining("57014");
    }

    @Test
    void every_connection_has_its_time_outs() {
        var timeouts = DATABASE.read(sql -> sql.fetchOne("""
                select current_setting('statement_timeout'), current_setting('lock_timeout'),
                       current_setting('idle_in_transaction_session_timeout'), current_setting('application_name')"""));
        assertThat(timeouts.intoList()).isEqualTo(java.util.List.of("10s", "5s", "15s", "coffer"));
    }

    @Test
    void no_connection_leaks_from_work_that_throws() {
        for (int i = 0; i < 30; i++) {
            assertThatThrownBy(() -> DATABASE.transact(tx -> tx.execute("select 1 / 0")))
                    .isInstanceOf(DatabaseFailed.class);
            assertThatThrownBy(() -> DATABASE.read(sql -> sql.execute("nonsense"))).isInstanceOf(DatabaseFailed.class);
        }
        assertThat(DATABASE.answers()).isTrue();
    }

    @Test
    void a_full_pool_says_unavailable_and_health_still_answers() throws Exception {
        var full = new CyclicBarrier(11);
        var done = new CyclicBarrier(11);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10; i++) {
                threads.submit(() -> DATABASE.transact(tx -> {
                    await(full);
                    return await(done);
                }));
            }
            await(full);
            assertThat(DATABASE.health()).isEqualTo(Health.READY);
            assertThatThrownBy(() -> DATABASE.read(sql -> sql.fetch("select 1")))
                    .isInstanceOf(DatabaseUnavailable.class);
            await(done);
        }
    }

    @Test
    void an_absent_server_is_found_out_when_it_is_asked() {
        try (var absent = Database.connect(new Address("jdbc:postgresql://127.0.0.1:1/none", "nobody", "x"))) {
            assertThat(absent.answers()).isFalse();
            assertThat(absent.health()).isEqualTo(Health.UNREACHABLE);
            assertThatThrownBy(() -> absent.transact(tx -> 1)).isInstanceOf(DatabaseUnavailable.class);
        }
    }

    @Test
    void a_server_without_durable_commits_is_not_ready() {
        var address = TestDatabase.freshAddress();
        try (var admin = Database.connect(address)) {
            var name = address.url().replaceFirst(".*/", "");
            admin.read(sql -> sql.execute("alter database " + name + " set synchronous_commit = off"));
        }
        try (var database = Database.connect(address)) {
            assertThat(database.health()).isEqualTo(Health.NOT_DURABLE);
        }
    }

    @Test
    void ids_are_version_7_and_sort_by_time() {
        var before = Instant.now().toEpochMilli();
        var ids = new ArrayList<UUID>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(Ids.next());
        }
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.version() == 7 && id.variant() == 2);
        assertThat(ids.getFirst().getMostSignificantBits() >>> 16).isGreaterThanOrEqualTo(before);
        assertThat(ids.stream().map(id -> id.getMostSignificantBits() >>> 16)).isSorted();
    }

    private static UUID organization(DSLContext tx, UUID id) {
        tx.insertInto(ORGANIZATIONS, ORGANIZATIONS.ID, ORGANIZATIONS.NAME).values(id, "Acme").execute();
        return id;
    }

    private static boolean exists(UUID id) {
        return DATABASE.read(sql -> sql.fetchExists(ORGANIZATIONS, ORGANIZATIONS.ID.eq(id)));
    }

    private static int await(CyclicBarrier barrier) {
        try {
            return barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
