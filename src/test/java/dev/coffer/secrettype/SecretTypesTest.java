package dev.coffer.secrettype;

import static dev.coffer.db.schema.Tables.AUDIT_EVENTS;
import static dev.coffer.db.schema.Tables.SECRET_NAMES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import dev.coffer.secret.SecretDraft;
import dev.coffer.secret.SecretStore;
import dev.coffer.secret.Secrets;
import dev.coffer.secret.StoredValues;
import dev.coffer.secret.TypedSecrets;
import dev.coffer.secrettype.SecretTypes.Changed;
import dev.coffer.secrettype.SecretTypes.Halted;
import dev.coffer.secrettype.SecretTypes.Saved;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The use cases of secret types on a real database. */
@Tag("R13")
class SecretTypesTest {
    private static final String LONG = "{\"type\": \"string\", \"minLength\": 9}";
    private static final String ANY = "{\"type\": \"string\"}";
    private static final Predicate<TypeEffect> CAREFUL = TypeEffect::isNothing;
    private static final Predicate<TypeEffect> ANYWAY = _ -> true;
    private static Cast cast;
    private static SecretTypes types;
    private static Secrets secrets;

    private Access alice;

    @BeforeAll
    static void start() {
        cast = new Cast(TestDatabase.fresh());
        var store = new SecretStore(cast.keys);
        types = new SecretTypes(cast.database, new TypedSecrets(store), cast.audit);
        secrets = new Secrets(cast.database, store, cast.audit, new Secrets.Limits(50, SecretLimits.DEFAULT));
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
    void a_new_one_is_listed_and_audited_and_its_name_gives_its_key() {
        var made = made("Stripe key (live)", "", LONG);

        assertThat(made).matches(type -> type.key().equals("stripe-key-live") && type.uses() == 0
                && type.type().text().equals(LONG) && type.created().by().equals("Alice"));
        assertThat(types.list(alice)).containsExactly(made);
        assertThat(types.get(alice, "stripe-key-live")).isEqualTo(made);
        assertThat(newest().label()).isEqualTo("Added a secret type");
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> types.get(alice, "other"));
    }

    @Test
    void mistakes_come_all_at_once_and_store_nothing() {
        assertThat(mistakes("", "", "")).containsOnlyKeys("name", "schema");
        assertThat(mistakes("!", "", LONG)).containsEntry("key", "Key is required");
        assertThat(mistakes("A", "No", "{")).containsOnlyKeys("key", "schema");
        assertThat(mistakes("A", "new", LONG)).containsEntry("key", "new is reserved. Choose another key");
        assertThat(mistakes("a".repeat(101), "a", LONG))
                .containsEntry("name", "Name has 101 characters, the limit is 100");
        assertThat(mistakes("A", "a", "{\n \"type\": }").get("schema")).startsWith("Line 2, column ");
        assertThat(types.list(alice)).isEmpty();
    }

    @Test
    void a_key_is_taken_once_in_a_project_and_again_in_another() {
        made("A", "a", LONG);

        assertThat(types.create(alice, new SecretTypeDraft("B", "a", LONG)))
                .isInstanceOfSatisfying(Result.Conflict.class, conflict -> assertThat(((Result.Conflict<?>) conflict)
                        .clash().kind()).isEqualTo(Clash.Kind.EXISTS));
        var other = cast.project(alice.project().slug() + "x");
        assertThat(types.create(other, new SecretTypeDraft("B", "a", LONG))).isInstanceOf(Result.Ok.class);
        assertThat(types.list(other)).hasSize(1);
    }

    @Test
    void a_project_has_a_hundred_at_most() {
        for (int i = 0; i < 100; i++) {
            made("T", "t" + i, LONG);
        }
        assertThat(types.create(alice, new SecretTypeDraft("A", "a", LONG)))
                .isInstanceOfSatisfying(Result.Conflict.class, conflict -> assertThat(((Result.Conflict<?>) conflict)
                        .clash().message()).startsWith("This project has reached 100 secret types"));
        assertThat(types.list(alice)).hasSize(100);
    }

    @Test
    void a_change_leaves_out_what_stays_and_is_audited_once() {
        var made = made("A", "a", LONG);
        var renamed = saved(change("a", Optional.of("B"), Optional.empty(), CAREFUL));

        assertThat(renamed.name()).isEqualTo("B");
        assertThat(renamed.type().text()).isEqualTo(LONG);
        assertThat(renamed.type().revision()).isEqualTo(made.type().revision() + 1);
        assertThat(newest().label()).isEqualTo("Changed a secret type");
        saved(change("a", Optional.of("B"), Optional.of(LONG), CAREFUL));
        assertThat(types.get(alice, "a")).as("the same again changes nothing").isEqualTo(renamed);
    }

    @Test
    void the_second_of_two_editors_is_told_who_changed_what() {
        var read = new Unchanged(made("A", "a", LONG).tag());
        saved(change("a", Optional.of("B"), Optional.empty(), CAREFUL));
        assertThat(clash(types.change(alice, "a", new SecretTypeChange(Optional.empty(), Optional.of(ANY), read,
                CAREFUL))).message()).startsWith("Alice changed the name at ").endsWith("Check and save again");
        saved(change("a", Optional.empty(), Optional.of(ANY), CAREFUL));
        assertThat(clash(types.change(alice, "a", new SecretTypeChange(Optional.of("C"), Optional.empty(), read,
                CAREFUL))).message()).startsWith("Alice changed the name and the schema at ");
        assertThat(clash(types.delete(alice, "a", read)).kind()).isEqualTo(Clash.Kind.STALE);
    }

    @Test
    @Tag("R15")
    void a_change_that_values_would_not_fit_is_halted_with_their_places_and_recorded() {
        made("A", "a", ANY);
        typed("SHORT", "a", "short", "preview", "production");
        typed("LONG", "a", "long enough", "preview");

        var halted = (Halted) ((Result.Ok<Changed>) change("a", Optional.empty(), Optional.of(LONG), CAREFUL)).value();

        assertThat(halted.effect().unfit()).extracting(TypeEffect::place)
                .containsExactly("SHORT@preview", "SHORT@production");
        assertThat(types.get(alice, "a").type().text()).isEqualTo(ANY);
        assertThat(fits("SHORT")).containsExactly(true, true);
        assertThat(newest().label()).isEqualTo("Held values against a changed secret type");
    }

    @Test
    @Tag("R14")
    void variables_change_with_the_type_and_those_that_clash_stop_it() {
        made("A", "a", "{\"properties\": {\"host\": {}, \"port\": {}}}");
        typed("MAIN", "a", "{\"host\": \"kanarie\", \"port\": 1}", "production");
        typed("REPLICA", "a", "{\"host\": \"kanarie\"}", "preview", "production");
        var pg = "{\"properties\": {\"host\": {}, \"port\": {}}, \"x-coffer-env\": {\"%s\": \"{host}\"}}";

        var clash = clash(change("a", Optional.empty(), Optional.of(pg.formatted("PGHOST")), ANYWAY));
        assertThat(clash.kind()).isEqualTo(Clash.Kind.BLOCKED);
        assertThat(clash.message()).isEqualTo("REPLICA would give PGHOST in Production, which MAIN gives already."
                + " Delete that one, or give this one another type");
        assertThat(newest().label()).isEqualTo("Held values against a changed secret type");
        assertThat(variables()).containsExactly("MAIN_HOST", "MAIN_PORT", "REPLICA_HOST", "REPLICA_HOST");

        var halted =
                (Halted) ((Result.Ok<Changed>) change("a", Optional.empty(), Optional.of(pg.formatted("{KEY}_URL")),
                        TypeEffect::isNothing)).value();
        assertThat(halted.effect().variablesGone()).containsExactly("MAIN_HOST", "MAIN_PORT", "REPLICA_HOST");
        saved(change("a", Optional.empty(), Optional.of(pg.formatted("{KEY}_URL")), ANYWAY));
        assertThat(variables()).containsExactly("MAIN_URL", "REPLICA_URL", "REPLICA_URL");
    }

    private List<String> variables() {
        return cast.database.read(sql -> sql.select(SECRET_NAMES.NAME).from(SECRET_NAMES)
                .where(SECRET_NAMES.PROJECT_ID.eq(alice.projectId())).orderBy(SECRET_NAMES.NAME)
                .fetch(SECRET_NAMES.NAME));
    }

    @Test
    @Tag("R15")
    void saved_anyway_values_stay_and_are_marked_until_they_fit_again() {
        made("A", "a", ANY);
        typed("SHORT", "a", "short", "preview", "production");
        typed("LONG", "a", "long enough", "preview");
        var before = secrets.get(alice, "SHORT");
        var other = secrets.get(alice, "LONG");

        saved(change("a", Optional.empty(), Optional.of(LONG), ANYWAY));

        assertThat(fits("SHORT")).containsExactly(false, false);
        assertThat(fits("LONG")).containsExactly(true);
        assertThat(secrets.get(alice, "SHORT").tag()).as("another revision").isNotEqualTo(before.tag());
        assertThat(secrets.get(alice, "LONG")).isEqualTo(other);
        assertThat(unfit()).containsExactly("SHORT in preview", "SHORT in production");

        saved(change("a", Optional.empty(), Optional.of(ANY), CAREFUL));
        assertThat(fits("SHORT")).containsExactly(true, true);
    }

    @Test
    void a_value_that_did_not_fit_before_halts_nothing() {
        made("A", "a", ANY);
        typed("SHORT", "a", "short", "preview");
        saved(change("a", Optional.empty(), Optional.of(LONG), ANYWAY));

        saved(change("a", Optional.empty(), Optional.of(LONG.replace("9", "8")), CAREFUL));
        assertThat(fits("SHORT")).containsExactly(false);
    }

    @Test
    @Tag("R15")
    void a_type_in_use_stays_and_says_by_what_it_is_used() {
        made("A", "a", ANY);
        typed("B_KEY", "a", "value", "preview");
        typed("A_KEY", "a", "value", "preview");

        var clash = clash(types.delete(alice, "a", new Whatever()));

        assertThat(clash.kind()).isEqualTo(Clash.Kind.IN_USE);
        assertThat(clash.dependents()).extracting(Clash.Dependent::name).containsExactly("A_KEY", "B_KEY");
        assertThat(types.get(alice, "a").uses()).isEqualTo(2);
        secrets.delete(alice, "A_KEY", new Whatever());
        secrets.delete(alice, "B_KEY", new Whatever());
        assertThat(types.delete(alice, "a", new Whatever())).isInstanceOf(Result.Ok.class);
        assertThat(newest().label()).isEqualTo("Deleted a secret type");
        assertThat(types.list(alice)).isEmpty();
    }

    /** Whoever comes second sees what the first did: no value is marked as fitting that doesn't. */
    @Test
    @Tag("R15")
    void values_saved_while_their_type_changes_are_marked_as_they_are() throws Exception {
        made("A", "a", ANY);
        for (int i = 0; i < 4; i++) {
            typed("KEY_" + i, "a", "short", "preview", "production");
        }
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 8; round++) {
                var schema = round % 2 == 0 ? LONG : ANY;
                var tasks = new ArrayList<Future<?>>();
                tasks.add(pool.submit(() -> change("a", Optional.empty(), Optional.of(schema), ANYWAY)));
                for (int i = 0; i < 4; i++) {
                    var draft = new SecretDraft("KEY_" + i, Plaintext.ofText(i < 2 ? "short" : "long enough"),
                            Optional.empty(), List.of("preview"));
                    tasks.add(pool.submit(() -> secrets.set(alice, draft, new Whatever())));
                }
                for (var task : tasks) {
                    task.get();
                }
                for (int i = 0; i < 4; i++) {
                    for (var place : List.of("preview", "production")) {
                        boolean fits = secrets.get(alice, "KEY_" + i).slot(place).orElseThrow().value().orElseThrow()
                                .fits();
                        var value = new StoredValues(cast, alice).of("KEY_" + i, place);
                        assertThat(fits).as("round %d, KEY_%d in %s", round, i, place)
                                .isEqualTo(types.get(alice, "a").type().schema()
                                        .mistakes(Plaintext.ofText(value)).isEmpty());
                    }
                }
            }
        }
    }

    @Test
    @Tag("R15")
    void of_deleting_a_type_and_giving_it_to_a_secret_at_once_one_is_refused() throws Exception {
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 10; round++) {
                made("A", "a", ANY);
                var key = "KEY_" + round;
                var draft = new SecretDraft(key, Plaintext.ofText("v"), Optional.of("a"), Optional.empty(),
                        List.of("preview"));
                var deleted = pool.submit(() -> types.delete(alice, "a", new Whatever()));
                var created = pool.submit(() -> secrets.create(alice, draft));

                boolean isGone = deleted.get() instanceof Result.Ok;
                assertThat(created.get() instanceof Result.Ok).as("round %d", round).isNotEqualTo(isGone);
                assertThat(types.find(alice, "a").isEmpty()).isEqualTo(isGone);
                if (!isGone) {
                    secrets.delete(alice, key, new Whatever());
                    types.delete(alice, "a", new Whatever());
                }
            }
        }
    }

    @Test
    @Tag("R34")
    void who_only_looks_or_writes_secrets_changes_no_type() {
        made("A", "a", ANY);
        for (var user : List.of(cast.bob, cast.carol)) {
            var access = cast.access(user, alice.project().slug());
            assertThat(types.list(access)).hasSize(1);
            assertThatExceptionOfType(Forbidden.class)
                    .isThrownBy(() -> types.create(access, new SecretTypeDraft("B", "b", ANY)));
            assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> types.change(access, "a",
                    new SecretTypeChange(Optional.of("B"), Optional.empty(), new Whatever(), ANYWAY)));
            assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> types.delete(access, "a", new Whatever()));
        }
        assertThat(types.create(cast.access(cast.dave, alice.project().slug()), new SecretTypeDraft("B", "b", ANY)))
                .isInstanceOf(Result.Ok.class);
    }

    private StoredType made(String name, String key, String schema) {
        return ((Result.Ok<StoredType>) types.create(alice, new SecretTypeDraft(name, key, schema))).value();
    }

    private Map<String, String> mistakes(String name, String key, String schema) {
        return ((Result.Invalid<StoredType>) types.create(alice, new SecretTypeDraft(name, key, schema))).errors()
                .byField();
    }

    private Result<Changed> change(String key, Optional<String> name, Optional<String> schema,
            Predicate<TypeEffect> agreed) {
        return types.change(alice, key, new SecretTypeChange(name, schema, new Whatever(), agreed));
    }

    private static StoredType saved(Result<Changed> result) {
        return ((Saved) ((Result.Ok<Changed>) result).value()).stored();
    }

    private static Clash clash(Result<?> result) {
        return ((Result.Conflict<?>) result).clash();
    }

    private void typed(String key, String type, String value, String... environments) {
        assertThat(secrets.create(alice, new SecretDraft(key, Plaintext.ofText(value), Optional.of(type),
                Optional.empty(), List.of(environments)))).isInstanceOf(Result.Ok.class);
    }

    private List<Boolean> fits(String key) {
        return secrets.get(alice, key).slots().stream().flatMap(slot -> slot.value().stream())
                .map(value -> value.fits()).toList();
    }

    private AuditRow newest() {
        return cast.audit.page(alice, OptionalLong.empty(), 1).getFirst();
    }

    private List<String> unfit() {
        return cast.database.read(sql -> new JsonMapper().readTree(sql.select(AUDIT_EVENTS.BODY).from(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.CHAIN_ID.eq(alice.projectId())).orderBy(AUDIT_EVENTS.SEQ.desc()).limit(1)
                .fetchSingle(AUDIT_EVENTS.BODY)).path("unfit").valueStream().map(JsonNode::asString).toList());
    }
}
