package dev.coffer.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.form.SecretLimits;
import dev.coffer.schema.Parts;
import dev.coffer.schema.Schema;
import dev.coffer.secret.SecretChange.Unchanged;
import dev.coffer.secret.SecretChange.Whatever;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What a form sent of a typed value's fields, over what is stored. */
@Tag("R14")
class EnteredPartsTest {
    private static final String STORED = "{\"host\":\"db.example\",\"password\":\"kanarie\"}";

    private static Cast cast;
    private static Secrets secrets;

    private Access alice;

    @BeforeAll
    static void start() {
        cast = new Cast(TestDatabase.fresh());
        secrets = new Secrets(cast.database, new SecretStore(cast.keys), cast.audit,
                new Secrets.Limits(5, SecretLimits.DEFAULT));
    }

    @AfterAll
    static void stop() {
        cast.database.close();
    }

    @BeforeEach
    void project(TestInfo test) {
        alice = cast.project("p" + Integer.toUnsignedString(test.getDisplayName().hashCode(), 36));
        Kinds.add(cast.database, alice, "key", Kinds.TEXT);
        Kinds.add(cast.database, alice, "parts", Kinds.PARTS);
        Kinds.add(cast.database, alice, "more", Kinds.PARTS.replace("\"port\"", "\"door\""));
        ok(secrets.create(alice, new SecretDraft("DB", Plaintext.ofText(STORED), Optional.of("parts"),
                Optional.empty(), List.of("preview", "production"))));
    }

    @Test
    void one_field_is_replaced_alone_in_one_environment() {
        ok(entered(Map.of("value.password", "another")));

        assertThat(stored("preview")).isEqualTo("{\"host\":\"db.example\",\"password\":\"another\"}");
        assertThat(stored("production")).isEqualTo(STORED);
        assertThat(secrets.get(alice, "DB").slots()).extracting(slot -> slot.value().orElseThrow().version())
                .containsExactly(2, 1);
    }

    @Test
    void nothing_entered_is_nothing_to_save() {
        assertThat(errors(entered(Map.of())).at("value")).isEqualTo("No changes to save");
        assertThat(errors(entered(Map.of("value.password", ""))).at("value")).isEqualTo("No changes to save");
    }

    @Test
    void nothing_entered_beside_another_description_describes() {
        var result = ok(secrets.change(alice, "DB", new SecretChange(entry(Kinds.PARTS, Map.of()),
                Optional.of("parts"), Optional.of("The database"), List.of("preview"), new Whatever())));

        assertThat(result.description()).isEqualTo("The database");
        assertThat(stored("preview")).isEqualTo(STORED);
        assertThat(result.slots().getFirst().value().orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void what_is_merged_is_held_against_the_type_and_the_rules_for_values() {
        var wrong = errors(entered(Map.of("value.host", "KANARIE", "value.port", "70000")));
        var large = errors(entered(Map.of("value.password", "kanarie".repeat(10_000))));

        assertThat(wrong.byField()).containsOnlyKeys("/value/host", "/value/port");
        assertThat(wrong.toString()).doesNotContain("KANARIE", "70000");
        assertThat(large.at("value")).isEqualTo("The value is 69 KB, the limit is 64 KB");
        assertThat(stored("preview")).isEqualTo(STORED);
    }

    @Test
    void under_another_type_nothing_of_the_stored_value_stays() {
        var lacking = errors(secrets.change(alice, "DB", new SecretChange(entry(Kinds.PARTS, Map.of("value.host", "a")),
                Optional.of("more"), Optional.empty(), List.of("preview"), new Whatever())));
        var text = ok(secrets.change(alice, "DB", new SecretChange(entry(Kinds.TEXT, Map.of("value", "sk_1")),
                Optional.of("key"), Optional.empty(), List.of("preview"), new Whatever())));

        assertThat(lacking.isEmpty()).isFalse();
        assertThat(stored("preview")).isEqualTo("sk_1");
        assertThat(text.typeKey()).isEqualTo("key");
        assertThat(fits()).containsExactly(true, false);
    }

    @Test
    void a_value_that_did_not_fit_is_mended_field_by_field() {
        Kinds.add(cast.database, alice, "long", Kinds.PARTS.replace("\"minLength\": 4", "\"minLength\": 20"));
        ok(secrets.change(alice, "DB", new SecretChange(new NewValue.Kept(), Optional.of("long"), Optional.empty(),
                List.of(), new Whatever())));
        assertThat(fits()).containsExactly(false, false);

        ok(entered(Map.of("value.password", "kanarie".repeat(3))));

        assertThat(fits()).containsExactly(true, false);
        assertThat(stored("preview")).isEqualTo(STORED.replace("kanarie", "kanarie".repeat(3)));
    }

    @Test
    void the_second_of_two_hears_of_the_first_whatever_the_field() {
        var read = secrets.get(alice, "DB").tag();
        ok(entered(Map.of("value.password", "another")));

        var lost = secrets.change(alice, "DB", new SecretChange(entry(Kinds.PARTS, Map.of("value.host", "b")),
                Optional.empty(), Optional.empty(), List.of("preview"), new Unchanged(read)));

        assertThat(((Result.Conflict<?>) lost).clash().message()).contains("the value in Preview");
        assertThat(stored("preview")).contains("another").contains("db.example");
    }

    private Result<Secret> entered(Map<String, String> fields) {
        return secrets.change(alice, "DB", new SecretChange(entry(Kinds.PARTS, fields), Optional.empty(),
                Optional.empty(), List.of("preview"), new Whatever()));
    }

    private static NewValue entry(String schema, Map<String, String> fields) {
        return new NewValue.Entered(Parts.of(Schema.of(schema), new Parts.Sent(fields::containsKey,
                name -> Plaintext.ofText(fields.get(name)), name -> List.of(fields.get(name)))));
    }

    private List<Boolean> fits() {
        return secrets.get(alice, "DB").slots().stream().map(slot -> slot.value().orElseThrow().fits()).toList();
    }

    private String stored(String environment) {
        return Opened.value(cast, alice, "DB", environment);
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
