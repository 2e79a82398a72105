package dev.coffer.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Result;
import dev.coffer.form.SecretLimits;
import dev.coffer.secret.ImportPlan.Action;
import dev.coffer.secret.ImportPlan.Item;
import dev.coffer.secret.SecretChange.Whatever;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Importing keys that have a type. */
@Tag("R27")
@Tag("R14")
class TypedImportsTest {
    private static final Secrets.Limits LIMITS = new Secrets.Limits(10, SecretLimits.DEFAULT);

    private static Cast cast;
    private static Secrets secrets;
    private static Imports imports;

    private Access alice;

    @BeforeAll
    static void start() {
        cast = new Cast(TestDatabase.fresh());
        secrets = new Secrets(cast.database, new SecretStore(cast.keys), cast.audit, LIMITS);
        imports = new Imports(cast.database, cast.keys, cast.audit, LIMITS);
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
        secret("KEY", "sk_1", "key");
        secret("DB", "{\"host\":\"a\",\"password\":\"kanarie\"}", "parts");
    }

    @Test
    void a_value_that_its_type_does_not_ask_for_is_refused_and_the_others_are_stored() {
        var items = run("dotenv", "KEY=kanarie-2\nOTHER=anything\nDB='{\"host\":\"A!\",\"password\":\"kanarie\"}'");

        assertThat(items).extracting(Item::action).containsExactly(Action.REFUSED, Action.ADD, Action.REFUSED);
        assertThat(items.get(0).why()).isNotEmpty();
        assertThat(items.get(2).why()).startsWith("host: ");
        assertThat(items.toString()).doesNotContain("kanarie");
        assertThat(stored("KEY")).isEqualTo("sk_1");
        assertThat(stored("OTHER")).isEqualTo("anything");
    }

    @Test
    void a_value_that_fits_replaces_the_stored_one_and_the_type_stays() {
        assertThat(run("dotenv", "KEY=sk_2")).extracting(Item::action).containsExactly(Action.REPLACE);
        assertThat(stored("KEY")).isEqualTo("sk_2");
        assertThat(secrets.get(alice, "KEY").typeKey()).isEqualTo("key");
    }

    @Test
    void the_same_value_is_left_alone_though_it_does_not_fit() {
        secret("OLD", "old", "");
        secrets.change(alice, "OLD", new SecretChange(new NewValue.Kept(), Optional.of("key"), Optional.empty(),
                List.of(), new Whatever()));

        assertThat(run("dotenv", "OLD=old")).extracting(Item::action).containsExactly(Action.SAME);
        assertThat(run("dotenv", "OLD=sk_3")).extracting(Item::action).containsExactly(Action.REPLACE);
        assertThat(secrets.get(alice, "OLD").slots().getFirst().value().orElseThrow().fits()).isTrue();
    }

    @Test
    void an_object_in_a_json_file_is_the_value_of_a_type_that_asks_for_one_and_of_no_other() {
        var items = run("json",
                """
                {"DB": {"host": "b", "port": 1, "password": "kanarie"}, "KEY": {"a": "kanarie"}, "NEW": ["kanarie"]}""");

        assertThat(items).extracting(Item::key, Item::action).containsExactly(
                tuple("DB", Action.REPLACE),
                tuple("KEY", Action.REFUSED),
                tuple("NEW", Action.REFUSED));
        assertThat(items.get(1).why()).isEqualTo("A value of the type key is a text. Write it as one string");
        assertThat(items.get(2).why())
                .isEqualTo("A value without a type is a text. Write it as one string, or choose a type");
        assertThat(stored("DB")).isEqualTo("{\"host\":\"b\",\"port\":1,\"password\":\"kanarie\"}");
    }

    @Test
    void a_plan_says_the_same_and_stores_nothing() {
        var planned = ok(imports.plan(alice, request("dotenv", "KEY=kanarie\nDB=1"))).items();

        assertThat(planned).extracting(Item::action).containsOnly(Action.REFUSED);
        assertThat(run("dotenv", "KEY=kanarie\nDB=1")).isEqualTo(planned);
    }

    private void secret(String key, String value, String type) {
        ok(secrets.create(alice, new SecretDraft(key, Plaintext.ofText(value), Optional.of(type), Optional.empty(),
                List.of("preview"))));
    }

    private List<Item> run(String format, String text) {
        return ok(imports.run(alice, request(format, text))).items();
    }

    private static ImportRequest request(String format, String text) {
        return ok(ImportRequest.of(format, Plaintext.ofText(text), List.of("preview"), "replace"));
    }

    private String stored(String key) {
        return Opened.value(cast, alice, key, "preview");
    }

    private static <T> T ok(Result<T> result) {
        return switch (result) {
            case Result.Ok<T>(var value) -> value;
            case Result.Invalid<T>(var errors) -> throw new AssertionError(errors.toString());
            case Result.Conflict<T>(var clash) -> throw new AssertionError(clash.message());
        };
    }
}
