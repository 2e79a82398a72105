package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.SESSIONS;
import static dev.coffer.db.schema.Tables.STAGED_IMPORTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.access.Actor;
import dev.coffer.access.User;
import dev.coffer.crypto.Plaintext;
import dev.coffer.db.Database;
import dev.coffer.db.DatabaseFailed;
import dev.coffer.db.Ids;
import dev.coffer.form.Result;
import dev.coffer.form.SecretLimits;
import dev.coffer.secret.ImportPlan.Action;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R27")
class StagedImportsTest {
    private static final Secrets.Limits LIMITS = new Secrets.Limits(100, SecretLimits.DEFAULT);
    private static final String CANARY = "c4n4ry-of-the-staged";
    private static Database database;
    private static Cast cast;
    private static Imports imports;
    private static Secrets secrets;

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
        cast = new Cast(database);
        imports = new Imports(database, cast.keys, cast.audit, LIMITS);
        secrets = new Secrets(database, new SecretStore(cast.keys), cast.audit, LIMITS);
        cast.project("p");
        cast.project("other");
    }

    @BeforeEach
    void forget() {
        database.transact(tx -> tx.deleteFrom(STAGED_IMPORTS).execute());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void aStagedFileIsSealedAndImportedAsItWasPlanned() {
        var access = entry(cast.alice, "p");
        var staged = stage(access, "ONE=" + CANARY);
        assertThat(staged.plan().count(Action.ADD)).isOne();
        assertThat(new String(rows().getFirst(), StandardCharsets.ISO_8859_1)).doesNotContain(CANARY, "ONE");
        assertThat(imports.run(access, staged.id().orElseThrow())).isInstanceOfSatisfying(Result.Ok.class,
                done -> assertThat(((ImportPlan) done.value()).items()).isEqualTo(staged.plan().items()));
        assertThat(secrets.get(access, "ONE").configured()).hasSize(1);
        assertThat(rows()).isEmpty();
    }

    @Test
    void itIsUsedOnce() throws Exception {
        var access = entry(cast.alice, "p");
        var id = stage(access, "TWICE=1").id().orElseThrow();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var both = List.of(threads.submit(() -> imports.run(access, id)),
                    threads.submit(() -> imports.run(access, id)));
            assertThat(List.of(both.getFirst().get() instanceof Result.Ok<?>,
                    both.getLast().get() instanceof Result.Ok<?>))
                    .containsExactlyInAnyOrder(true, false);
        }
        assertGone(imports.run(access, id));
    }

    @Test
    void anotherSessionProjectOrPersonCannotUseIt() {
        var access = entry(cast.alice, "p");
        var id = stage(access, "MINE=1").id().orElseThrow();
        assertGone(imports.run(entry(cast.alice, "p"), id));
        assertGone(imports.run(cast.authorizer.project(access.actor(), Cast.origin(), "other"), id));
        assertGone(imports.run(entry(cast.dave, "p"), id));
        assertThat(imports.run(access, id)).isInstanceOf(Result.Ok.class);
    }

    @Test
    void afterTenMinutesItIsGoneAndTheNextOneClearsItAway() {
        var access = entry(cast.alice, "p");
        var id = stage(access, "LATE=1").id().orElseThrow();
        database.transact(tx -> tx.update(STAGED_IMPORTS).set(STAGED_IMPORTS.EXPIRES_AT, Instant.now().minusSeconds(1))
                .execute());
        assertGone(imports.run(access, id));
        stage(entry(cast.dave, "p"), "LATER=1");
        assertThat(rows()).hasSize(1);
    }

    @Test
    void aSessionKeepsFiveAtMostAndAFileThatChangesNothingIsNotKept() {
        var access = entry(cast.alice, "p");
        var ids = IntStream.range(0, 7).mapToObj(n -> stage(access, "MANY_" + n + "=1").id().orElseThrow()).toList();
        assertThat(rows()).hasSize(5);
        assertGone(imports.run(access, ids.getFirst()));
        assertThat(imports.run(access, ids.getLast())).isInstanceOf(Result.Ok.class);
        assertThat(stage(access, "NONE=").id()).isEmpty();
    }

    @Test
    void anImportThatFailsLeavesItToBeTriedAgain() {
        var access = entry(cast.alice, "p");
        var id = stage(access, "AGAIN=1").id().orElseThrow();
        database.transact(tx -> tx.execute("alter table secrets add constraint none_again check (key <> 'AGAIN')"));
        try {
            assertThatExceptionOfType(DatabaseFailed.class).isThrownBy(() -> imports.run(access, id));
        } finally {
            database.transact(tx -> tx.execute("alter table secrets drop constraint none_again"));
        }
        assertThat(imports.run(access, id)).isInstanceOf(Result.Ok.class);
    }

    @Test
    void whatChangedSinceThePlanIsPlannedAnew() {
        var access = entry(cast.alice, "p");
        var id = stage(access, "CHANGED=1").id().orElseThrow();
        assertThat(imports.run(access, stage(access, "CHANGED=2").id().orElseThrow())).isInstanceOf(Result.Ok.class);
        assertThat(imports.run(access, id)).isInstanceOfSatisfying(Result.Ok.class,
                done -> assertThat(((ImportPlan) done.value()).count(Action.REFUSED)).isOne());
    }

    private static Imports.Staged stage(Access access, String text) {
        var request = new ImportRequest(ImportRequest.Format.DOTENV, Plaintext.ofText(text), List.of("preview"),
                ImportRequest.Mode.ADD);
        return ((Result.Ok<Imports.Staged>) imports.stage(access, request)).value();
    }

    /** Entry with a session of its own that is in the table. */
    private static Access entry(User user, String project) {
        var session = Ids.next();
        database.transact(tx -> tx.insertInto(SESSIONS).set(SESSIONS.ID, session)
                .set(SESSIONS.TOKEN_HASH, session.toString().getBytes(StandardCharsets.US_ASCII))
                .set(SESSIONS.USER_ID, user.id()).set(SESSIONS.ADDRESS, "192.0.2.7").set(SESSIONS.USER_AGENT, "test")
                .set(SESSIONS.EXPIRES_AT, Instant.now().plusSeconds(3600)).execute());
        return cast.authorizer.project(new Actor.Person(user, session, Instant.now()), Cast.origin(), project);
    }

    private static void assertGone(Result<ImportPlan> result) {
        assertThat(((Result.Invalid<ImportPlan>) result).errors().at("content"))
                .isEqualTo("The plan is older than ten minutes. Paste the file again");
    }

    private static List<byte[]> rows() {
        return database.read(sql -> sql.select(STAGED_IMPORTS.SEALED).from(STAGED_IMPORTS)
                .fetch(STAGED_IMPORTS.SEALED));
    }
}
