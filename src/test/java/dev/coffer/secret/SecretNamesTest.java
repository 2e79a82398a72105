package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.SECRET_NAMES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.StatementCounter;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.crypto.Plaintext;
import dev.coffer.db.Database;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.form.SecretLimits;
import dev.coffer.requirement.Asked;
import dev.coffer.requirement.Need;
import dev.coffer.requirement.Needs;
import dev.coffer.secret.SecretChange.Whatever;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The variables that values give beside their keys, on a real database. */
@Tag("R14")
class SecretNamesTest {
    private static final String PG = """
            {"type": "object", "required": ["host"], "properties": {
              "host": {"type": "string"}, "port": {"type": "integer"}},
             "x-coffer-env": {"{KEY}": "pg://{host}[:{port}]", "PGHOST": "{host}", "PGPORT": "{port}"}}""";

    private static Cast cast;
    private static Secrets secrets;
    private static SecretVersions versions;

    private Access alice;

    @BeforeAll
    static void start() {
        cast = new Cast(TestDatabase.fresh());
        secrets = secrets(cast.database);
        versions = new SecretVersions(cast.database, new SecretStore(cast.keys), cast.audit);
    }

    private static Secrets secrets(Database database) {
        return new Secrets(database, new SecretStore(cast.keys), cast.audit,
                new Secrets.Limits(100, SecretLimits.DEFAULT));
    }

    @AfterAll
    static void stop() {
        cast.database.close();
    }

    @BeforeEach
    void project(TestInfo test) {
        alice = cast.project("p" + Integer.toUnsignedString(test.getDisplayName().hashCode(), 36));
        Kinds.add(cast.database, alice, "parts", Kinds.PARTS);
        Kinds.add(cast.database, alice, "pg", PG);
    }

    @Test
    void a_value_gives_its_names_in_its_environment_and_they_change_with_it() {
        ok(set("DB", "{\"host\": \"a\", \"password\": \"kanarie\"}", "parts", "preview", "production"));
        assertThat(names("DB", "preview")).containsExactly("DB_HOST", "DB_PASSWORD");

        ok(set("DB", "{\"host\": \"a\", \"password\": \"kanarie\", \"port\": 1}", "parts", "preview"));
        assertThat(names("DB", "preview")).containsExactly("DB_HOST", "DB_PASSWORD", "DB_PORT");
        assertThat(names("DB", "production")).containsExactly("DB_HOST", "DB_PASSWORD");

        ok(versions.restore(alice, "DB", new SecretVersions.Target("preview", 1), new Whatever()));
        assertThat(names("DB", "preview")).containsExactly("DB_HOST", "DB_PASSWORD");

        ok(secrets.deleteValue(alice, "DB", "preview", new Whatever()));
        assertThat(names("DB", "preview")).isEmpty();
        assertThat(names("DB", "production")).hasSize(2);
        ok(secrets.delete(alice, "DB", new Whatever()));
        assertThat(stored()).isEmpty();
    }

    @Test
    void another_type_gives_other_names_in_every_environment() {
        ok(set("DB", "{\"host\": \"a\", \"port\": 2, \"password\": \"kanarie\"}", "parts", "preview"));
        ok(set("DB", "{\"host\": \"a\", \"password\": \"kanarie\"}", "parts", "production"));

        ok(retype("DB", "pg"));
        assertThat(names("DB", "preview")).containsExactly("PGHOST", "PGPORT");
        assertThat(names("DB", "production")).containsExactly("PGHOST");

        ok(set("DB", "plain", "", "preview"));
        assertThat(names("DB", "preview")).isEmpty();
        assertThat(names("DB", "production")).isEmpty();
    }

    @Test
    void a_name_that_a_key_has_a_value_for_is_refused_there_and_not_elsewhere() {
        ok(set("PGHOST", "plain", "", "production"));

        var errors = errors(set("DATABASE", "{\"host\": \"kanarie\"}", "pg", "preview", "production"));
        assertThat(errors.byField()).containsOnlyKeys("value");
        assertThat(errors.at("value")).isEqualTo("DATABASE would give PGHOST in Production, which the secret PGHOST has"
                + " a value for. Delete that one, or give this one another type");
        assertThat(secrets.find(alice, "DATABASE")).isEmpty();

        ok(set("DATABASE", "{\"host\": \"a\"}", "pg", "preview"));
        assertThat(errors(set("DATABASE", "{\"host\": \"a\"}", "pg", "production")).at("value")).contains("Production");
        ok(secrets.deleteValue(alice, "PGHOST", "production", new Whatever()));
        ok(set("DATABASE", "{\"host\": \"a\"}", "pg", "production"));
    }

    @Test
    void a_key_that_another_value_gives_is_refused_there_and_not_elsewhere() {
        ok(set("DATABASE", "{\"host\": \"a\"}", "pg", "production"));

        for (var refused : List.of(errors(secrets.create(alice, draft("PGHOST", "kanarie", "", "production"))),
                errors(secrets.add(alice, draft("PGHOST", "kanarie", "", "preview", "production"))),
                errors(set("PGHOST", "kanarie", "", "production")))) {
            assertThat(refused.byField()).containsOnlyKeys("key").containsEntry("key",
                    "DATABASE gives PGHOST in Production already. Choose another key, or give DATABASE another type");
        }
        ok(set("PGHOST", "plain", "", "preview"));
        assertThat(errors(set("PGHOST", "plain", "", "production")).at("key")).startsWith("DATABASE gives PGHOST");
        assertThat(errors(secrets.change(alice, "PGHOST", new SecretChange(
                new NewValue.Whole(Plaintext.ofText("x"), Notation.TEXT), Optional.empty(), Optional.empty(),
                List.of("production"), new Whatever()))).byField())
                .containsOnlyKeys("key");

        ok(set("DATABASE", "plain", "", "production"));
        ok(set("PGHOST", "plain", "", "production"));
    }

    @Test
    void two_values_that_would_give_the_same_are_refused() {
        ok(set("MAIN", "{\"host\": \"a\", \"port\": 1}", "pg", "production"));

        var errors = errors(set("REPLICA", "{\"host\": \"b\"}", "pg", "production"));
        assertThat(errors.at("value")).isEqualTo("REPLICA would give PGHOST in Production, which MAIN gives already."
                + " Delete that one, or give this one another type");
        ok(set("REPLICA", "{\"host\": \"b\"}", "pg", "preview"));
        ok(set("MAIN", "{\"host\": \"c\", \"port\": 1}", "pg", "production"));
        ok(retype("REPLICA", ""));
        ok(secrets.add(alice, draft("REPLICA", "{\"host\": \"b\"}", "", "production")));
        assertThat(errors(retype("REPLICA", "pg")).at("value")).contains("which MAIN gives already");
        assertThat(secrets.get(alice, "REPLICA").typeKey()).isEmpty();
    }

    @Test
    void a_version_whose_names_are_taken_by_now_is_not_restored() {
        ok(set("DB", "{\"host\": \"a\", \"port\": 1}", "pg", "preview"));
        ok(set("DB", "{\"host\": \"a\"}", "pg", "preview"));
        ok(set("PGPORT", "5432", "", "preview"));

        var errors = errors(versions.restore(alice, "DB", new SecretVersions.Target("preview", 1), new Whatever()));
        assertThat(errors.at("value")).startsWith("DB would give PGPORT in Preview");
        assertThat(secrets.get(alice, "DB").slot("preview").orElseThrow().value().orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void an_import_leaves_alone_what_would_clash_and_stores_the_rest() {
        var imports = new Imports(cast.database, cast.keys, cast.audit,
                new Secrets.Limits(100, SecretLimits.DEFAULT));
        ok(set("DB", "{\"host\": \"a\"}", "pg", "preview"));
        ok(set("MAIN", "{\"host\": \"a\"}", "pg", "production"));

        var plan = ok(imports.run(alice, request("DB={\"host\":\"b\",\"port\":1}\nPGPORT=2\nPGHOST=c\nOTHER=d")));
        assertThat(plan.items()).extracting(ImportPlan.Item::action).containsExactly(ImportPlan.Action.REPLACE,
                ImportPlan.Action.REFUSED, ImportPlan.Action.REFUSED, ImportPlan.Action.ADD);
        assertThat(plan.items().get(1).why()).startsWith("DB gives PGPORT in Preview already. Choose another key");
        assertThat(names("DB", "preview")).containsExactly("PGHOST", "PGPORT");
        assertThat(secrets.find(alice, "PGPORT")).isEmpty();

        ok(imports.run(alice, request("DB={\"host\":\"b\"}\nPGPORT=2")));
        assertThat(names("DB", "preview")).containsExactly("PGHOST");
        assertThat(secrets.find(alice, "PGPORT")).isPresent();
        var again = ok(imports.run(alice, request("DB={\"host\":\"b\",\"port\":3}")));
        assertThat(again.items().getFirst().why())
                .startsWith("DB would give PGPORT in Preview, which the secret PGPORT");
        assertThat(names("DB", "preview")).containsExactly("PGHOST");
    }

    private static ImportRequest request(String text) {
        return new ImportRequest(ImportRequest.Format.DOTENV, Plaintext.ofText(text), List.of("preview"),
                ImportRequest.Mode.REPLACE);
    }

    @Test
    void a_key_that_would_make_names_change_how_programs_load_code_is_refused() {
        Kinds.add(cast.database, alice, "lib", "{\"properties\": {\"preload\": {\"type\": \"string\"}}}");

        var errors = errors(set("LD", "{\"preload\": \"kanarie.so\"}", "lib", "preview"));
        assertThat(errors.byField()).containsOnlyKeys("key");
        assertThat(errors.at("key")).startsWith("LD_PRELOAD changes how programs load code");
        ok(set("LD", "{\"preload\": \"kanarie.so\"}", "", "preview"));
        ok(retype("LD", "lib"));
        assertThat(names("LD", "preview")).isEmpty();
    }

    @Test
    void what_no_variable_can_hold_is_refused_at_its_field() {
        Kinds.add(cast.database, alice, "any", "{\"type\": \"object\"}");

        assertThat(errors(set("A", "{\"a\": {\"b\": \"kanarie\\u0000\"}}", "any", "preview")).byField())
                .containsExactly(
                        java.util.Map.entry("/value/a/b",
                                "It has a character that no environment variable can hold. Remove it"));
    }

    @Test
    @Tag("R19")
    void a_requirement_is_met_by_a_name_that_a_value_gives_and_lost_with_it() {
        Asked.of(cast, alice).requires("PGHOST", "production").requires("PGPORT", "production");

        ok(set("DATABASE", "{\"host\": \"a\"}", "pg", "preview"));
        assertThat(missing()).containsExactly("PGHOST", "PGPORT");
        ok(set("DATABASE", "{\"host\": \"a\", \"port\": 1}", "pg", "production"));
        assertThat(missing()).isEmpty();
        ok(set("DATABASE", "{\"host\": \"a\"}", "pg", "production"));
        assertThat(missing()).containsExactly("PGPORT");
        ok(secrets.delete(alice, "DATABASE", new Whatever()));
        assertThat(missing()).containsExactly("PGHOST", "PGPORT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"new", "stored"})
    void of_two_saves_at_once_that_clash_one_is_refused(String what) throws Exception {
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < 100; i++) {
                var environment = i % 2 == 0 ? "preview" : "production";
                if (what.equals("stored")) {
                    ok(set("MAIN", "plain", "", "preview"));
                    ok(set("REPLICA", "plain", "", "preview"));
                    ok(set("PGHOST", "plain", "", environment.equals("preview") ? "production" : "preview"));
                }
                Callable<Result<?>> typed = () -> set("MAIN", "{\"host\": \"a\"}", "pg", environment);
                Callable<Result<?>> other = i % 4 < 2 ? () -> set("PGHOST", "plain", "", environment)
                        : () -> set("REPLICA", "{\"host\": \"b\"}", "pg", environment);
                var results = threads.invokeAll(List.of(typed, other));
                int stored = 0;
                for (var result : results) {
                    stored += result.get() instanceof Result.Ok<?> ? 1 : 0;
                }
                assertThat(stored).as("round %d", i).isEqualTo(1);
                for (var key : List.of("MAIN", "REPLICA", "PGHOST")) {
                    if (secrets.find(alice, key).isPresent()) {
                        ok(secrets.delete(alice, key, new Whatever()));
                    }
                }
            }
        }
    }

    @Test
    void a_plain_value_in_another_s_place_asks_nothing_of_names() {
        ok(set("A", "plain", "", "preview"));
        ok(set("DB", "{\"host\": \"a\"}", "pg", "preview"));
        try (var counter = new StatementCounter(cast.database.address());
                var database = Database.connect(counter.address())) {
            var counted = secrets(database);
            counted.set(alice, draft("A", "warm", "", "preview"), new Whatever());
            int plain = counter.of(() -> counted.set(alice, plain("A", "more", "preview"), new Whatever()) != null);
            int typed = counter.of(() -> counted.set(alice, plain("DB", "{\"host\": \"b\"}", "preview"),
                    new Whatever()) != null);
            assertThat(typed - plain).isEqualTo(6); // the type; the project, what others give, keys; away, and anew
        }
    }

    private List<String> missing() {
        return cast.database.read(sql -> Needs.of(sql, alice.projectId())).missing().stream().map(Need::key).toList();
    }

    private List<String> names(String key, String environment) {
        var secret = secrets.get(alice, key);
        var id = secret.slot(environment).orElseThrow().environment().id();
        return cast.database.read(sql -> SecretNames.of(sql, alice.projectId(), secret.id()))
                .getOrDefault(id, List.of());
    }

    private List<String> stored() {
        return cast.database.read(sql -> sql.select(SECRET_NAMES.NAME).from(SECRET_NAMES)
                .where(SECRET_NAMES.PROJECT_ID.eq(alice.projectId())).fetch(SECRET_NAMES.NAME));
    }

    private Result<Secrets.Written> set(String key, String value, String type, String... environments) {
        return secrets.set(alice, draft(key, value, type, environments), new Whatever());
    }

    private Result<Secret> retype(String key, String type) {
        return secrets.change(alice, key, new SecretChange(new NewValue.Kept(), Optional.of(type), Optional.empty(),
                List.of(), new Whatever()));
    }

    private static SecretDraft plain(String key, String value, String... environments) {
        return new SecretDraft(key, Plaintext.ofText(value), Optional.empty(), List.of(environments));
    }

    private static SecretDraft draft(String key, String value, String type, String... environments) {
        return new SecretDraft(key, Plaintext.ofText(value), Optional.of(type), Optional.empty(),
                List.of(environments));
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
