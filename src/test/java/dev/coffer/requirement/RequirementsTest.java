package dev.coffer.requirement;

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
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.form.SecretLimits;
import dev.coffer.project.Environment;
import dev.coffer.project.EnvironmentDraft;
import dev.coffer.project.Environments;
import dev.coffer.secret.SecretDraft;
import dev.coffer.secret.SecretStore;
import dev.coffer.secret.Secrets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What sources declare, what people say about it, and what comes of it, on a real database. */
@Tag("R21")
class RequirementsTest {
    private static Cast cast;
    private static Requirements requirements;
    private static Dismissals dismissals;
    private static Environments environments;
    private static Secrets secrets;

    private Access alice;
    private Access bob;
    private Access carol;

    @BeforeAll
    static void start() {
        cast = new Cast(TestDatabase.fresh());
        requirements = new Requirements(cast.database, cast.audit, SecretLimits.DEFAULT);
        dismissals = new Dismissals(cast.database, cast.audit);
        environments = new Environments(cast.database, cast.audit);
        secrets = new Secrets(cast.database, new SecretStore(cast.keys), cast.audit,
                new Secrets.Limits(100, SecretLimits.DEFAULT));
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
        carol = cast.access(cast.carol, slug);
    }

    @Test
    void a_source_replaces_its_own_list_and_leaves_the_others() {
        ok(declare(alice, "build", required("A"), required("B")));
        ok(declare(alice, "ci", required("B"), optional("C")));

        var change = ok(declare(alice, "build", required("B"), required("D")));

        assertThat(change.declared()).containsExactly("D");
        assertThat(change.removed()).containsExactly("A");
        assertThat(said()).containsExactly("B build", "B ci", "C ci", "D build");
        var shared = requirements.readiness(alice).missing().stream().filter(need -> need.key().equals("B")).toList();
        assertThat(shared).hasSize(2).allSatisfy(need -> assertThat(need.sources()).containsExactly("build", "ci"));
    }

    @Test
    void saying_the_same_again_changes_nothing_and_is_no_row_in_the_audit_log() {
        var draft = new RequirementDraft("A", true, Optional.of(List.of("production", "preview")),
                new RequirementDraft.Texts("Payments", "What it is"), Optional.of("stripe-key"));
        ok(declare(alice, "build", draft));
        var before = requirements.list(alice).declared();

        assertThat(ok(declare(alice, "build", draft))).isEqualTo(Requirements.Change.NONE);

        assertThat(requirements.list(alice).declared()).isEqualTo(before);
        assertThat(actions("requirements.declared")).hasSize(1);
    }

    @Test
    void what_is_left_open_is_needed_in_environments_that_are_added_later_too() {
        ok(declare(alice, "build", required("EVERYWHERE"), in("PREVIEW_ONLY", "preview")));
        ok(environments.add(alice, new EnvironmentDraft("Staging", "staging", false)));

        assertThat(missing()).containsExactly("EVERYWHERE preview", "PREVIEW_ONLY preview", "EVERYWHERE production",
                "EVERYWHERE staging");
    }

    @Test
    void required_wins_where_sources_disagree() {
        ok(declare(alice, "build", optional("A")));
        assertThat(requirements.readiness(alice).isReady()).isTrue();

        ok(declare(alice, "ci", in("A", "production")));

        assertThat(missing()).containsExactly("A production");
    }

    @Test
    void every_mistake_is_named_by_its_place_in_the_list() {
        var result = declare(alice, "", new RequirementDraft("1A", true, Optional.of(List.of()),
                new RequirementDraft.Texts("f".repeat(201), "d".repeat(1_001)), Optional.of("No Type")),
                required("TWICE"), required("TWICE"), required("NODE_OPTIONS"));

        assertThat(errors(result).byField()).containsOnlyKeys("source", "requirements[0].key",
                "requirements[0].environments", "requirements[0].feature", "requirements[0].description",
                "requirements[0].type", "requirements[2].key", "requirements[3].key");
        assertThat(errors(result).at("requirements[2].key")).isEqualTo("TWICE stands in the list twice. Name it once");
        assertThat(errors(result).at("requirements[3].key")).contains("NODE_OPTIONS changes what code");
        assertThat(said()).isEmpty();
    }

    @Test
    void an_environment_that_the_project_has_not_is_a_mistake() {
        var result = declare(alice, "build", required("A"), in("B", "preview", "staging"));

        assertThat(errors(result).byField()).containsOnlyKeys("requirements[1].environments");
        assertThat(errors(result).at("requirements[1].environments")).contains("preview, production");
        assertThat(said()).isEmpty();
    }

    @Test
    void a_text_that_holds_a_value_is_refused_without_repeating_it() {
        var value = "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc";
        for (var texts : List.of(new RequirementDraft.Texts("", "Use " + value),
                new RequirementDraft.Texts(value, ""))) {
            var result = declare(alice, "build",
                    new RequirementDraft("A", true, Optional.empty(), texts, Optional.empty()));
            assertThat(errors(result).entries()).singleElement().satisfies(
                    mistake -> assertThat(mistake.message()).contains("looks like a value").doesNotContain("4eC39"));
        }
        assertThat(errors(declare(alice, value, required("A"))).at("source")).contains("looks like a value");
    }

    @Test
    void a_source_has_a_name_and_500_requirements_at_most() {
        assertThat(errors(declare(alice, "s".repeat(65), required("A"))).at("source")).contains("the limit is 64");
        assertThat(errors(declare(alice, "a\tb", required("A"))).at("source")).contains("can't be shown");
        assertThat(errors(declare(alice, "By Hand", required("A"))).at("source")).contains("keep themselves");
        var many = Stream.iterate(1, n -> n + 1).limit(501).map(n -> required("K" + n))
                .toArray(RequirementDraft[]::new);
        assertThat(errors(declare(alice, "build", many)).at("requirements")).contains("500", "501");

        assertThat(ok(declare(alice, " Build ", Arrays.copyOf(many, 500))).declared()).hasSize(500);
        assertThat(requirements.list(alice).declared()).extracting(Requirement::source).containsOnly("Build");
        ok(environments.add(alice, new EnvironmentDraft("Staging", "staging", false)));
        var placed = Stream.of(many).limit(500).map(draft -> in(draft.key(), "preview", "production", "staging"))
                .toArray(RequirementDraft[]::new);
        assertThat(ok(declare(alice, "Build", placed)).declared()).hasSize(500);
        assertThat(ok(declare(alice, "Build")).removed()).hasSize(500);
    }

    @Test
    void fifty_sources_are_the_most() {
        for (int i = 0; i < 50; i++) {
            ok(declare(alice, "source " + i, required("A")));
        }
        assertThat(errors(declare(alice, "one more", required("A"))).at("source")).contains("50 sources");
        ok(declare(alice, "source 7", required("B")));
    }

    @Test
    void one_is_added_changed_and_removed_by_hand() {
        ok(declare(alice, "build", required("A")));
        assertThat(ok(requirements.add(alice, optional("A"))).isByHand()).isTrue();
        assertThat(clash(requirements.add(alice, required("A"))).kind()).isEqualTo(Clash.Kind.EXISTS);

        ok(requirements.replace(alice, in("A", "preview")));
        assertThat(requirements.get(alice, Requirement.BY_HAND, "A").environments()).extracting(Environment::slug)
                .containsExactly("preview");
        assertThatThrownBy(() -> requirements.replace(alice, required("B"))).isInstanceOf(NotFound.class);

        ok(requirements.remove(alice, Requirement.BY_HAND, "A"));
        assertThat(said()).containsExactly("A build");
        assertThatThrownBy(() -> requirements.remove(alice, Requirement.BY_HAND, "A")).isInstanceOf(NotFound.class);
        assertThat(errors(requirements.add(alice, in("B", "staging"))).at("environments")).contains("preview");
        assertThat(errors(requirements.add(alice, required(""))).at("key")).isEqualTo("Secret key is required");
    }

    @Test
    void a_sources_whole_list_is_taken_away() {
        ok(declare(alice, "old build", required("A"), required("B")));
        ok(requirements.add(alice, required("B")));

        assertThat(ok(requirements.removeAll(alice, "old build")).removed()).containsExactly("A", "B");

        assertThat(said()).containsExactly("B by hand");
        assertThatThrownBy(() -> requirements.removeAll(alice, "old build")).isInstanceOf(NotFound.class);
    }

    @Test
    @Tag("R34")
    void a_developer_asks_for_more_and_never_lets_a_protected_environment_need_less() {
        ok(declare(bob, "build", required("A"), optional("O")));
        ok(declare(bob, "ci", required("A")));

        ok(declare(bob, "ci"));
        assertThatThrownBy(() -> declare(bob, "build", optional("O"))).isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> declare(bob, "build", optional("A"))).isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> declare(bob, "build", in("A", "preview"))).isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> requirements.remove(bob, "build", "A")).isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> requirements.removeAll(bob, "build")).isInstanceOf(Forbidden.class);
        ok(requirements.add(bob, required("H")));
        assertThatThrownBy(() -> requirements.replace(bob, optional("H"))).isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> requirements.remove(bob, Requirement.BY_HAND, "H")).isInstanceOf(Forbidden.class);
        assertThat(missing()).containsExactly("A preview", "H preview", "A production", "H production");

        ok(declare(bob, "build", in("A", "production")));
        ok(declare(alice, "build"));
        assertThat(missing()).containsExactly("H preview", "H production");
    }

    @Test
    @Tag("R34")
    void a_viewer_sees_and_changes_nothing() {
        ok(declare(alice, "build", required("A")));

        assertThat(requirements.readiness(carol).missing()).hasSize(2);
        assertThatThrownBy(() -> declare(carol, "build")).isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> requirements.add(carol, required("B"))).isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> requirements.remove(carol, "build", "A")).isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> dismissals.dismiss(carol, place("A"), "why")).isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> dismissals.bringBack(carol, place("A"))).isInstanceOf(Forbidden.class);
    }

    @Test
    @Tag("R23")
    void a_dismissed_one_does_not_block_and_says_why() {
        ok(declare(alice, "build", required("A")));

        assertThat(ok(dismissals.dismiss(alice, place("A"), " Not used yet "))).extracting(Environment::slug)
                .containsExactly("preview", "production");

        var readiness = requirements.readiness(alice);
        assertThat(readiness.isReady()).isTrue();
        assertThat(readiness.needs()).allSatisfy(need -> {
            assertThat(need.status()).isEqualTo(Need.Status.DISMISSED);
            assertThat(need.dismissal().orElseThrow().reason()).isEqualTo("Not used yet");
            assertThat(need.dismissal().orElseThrow().by()).isEqualTo("Alice");
        });
        ok(dismissals.dismiss(alice, place("A"), "Not used yet"));
        assertThat(actions("requirement.dismissed")).singleElement()
                .satisfies(row -> assertThat(row.object()).contains("A", "because: Not used yet"));

        assertThat(ok(dismissals.bringBack(alice, place("A", "production")))).hasSize(1);
        assertThat(ok(dismissals.bringBack(alice, place("A", "production")))).isEmpty();
        assertThat(missing()).containsExactly("A production");
        assertThat(actions("requirement.brought_back")).hasSize(1);
    }

    @Test
    @Tag("R23")
    void what_is_not_needed_or_has_a_value_is_not_dismissed() {
        ok(declare(alice, "build", in("A", "preview", "production"), in("B", "preview")));
        ok(secrets.create(alice, new SecretDraft("A", Plaintext.ofText("v"), Optional.empty(), List.of("preview"))));

        assertThatThrownBy(() -> dismissals.dismiss(alice, place("X"), "why")).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> dismissals.dismiss(alice, place("B", "production"), "why"))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> dismissals.bringBack(alice, place("X"))).isInstanceOf(NotFound.class);
        assertThat(clash(dismissals.dismiss(alice, place("A", "preview"), "why")).message()).contains("has a value");
        assertThat(ok(dismissals.dismiss(alice, place("A"), "why"))).extracting(Environment::slug)
                .containsExactly("production");
        assertThat(errors(dismissals.dismiss(alice, place("A", "staging"), "why")).at("environment"))
                .contains("preview, production");
        assertThat(errors(dismissals.dismiss(alice, place("B"), " ")).at("reason")).contains("Say why");
        assertThat(errors(dismissals.dismiss(alice, place("B"), "r".repeat(301))).at("reason")).contains("300");
        assertThat(errors(dismissals.dismiss(alice, place("B"), "ghp_" + "abcdefgh12345678ABCD")).at("reason"))
                .contains("looks like a value");
    }

    @Test
    @Tag("R34")
    void a_developer_dismisses_and_brings_back_outside_protected_environments() {
        ok(declare(bob, "build", required("A")));

        ok(dismissals.dismiss(bob, place("A", "preview"), "why"));
        assertThatThrownBy(() -> dismissals.dismiss(bob, place("A", "production"), "why"))
                .isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> dismissals.dismiss(bob, place("A"), "why")).isInstanceOf(Forbidden.class);
        ok(dismissals.dismiss(alice, place("A", "production"), "why"));
        assertThatThrownBy(() -> dismissals.bringBack(bob, place("A"))).isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> dismissals.dismiss(bob, place("A", "production"), "another"))
                .isInstanceOf(Forbidden.class);
        ok(dismissals.bringBack(bob, place("A", "preview")));
    }

    @Test
    @Tag("R23")
    void a_dismissal_goes_with_the_need_and_when_optional_becomes_required() {
        ok(declare(alice, "build", required("A"), optional("B"), required("C")));
        for (var key : List.of("A", "B", "C")) {
            ok(dismissals.dismiss(alice, place(key, "production"), "why"));
        }

        var change = ok(declare(alice, "build", required("B"), optional("C")));

        assertThat(change.dropped()).containsExactly("A in production", "B in production");
        assertThat(actions("requirements.declared").getFirst().object())
                .contains("removed: A", "dismissals dropped: A in production, B in production");
        ok(declare(alice, "build", required("A"), required("B"), required("C")));
        assertThat(missing()).containsExactly("A preview", "B preview", "C preview", "A production", "B production");
    }

    @Test
    void what_only_a_deleted_environment_needed_goes_with_it() {
        ok(environments.add(alice, new EnvironmentDraft("Staging", "staging", false)));
        ok(declare(alice, "build", in("ONLY", "staging"), in("BOTH", "staging", "preview"), required("ALL")));
        ok(dismissals.dismiss(alice, place("ONLY"), "why"));

        ok(environments.delete(alice, "staging"));

        assertThat(said()).containsExactly("ALL build", "BOTH build");
        assertThat(actions("environment.deleted").getFirst().object()).contains("removed: ONLY");
        assertThat(missing()).containsExactly("ALL preview", "BOTH preview", "ALL production");
    }

    @Test
    @Tag("R35")
    void each_change_is_in_the_audit_log() {
        ok(declare(alice, "build", required("A")));
        ok(requirements.add(alice, required("H")));
        ok(requirements.remove(alice, Requirement.BY_HAND, "H"));
        ok(declare(alice, "build"));

        assertThat(rows()).extracting(AuditRow::label).startsWith("Removed a requirement", "Removed a requirement",
                "Added a requirement", "Declared what the project needs");
        assertThat(rows()).extracting(AuditRow::object).startsWith("by build, removed: A", "by by hand, removed: H",
                "H, by by hand", "A, by build");
    }

    private static Result<Requirements.Change> declare(Access access, String source, RequirementDraft... drafts) {
        return requirements.declare(access, new Declaration(source, List.of(drafts)));
    }

    private static RequirementDraft required(String key) {
        return new RequirementDraft(key, true, Optional.empty(), RequirementDraft.Texts.NONE, Optional.empty());
    }

    private static RequirementDraft optional(String key) {
        return new RequirementDraft(key, false, Optional.empty(), RequirementDraft.Texts.NONE, Optional.empty());
    }

    private static RequirementDraft in(String key, String... environments) {
        return new RequirementDraft(key, true, Optional.of(List.of(environments)), RequirementDraft.Texts.NONE,
                Optional.empty());
    }

    private static Dismissals.Place place(String key) {
        return new Dismissals.Place(key, Optional.empty());
    }

    private static Dismissals.Place place(String key, String environment) {
        return new Dismissals.Place(key, Optional.of(environment));
    }

    private List<String> said() {
        return requirements.list(alice).declared().stream().map(each -> each.key() + " " + each.source()).toList();
    }

    private List<String> missing() {
        return requirements.readiness(alice).missing().stream()
                .map(need -> need.key() + " " + need.environment().slug()).toList();
    }

    private List<AuditRow> rows() {
        return cast.audit.page(alice, OptionalLong.empty(), 100);
    }

    private List<AuditRow> actions(String action) {
        return rows().stream().filter(row -> row.action().equals(action)).toList();
    }

    private static <T> T ok(Result<T> result) {
        assertThat(result).isInstanceOf(Result.Ok.class);
        return ((Result.Ok<T>) result).value();
    }

    private static <T> Errors errors(Result<T> result) {
        assertThat(result).isInstanceOf(Result.Invalid.class);
        return ((Result.Invalid<T>) result).errors();
    }

    private static <T> Clash clash(Result<T> result) {
        assertThat(result).isInstanceOf(Result.Conflict.class);
        return ((Result.Conflict<T>) result).clash();
    }
}
