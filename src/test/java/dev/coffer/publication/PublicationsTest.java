package dev.coffer.publication;

import static dev.coffer.publication.Stage.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.audit.AuditRow;
import dev.coffer.builtin.BuiltInDraft;
import dev.coffer.builtin.BuiltIns;
import dev.coffer.crypto.InstanceSeal;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import dev.coffer.form.SecretLimits;
import dev.coffer.publication.Publication.Dismissed;
import dev.coffer.publication.Publications.Which;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Publishing on a real database. */
@Tag("R24")
class PublicationsTest {
    private static final int RACES = 200;

    private static Cast cast;
    private static Stage stage;

    private Access alice;
    private Access bob;

    @BeforeAll
    static void start() {
        cast = new Cast(TestDatabase.fresh());
        stage = Stage.on(cast);
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
    void a_publication_pins_the_current_version_of_every_secret_of_its_environment() {
        stage.set(alice, "TWICE_SET", "one", "preview");
        stage.set(alice, "TWICE_SET", "two", "preview");
        stage.set(alice, "ELSEWHERE", "v", "production");

        var published = ok(stage.publish(alice, " v1 ", "preview"));

        assertThat(published.version()).isEqualTo("v1");
        assertThat(published.environment().slug()).isEqualTo("preview");
        assertThat(published.createdBy()).isEqualTo("Alice");
        assertThat(published.secrets()).isEqualTo(1);
        assertThat(stage.publications().pins(alice, published)).extracting(Pin::key, Pin::number)
                .containsExactly(tuple("TWICE_SET", 2));
    }

    @Test
    void what_is_pinned_stays_pinned_when_the_secret_changes_and_when_it_goes() {
        stage.set(alice, "A", "one", "preview");
        var published = ok(stage.publish(alice, "1", "preview"));

        stage.set(alice, "A", "two", "preview");
        stage.delete(alice, "A");

        assertThat(stage.publications().pins(alice, published)).extracting(Pin::key, Pin::number)
                .containsExactly(tuple("A", 1));
    }

    @Test
    @Tag("R19")
    void built_in_secrets_are_pinned_where_they_apply_and_are_not_overridden() {
        stage.builtIn(alice, "P_EVERYWHERE", 3, "");
        stage.builtIn(alice, "P_NAMED", 1, "");
        stage.builtIn(alice, "P_NAMED", 7, "preview");
        stage.builtIn(alice, "P_ELSEWHERE", 1, "production");
        stage.builtIn(alice, "P_OVERRIDDEN", 4, "");
        stage.set(alice, "P_OVERRIDDEN", "own", "preview");

        var pins = stage.publications().pins(alice, ok(stage.publish(alice, "1", "preview")));

        assertThat(pins).filteredOn(pin -> pin.key().startsWith("P_"))
                .extracting(Pin::key, Pin::scope, Pin::number).containsExactly(
                        tuple("P_EVERYWHERE", Pin.Scope.ORGANIZATION, 3),
                        tuple("P_NAMED", Pin.Scope.ORGANIZATION, 7),
                        tuple("P_OVERRIDDEN", Pin.Scope.PROJECT, 1));
    }

    @Test
    @Tag("R23")
    void a_missing_required_secret_blocks_and_each_one_is_named() {
        stage.need(alice, "FIRST", true);
        stage.need(alice, "SECOND", true);
        stage.need(alice, "NICE_TO_HAVE", false);
        stage.set(alice, "FIRST", "v", "preview");

        var clash = clash(stage.publish(alice, "1", "production"));

        assertThat(clash.kind()).isEqualTo(Clash.Kind.BLOCKED);
        assertThat(clash.message()).isEqualTo("2 required secrets have no value in Production. Set them, then publish");
        assertThat(clash.missing()).containsExactly(new Clash.Missing("FIRST", "production", "Payments"),
                new Clash.Missing("SECOND", "production", "Payments"));
        assertThat(clash(stage.publish(alice, "1", "preview")).missing()).extracting(Clash.Missing::key)
                .containsExactly("SECOND");
        assertThat(listed(alice, "")).isEmpty();
        stage.set(alice, "SECOND", "v", "preview");
        ok(stage.publish(alice, "1", "preview"));
    }

    @Test
    @Tag("R23")
    void what_was_dismissed_does_not_block_and_is_kept_with_its_reason() {
        stage.need(alice, "DROPPED", true);
        stage.need(alice, "NICE_TO_HAVE", false);
        stage.dismiss(alice, "DROPPED", "preview", "No payments in preview");
        stage.dismiss(alice, "NICE_TO_HAVE", "preview", "Never mind");

        var published = ok(stage.publish(alice, "1", "preview"));
        stage.bringBack(alice, "DROPPED");

        assertThat(stage.publications().get(alice, "preview", "1").dismissed())
                .isEqualTo(published.dismissed())
                .containsExactly(new Dismissed("DROPPED", "No payments in preview"));
        assertThat(clash(stage.publish(alice, "1", "production")).missing()).hasSize(1);
    }

    @Test
    void a_version_is_published_once_an_environment_and_the_second_hears_when_and_by_whom() {
        ok(stage.publish(alice, "1", "preview"));
        ok(stage.publish(alice, "1", "production"));

        var clash = clash(stage.publish(bob, "1", "preview"));

        assertThat(clash.kind()).isEqualTo(Clash.Kind.EXISTS);
        assertThat(clash.message()).matches("Alice published 1 to Preview on 20.* UTC\\. Choose another version");
        assertThat(stage.publications().named(alice, "1")).extracting(each -> each.environment().slug())
                .containsExactly("preview", "production");
    }

    @Test
    void a_version_is_one_visible_word_that_an_address_can_hold() {
        assertThat(mistake("")).isEqualTo("Version is required");
        assertThat(mistake("x".repeat(65))).isEqualTo("Version has 65 characters, the limit is 64");
        for (var wrong : List.of("a/b", "a\\b", "50%", "a?", "a#", "a;b", "a b", "a\u0007", "a\u200Eb", ".", "..",
                "new")) {
            assertThat(mistake(wrong)).as(wrong).isNotNull();
        }
        for (var fine : List.of("14", "v1.4.2", "2026-11-21+build.7", "a:b", "größe", "リリース", "~", "x".repeat(64))) {
            assertThat(mistake(fine)).as(fine).isNull();
        }
        var nowhere = (Result.Invalid<Publication>) stage.publish(alice, "1", "staging");
        assertThat(nowhere.errors().at("environment")).contains("preview, production");
        assertThat(((Result.Invalid<Publication>) stage.publish(alice, "1", "")).errors().at("environment"))
                .isEqualTo("Choose an environment");
    }

    @Test
    void the_next_version_counts_the_last_number_up() {
        assertThat(List.of("13", "v1.4.2", "2026-11-09", "rc-9-final", "007", "spring"))
                .extracting(PublicationDraft::after)
                .containsExactly("14", "v1.4.3", "2026-11-10", "rc-10-final", "008", "");
    }

    @Test
    @Tag("R34")
    void developers_publish_where_it_is_not_protected_and_viewers_nowhere() {
        ok(stage.publish(bob, "1", "preview"));

        assertThatThrownBy(() -> stage.publish(bob, "1", "production")).isInstanceOf(Forbidden.class);
        var carol = cast.access(cast.carol, alice.project().slug());
        assertThatThrownBy(() -> stage.publish(carol, "2", "preview")).isInstanceOf(Forbidden.class);
        assertThat(listed(carol, "")).containsExactly("1");
    }

    @Test
    void the_history_is_newest_first_and_comes_in_pages() {
        for (var version : List.of("1", "2", "3")) {
            ok(stage.publish(alice, version, "preview"));
        }
        ok(stage.publish(alice, "p1", "production"));

        assertThat(listed(alice, "")).containsExactly("p1", "3", "2", "1");
        assertThat(listed(alice, "preview")).containsExactly("3", "2", "1");
        var first = stage.publications().list(alice, new Which("", null), 2);
        assertThat(first).hasSize(3);
        assertThat(stage.publications().list(alice, new Which("", first.get(1).id()), 2))
                .extracting(Publication::version).containsExactly("2", "1");
        assertThat(stage.publications().latest(alice)).extracting(Publication::version).containsExactly("3", "p1");
    }

    @Test
    void another_project_s_publications_are_not_there() {
        ok(stage.publish(alice, "1", "preview"));
        var other = cast.project("other-" + alice.project().slug());

        assertThat(listed(other, "")).isEmpty();
        assertThatThrownBy(() -> stage.publications().get(other, "preview", "1")).isInstanceOf(NotFound.class);
    }

    @Test
    void two_publications_differ_in_keys_and_version_numbers() {
        stage.set(alice, "KEPT", "v", "preview");
        stage.set(alice, "CHANGED", "v", "preview");
        stage.set(alice, "REMOVED", "v", "preview");
        ok(stage.publish(alice, "1", "preview"));
        stage.set(alice, "CHANGED", "w", "preview");
        stage.delete(alice, "REMOVED");
        stage.set(alice, "ADDED", "v", "preview");
        ok(stage.publish(alice, "2", "preview"));
        stage.set(alice, "KEPT", "w", "preview");

        var between = stage.publications().compare(alice, "preview", "1", "2").keys();
        var now = stage.publications().compareWithNow(alice, "preview", "2").keys();

        assertThat(between.added()).extracting(ScopedKey::told).containsExactly("ADDED");
        assertThat(between.removed()).extracting(ScopedKey::told).containsExactly("REMOVED");
        assertThat(between.changed()).containsExactly(new Comparison.Change(ScopedKey.ofProject("CHANGED"), 1, 2));
        assertThat(now.changed()).containsExactly(new Comparison.Change(ScopedKey.ofProject("KEPT"), 1, 2));
        assertThat(stage.publications().compare(alice, "preview", "1", "1").keys().isEmpty()).isTrue();
        assertThatThrownBy(() -> stage.publications().compare(alice, "preview", "1", "9"))
                .isInstanceOf(NotFound.class);
    }

    @Test
    void a_value_that_was_erased_and_set_anew_is_another_one() {
        stage.set(alice, "A", "one", "preview");
        stage.set(alice, "A", "elsewhere", "production");
        ok(stage.publish(alice, "1", "preview"));
        stage.erase(alice, "A", "preview");
        stage.set(alice, "A", "two", "preview");

        assertThat(stage.publications().compareWithNow(alice, "preview", "1").keys().changed())
                .containsExactly(new Comparison.Change(ScopedKey.ofProject("A"), 1, 2));
        assertThat(stage.secrets().get(alice, "A").slot("preview").orElseThrow().value().orElseThrow().version())
                .isEqualTo(2);
    }

    @Test
    @Tag("R35")
    void a_publication_is_audited_with_its_version_environment_and_count() {
        stage.set(alice, "A", "one", "preview");
        ok(stage.publish(alice, "1", "preview"));

        var row = cast.audit.page(alice, OptionalLong.empty(), 1).getFirst();

        assertThat(row.action()).isEqualTo("publication.created");
        assertThat(row.object()).startsWith("1, ");
        assertThat(row.environment()).isEqualTo("preview");
    }

    @Test
    @Tag("R23")
    void a_publication_raced_against_the_deletion_of_the_last_required_value_never_lacks_it() throws Exception {
        stage.need(alice, "NEEDED", true);
        stage.set(alice, "NEEDED", "there too", "production");
        var outcome = race(
                _ -> stage.set(alice, "NEEDED", "v", "preview"),
                _ -> stage.erase(alice, "NEEDED", "preview"));

        assertThat(outcome.published + outcome.blocked).isEqualTo(RACES);
        for (var publication : outcome.publications) {
            assertThat(stage.publications().pins(alice, publication)).extracting(Pin::key).contains("NEEDED");
        }
        assertThat(publishedWhile("secret.set", "secret.value_deleted")).isEqualTo(outcome.published);
    }

    @Test
    @Tag("R23")
    void a_publication_raced_against_bringing_a_dismissed_secret_back_never_lacks_it() throws Exception {
        stage.need(alice, "NEEDED", true);
        var outcome = race(
                round -> stage.dismiss(alice, "NEEDED", "preview", "Round " + round),
                _ -> stage.bringBack(alice, "NEEDED"));

        assertThat(outcome.published + outcome.blocked).isEqualTo(RACES);
        for (var publication : outcome.publications) {
            assertThat(publication.dismissed()).containsExactly(
                    new Dismissed("NEEDED", "Round " + publication.version()));
        }
        assertThat(publishedWhile("requirement.dismissed", "requirement.brought_back")).isEqualTo(outcome.published);
    }

    @Test
    @Tag("R19")
    @Tag("R23")
    void a_publication_raced_against_the_deletion_of_the_built_in_secret_it_stands_on_never_lacks_it()
            throws Exception {
        var organization = cast.organization(cast.alice);
        var builtIns = new BuiltIns(cast.database, new InstanceSeal(cast.keyring), cast.audit, SecretLimits.DEFAULT);
        stage.need(alice, "NEEDED", true);
        var outcome = race(
                _ -> ok(builtIns.set(organization, new BuiltInDraft("NEEDED", Optional.of(Plaintext.ofText("v")),
                        Optional.empty(), Optional.empty()), Optional.empty())),
                _ -> ok(builtIns.delete(organization, "NEEDED", Optional.empty())));

        assertThat(outcome.published + outcome.blocked).isEqualTo(RACES);
        var deleted = cast.audit.page(organization, OptionalLong.empty(), 10 * RACES).reversed().stream()
                .filter(row -> row.action().equals("built_in.deleted")).map(AuditRow::at).toList();
        for (var publication : outcome.publications) {
            assertThat(stage.publications().pins(alice, publication)).extracting(Pin::key).contains("NEEDED");
        }
        for (var row : cast.audit.page(alice, OptionalLong.empty(), 10 * RACES)) {
            if (row.action().equals("publication.created")) {
                int round = Integer.parseInt(row.object().replaceFirst(",.*", ""));
                assertThat(row.at()).isBefore(deleted.get(round - 1));
            }
        }
    }

    @Test
    @Tag("R14")
    @Tag("R23")
    void a_publication_raced_against_a_value_that_gives_no_more_what_is_needed_never_lacks_it() throws Exception {
        stage.need(alice, "NEEDED", true);
        stage.type(alice, "parts", "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"string\"}},"
                + " \"x-coffer-env\": {\"NEEDED\": \"{a}\"}}");
        var outcome = race(
                round -> {
                    if (round > 1) {
                        stage.delete(alice, "GIVER");
                    }
                    stage.set(alice, "GIVER", "{\"a\": \"v\"}", "preview", "parts");
                },
                _ -> stage.set(alice, "GIVER", "plain", "preview", ""));

        assertThat(outcome.published + outcome.blocked).isEqualTo(RACES);
        assertThat(publishedWhile("secret.created", "secret.set")).isEqualTo(outcome.published);
    }

    private static final class Outcome {
        private int published;
        private int blocked;
        private final List<Publication> publications = new ArrayList<>();
    }

    /** Publishes while something else happens, again and again; {@code before} makes it possible. */
    private Outcome race(Consumer<Integer> before, Consumer<Integer> meanwhile) throws Exception {
        var outcome = new Outcome();
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int i = 1; i <= RACES; i++) {
                int round = i;
                before.accept(round);
                var start = new CyclicBarrier(2);
                var published = threads.submit(() -> {
                    start.await();
                    return stage.publish(alice, String.valueOf(round), "preview");
                });
                var other = threads.submit(() -> {
                    start.await();
                    headStart(round % 10);
                    meanwhile.accept(round);
                    return null;
                });
                other.get();
                switch (published.get()) {
                    case Result.Ok<Publication>(var publication) -> {
                        outcome.published++;
                        outcome.publications.add(publication);
                    }
                    case Result.Conflict<Publication>(var clash) -> {
                        assertThat(clash.missing()).extracting(Clash.Missing::key).containsExactly("NEEDED");
                        outcome.blocked++;
                    }
                    case Result.Invalid<Publication>(var errors) -> throw new AssertionError(errors.toString());
                }
            }
        }
        return outcome;
    }

    /** Comes later by some round trips, so that the two meet at every point of each other. */
    private void headStart(int roundTrips) {
        for (int i = 0; i < roundTrips; i++) {
            cast.database.read(sql -> sql.fetchValue("select 1"));
        }
    }

    /** How many were committed between the two, in the order of the audit log, which is the order of commits. */
    private int publishedWhile(String begun, String ended) {
        int published = 0;
        boolean open = false;
        for (var row : cast.audit.page(alice, OptionalLong.empty(), 10 * RACES).reversed()) {
            if (row.action().equals(begun) || row.action().equals(ended)) {
                open = row.action().equals(begun);
            } else if (open && row.action().equals("publication.created")) {
                published++;
            }
        }
        return published;
    }

    private String mistake(String version) {
        return new PublicationDraft(version, "preview").check().at("version");
    }

    private static List<String> listed(Access access, String environment) {
        return stage.publications().list(access, new Which(environment, null), 100).stream()
                .map(Publication::version).toList();
    }

    private static Clash clash(Result<Publication> result) {
        return ((Result.Conflict<Publication>) result).clash();
    }
}
