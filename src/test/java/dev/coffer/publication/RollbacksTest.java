package dev.coffer.publication;

import static dev.coffer.publication.Stage.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import dev.coffer.secret.Kinds;
import dev.coffer.secret.Opened;
import dev.coffer.secret.SecretChange.Whatever;
import dev.coffer.secret.SecretDraft;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Rolling the secrets of an environment back to a publication, on a real database. */
@Tag("R24")
class RollbacksTest {
    private static Cast cast;
    private static Stage stage;

    private Access alice;

    @BeforeAll
    static void start() {
        cast = new Cast(TestDatabase.fresh());
        stage = Stage.on(cast);
    }

    @AfterAll
    static void stop() {
        cast.database.close();
    }

    @BeforeEach
    void project(TestInfo test) {
        alice = cast.project("p" + Integer.toUnsignedString(test.getDisplayName().hashCode(), 36));
    }

    @Test
    void every_pinned_value_is_current_again_as_a_new_version_and_other_environments_stay() {
        stage.set(alice, "A", "old", "preview");
        stage.set(alice, "A", "elsewhere", "production");
        stage.set(alice, "B", "kept", "preview");
        ok(stage.publish(alice, "1", "preview"));
        stage.set(alice, "A", "new", "preview");
        stage.set(alice, "A", "other", "production");

        var done = rollBack(alice);

        assertThat(done.restored()).extracting(ScopedKey::told).containsExactly("A");
        assertThat(done.same()).extracting(ScopedKey::told).containsExactly("B");
        assertThat(value("A")).isEqualTo("old");
        assertThat(version("A")).isEqualTo(3);
        assertThat(Opened.value(cast, alice, "A", "production")).isEqualTo("other");
        assertThat(version("B")).isEqualTo(1);
        assertThat(stage.publications().compareWithNow(alice, "preview", "1").keys().isEmpty()).isTrue();
    }

    @Test
    void a_second_time_changes_nothing_and_says_so() {
        stage.set(alice, "A", "old", "preview");
        ok(stage.publish(alice, "1", "preview"));
        stage.set(alice, "A", "new", "preview");
        rollBack(alice);
        long rows = cast.audit.page(alice, OptionalLong.empty(), 1).getFirst().seq();

        var again = rollBack(alice);

        assertThat(again.isIdle()).isTrue();
        assertThat(again.same()).extracting(ScopedKey::told).containsExactly("A");
        assertThat(version("A")).isEqualTo(3);
        assertThat(cast.audit.page(alice, OptionalLong.empty(), 1).getFirst().seq()).isEqualTo(rows);
    }

    @Test
    void what_was_erased_since_cannot_come_back_and_what_was_added_stays() {
        stage.set(alice, "DELETED", "v", "preview");
        stage.set(alice, "DELETED_AND_MADE_ANEW", "old", "preview");
        stage.set(alice, "ERASED", "v", "preview");
        stage.set(alice, "ERASED", "v", "production");
        stage.set(alice, "ERASED_AND_SET_ANEW", "old", "preview");
        stage.set(alice, "ERASED_AND_SET_ANEW", "old", "production");
        ok(stage.publish(alice, "1", "preview"));
        stage.delete(alice, "DELETED");
        stage.delete(alice, "DELETED_AND_MADE_ANEW");
        stage.set(alice, "DELETED_AND_MADE_ANEW", "new", "preview");
        stage.erase(alice, "ERASED", "preview");
        stage.erase(alice, "ERASED_AND_SET_ANEW", "preview");
        stage.set(alice, "ERASED_AND_SET_ANEW", "new", "preview");
        stage.set(alice, "ADDED", "v", "preview");

        var planned = stage.rollbacks().plan(alice, "preview", "1");
        var done = rollBack(alice);

        assertThat(done).isEqualTo(planned);
        assertThat(done.gone()).extracting(ScopedKey::told).containsExactly("DELETED", "DELETED_AND_MADE_ANEW",
                "ERASED", "ERASED_AND_SET_ANEW");
        assertThat(done.later()).extracting(ScopedKey::told).containsExactly("ADDED");
        assertThat(done.restored()).isEmpty();
        assertThat(value("ERASED_AND_SET_ANEW")).isEqualTo("new");
        assertThat(value("DELETED_AND_MADE_ANEW")).isEqualTo("new");
    }

    @Test
    @Tag("R19")
    void built_in_secrets_are_the_organization_s_and_stay() {
        stage.builtIn(alice, "R_BUILT_IN", 1, "");
        ok(stage.publish(alice, "1", "preview"));
        stage.builtIn(alice, "R_BUILT_IN", 2, "preview");

        assertThat(rollBack(alice).builtIn()).extracting(ScopedKey::told).containsExactly("R_BUILT_IN");
    }

    @Test
    void a_plan_changes_nothing() {
        stage.set(alice, "A", "old", "preview");
        ok(stage.publish(alice, "1", "preview"));
        stage.set(alice, "A", "new", "preview");

        assertThat(stage.rollbacks().plan(alice, "preview", "1").restored()).extracting(ScopedKey::told)
                .containsExactly("A");
        assertThat(value("A")).isEqualTo("new");
    }

    @Test
    @Tag("R34")
    void only_who_may_publish_and_write_there_rolls_back() {
        stage.set(alice, "A", "old", "production");
        ok(stage.publish(alice, "1", "production"));
        var bob = cast.access(cast.bob, alice.project().slug());
        var carol = cast.access(cast.carol, alice.project().slug());

        assertThatThrownBy(() -> stage.rollbacks().rollback(bob, "production", "1")).isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> stage.rollbacks().plan(bob, "production", "1")).isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> stage.rollbacks().rollback(carol, "production", "1")).isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> stage.rollbacks().rollback(alice, "production", "2")).isInstanceOf(NotFound.class);
    }

    @Test
    @Tag("R35")
    void a_rollback_is_one_row_of_the_audit_log_with_its_keys() {
        stage.set(alice, "A", "canary-old", "preview");
        stage.set(alice, "B", "canary-old", "preview");
        ok(stage.publish(alice, "1", "preview"));
        stage.set(alice, "A", "canary-new", "preview");
        stage.set(alice, "B", "canary-new", "preview");
        rollBack(alice);

        var row = cast.audit.page(alice, OptionalLong.empty(), 1).getFirst();

        assertThat(row.action()).isEqualTo("publication.rolled_back");
        assertThat(row.object()).isEqualTo("A, B, 1");
        assertThat(row.toString()).doesNotContain("canary");
    }

    @Test
    void many_rollbacks_and_changes_at_once_end_with_whole_numbers_and_no_deadlock() throws Exception {
        for (var key : List.of("A", "B", "C")) {
            stage.set(alice, key, "old", "preview");
        }
        ok(stage.publish(alice, "1", "preview"));
        var work = IntStream.range(0, 40).<Callable<Void>>mapToObj(i -> () -> {
            if (i % 2 == 0) {
                rollBack(alice);
            } else {
                stage.set(alice, List.of("C", "A", "B").get(i % 3), "new", "preview");
            }
            return null;
        }).toList();
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (var each : threads.invokeAll(work)) {
                each.get();
            }
        }

        rollBack(alice);

        assertThat(List.of(value("A"), value("B"), value("C"))).containsOnly("old");
    }

    private String value(String key) {
        return Opened.value(cast, alice, key, "preview");
    }

    private int version(String key) {
        return stage.secrets().get(alice, key).slot("preview").orElseThrow().value().orElseThrow().version();
    }

    @Test
    void a_value_whose_variables_are_another_s_by_now_stops_it_all() {
        Kinds.add(cast.database, alice, "parts", Kinds.PARTS);
        stage.set(alice, "A", "old", "preview");
        ok(stage.secrets().create(alice, new SecretDraft("DB",
                Plaintext.ofText("{\"host\": \"a\", \"password\": \"kanarie\", \"port\": 1}"), Optional.of("parts"),
                Optional.empty(), List.of("preview"))));
        ok(stage.publish(alice, "1", "preview"));
        stage.set(alice, "A", "new", "preview");
        stage.set(alice, "DB", "{\"host\": \"a\", \"password\": \"kanarie\"}", "preview");
        stage.set(alice, "DB_PORT", "5432", "preview");

        var refused = (Result.Conflict<Rollback>) stage.rollbacks().rollback(alice, "preview", "1");

        assertThat(refused.clash().message())
                .isEqualTo("DB would give DB_PORT in Preview, which the secret DB_PORT has a"
                        + " value for. Delete that one, or give this one another type");
        assertThat(value("A")).isEqualTo("new");
        stage.delete(alice, "DB_PORT");
        assertThat(rollBack(alice).restored()).extracting(ScopedKey::told).containsExactly("A", "DB");
    }

    private Rollback rollBack(Access access) {
        return ok(stage.rollbacks().rollback(access, "preview", "1"));
    }
}
