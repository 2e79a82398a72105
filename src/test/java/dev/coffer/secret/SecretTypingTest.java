package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.AUDIT_EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.access.Forbidden;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.form.SecretLimits;
import dev.coffer.schema.TypeName;
import dev.coffer.secret.SecretChange.Unchanged;
import dev.coffer.secret.SecretChange.Whatever;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The use cases of secrets with a type, on a real database. */
@Tag("R14")
class SecretTypingTest {
    private static final String GOOD = "{\"host\":\"db.example\",\"port\":5432,\"password\":\"kanarie\"}";
    private static final String BAD = "{\"host\":\"DB!\",\"password\":\"kanarie\",\"port\":0}";

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
        Kinds.add(cast.database, alice, "key", Kinds.TEXT);
        Kinds.add(cast.database, alice, "parts", Kinds.PARTS);
    }

    @Test
    void a_new_secret_has_the_type_that_was_named_and_its_value_byte_for_byte() {
        var text = ok(secrets.create(alice, draft("KEY", "sk_live", "key", "preview")));
        var spaced = "{ \"password\": \"kanarie\",\n \"host\": \"db.example\" }";
        ok(secrets.add(alice, draft("DB", spaced, "parts", "preview")));

        assertThat(text.type()).map(TypeName::key).contains("key");
        assertThat(secrets.get(alice, "KEY")).usingRecursiveComparison().ignoringFieldsMatchingRegexes(".*At")
                .isEqualTo(text);
        assertThat(secrets.get(alice, "DB").typeKey()).isEqualTo("parts");
        assertThat(Opened.value(cast, alice, "DB", "preview")).isEqualTo(spaced);
    }

    @Test
    void a_value_that_is_not_what_the_type_asks_for_is_refused_with_where_and_without_it() {
        var text = errors(secrets.create(alice, draft("KEY", "kanarie", "key", "preview")));
        var parts = errors(secrets.set(alice, draft("DB", BAD, "parts", "preview"), new Whatever()));
        var none = errors(secrets.add(alice, draft("DB", "kanarie", "parts", "preview")));

        assertThat(text.byField()).containsOnlyKeys("value");
        assertThat(parts.byField()).containsOnlyKeys("/value/host", "/value/port");
        assertThat(none.byField()).containsOnlyKeys("value");
        assertThat(text.toString() + parts + none).doesNotContain("kanarie", "DB!");
        assertThat(secrets.list(alice, SecretFilter.ALL).secrets()).isEmpty();
    }

    @Test
    void a_type_that_the_project_has_not_is_a_mistake_that_names_those_it_has() {
        var errors = errors(secrets.create(alice, draft("A", "v", "other", "preview")));

        assertThat(errors.at("type")).isEqualTo("There is no secret type named so. Choose among key, parts");
        var elsewhere = cast.project(alice.project().slug() + "x");
        assertThat(errors(secrets.create(elsewhere, draft("A", "sk_1", "key", "preview"))).at("type"))
                .isEqualTo("This project has no secret types. Leave the type out");
    }

    @Test
    void a_type_stays_where_it_is_left_out_and_its_values_are_checked_by_it() {
        ok(secrets.create(alice, draft("KEY", "sk_1", "key", "preview")));

        var refused = errors(secrets.set(alice, plain("KEY", "kanarie", "preview"), new Whatever()));
        var again = errors(secrets.add(alice, plain("KEY", "kanarie", "production")));
        var set = ok(secrets.set(alice, plain("KEY", "sk_2", "preview"), new Whatever())).secret();

        assertThat(refused.byField()).containsOnlyKeys("value");
        assertThat(again.byField()).containsOnlyKeys("value");
        assertThat(set.typeKey()).isEqualTo("key");
        assertThat(Opened.value(cast, alice, "KEY", "preview")).isEqualTo("sk_2");
    }

    @Test
    void json_is_for_types_whose_values_are_not_text() {
        var plain = json("A", GOOD, Optional.empty());
        var text = json("B", GOOD, Optional.of("key"));

        assertThat(errors(secrets.create(alice, plain)).at("value")).isEqualTo(
                "A value without a type is a text. Write it as one string, or choose a type");
        assertThat(errors(secrets.create(alice, text)).at("value"))
                .isEqualTo("A value of the type key is a text. Write it as one string");
        assertThat(ok(secrets.create(alice, json("C", GOOD, Optional.of("parts")))).typeKey()).isEqualTo("parts");
    }

    @Test
    void another_type_marks_the_values_elsewhere_that_do_not_fit_and_keeps_them() {
        ok(secrets.create(alice, plain("KEY", "plain", "production")));
        ok(secrets.add(alice, plain("KEY", "sk_1", "preview")));

        var typed = ok(retype("KEY", "key"));

        assertThat(typed.typeKey()).isEqualTo("key");
        assertThat(fits("KEY")).containsExactly(true, false);
        assertThat(typed).usingRecursiveComparison().ignoringFieldsMatchingRegexes(".*At")
                .isEqualTo(secrets.get(alice, "KEY"));
        assertThat(Opened.value(cast, alice, "KEY", "production")).isEqualTo("plain");
        assertThat(audited()).contains("\"secret.typed\"", "\"type\":\"key\"", "\"unfit\":[\"KEY in production\"]");
        assertThat(cast.audit.page(alice, OptionalLong.empty(), 1).getFirst().object())
                .isEqualTo("KEY, type key, does not fit: KEY in production");

        ok(secrets.set(alice, plain("KEY", "sk_2", "production"), new Whatever()));
        assertThat(fits("KEY")).containsExactly(true, true);
    }

    @Test
    void another_type_comes_with_a_value_and_the_others_are_held_against_it() {
        ok(secrets.create(alice, draft("A", "sk_1", "key", "preview", "production")));

        var result = ok(secrets.set(alice, draft("A", GOOD, "parts", "preview"), new Whatever())).secret();

        assertThat(result.typeKey()).isEqualTo("parts");
        assertThat(fits("A")).containsExactly(true, false);
        assertThat(result).usingRecursiveComparison().ignoringFieldsMatchingRegexes(".*At")
                .isEqualTo(secrets.get(alice, "A"));
        assertThat(audited()).contains("\"secret.set\"", "\"type\":\"parts\"", "\"unfit\":[\"A in production\"]");
    }

    @Test
    void a_plain_value_again_fits_whatever_it_is() {
        ok(secrets.create(alice, plain("A", "plain", "production")));
        ok(retype("A", "key"));

        ok(retype("A", ""));

        assertThat(secrets.get(alice, "A").type()).isEmpty();
        assertThat(fits("A")).containsExactly(true);
        assertThat(errors(retype("A", "")).at("value")).isEqualTo("No changes to save");
    }

    @Test
    void another_type_takes_the_right_to_write_in_every_environment_with_a_value() {
        ok(secrets.create(alice, plain("A", "v", "preview", "production")));
        ok(secrets.create(alice, plain("B", "v", "preview")));

        assertThatThrownBy(() -> secrets.set(bob, draft("A", "sk_1", "key", "preview"), new Whatever()))
                .isInstanceOf(Forbidden.class);
        assertThat(secrets.get(alice, "A").type()).isEmpty();
        assertThat(ok(secrets.set(bob, draft("B", "sk_1", "key", "preview"), new Whatever())).secret().typeKey())
                .isEqualTo("key");
        assertThatThrownBy(() -> secrets.set(cast.access(cast.carol, alice.project().slug()),
                draft("B", "sk_1", "key", "preview"), new Whatever())).isInstanceOf(Forbidden.class);
    }

    @Test
    void a_lost_race_says_that_the_type_was_changed() {
        var read = ok(secrets.create(alice, plain("A", "v", "preview")));
        ok(retype("A", "key"));

        var lost = secrets.change(bob, "A", new SecretChange(Optional.empty(), Optional.of("Mine"), List.of(),
                new Unchanged(read.tag())));

        assertThat(((Result.Conflict<?>) lost).clash().message())
                .matches("Alice changed its type, or deleted a value at .*, after this was opened.*");
    }

    @Test
    void a_restored_version_that_does_not_fit_any_more_is_stored_and_marked() {
        ok(secrets.create(alice, plain("A", "plain", "preview")));
        ok(secrets.set(alice, draft("A", "sk_1", "key", "preview"), new Whatever()));

        var back = ok(versions.restore(alice, "A", new SecretVersions.Target("preview", 1), new Whatever()));
        assertThat(back.slots().getFirst().value().orElseThrow().fits()).isFalse();
        var forth = ok(versions.restore(alice, "A", new SecretVersions.Target("preview", 2), new Whatever()));
        assertThat(forth.slots().getFirst().value().orElseThrow().fits()).isTrue();
    }

    private List<Boolean> fits(String key) {
        return secrets.get(alice, key).slots().stream().flatMap(slot -> slot.value().stream())
                .map(Secret.Value::fits).toList();
    }

    private Result<Secret> retype(String key, String type) {
        return secrets.change(alice, key, new SecretChange(new NewValue.Kept(), Optional.of(type), Optional.empty(),
                List.of(), new Whatever()));
    }

    private static SecretDraft json(String key, String value, Optional<String> type) {
        return new SecretDraft(key, Plaintext.ofText(value), Notation.JSON, type, Optional.empty(),
                List.of("preview"));
    }

    private static SecretDraft plain(String key, String value, String... environments) {
        return new SecretDraft(key, Plaintext.ofText(value), Optional.empty(), List.of(environments));
    }

    private static SecretDraft draft(String key, String value, String type, String... environments) {
        return new SecretDraft(key, Plaintext.ofText(value), Optional.of(type), Optional.empty(),
                List.of(environments));
    }

    /** What the log says of the last thing that was done. */
    private String audited() {
        return cast.database.read(sql -> sql.select(AUDIT_EVENTS.BODY).from(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.CHAIN_ID.eq(alice.projectId())).orderBy(AUDIT_EVENTS.SEQ.desc()).limit(1)
                .fetchSingle(AUDIT_EVENTS.BODY));
    }

    private static <T> T ok(Result<T> result) {
        return switch (result) {
            case Result.Ok<T>(var value) -> value;
            case Result.Invalid<T>(var errors) -> throw new AssertionError(errors.toString());
            case Result.Conflict<T>(var clash) -> throw new AssertionError(clash.message());
        };
    }

    private static Errors errors(Result<?> result) {
        return ((Result.Invalid<?>) result).errors();
    }
}
