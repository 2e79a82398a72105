package dev.coffer.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.app.Apps;
import dev.coffer.audit.AuditRow;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Clash;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import dev.coffer.form.SecretLimits;
import dev.coffer.requirement.Declaration;
import dev.coffer.requirement.RequirementDraft;
import dev.coffer.requirement.Requirements;
import dev.coffer.secret.SecretChange.Unchanged;
import dev.coffer.secret.SecretChange.Whatever;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Secrets that are an app's own, beside the project's, on a real database. */
@Tag("R17")
class OwnSecretsTest {
    private static final ScopedKey OF_API = new ScopedKey("A", "api");

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
        SomeApps.add(cast.database, alice, "api", "web");
    }

    @Test
    void a_key_is_the_projects_and_beside_it_an_apps_own_each_with_its_own_of_everything() {
        var project = ok(secrets.create(alice, draft("A", "everybody's", "preview")));
        var own = ok(secrets.create(alice, draft("A", "api's", "preview", "production").ofApp("api")));
        ok(secrets.change(alice, OF_API, new SecretChange(Optional.empty(), Optional.of("For api alone"), List.of(),
                new Unchanged(own.tag()))));

        assertThat(project.app()).isEmpty();
        assertThat(own.app().orElseThrow().slug()).isEqualTo("api");
        assertThat(secrets.get(alice, "A")).as("untouched").isEqualTo(project);
        assertThat(secrets.get(alice, OF_API).description()).isEqualTo("For api alone");
        assertThat(opened(ScopedKey.ofProject("A"), "preview", 1)).isEqualTo("everybody's");
        assertThat(opened(OF_API, "preview", 1)).isEqualTo("api's");
        assertThat(secrets.find(alice, new ScopedKey("A", "web"))).isEmpty();
        assertThat(secrets.list(alice, SecretFilter.ALL).keys()).extracting(Listed::named)
                .containsExactly(ScopedKey.ofProject("A"), OF_API);
    }

    @Test
    void a_key_is_once_an_apps_own() {
        ok(secrets.create(alice, draft("A", "v", "preview").ofApp("api")));

        assertThat(clash(secrets.create(alice, draft("A", "w", "production").ofApp("api"))).message())
                .isEqualTo("A secret named A of api already exists in Preview. Edit it instead");
        ok(secrets.create(alice, draft("A", "w", "production").ofApp("web")));
        ok(secrets.add(alice, draft("A", "w", "production").ofApp("api")));
        assertThat(secrets.get(alice, OF_API).configured()).hasSize(2);
    }

    @Test
    @Tag("R4")
    void an_app_that_the_project_has_not_is_a_mistake() {
        assertThat(errors(secrets.create(alice, draft("A", "v", "preview").ofApp("nobody"))).at("app"))
                .isEqualTo("There is no app named so. Choose among api, web");
        assertThat(errors(secrets.create(alice, draft("A", "v", "preview").ofApp("A\0 b"))).at("app")).isNotNull();
        var other = cast.project("without-apps");
        assertThat(errors(secrets.create(other, draft("A", "v", "preview").ofApp("api"))).at("app"))
                .startsWith("This project has no apps");
        assertThat(secrets.list(alice, SecretFilter.ALL).keys()).isEmpty();
    }

    @Test
    void setting_changing_restoring_and_deleting_one_leaves_the_other() {
        ok(secrets.create(alice, draft("A", "everybody's", "preview")));
        ok(secrets.set(alice, draft("A", "one", "preview").ofApp("api"), new Whatever()));
        ok(secrets.set(alice, draft("A", "two", "preview").ofApp("api"), new Whatever()));
        ok(versions.restore(alice, OF_API, new SecretVersions.Target("preview", 1), new Whatever()));

        assertThat(versions.list(alice, OF_API, "preview")).hasSize(3);
        assertThat(versions.list(alice, "A", "preview")).hasSize(1);
        assertThat(opened(OF_API, "preview", 3)).isEqualTo("one");
        ok(secrets.deleteValue(alice, OF_API, "preview", new Whatever()));
        assertThat(secrets.find(alice, OF_API)).as("with its last value").isEmpty();
        assertThat(secrets.get(alice, "A").configured()).hasSize(1);
        assertThatThrownBy(() -> secrets.delete(alice, OF_API, new Whatever())).isInstanceOf(NotFound.class);
    }

    @Test
    @Tag("R21")
    void a_requirement_is_met_by_the_projects_value_and_never_by_an_apps_own() {
        var requirements = new Requirements(cast.database, cast.audit, SecretLimits.DEFAULT);
        ok(requirements.declare(alice, new Declaration("build", List.of(new RequirementDraft("A", true,
                Optional.of(List.of("preview")), new RequirementDraft.Texts("", ""), Optional.empty())))));
        ok(secrets.create(alice, draft("A", "v", "preview").ofApp("api")));

        assertThat(secrets.needs(alice).missing()).hasSize(1);
        var listed = secrets.list(alice, SecretFilter.ALL).keys();
        assertThat(listed).extracting(Listed::named, Listed::required).containsExactly(
                tuple(ScopedKey.ofProject("A"), true), tuple(OF_API, false));
        ok(secrets.create(alice, draft("A", "v", "preview")));
        assertThat(secrets.needs(alice).missing()).isEmpty();
        ok(secrets.delete(alice, "A", new Whatever()));
        assertThat(secrets.needs(alice).missing()).hasSize(1);
    }

    @Test
    void what_hides_what_is_told_an_environment() {
        ok(secrets.create(alice, draft("A", "v", "preview", "production")));
        ok(secrets.create(alice, draft("A", "own", "preview").ofApp("api")));
        ok(secrets.create(alice, draft("A", "own", "preview").ofApp("web")));
        ok(secrets.create(alice, draft("ONLY", "own", "preview").ofApp("api")));

        var listed = secrets.list(alice, SecretFilter.ALL).keys();
        assertThat(listed.getFirst().slots()).extracting(slot -> slot.layers().above())
                .containsExactly(List.of("api", "web"), List.of());
        assertThat(listed.get(1).slots()).extracting(slot -> slot.layers().below())
                .containsExactly(Optional.of(SecretFilter.Scope.PROJECT), Optional.of(SecretFilter.Scope.PROJECT));
        assertThat(listed.getLast().slots()).extracting(slot -> slot.layers().below())
                .containsExactly(Optional.empty(), Optional.empty());
    }

    @Test
    void a_list_can_be_narrowed_to_an_app_or_to_the_project() {
        ok(secrets.create(alice, draft("A", "v", "preview")));
        ok(secrets.create(alice, draft("A", "v", "preview").ofApp("api")));
        ok(secrets.create(alice, draft("B", "v", "preview").ofApp("web")));

        assertThat(found(SecretFilter.ALL.ofApp("api"))).containsExactly("A of api");
        assertThat(found(SecretFilter.ALL.ofApp(SecretFilter.EVERY_APP))).containsExactly("A");
        assertThat(found(SecretFilter.ALL.of(Optional.of(SecretFilter.Scope.APP))))
                .containsExactly("A of api", "B of web");
        assertThat(found(SecretFilter.ALL.of(Optional.of(SecretFilter.Scope.PROJECT)))).containsExactly("A");
    }

    @Test
    @Tag("R9")
    void the_limit_counts_the_keys_of_the_project_and_of_its_apps() {
        for (int i = 0; i < 3; i++) {
            ok(secrets.create(alice, draft("A" + i, "v", "preview")));
        }
        ok(secrets.create(alice, draft("A0", "v", "preview").ofApp("api")));
        ok(secrets.create(alice, draft("A0", "v", "preview").ofApp("web")));

        assertThat(errors(secrets.create(alice, draft("B", "v", "preview").ofApp("api"))).at("key"))
                .startsWith("This project has reached 5 secrets");
        assertThat(secrets.list(alice, SecretFilter.ALL).usage().used()).isEqualTo(5);
    }

    @Test
    @Tag("R18")
    void a_developer_writes_an_apps_own_as_any_other_and_not_where_it_is_protected() {
        ok(secrets.create(bob, draft("A", "v", "preview").ofApp("api")));

        assertThatThrownBy(() -> secrets.create(bob, draft("B", "v", "production").ofApp("api")))
                .isInstanceOf(Forbidden.class);
        var slug = alice.project().slug();
        assertThatThrownBy(() -> secrets.create(cast.access(cast.carol, slug),
                draft("B", "v", "preview").ofApp("api"))).isInstanceOf(Forbidden.class);
    }

    @Test
    void whose_own_it_is_stands_in_the_audit_log() {
        ok(secrets.create(alice, draft("A", "v", "preview").ofApp("api")));
        ok(secrets.set(alice, draft("A", "w", "preview").ofApp("api"), new Whatever()));
        ok(secrets.create(alice, draft("A", "v", "preview")));

        assertThat(cast.audit.page(alice, OptionalLong.empty(), 3))
                .extracting(AuditRow::object).startsWith("A", "A of api", "A of api");
    }

    @Test
    void an_app_that_is_deleted_meanwhile_takes_its_own_with_it_or_is_no_app() throws Exception {
        var apps = new Apps(cast.database, cast.audit);
        for (int i = 0; i < 10; i++) {
            var slug = "app-" + i;
            SomeApps.add(cast.database, alice, slug);
            try (var threads = Executors.newFixedThreadPool(2)) {
                var made = threads.submit(() -> secrets.create(alice, draft("A", "v", "preview").ofApp(slug)));
                threads.submit(() -> apps.delete(alice, slug, Optional.empty())).get();
                if (made.get() instanceof Result.Invalid<Secret>(var errors)) {
                    assertThat(errors.byField()).containsOnlyKeys("app");
                }
            }
        }
        assertThat(secrets.list(alice, SecretFilter.ALL).keys()).isEmpty();
    }

    @Test
    void another_projects_app_is_no_app_here() {
        var other = cast.project("elsewhere");
        SomeApps.add(cast.database, other, "far");

        assertThat(errors(secrets.create(alice, draft("A", "v", "preview").ofApp("far"))).byField())
                .containsOnlyKeys("app");
        ok(secrets.create(other, draft("A", "v", "preview").ofApp("far")));
        assertThat(secrets.find(alice, new ScopedKey("A", "far"))).isEmpty();
    }

    private static SecretDraft draft(String key, String value, String... environments) {
        return new SecretDraft(key, Plaintext.ofText(value), Optional.empty(), List.of(environments));
    }

    private List<String> found(SecretFilter filter) {
        return secrets.list(alice, filter).keys().stream().map(listed -> listed.named().told()).toList();
    }

    private String opened(ScopedKey named, String environment, int number) {
        var secret = secrets.get(alice, named);
        return cast.database.transact(tx -> {
            try (var value = store.open(tx, alice, secret.id(), secret.slot(environment).orElseThrow().environment(),
                    number).orElseThrow()) {
                return new String(value.expose(), StandardCharsets.UTF_8);
            }
        });
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

    private static Clash clash(Result<?> result) {
        return ((Result.Conflict<?>) result).clash();
    }
}
