package dev.coffer.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import dev.coffer.form.SecretLimits;
import dev.coffer.requirement.RequirementDraft;
import dev.coffer.requirement.Requirements;
import dev.coffer.secret.SecretChange.Whatever;
import dev.coffer.secrettype.SecretTypeChange;
import dev.coffer.secrettype.SecretTypes.Halted;
import dev.coffer.secrettype.SecretTypes.Saved;
import dev.coffer.secrettype.SecretTypes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What values of several parts give, where they are an app's own: names clash within one app, and not beyond. */
@Tag("R14")
@Tag("R17")
class OwnVariablesTest {
    private static final String PG = """
            {"type": "object", "required": ["host"], "properties": {
              "host": {"type": "string"}, "port": {"type": "integer"}},
             "x-coffer-env": {"{KEY}": "pg://{host}[:{port}]", "PGHOST": "{host}", "PGPORT": "{port}"}}""";
    private static final String VALUE = "{\"host\": \"kanarie\"}";

    private static Cast cast;
    private static Secrets secrets;
    private static SecretStore store;

    private Access alice;

    @BeforeAll
    static void start() {
        cast = new Cast(TestDatabase.fresh());
        store = new SecretStore(cast.keys);
        secrets = new Secrets(cast.database, store, cast.audit, new Secrets.Limits(100, SecretLimits.DEFAULT));
    }

    @AfterAll
    static void stop() {
        cast.database.close();
    }

    @BeforeEach
    void project(TestInfo test) {
        alice = cast.project("p" + Integer.toUnsignedString(test.getDisplayName().hashCode(), 36));
        SomeApps.add(cast.database, alice, "api", "web");
        Kinds.add(cast.database, alice, "pg", PG);
    }

    @Test
    void the_same_name_can_be_given_to_all_and_to_one() {
        ok(set("DATABASE", "", VALUE, "pg"));
        ok(set("DATABASE", "api", VALUE, "pg"));
        ok(set("OTHER", "web", VALUE, "pg"));
        ok(set("PGPORT", "api", "plain", ""));

        assertThat(names("DATABASE", "")).containsExactly("PGHOST");
        assertThat(names("DATABASE", "api")).containsExactly("PGHOST");
        assertThat(names("OTHER", "web")).containsExactly("PGHOST");
        ok(secrets.delete(alice, new ScopedKey("DATABASE", "api"), new Whatever()));
        assertThat(names("DATABASE", "")).as("the project's stays").containsExactly("PGHOST");
    }

    @Test
    void within_an_app_no_two_values_give_the_same() {
        ok(set("DATABASE", "api", VALUE, "pg"));

        assertThat(errors(set("OTHER", "api", VALUE, "pg")).at("value"))
                .isEqualTo("OTHER would give PGHOST in Preview, which DATABASE gives already. Delete that one, or give"
                        + " this one another type");
        assertThat(errors(set("PGHOST", "api", "plain", "")).at("key")).startsWith("DATABASE gives PGHOST in Preview");
        ok(set("PGHOST", "", "plain", ""));
        ok(set("PGHOST", "web", "plain", ""));
        assertThat(errors(set("OTHER", "", VALUE, "pg")).at("value")).contains("which the secret PGHOST has a value");
    }

    @Test
    @Tag("R21")
    void what_an_apps_own_gives_meets_no_requirement() {
        ok(new Requirements(cast.database, cast.audit, SecretLimits.DEFAULT).add(alice, new RequirementDraft("PGHOST",
                true, Optional.of(List.of("preview")), new RequirementDraft.Texts("", ""), Optional.empty())));
        ok(set("DATABASE", "api", VALUE, "pg"));

        assertThat(secrets.needs(alice).missing()).hasSize(1);
        var listed = secrets.list(alice, SecretFilter.ALL).keys();
        assertThat(listed.getLast().named()).isEqualTo(ScopedKey.ofProject("PGHOST"));
        assertThat(listed.getLast().slots().getFirst().giver()).isEmpty();
        assertThat(listed.getLast().slots().getFirst().layers().above()).containsExactly("api");
        ok(set("DATABASE", "", VALUE, "pg"));
        assertThat(secrets.needs(alice).missing()).isEmpty();
    }

    @Test
    void given_by_is_told_within_the_app() {
        ok(set("DATABASE", "api", VALUE, "pg"));
        ok(secrets.create(alice, new SecretDraft("PGHOST", Plaintext.ofText("plain"), Optional.of(""),
                Optional.empty(), List.of("production")).ofApp("api")));

        var listed = secrets.list(alice, SecretFilter.ALL.ofApp("api")).keys().getLast();
        assertThat(listed.key()).isEqualTo("PGHOST");
        assertThat(listed.slots()).extracting(Secret.Slot::giver).containsExactly(Optional.of("DATABASE"),
                Optional.empty());
    }

    @Test
    void a_type_that_changes_is_held_against_both() {
        ok(set("DATABASE", "", "{\"host\": \"kanarie\", \"port\": 1}", "pg"));
        ok(set("DATABASE", "api", VALUE, "pg"));
        var types = new SecretTypes(cast.database, new TypedSecrets(store), cast.audit);
        var wantsPort = PG.replace("[\"host\"]", "[\"host\", \"port\"]");

        var halted = (Halted) ok(types.change(alice, "pg", new SecretTypeChange(Optional.empty(),
                Optional.of(wantsPort), new Whatever(), effect -> effect.fits())));
        assertThat(halted.effect().unfit()).singleElement()
                .satisfies(value -> assertThat(value.named()).isEqualTo(new ScopedKey("DATABASE", "api")));
        assertThat(ok(types.change(alice, "pg", new SecretTypeChange(Optional.empty(), Optional.of(wantsPort),
                new Whatever(), _ -> true)))).isInstanceOf(Saved.class);
        assertThat(fits("")).isTrue();
        assertThat(fits("api")).isFalse();
        assertThat(types.users(alice, "pg")).extracting(ScopedKey::told).containsExactly("DATABASE",
                "DATABASE of api");
    }

    private boolean fits(String app) {
        return secrets.get(alice, new ScopedKey("DATABASE", app)).slot("preview").orElseThrow().value().orElseThrow()
                .fits();
    }

    private List<String> names(String key, String app) {
        var secret = secrets.get(alice, new ScopedKey(key, app));
        return secrets.variables(alice, secret)
                .getOrDefault(secret.slot("preview").orElseThrow().environment().id(), List.of());
    }

    private Result<Secrets.Written> set(String key, String app, String value, String type) {
        return secrets.set(alice, new SecretDraft(key, Plaintext.ofText(value), Optional.of(type), Optional.empty(),
                List.of("preview")).ofApp(app), new Whatever());
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
