package dev.coffer.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.audit.AuditRow;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.form.SecretLimits;
import dev.coffer.secret.SecretChange.Unchanged;
import dev.coffer.secret.SecretChange.Whatever;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The use cases of secrets on a real database. */
class SecretsTest {
    private static Cast cast;
    private static SecretStore store;
    private static Secrets secrets;
    private static SecretVersions versions;

    private Access alice;
    private Access bob;

    @BeforeAll
    static void start() {
        cast = new Cast(TestDatabase.fresh());
        store = new SecretStore(cast.keys);
        secrets = new Secrets(cast.database, store, cast.audit, new Secrets.Limits(5, SecretLimits.DEFAULT));
        versions = new SecretVersions(cast.database, store, cast.audit);
    }

    @AfterAll
    static void stop() {
        cast.database.close();
    }

    @BeforeEach
    void project(TestInfo test) {
        var slug = "p" + Integer.toUnsignedString(test.getDisplayName().hashCode(), 36);
        alice = cast.project(slug);
        bob = cast.access(cast.bob, slug);
    }

    @Test
    @Tag("R3")
    @Tag("R16")
    void a_new_secret_has_a_value_in_each_environment_that_was_named() {
        var secret = ok(secrets.create(alice, draft("API_KEY", "one", "preview", "production")));

        assertThat(secret.configured()).extracting(e -> e.slug()).containsExactly("preview", "production");
        assertThat(secrets.get(alice, "API_KEY")).usingRecursiveComparison().ignoringFieldsMatchingRegexes(".*At")
                .isEqualTo(secret);
        assertThat(opened("API_KEY", "production", 1)).isEqualTo("one");
    }

    @Test
    @Tag("R4")
    void the_mistakes_of_a_draft_come_all_at_once_and_store_nothing() {
        var result = secrets.create(alice, draft("", ""));

        assertThat(((Result.Invalid<Secret>) result).errors().byField()).containsExactlyInAnyOrderEntriesOf(
                java.util.Map.of("key", "Secret key is required", "value", "Secret value is required", "environments",
                        "Choose at least one environment"));
        assertThat(secrets.list(alice, SecretFilter.ALL).secrets()).isEmpty();
    }

    @Test
    @Tag("R16")
    void an_environment_that_the_project_has_not_is_a_mistake() {
        var result = secrets.create(alice, draft("A", "v", "staging"));

        assertThat(((Result.Invalid<Secret>) result).errors().at("environments")).contains("preview, production");
    }

    @Test
    void a_key_is_created_once_and_added_to_where_it_has_no_value() {
        ok(secrets.create(alice, draft("A", "v", "preview")));

        assertThat(clash(secrets.create(alice, draft("A", "w", "production"))).kind()).isEqualTo(Clash.Kind.EXISTS);
        assertThat(clash(secrets.add(alice, draft("A", "w", "preview"))).message())
                .isEqualTo("A secret named A already exists in Preview. Edit it instead");
        ok(secrets.add(alice, draft("A", "w", "production")));
        assertThat(opened("A", "preview", 1)).isEqualTo("v");
        assertThat(opened("A", "production", 1)).isEqualTo("w");
    }

    @Test
    @Tag("R5")
    void an_update_keeps_what_was_left_out() {
        var first = ok(secrets.create(alice, new SecretDraft("A", Plaintext.ofText("v"), Optional.of("What it is"),
                List.of("preview"))));

        var described = ok(secrets.change(alice, "A", new SecretChange(Optional.empty(), Optional.of("Better words"),
                List.of(), new Unchanged(first.tag()))));
        var replaced = ok(secrets.change(alice, "A", new SecretChange(Optional.of(Plaintext.ofText("w")),
                Optional.empty(), List.of("preview"), new Unchanged(described.tag()))));

        assertThat(replaced.description()).isEqualTo("Better words");
        assertThat(opened("A", "preview", 1)).isEqualTo("v");
        assertThat(opened("A", "preview", 2)).isEqualTo("w");
    }

    @Test
    @Tag("R4")
    void an_update_without_a_change_says_so() {
        var secret = ok(secrets.create(alice, new SecretDraft("A", Plaintext.ofText("v"), Optional.of("Same"),
                List.of("preview"))));

        var result = secrets.change(alice, "A", new SecretChange(Optional.empty(), Optional.of("Same"), List.of(),
                new Unchanged(secret.tag())));

        assertThat(((Result.Invalid<Secret>) result).errors().at("value")).isEqualTo("No changes to save");
    }

    @Test
    void the_second_of_two_editors_hears_who_changed_what() {
        var read = ok(secrets.create(alice, draft("A", "v", "preview")));
        ok(secrets.change(bob, "A", new SecretChange(Optional.of(Plaintext.ofText("w")), Optional.of("New words"),
                List.of("preview"), new Unchanged(read.tag()))));

        var lost = clash(secrets.change(alice, "A", new SecretChange(Optional.empty(), Optional.of("Mine"), List.of(),
                new Unchanged(read.tag()))));

        assertThat(lost.kind()).isEqualTo(Clash.Kind.STALE);
        assertThat(lost.message()).startsWith("Bob changed the description and the value in Preview at ");
        assertThat(secrets.get(alice, "A").description()).isEqualTo("New words");
    }

    @Test
    void of_fifty_edits_from_one_state_exactly_one_goes_through() throws Exception {
        var read = ok(secrets.create(alice, draft("A", "v0", "preview")));
        var edits = IntStream.range(0, 50).<Callable<Result<Secret>>>mapToObj(i -> () -> secrets.change(alice, "A",
                new SecretChange(Optional.of(Plaintext.ofText("v" + i)), Optional.empty(), List.of("preview"),
                        new Unchanged(read.tag()))))
                .toList();

        assertThat(all(edits).stream().filter(result -> result instanceof Result.Ok<?>)).hasSize(1);
        assertThat(versions.list(alice, "A", "preview")).extracting(SecretVersion::number).containsExactly(2, 1);
    }

    @Test
    @Tag("R11")
    void the_limit_holds_also_when_many_come_at_once() throws Exception {
        var creations = IntStream.range(0, 20).<Callable<Result<Secret>>>mapToObj(i -> () -> secrets.create(alice,
                draft("KEY_" + i, "v", "preview"))).toList();

        var results = all(creations);

        assertThat(results.stream().filter(result -> result instanceof Result.Ok<?>)).hasSize(5);
        assertThat(results.stream().filter(result -> result instanceof Result.Invalid<Secret>(var errors)
                && errors.at("key").startsWith("This project has reached 5 secrets"))).hasSize(15);
        assertThat(secrets.list(alice, SecretFilter.ALL).usage().used()).isEqualTo(5);
    }

    @Test
    @Tag("R6")
    void the_last_value_takes_the_secret_with_it() {
        ok(secrets.create(alice, draft("A", "v", "preview", "production")));

        ok(secrets.deleteValue(alice, "A", "preview", new Whatever()));
        assertThat(secrets.get(alice, "A").configured()).extracting(e -> e.slug()).containsExactly("production");
        ok(secrets.deleteValue(alice, "A", "production", new Whatever()));
        assertThatThrownBy(() -> secrets.get(alice, "A")).isInstanceOf(NotFound.class);
    }

    @Test
    @Tag("R34")
    void a_developer_changes_nothing_in_a_protected_environment() {
        ok(secrets.create(alice, draft("A", "v", "preview", "production")));

        assertThatThrownBy(() -> secrets.create(bob, draft("B", "v", "production"))).isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> secrets.deleteValue(bob, "A", "production", new Whatever()))
                .isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> secrets.delete(bob, "A", new Whatever())).isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> versions.restore(bob, "A", new SecretVersions.Target("production", 1),
                new Whatever())).isInstanceOf(Forbidden.class);
        ok(secrets.set(bob, draft("A", "w", "preview"), new Whatever()));
    }

    @Test
    @Tag("R34")
    void a_developer_does_not_describe_what_has_values_in_protected_environments_only() {
        var secret = ok(secrets.create(alice, draft("A", "v", "production")));

        assertThatThrownBy(() -> secrets.change(bob, "A", new SecretChange(Optional.empty(), Optional.of("Mine"),
                List.of(), new Unchanged(secret.tag())))).isInstanceOf(Forbidden.class);
    }

    @Test
    @Tag("R35")
    void an_environment_named_again_and_again_counts_once() {
        ok(secrets.create(alice, draft("A", "v", "preview", "preview", "preview")));

        assertThat(cast.audit.page(alice, OptionalLong.empty(), 1).getFirst().environment()).isEqualTo("preview");
    }

    @Test
    @Tag("R34")
    void a_viewer_sees_and_changes_nothing() {
        ok(secrets.create(alice, draft("A", "v", "preview")));
        var carol = cast.access(cast.carol, alice.project().slug());

        assertThat(secrets.list(carol, SecretFilter.ALL).secrets()).extracting(Secret::key).containsExactly("A");
        assertThatThrownBy(() -> secrets.set(carol, draft("A", "w", "preview"), new Whatever()))
                .isInstanceOf(Forbidden.class);
    }

    @Test
    @Tag("R20")
    void another_projects_key_is_not_there() {
        ok(secrets.create(alice, draft("A", "v", "preview")));
        var other = cast.project("another");

        assertThatThrownBy(() -> secrets.get(other, "A")).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> secrets.delete(other, "A", new Whatever())).isInstanceOf(NotFound.class);
        assertThat(secrets.get(alice, "A")).isNotNull();
    }

    @Test
    void rolling_back_makes_the_old_value_a_new_version() {
        ok(secrets.create(alice, draft("A", "first", "preview")));
        ok(secrets.set(alice, draft("A", "second", "preview"), new Whatever()));

        ok(versions.restore(alice, "A", new SecretVersions.Target("preview", 1), new Whatever()));

        assertThat(opened("A", "preview", 3)).isEqualTo("first");
        assertThat(versions.list(alice, "A", "preview").getFirst().restoredFrom()).hasValue(1);
        assertThatThrownBy(() -> versions.restore(alice, "A", new SecretVersions.Target("preview", 9),
                new Whatever())).isInstanceOf(NotFound.class);
    }

    @Test
    void a_filter_finds_text_environment_and_status() {
        ok(secrets.create(alice, draft("STRIPE_KEY", "v", "preview")));
        ok(secrets.create(alice, draft("PERCENT_100", "v", "production")));

        assertThat(found(new SecretFilter("stripe", "", Optional.empty()))).containsExactly("STRIPE_KEY");
        assertThat(found(new SecretFilter("%", "", Optional.empty()))).isEmpty();
        assertThat(found(new SecretFilter("", "preview", Optional.of(SecretFilter.Status.NOT_SET))))
                .containsExactly("PERCENT_100");
        assertThat(found(new SecretFilter("", "production", Optional.of(SecretFilter.Status.CONFIGURED))))
                .containsExactly("PERCENT_100");
    }

    @Test
    @Tag("R35")
    void every_change_has_its_row_and_the_chain_is_whole() {
        ok(secrets.create(alice, draft("A", "v", "preview")));
        ok(secrets.set(bob, draft("A", "w", "preview"), new Whatever()));
        ok(versions.restore(alice, "A", new SecretVersions.Target("preview", 1), new Whatever()));
        ok(secrets.delete(alice, "A", new Whatever()));

        assertThat(cast.audit.page(alice, OptionalLong.empty(), 10)).extracting(AuditRow::action).containsExactly(
                "secret.deleted", "secret.restored", "secret.set", "secret.created", "project.created");
        assertThat(cast.audit.firstFault(alice)).isEmpty();
    }

    @Test
    void every_byte_of_a_value_is_kept() {
        var value = "  \"quotes\" <tag> 'single' \\ back\r\nline\n\ttab é 漢 🔑 trailing ";
        ok(secrets.create(alice, draft("A", value, "preview")));

        assertThat(opened("A", "preview", 1)).isEqualTo(value);
    }

    private static SecretDraft draft(String key, String value, String... environments) {
        return new SecretDraft(key, Plaintext.ofText(value), Optional.empty(), List.of(environments));
    }

    private String opened(String key, String environment, int number) {
        var secret = secrets.get(alice, key);
        return cast.database.transact(tx -> {
            try (var value = store.open(tx, alice, secret.id(), secret.slot(environment).orElseThrow().environment(),
                    number).orElseThrow()) {
                return new String(value.expose(), java.nio.charset.StandardCharsets.UTF_8);
            }
        });
    }

    private List<String> found(SecretFilter filter) {
        return secrets.list(alice, filter).secrets().stream().map(Secret::key).toList();
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

    private static Clash clash(Result<?> result) {
        return ((Result.Conflict<?>) result).clash();
    }
}
