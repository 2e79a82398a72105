package dev.coffer.builtin;

import static dev.coffer.db.schema.Tables.BUILT_IN_VALUES;
import static dev.coffer.db.schema.Tables.ORGANIZATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.access.OrganizationAccess;
import dev.coffer.audit.AuditRow;
import dev.coffer.builtin.BuiltIns.Written;
import dev.coffer.crypto.Binding;
import dev.coffer.crypto.InstanceSeal;
import dev.coffer.crypto.Plaintext;
import dev.coffer.crypto.ProjectKeys;
import dev.coffer.crypto.SealBroken;
import dev.coffer.db.Ids;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.form.SecretLimits;
import dev.coffer.publication.Pin;
import dev.coffer.publication.Publication;
import dev.coffer.publication.PublicationDraft;
import dev.coffer.publication.Publications;
import dev.coffer.requirement.Need;
import dev.coffer.requirement.Needs;
import dev.coffer.secret.SecretDraft;
import dev.coffer.secret.SecretStore;
import dev.coffer.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.assertj.core.groups.Tuple;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The use cases of built-in secrets on a real database. */
@Tag("R19")
class BuiltInsTest {
    private static final Optional<String> WHATEVER = Optional.empty();
    private static final int RACES = 200;

    private Cast cast;
    private InstanceSeal seal;
    private BuiltIns builtIns;
    private OrganizationAccess alice;
    private Access shop;

    @BeforeEach
    void start() {
        cast = new Cast(TestDatabase.fresh());
        seal = new InstanceSeal(cast.keyring);
        builtIns = new BuiltIns(cast.database, seal, cast.audit, SecretLimits.DEFAULT);
        alice = cast.organization(cast.alice);
        shop = cast.project("shop");
    }

    @AfterEach
    void stop() {
        cast.database.close();
    }

    @Test
    void a_value_without_environments_is_for_every_one() {
        var written = ok(builtIns.set(alice, draft("SMTP_HOST", "one"), WHATEVER));

        assertThat(written.created()).isTrue();
        var secret = written.listed().secret();
        assertThat(secret.places()).extracting(BuiltIn.Place::environment).containsExactly("");
        assertThat(secret.in("production")).isEqualTo(secret.place(BuiltIn.EVERYWHERE)).isPresent();
        assertThat(builtIns.get(alice, "SMTP_HOST").secret()).isEqualTo(secret);
        assertThat(opened("SMTP_HOST", "")).isEqualTo("one");
    }

    @Test
    void an_environment_of_its_own_counts_more_than_every_environment() {
        ok(builtIns.set(alice, draft("SMTP_HOST", "one"), WHATEVER));
        var secret = ok(builtIns.set(alice, draft("SMTP_HOST", "two", "production"), WHATEVER)).listed().secret();

        assertThat(secret.in("production").orElseThrow().environment()).isEqualTo("production");
        assertThat(secret.in("preview").orElseThrow().isEverywhere()).isTrue();
        assertThat(opened("SMTP_HOST", "")).isEqualTo("one");
        assertThat(opened("SMTP_HOST", "production")).isEqualTo("two");
    }

    @Test
    void a_replacement_leaves_other_places_and_what_was_left_out() {
        var first = ok(builtIns.set(alice, new BuiltInDraft("A", value("v"), Optional.of("What it is"),
                Optional.of(List.of("preview", "production"))), WHATEVER)).listed().secret();
        var second = ok(builtIns.set(alice, draft("A", "w", "preview"), Optional.of(first.tag()))).listed().secret();

        assertThat(second.description()).isEqualTo("What it is");
        assertThat(second.tag()).isNotEqualTo(first.tag());
        assertThat(second.place("production")).isEqualTo(first.place("production"));
        assertThat(opened("A", "preview")).isEqualTo("w");
        assertThat(opened("A", "production")).isEqualTo("v");
    }

    @Test
    void a_description_changes_alone() {
        ok(builtIns.set(alice, draft("A", "v"), WHATEVER));
        var described = ok(builtIns.set(alice, words("A", "Better words"), WHATEVER)).listed().secret();

        assertThat(described.description()).isEqualTo("Better words");
        assertThat(described.place("").orElseThrow().version()).isEqualTo(1);
        assertThat(invalid(builtIns.set(alice, words("A", "Better words"), WHATEVER)))
                .containsEntry("value", "No changes to save");
        assertThat(invalid(builtIns.set(alice, words("B", "Words"), WHATEVER)))
                .containsEntry("value", "Secret value is required");
    }

    @Test
    @Tag("R4")
    void every_mistake_of_a_draft_comes_at_once_and_stores_nothing() {
        var result = builtIns.set(alice, new BuiltInDraft("", value(""), Optional.of("a\0b"), Optional.of(List.of())),
                WHATEVER);

        assertThat(invalid(result)).containsOnlyKeys("key", "value", "environments", "description");
        assertThat(invalid(builtIns.set(alice, draft("LD_PRELOAD", "v"), WHATEVER)).get("key"))
                .contains("does not store it");
        assertThat(invalid(builtIns.set(alice, draft("A", "v\0w"), WHATEVER)).get("value")).contains("NUL");
        assertThat(invalid(builtIns.set(alice, draft("A", "v".repeat(65_537)), WHATEVER)).get("value"))
                .contains("65 KB");
        assertThat(invalid(builtIns.set(alice, draft("A", "v", "produktion"), WHATEVER)).get("environments"))
                .isEqualTo("No project has an environment named so. Choose among preview, production");
        assertThat(builtIns.list(alice, null, 100)).isEmpty();
    }

    @Test
    void adding_refuses_a_place_that_has_a_value() {
        ok(builtIns.add(alice, new BuiltInDraft("A", value("v"), Optional.of("Words"), Optional.empty())));

        var taken = clash(builtIns.add(alice, draft("A", "w")));
        assertThat(taken.kind()).isEqualTo(Clash.Kind.EXISTS);
        assertThat(taken.message())
                .isEqualTo("A built-in secret named A has a value for every environment. Edit it instead");
        var added = ok(builtIns.add(alice, new BuiltInDraft("A", value("w"), Optional.of(""),
                Optional.of(List.of("production")))));
        assertThat(added.created()).isFalse();
        assertThat(added.listed().secret().description()).isEqualTo("Words");
        assertThat(opened("A", "")).isEqualTo("v");
    }

    @Test
    void the_second_of_two_owners_hears_what_the_first_changed() {
        var read = ok(builtIns.set(alice, draft("A", "v"), WHATEVER)).listed().secret().tag();
        ok(builtIns.set(alice, draft("A", "w", "production"), Optional.of(read)));

        var lost = clash(builtIns.set(alice, draft("A", "x"), Optional.of(read)));
        assertThat(lost.kind()).isEqualTo(Clash.Kind.STALE);
        assertThat(lost.message()).startsWith("Alice changed the value for production at ");
        assertThat(clash(builtIns.delete(alice, "A", Optional.of(read))).kind()).isEqualTo(Clash.Kind.STALE);
        ok(builtIns.set(alice, draft("A", "x"), Optional.of(BuiltIns.ANY)));
        assertThat(clash(builtIns.set(alice, draft("B", "x"), Optional.of(BuiltIns.ANY))).message())
                .isEqualTo("B was deleted in the meantime. Nothing was saved");
    }

    @Test
    void the_last_value_takes_the_key_with_it_and_no_version_comes_twice() {
        ok(builtIns.set(alice, draft("A", "v", "preview", "production"), WHATEVER));
        ok(builtIns.deleteValue(alice, "A", "production", WHATEVER));
        var again = ok(builtIns.set(alice, draft("A", "w", "production"), WHATEVER)).listed().secret();

        assertThat(again.place("production").orElseThrow().version()).isEqualTo(3);
        assertThatThrownBy(() -> builtIns.deleteValue(alice, "A", "", WHATEVER)).isInstanceOf(NotFound.class);
        ok(builtIns.deleteValue(alice, "A", "production", WHATEVER));
        ok(builtIns.deleteValue(alice, "A", "preview", WHATEVER));
        assertThatThrownBy(() -> builtIns.get(alice, "A")).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> builtIns.delete(alice, "A", WHATEVER)).isInstanceOf(NotFound.class);
        assertThat(cast.database.<Integer>read(sql -> sql.fetchCount(BUILT_IN_VALUES))).isZero();
    }

    @Test
    void only_owners_of_the_organization_see_or_change_them() {
        ok(builtIns.set(alice, draft("A", "v"), WHATEVER));
        for (var user : List.of(cast.dave, cast.bob, cast.carol, cast.mallory)) {
            var access = cast.organization(user);
            assertThatThrownBy(() -> builtIns.list(access, null, 10)).isInstanceOf(Forbidden.class);
            assertThatThrownBy(() -> builtIns.get(access, "A")).isInstanceOf(Forbidden.class);
            assertThatThrownBy(() -> builtIns.environments(access)).isInstanceOf(Forbidden.class);
            assertThatThrownBy(() -> builtIns.uses(access, "A", Optional.empty())).isInstanceOf(Forbidden.class);
            assertThatThrownBy(() -> builtIns.set(access, draft("A", "w"), WHATEVER)).isInstanceOf(Forbidden.class);
            assertThatThrownBy(() -> builtIns.add(access, draft("B", "w"))).isInstanceOf(Forbidden.class);
            assertThatThrownBy(() -> builtIns.delete(access, "A", WHATEVER)).isInstanceOf(Forbidden.class);
            assertThatThrownBy(() -> builtIns.deleteValue(access, "A", "", WHATEVER)).isInstanceOf(Forbidden.class);
        }
        assertThat(opened("A", "")).isEqualTo("v");
    }

    @Test
    void every_change_is_recorded_with_its_environments_and_counted_for_those_who_poll() {
        long before = revision();
        ok(builtIns.set(alice, draft("A", "canary-1"), WHATEVER));
        ok(builtIns.set(alice, draft("A", "canary-2", "preview", "production"), WHATEVER));
        ok(builtIns.set(alice, words("A", "Words"), WHATEVER));
        ok(builtIns.deleteValue(alice, "A", "preview", WHATEVER));
        ok(builtIns.delete(alice, "A", WHATEVER));

        var rows = cast.audit.page(alice, OptionalLong.empty(), 5);
        assertThat(rows.subList(0, 5)).extracting(AuditRow::action, AuditRow::object, AuditRow::environment)
                .containsExactly(
                        Tuple.tuple("built_in.deleted", "A", "every environment, production"),
                        Tuple.tuple("built_in.deleted", "A", "preview"),
                        Tuple.tuple("built_in.described", "A", null),
                        Tuple.tuple("built_in.set", "A", "preview, production"),
                        Tuple.tuple("built_in.set", "A", "every environment"));
        assertThat(rows.toString()).doesNotContain("canary");
        assertThat(revision()).isEqualTo(before + 5);
    }

    @Test
    void a_refused_change_is_not_counted() {
        ok(builtIns.set(alice, draft("A", "v"), WHATEVER));
        long before = revision();

        builtIns.add(alice, draft("A", "w"));
        builtIns.set(alice, draft("A", "w"), Optional.of("stale"));
        builtIns.set(alice, draft("A", "w", "nowhere"), WHATEVER);

        assertThat(revision()).isEqualTo(before);
    }

    @Test
    void an_organization_has_a_hundred_at_most() {
        for (int i = 0; i < BuiltIns.MOST; i++) {
            ok(builtIns.set(alice, draft("KEY_" + i, "v"), WHATEVER));
        }

        assertThat(invalid(builtIns.set(alice, draft("ONE_MORE", "v"), WHATEVER)).get("key"))
                .startsWith("The organization has reached 100 built-in secrets");
        ok(builtIns.set(alice, draft("KEY_7", "w"), WHATEVER));
    }

    @Test
    @Tag("R21")
    void nothing_is_taken_away_while_somebody_publishes() throws Exception {
        ok(builtIns.set(alice, draft("A", "v"), WHATEVER));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var deleted = cast.database.transact(tx -> {
                tx.select(ORGANIZATIONS.ID).from(ORGANIZATIONS)
                        .where(ORGANIZATIONS.ID.eq(alice.organizationId())).forShare().fetchSingle();
                var deleting = threads.submit(() -> builtIns.delete(alice, "A", WHATEVER));
                while (!deleting.isDone() && tx.fetchCount(DSL.table("pg_locks"), DSL.condition("not granted")) == 0) {
                    Thread.onSpinWait();
                }
                assertThat(builtIns.get(alice, "A").secret().places()).hasSize(1);
                return deleting;
            });
            ok(deleted.get());
        }
        assertThat(builtIns.list(alice, null, 10)).isEmpty();
    }

    @Test
    @Tag("R23")
    void a_publication_raced_against_the_deletion_of_what_it_needs_never_lacks_it() throws Exception {
        require("A");
        var publications = new Publications(cast.database, cast.audit);
        int published = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 1; i <= RACES; i++) {
                ok(builtIns.set(alice, draft("A", "v"), WHATEVER));
                var both = new CyclicBarrier(2);
                var draft = new PublicationDraft("v" + i, "preview");
                var publishing = threads.submit(() -> {
                    both.await();
                    return publications.publish(shop, draft);
                });
                var deleting = threads.submit(() -> {
                    both.await();
                    return builtIns.delete(alice, "A", WHATEVER);
                });
                ok(deleting.get());
                if (publishing.get() instanceof Result.Ok<Publication>(var publication)) {
                    published++;
                    assertThat(publications.pins(shop, publication)).extracting(Pin::key).containsExactly("A");
                } else {
                    assertThat(clash(publishing.get()).kind()).isEqualTo(Clash.Kind.BLOCKED);
                }
            }
        }
        assertThat(published).isBetween(1, RACES - 1);
    }

    @Test
    void a_stored_value_opens_in_its_own_row_only() {
        ok(builtIns.set(alice, draft("A", "v", "preview", "production"), WHATEVER));
        cast.database.transact(tx -> tx.execute("""
                update built_in_values p set wrapped = q.wrapped, sealed = q.sealed from built_in_values q
                where p.environment = 'production' and q.environment = 'preview'"""));

        assertThat(opened("A", "preview")).isEqualTo("v");
        assertThatThrownBy(() -> opened("A", "production")).isInstanceOf(SealBroken.class);
    }

    @Test
    @Tag("R12")
    void no_value_is_stored_in_clear() {
        ok(builtIns.set(alice, draft("A", "canary-in-clear"), WHATEVER));

        var canary = "canary-in-clear".getBytes(StandardCharsets.UTF_8);
        var row = cast.database.read(sql -> sql.selectFrom(BUILT_IN_VALUES).fetchSingle());
        for (var bytes : List.of(row.getSealed(), row.getWrapped())) {
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                    .doesNotContain(new String(canary, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    @Tag("R21")
    void a_requirement_is_met_by_a_built_in_value_where_there_is_one() {
        require("SMTP_HOST");
        assertThat(needs()).containsExactly("preview MISSING", "production MISSING");

        ok(builtIns.set(alice, draft("SMTP_HOST", "v", "production"), WHATEVER));
        assertThat(needs()).containsExactly("preview MISSING", "production CONFIGURED");
        ok(builtIns.set(alice, draft("SMTP_HOST", "v"), WHATEVER));
        assertThat(needs()).containsExactly("preview CONFIGURED", "production CONFIGURED");
        ok(builtIns.deleteValue(alice, "SMTP_HOST", "", WHATEVER));
        assertThat(needs()).containsExactly("preview MISSING", "production CONFIGURED");
    }

    @Test
    @Tag("R7")
    void it_is_known_what_a_deletion_takes_away() {
        var other = cast.project("other");
        cast.project("third");
        require("A");
        ok(builtIns.set(alice, draft("A", "v"), WHATEVER));
        ok(builtIns.set(alice, draft("A", "w", "production"), WHATEVER));
        own(other, "A", "preview");

        assertThat(builtIns.uses(alice, "A", Optional.empty())).isEqualTo(new BuiltIns.Uses(3, 2, 1));
        assertThat(builtIns.uses(alice, "A", Optional.of(""))).isEqualTo(new BuiltIns.Uses(2, 1, 1));
        assertThat(builtIns.uses(alice, "A", Optional.of("production"))).isEqualTo(new BuiltIns.Uses(0, 0, 1));
        ok(builtIns.deleteValue(alice, "A", "", WHATEVER));
        assertThat(builtIns.uses(alice, "A", Optional.of("production"))).isEqualTo(new BuiltIns.Uses(3, 1, 1));
        own(other, "A", "production");
        assertThat(builtIns.uses(alice, "A", Optional.empty())).isEqualTo(new BuiltIns.Uses(2, 1, 1));
        assertThat(builtIns.get(alice, "A").overrides()).isEqualTo(1);
    }

    @Test
    void the_list_goes_by_key_in_pages() {
        for (var key : List.of("C", "A", "B")) {
            ok(builtIns.set(alice, draft(key, "v"), WHATEVER));
        }

        assertThat(builtIns.list(alice, null, 2)).extracting(each -> each.secret().key())
                .containsExactly("A", "B", "C");
        assertThat(builtIns.list(alice, "B", 2)).extracting(each -> each.secret().key()).containsExactly("C");
        assertThat(cast.database.<List<BuiltIn>>read(sql -> BuiltIns.of(sql, alice.organizationId())))
                .extracting(BuiltIn::key).containsExactly("A", "B", "C");
    }

    private List<String> needs() {
        return cast.database.read(sql -> Needs.of(sql, shop.projectId())).needs().stream()
                .map((Need need) -> need.environment().slug() + " " + need.status().name()).toList();
    }

    private void require(String key) {
        cast.database.transact(tx -> tx.execute("""
                insert into requirements (id, project_id, source, key, required, everywhere, created_by)
                values (?, ?, 'build', ?, true, true, ?)""", Ids.next(), shop.projectId(), key, cast.alice.id()));
    }

    private void own(Access project, String key, String environment) {
        var secrets = new Secrets(cast.database, new SecretStore(new ProjectKeys(cast.keyring)), cast.audit,
                new Secrets.Limits(5, SecretLimits.DEFAULT));
        assertThat(secrets.add(project, new SecretDraft(key, Plaintext.ofText("own"), Optional.empty(),
                List.of(environment)))).isInstanceOf(Result.Ok.class);
    }

    private long revision() {
        return cast.database.read(sql -> sql.select(ORGANIZATIONS.BUILT_IN_REVISION).from(ORGANIZATIONS)
                .fetchSingle(ORGANIZATIONS.BUILT_IN_REVISION));
    }

    private String opened(String key, String environment) {
        var secret = builtIns.get(alice, key).secret();
        var row = cast.database.read(sql -> sql.selectFrom(BUILT_IN_VALUES)
                .where(BUILT_IN_VALUES.BUILT_IN_ID.eq(secret.id()), BUILT_IN_VALUES.ENVIRONMENT.eq(environment))
                .fetchSingle());
        var place = new Binding.Place(alice.organizationId(), secret.id(), environment);
        var binding = Binding.builtInValue(place, row.getVersionId(), row.getVersion());
        try (var value = seal.open(binding, new InstanceSeal.Box(row.getInstanceKeyVersion(), row.getWrapped(),
                row.getSealed()))) {
            return new String(value.expose(), StandardCharsets.UTF_8);
        }
    }

    private static BuiltInDraft draft(String key, String text, String... environments) {
        return new BuiltInDraft(key, value(text), Optional.empty(),
                environments.length == 0 ? Optional.empty() : Optional.of(Arrays.asList(environments)));
    }

    private static BuiltInDraft words(String key, String description) {
        return new BuiltInDraft(key, Optional.empty(), Optional.of(description), Optional.empty());
    }

    private static Optional<Plaintext> value(String text) {
        return Optional.of(Plaintext.ofText(text));
    }

    private static <T> T ok(Result<T> result) {
        assertThat(result).isInstanceOf(Result.Ok.class);
        return ((Result.Ok<T>) result).value();
    }

    private static Clash clash(Result<?> result) {
        return ((Result.Conflict<?>) result).clash();
    }

    private static Map<String, String> invalid(Result<?> result) {
        return ((Result.Invalid<?>) result).errors().byField();
    }
}
