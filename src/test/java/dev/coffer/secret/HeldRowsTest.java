package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.SECRETS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.ScopedKey;
import dev.coffer.form.SecretLimits;
import dev.coffer.schema.TypeName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A row that was waited for is read as whoever held it left it, with all that belongs to it. */
@Tag("R14")
class HeldRowsTest {
    private static Cast cast;
    private static Secrets secrets;

    @BeforeAll
    static void start() {
        cast = new Cast(TestDatabase.fresh());
        secrets = new Secrets(cast.database, new SecretStore(cast.keys), cast.audit,
                new Secrets.Limits(50, SecretLimits.DEFAULT));
    }

    @AfterAll
    static void stop() {
        cast.database.close();
    }

    @Test
    void one_that_somebody_else_changed_is_there_and_has_its_new_type() throws Exception {
        var access = cast.project("held");
        Kinds.add(cast.database, access, "one", "{\"type\": \"string\"}");
        Kinds.add(cast.database, access, "two", "{\"type\": \"string\"}");
        secrets.create(access, new SecretDraft("A", Plaintext.ofText("kanarie"), Optional.of("one"), Optional.empty(),
                List.of("preview")));

        Optional<Secret> one =
                waitedFor(access, tx -> SecretRows.findForUpdate(tx, access.projectId(), ScopedKey.ofProject("A")));
        assertThat(one)
                .hasValueSatisfying(HeldRowsTest::isRetyped);
        cast.database.transact(tx -> tx.update(SECRETS).set(SECRETS.UPDATED_BY, access.userId())
                .set(SECRETS.TYPE_ID, DSL.castNull(SECRETS.TYPE_ID)).execute());
        List<Secret> many = waitedFor(access,
                tx -> SecretRows.findForUpdate(tx, access.projectId(), List.of("A"), ""));
        assertThat(many)
                .singleElement().satisfies(HeldRowsTest::isRetyped);
    }

    private static void isRetyped(Secret secret) {
        assertThat(secret.type().map(TypeName::key)).contains("two");
        assertThat(secret.updatedBy()).isEqualTo("Dave");
    }

    /** What is read by a transaction that had to wait, while another one gave the secret a type by somebody else. */
    private static <T> T waitedFor(Access access, Function<DSLContext, T> read) throws Exception {
        var waiting = new CompletableFuture<T>();
        cast.database.transact(tx -> {
            tx.execute("update secrets set updated_by = ?, type_id = (select id from secret_types where key = 'two' and"
                    + " project_id = ?)", cast.dave.id(), access.projectId());
            Thread.startVirtualThread(() -> {
                try {
                    waiting.complete(cast.database.transact(read));
                } catch (RuntimeException e) {
                    waiting.completeExceptionally(e);
                }
            });
            while (cast.database.read(sql -> sql.fetchCount(
                    DSL.selectOne().from("pg_locks").where("not granted"))) == 0) {
                Thread.onSpinWait();
            }
            return null;
        });
        return waiting.get();
    }
}
