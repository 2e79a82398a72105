package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.AUDIT_EVENTS;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.access.Forbidden;
import dev.coffer.crypto.Plaintext;
import dev.coffer.db.Database;
import dev.coffer.db.DatabaseFailed;
import dev.coffer.form.Result;
import dev.coffer.form.SecretLimits;
import dev.coffer.secret.ImportPlan.Action;
import dev.coffer.secret.ImportPlan.Item;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R27")
class ImportsTest {
    private static final Secrets.Limits LIMITS = new Secrets.Limits(100, SecretLimits.DEFAULT);
    private static final List<String> BOTH = List.of("preview", "production");
    private static Database database;
    private static Cast cast;
    private static Imports imports;
    private static Secrets secrets;
    private static SecretVersions versions;

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
        cast = new Cast(database);
        var store = new SecretStore(cast.keys);
        imports = new Imports(database, cast.keys, cast.audit, LIMITS);
        secrets = new Secrets(database, store, cast.audit, LIMITS);
        versions = new SecretVersions(database, store, cast.audit);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void anImportStoresEachValueInEachEnvironmentWithItsDescription() {
        var access = cast.project("stores");
        var plan = run(access, "# Calls Stripe\nA=one\nB='two lines\nof it'\nC=", "add");
        assertThat(plan.items()).extracting(Item::key, Item::action).containsExactly(
                tuple("A", Action.ADD), tuple("B", Action.ADD), tuple("C", Action.EMPTY));
        assertThat(secrets.list(access, SecretFilter.ALL).secrets()).extracting(Secret::key, Secret::description,
                secret -> secret.configured().size()).containsExactly(tuple("A", "Calls Stripe", 2), tuple("B", "", 2));
        assertThat(stored(access, "B", "production")).isEqualTo("two lines\nof it");
    }

    @Test
    void aPlanSaysTheSameAsTheImportAndStoresNothing() {
        var access = cast.project("plans");
        run(access, "OLD=1\nSAME=1", "add");
        var text = "OLD=2\nSAME=1\nNEW=1\n!=x";
        var planned = ok(imports.plan(access, request(text, "replace")));
        assertThat(keys(access)).containsExactly("OLD", "SAME");
        assertThat(stored(access, "OLD", "preview")).isEqualTo("1");
        assertThat(run(access, text, "replace").items()).isEqualTo(planned.items());
        assertThat(planned.items()).extracting(Item::action)
                .containsExactly(Action.REPLACE, Action.SAME, Action.ADD, Action.REFUSED);
        assertThat(stored(access, "OLD", "preview")).isEqualTo("2");
        assertThat(versions.list(access, "OLD", "preview")).hasSize(2);
        assertThat(versions.list(access, "SAME", "preview")).hasSize(1);
        assertThat(secrets.get(access, "SAME").revision()).isOne();
    }

    @Test
    void addKeepsAValueThatDiffersAndSaysWhere() {
        var access = cast.project("keeps");
        ok(imports.run(access, request("A=1", "add", List.of("production"))));
        var plan = run(access, "A=2", "add");
        assertThat(plan.items()).extracting(Item::action, Item::why).containsExactly(tuple(Action.REFUSED,
                "A has a value in Production already. Choose Replace to overwrite it"));
        assertThat(secrets.get(access, "A").configured()).hasSize(1);
    }

    @Test
    void anImportAndAPlanEachLeaveOneRowWithTheKeysButNoValue() {
        var access = cast.project("audited");
        run(access, "A=canary-5f2b\nB=1", "add");
        ok(imports.plan(access, request("A=canary-5f2b\nN=1", "add")));
        var bodies = bodies(access);
        assertThat(bodies.get(bodies.size() - 2)).contains("\"import.done\"", "\"keys\":[\"A\",\"B\"]",
                "\"environments\":[\"preview\",\"production\"]").doesNotContain("compared");
        assertThat(bodies.getLast()).contains("\"import.planned\"", "\"compared\":[\"A\"]");
        assertThat(bodies).noneMatch(body -> body.contains("canary-5f2b"));
        assertThat(cast.audit.page(access, java.util.OptionalLong.empty(), 10).getFirst().object())
                .isEqualTo("compared with A");
    }

    @Test
    void a101stKeyRefusesTheWholeFileAndSaysWhichLimit() {
        var access = cast.project("full");
        var file = lines(101);
        for (var result : List.of(imports.plan(access, request(file, "add")),
                imports.run(access, request(file, "add")))) {
            assertThat(mistake(result, "content"))
                    .isEqualTo("The file brings 101 new secrets, the project has 0 and may"
                            + " have 100. Nothing was imported. Leave some out, delete secrets that are not used, or ask whoever"
                            + " runs this server to raise COFFER_LIMIT_SECRETS");
        }
        assertThat(keys(access)).isEmpty();
        assertThat(run(access, lines(100), "add").stores()).isEqualTo(100);
        assertThat(run(access, lines(100).replace("value", "other"), "replace").count(Action.REPLACE)).isEqualTo(100);
    }

    @Test
    void aFileThatCannotBeReadIsRefused() {
        var access = cast.project("unreadable");
        var bytes = new byte[]{'A', '=', (byte) 0xff};
        var notUtf8 = new ImportRequest(ImportRequest.Format.DOTENV, Plaintext.of(bytes), BOTH, ImportRequest.Mode.ADD);
        assertThat(mistake(imports.run(access, notUtf8), "content")).startsWith("The file is not UTF-8 text");
        var notJson =
                new ImportRequest(ImportRequest.Format.JSON, Plaintext.ofText("A=1"), BOTH, ImportRequest.Mode.ADD);
        assertThat(mistake(imports.plan(access, notJson), "content")).startsWith("The file is not JSON");
    }

    @Test
    void anEnvironmentHasToBeThereAndOpenToTheRole() {
        var access = cast.project("roles");
        assertThat(mistake(imports.run(access, request("A=1", "add", List.of("staging"))), "environments"))
                .contains("preview, production");
        var bob = cast.access(cast.bob, "roles");
        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> imports.run(bob, request("A=1", "add")));
        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> imports.plan(bob, request("A=1", "add")));
        var carol = cast.access(cast.carol, "roles");
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> imports.run(carol, request("A=1", "add", List.of("preview"))));
        assertThat(keys(access)).isEmpty();
        ok(imports.run(bob, request("A=1", "add", List.of("preview"))));
        assertThat(secrets.get(access, "A").configured()).hasSize(1);
    }

    @Test
    void twoImportsAtOnceEndAsIfOneHadComeAfterTheOther() throws Exception {
        var access = cast.project("both");
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var runs = IntStream.range(0, 4).mapToObj(n -> threads.submit(() -> {
                start.await();
                return run(access, lines(60) + "\nOWN_" + n + "=1", "add");
            })).toList();
            start.countDown();
            var plans = new ArrayList<ImportPlan>();
            for (var each : runs) {
                plans.add(each.get());
            }
            assertThat(plans).extracting(plan -> plan.count(Action.ADD)).containsExactlyInAnyOrder(61, 1, 1, 1);
            assertThat(plans).extracting(plan -> plan.count(Action.SAME)).containsExactlyInAnyOrder(0, 60, 60, 60);
        }
        assertThat(keys(access)).hasSize(64);
    }

    @Test
    void twoImportsAtOnceDoNotPassTheLimitTogether() throws Exception {
        var access = cast.project("race");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = threads.submit(() -> imports.run(access, request(lines(60), "add")));
            var other = threads.submit(() -> imports.run(access, request(lines(60).replace("KEY", "OTHER"), "add")));
            assertThat(List.of(one.get() instanceof Result.Ok<?>, other.get() instanceof Result.Ok<?>))
                    .containsExactlyInAnyOrder(true, false);
        }
        assertThat(keys(access)).hasSize(60);
    }

    @Test
    void aRowThatFailsTakesTheWholeImportWithIt() {
        var access = cast.project("rolled");
        int rows = bodies(access).size();
        database.transact(tx -> tx.execute("""
                create function refuse_key() returns trigger language plpgsql as $$
                begin if new.key = 'KEY_050' then raise exception 'no'; end if; return new; end $$"""));
        database.transact(tx -> tx.execute(
                "create trigger refuse_key before insert on secrets for each row execute function refuse_key()"));
        try {
            var ninety = request(lines(90), "add");
            assertThatExceptionOfType(DatabaseFailed.class).isThrownBy(() -> imports.run(access, ninety));
        } finally {
            database.transact(tx -> tx.execute("drop trigger refuse_key on secrets"));
        }
        assertThat(keys(access)).isEmpty();
        assertThat(bodies(access)).hasSize(rows);
        assertThat(database.<Integer>read(sql -> sql.fetchCount(SECRET_VALUES.where(
                SECRET_VALUES.PROJECT_ID.eq(access.projectId()))))).isZero();
    }

    @ParameterizedTest
    @CsvSource({"documenso, 34, 66", "laravel, 39, 4", "phase, 13, 10", "infisical, 8, 32"})
    void importsTheFilesThatPublicProjectsPublish(String name, int added, int empty) throws IOException {
        var file = Path.of("../shared/data/dotenv").resolve(name + ".env");
        assumeTrue(Files.exists(file));
        var access = cast.project(name);
        var text = Files.readString(file);
        var plan = run(access, text, "add");
        assertThat(List.of(Action.values()).stream().map(plan::count)).containsExactly(added, 0, 0, empty, 0);
        assertThat(keys(access)).hasSize(added);
        assertThat(run(access, text, "add").count(Action.SAME)).isEqualTo(added);
    }

    private static String lines(int count) {
        return IntStream.range(0, count).mapToObj("KEY_%03d=value"::formatted).collect(Collectors.joining("\n"));
    }

    private static ImportPlan run(Access access, String text, String mode) {
        return ok(imports.run(access, request(text, mode)));
    }

    private static ImportRequest request(String text, String mode) {
        return request(text, mode, BOTH);
    }

    private static ImportRequest request(String text, String mode, List<String> environments) {
        return ok(ImportRequest.of("dotenv", Plaintext.ofText(text), environments, mode));
    }

    private static <T> T ok(Result<T> result) {
        assertThat(result).isInstanceOf(Result.Ok.class);
        return ((Result.Ok<T>) result).value();
    }

    private static String mistake(Result<?> result, String field) {
        return ((Result.Invalid<?>) result).errors().at(field);
    }

    private static List<String> keys(Access access) {
        return secrets.list(access, SecretFilter.ALL).secrets().stream().map(Secret::key).toList();
    }

    private static String stored(Access access, String key, String environment) {
        var secret = secrets.get(access, key);
        var slot = secret.slot(environment).orElseThrow();
        Optional<String> text = database.read(sql -> new SecretStore(cast.keys).open(sql, access, secret.id(),
                slot.environment(), slot.value().orElseThrow().version())
                .map(value -> new String(value.expose(), StandardCharsets.UTF_8)));
        return text.orElseThrow();
    }

    private static List<String> bodies(Access access) {
        return database.read(sql -> sql.select(AUDIT_EVENTS.BODY).from(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.CHAIN_ID.eq(access.projectId())).orderBy(AUDIT_EVENTS.SEQ)
                .fetch(AUDIT_EVENTS.BODY));
    }
}
