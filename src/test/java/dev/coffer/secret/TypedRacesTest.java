package dev.coffer.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Result;
import dev.coffer.form.SecretLimits;
import dev.coffer.schema.Schema;
import dev.coffer.secret.SecretChange.Unchanged;
import dev.coffer.secret.SecretChange.Whatever;
import dev.coffer.secrettype.SecretTypeChange;
import dev.coffer.secrettype.SecretTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Values, types and the types of secrets, changed by many at once. */
@Tag("R14")
class TypedRacesTest {
    private static final String LOWER = "{\"type\": \"string\", \"pattern\": \"^[a-z]+$\"}";
    private static final String DIGITS = "{\"type\": \"string\", \"pattern\": \"^[0-9]+$\"}";
    private static final String ANY = "{\"type\": \"string\"}";

    private static Cast cast;
    private static Secrets secrets;
    private static SecretVersions versions;
    private static SecretTypes types;

    private int count;

    @BeforeAll
    static void start() {
        cast = new Cast(TestDatabase.fresh());
        var store = new SecretStore(cast.keys);
        secrets = new Secrets(cast.database, store, cast.audit, new Secrets.Limits(50, SecretLimits.DEFAULT));
        versions = new SecretVersions(cast.database, store, cast.audit);
        types = new SecretTypes(cast.database, new TypedSecrets(store), cast.audit);
    }

    @AfterAll
    static void stop() {
        cast.database.close();
    }

    @Test
    void of_two_editors_of_one_state_one_is_refused_whichever_fields_they_change() throws Exception {
        var access = cast.project("editors");
        Kinds.add(cast.database, access, "parts", Kinds.PARTS);
        var read = ok(secrets.create(access, draft("DB", "{\"host\":\"a\",\"password\":\"kanarie\"}", "parts")));

        var work = new ArrayList<Callable<Result<Secret>>>();
        for (int i = 0; i < 8; i++) {
            int port = 1000 + i;
            work.add(() -> secrets.change(access, "DB", new SecretChange(new NewValue.Whole(Plaintext.ofText(
                    "{\"host\":\"a\",\"password\":\"kanarie\",\"port\":%d}".formatted(port)), Notation.JSON),
                    Optional.empty(), Optional.empty(), List.of("preview"), new Unchanged(read.tag()))));
        }

        assertThat(all(work)).filteredOn(Result.Ok.class::isInstance).hasSize(1);
        assertThat(secrets.get(access, "DB").slots().getFirst().value().orElseThrow().version()).isEqualTo(2);
    }

    @RepeatedTest(3)
    void every_mark_is_true_of_the_type_that_is_there_in_the_end() throws Exception {
        var access = cast.project("marks-" + System.nanoTime());
        Kinds.add(cast.database, access, "one", ANY);
        Kinds.add(cast.database, access, "two", DIGITS);
        for (var key : List.of("A", "B", "C")) {
            ok(secrets.create(access, draft(key, "abc", "one")));
        }
        var work = new ArrayList<Callable<Result<?>>>();
        for (int i = 0; i < 12; i++) {
            var value = i % 2 == 0 ? "abc" : "123";
            var type = List.of("one", "two", "").get(i % 3);
            for (var key : List.of("A", "B", "C")) {
                work.add(() -> secrets.set(access, plain(key, value), new Whatever()));
                work.add(() -> secrets.change(access, key, new SecretChange(new NewValue.Kept(), Optional.of(type),
                        Optional.empty(), List.of(), new Whatever())));
                work.add(() -> versions.restore(access, key, new SecretVersions.Target("preview", 1), new Whatever()));
            }
            var schema = List.of(ANY, LOWER, DIGITS).get(i % 3);
            work.add(() -> types.change(access, "one", new SecretTypeChange(Optional.empty(), Optional.of(schema),
                    new Whatever(), _ -> true)));
        }

        all(work);

        for (var secret : secrets.list(access, SecretFilter.ALL).secrets()) {
            for (var slot : secret.slots()) {
                var value = Plaintext.ofText(Opened.value(cast, access, secret.key(), slot.environment().slug()));
                var fits = secret.type().isEmpty() || Schema.of(types.get(access, secret.typeKey()).type().text())
                        .mistakes(value).isEmpty();
                assertThat(slot.value().orElseThrow().fits()).as(secret.key()).isEqualTo(fits);
            }
        }
        assertThat(cast.audit.firstFault(access)).isEmpty();
    }

    private static SecretDraft plain(String key, String value) {
        return new SecretDraft(key, Plaintext.ofText(value), Optional.empty(), List.of("preview"));
    }

    private static SecretDraft draft(String key, String value, String type) {
        return new SecretDraft(key, Plaintext.ofText(value), Optional.of(type), Optional.empty(),
                List.of("preview", "production"));
    }

    private static <T> List<T> all(List<Callable<T>> work) throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var results = new ArrayList<T>();
            for (Future<T> future : threads.invokeAll(work)) {
                results.add(future.get());
            }
            return results;
        }
    }

    private static <T> T ok(Result<T> result) {
        return switch (result) {
            case Result.Ok<T>(var value) -> value;
            case Result.Invalid<T>(var errors) -> throw new AssertionError(errors.toString());
            case Result.Conflict<T>(var clash) -> throw new AssertionError(clash.message());
        };
    }
}
