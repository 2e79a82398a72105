package dev.coffer.audit;

import static dev.coffer.db.schema.Tables.AUDIT_CHAINS;
import static dev.coffer.db.schema.Tables.AUDIT_EVENTS;
import static dev.coffer.db.schema.Tables.PROJECTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.access.Forbidden;
import dev.coffer.access.User;
import dev.coffer.crypto.TestKeys;
import dev.coffer.db.Database;
import dev.coffer.db.DatabaseFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("R35")
class AuditLogTest {
    private static final int ROWS = 6;
    private static Database database;
    private static Cast cast;
    private static int projects;

    /** What somebody with the database in their hands could do to row 3 of 6, and the row that then gives it away. */
    record Tampering(String what, String sql, long found) {
        @Override
        public String toString() {
            return what;
        }
    }

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
        cast = new Cast(database);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    static Stream<Tampering> tamperings() {
        var row = " where chain_id = '%s' and seq = 3";
        return Stream.of(
                new Tampering("another actor in the text",
                        "update audit_events set body = replace(body, 'Alice', 'Carol')" + row, 3),
                new Tampering("another time",
                        "update audit_events set recorded_at = recorded_at + interval '1 h'" + row, 3),
                new Tampering("another actor", "update audit_events set actor_id = null" + row, 3),
                new Tampering("another action", "update audit_events set action = 'secret.set'" + row, 3),
                new Tampering("another proof", "update audit_events set mac = '\\x00'" + row, 3),
                new Tampering("a blank more in the text", "update audit_events set body = body || ' '" + row, 3),
                new Tampering("a deleted row", "delete from audit_events" + row, 3),
                new Tampering("a deleted row, and those after it moved up",
                        "delete from audit_events" + row + "; update audit_events set seq = seq - 1 "
                                + "where chain_id = '%1$s' and seq > 3; "
                                + "update audit_chains set seq = seq - 1 where id = '%1$s'",
                        3),
                new Tampering("two rows that changed places",
                        "update audit_events set seq = 99" + row + "; update audit_events set seq = 3 "
                                + "where chain_id = '%1$s' and seq = 4; "
                                + "update audit_events set seq = 4 where chain_id = '%1$s' and seq = 99",
                        3),
                new Tampering("a row of another chain",
                        "update audit_events a set body = b.body, mac = b.mac, recorded_at = b.recorded_at, "
                                + "action = b.action, actor_id = b.actor_id from audit_events b "
                                + "where a.chain_id = '%s' and a.seq = 3 and b.chain_id <> a.chain_id and b.seq = 1",
                        3),
                new Tampering("a row put in at the end", "insert into audit_events select chain_id, 7, recorded_at, "
                        + "actor_id, action, body, mac from audit_events" + row, 7),
                new Tampering("a tail cut off", "delete from audit_events where chain_id = '%s' and seq > 4", 5),
                new Tampering("a tail cut off, and the head's number with it",
                        "delete from audit_events where chain_id = '%1$s' and seq > 4; "
                                + "update audit_chains set seq = 4 where id = '%1$s'",
                        5),
                new Tampering("the first row gone", "delete from audit_events where chain_id = '%s' and seq = 1", 1),
                new Tampering("a whole log gone", "delete from audit_events where chain_id = '%s'", 1));
    }

    @ParameterizedTest
    @MethodSource("tamperings")
    void tamperingIsFoundAtItsRow(Tampering tampering) {
        var access = chain();
        assertThat(cast.audit.firstFault(access)).isEmpty();
        tamper(tampering.sql().replace("%s", "%1$s").formatted(access.projectId()));
        assertThat(cast.audit.firstFault(access)).hasValue(tampering.found());
    }

    @Test
    void aChainFromAnotherKeyDoesNotHold() {
        var access = chain();
        var other = new AuditLog(database, TestKeys.keyring());
        assertThat(other.firstFault(access)).hasValue(1);
    }

    @Test
    void theDatabaseItselfRefusesToChangeARow() {
        var access = chain();
        assertThatExceptionOfType(DatabaseFailed.class).isThrownBy(() -> database.transact(
                tx -> tx.deleteFrom(AUDIT_EVENTS).where(AUDIT_EVENTS.CHAIN_ID.eq(access.projectId())).execute()));
        assertThatExceptionOfType(DatabaseFailed.class).isThrownBy(() -> database.transact(
                tx -> tx.update(AUDIT_EVENTS).set(AUDIT_EVENTS.ACTION, "x").execute()));
        assertThatExceptionOfType(DatabaseFailed.class)
                .isThrownBy(() -> database.transact(tx -> tx.truncate(AUDIT_EVENTS).cascade().execute()));
    }

    @Test
    void aRowCommitsWithItsChangeOrNeitherDoes() {
        var access = chain();
        assertThatIllegalStateException().isThrownBy(() -> database.transact(tx -> {
            rename(tx, access, "never");
            cast.audit.record(tx, access, entry(99));
            throw new IllegalStateException("the change fails after its row");
        }));
        assertThat(cast.audit.page(access, OptionalLong.empty(), 1).getFirst().seq()).isEqualTo(ROWS);
        tamper("alter table audit_events add constraint full_disk check (seq < 7) not valid");
        try {
            assertThatExceptionOfType(DatabaseFailed.class).isThrownBy(() -> database.transact(tx -> {
                rename(tx, access, "never");
                cast.audit.record(tx, access, entry(99));
                return null;
            }));
        } finally {
            tamper("alter table audit_events drop constraint full_disk");
        }
        assertThat(cast.access(cast.alice, access.project().slug()).project().name()).isNotEqualTo("never");
        assertThat(cast.audit.firstFault(access)).isEmpty();
    }

    @Test
    void writersAtOnceGiveOneChainWithoutAGap() throws Exception {
        var access = chain();
        int writers = 6;
        int each = 25;
        try (var threads = Executors.newFixedThreadPool(writers)) {
            var jobs = new ArrayList<Callable<Void>>();
            for (int writer = 0; writer < writers; writer++) {
                jobs.add(() -> {
                    for (int i = 0; i < each; i++) {
                        record(access, i);
                    }
                    return null;
                });
            }
            for (var job : threads.invokeAll(jobs)) {
                job.get();
            }
        }
        assertThat(cast.audit.firstFault(access)).isEmpty();
        List<Long> numbers = database.read(sql -> sql.select(AUDIT_EVENTS.SEQ).from(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.CHAIN_ID.eq(access.projectId())).orderBy(AUDIT_EVENTS.SEQ).fetch(AUDIT_EVENTS.SEQ));
        assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, ROWS + writers * each).boxed().toList());
        assertThat(database.<Long>read(sql -> sql.select(AUDIT_CHAINS.SEQ).from(AUDIT_CHAINS)
                .where(AUDIT_CHAINS.ID.eq(access.projectId())).fetchSingle(AUDIT_CHAINS.SEQ)))
                .isEqualTo(ROWS + writers * each);
    }

    @Test
    @Tag("R34")
    void eachSeesWhatTheirRoleReaches() {
        var access = chain();
        var slug = access.project().slug();
        record(cast.access(cast.bob, slug), 1);
        assertThat(cast.audit.page(cast.access(cast.dave, slug), OptionalLong.empty(), 50)).hasSize(ROWS + 1);
        var own = cast.audit.page(cast.access(cast.bob, slug), OptionalLong.empty(), 50);
        assertThat(own).extracting(AuditRow::actor).containsExactly("Bob");
        assertThat(cast.audit.pageAfter(cast.access(cast.bob, slug), 0, 50)).hasSize(1);
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> cast.audit.firstFault(cast.access(cast.bob, slug)));
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> cast.audit.page(cast.access(cast.carol, slug), OptionalLong.empty(), 50));
        for (var user : new User[]{cast.dave, cast.mallory}) {
            assertThatExceptionOfType(Forbidden.class)
                    .isThrownBy(() -> cast.audit.page(cast.organization(user), OptionalLong.empty(), 50));
        }
    }

    @Test
    void pagesGoBackAndForth() {
        var access = chain();
        assertThat(cast.audit.page(access, OptionalLong.empty(), 2)).extracting(AuditRow::seq).containsExactly(6L, 5L,
                4L);
        assertThat(cast.audit.page(access, OptionalLong.of(3), 2)).extracting(AuditRow::seq).containsExactly(2L, 1L);
        assertThat(cast.audit.pageAfter(access, 2, 2)).extracting(AuditRow::seq).containsExactly(5L, 4L, 3L);
    }

    @Test
    void aRowSaysWhoWhatWhenAndFromWhere() {
        var row = cast.audit.page(chain(), OptionalLong.empty(), 1).getFirst();
        assertThat(row.actor()).isEqualTo("Alice");
        assertThat(row.actorId()).isEqualTo(cast.alice.id());
        assertThat(row.label()).isEqualTo("Renamed the project");
        assertThat(row.object()).isEqualTo("name 5");
        assertThat(row.via()).isEqualTo("Browser");
        assertThat(row.address()).isEqualTo("192.0.2.7");
        assertThat(row.at()).isNotNull();
    }

    /** A project whose chain has six rows: its making, and five more. */
    private static Access chain() {
        var access = cast.project("audited-" + ++projects);
        for (int i = 1; i < ROWS; i++) {
            record(access, i);
        }
        return access;
    }

    private static void record(Access access, int number) {
        database.transact(tx -> {
            cast.audit.record(tx, access, entry(number));
            return null;
        });
    }

    private static AuditEntry entry(int number) {
        return AuditEntry.of(AuditAction.PROJECT_RENAMED).name("name " + number);
    }

    private static void rename(DSLContext tx, Access access, String name) {
        tx.update(PROJECTS).set(PROJECTS.NAME, name).where(PROJECTS.ID.eq(access.projectId())).execute();
    }

    /** With the triggers off, as the owner of the database can have it. */
    private static void tamper(String sql) {
        database.transact(tx -> {
            tx.execute("alter table audit_events disable trigger user");
            for (var statement : sql.split(";")) {
                tx.execute(statement);
            }
            return tx.execute("alter table audit_events enable trigger user");
        });
    }
}
