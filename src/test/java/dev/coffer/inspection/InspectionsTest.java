package dev.coffer.inspection;

import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.audit.AuditRow;
import dev.coffer.crypto.Pems;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Result;
import dev.coffer.form.SecretLimits;
import dev.coffer.inspection.Inspections.Which;
import dev.coffer.reading.Fleet;
import dev.coffer.reading.Held;
import dev.coffer.secret.Secret;
import dev.coffer.secret.SecretChange;
import dev.coffer.secret.SecretDraft;
import dev.coffer.secret.SecretStore;
import dev.coffer.secret.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What shows beside other values, in an environment, and with time; and what was said to be fine. */
@Tag("R12")
class InspectionsTest {
    private static Cast cast;
    private static Secrets secrets;
    private static Inspections inspections;

    private Access alice;
    private Access bob;
    private Access carol;

    @BeforeAll
    static void start() {
        cast = new Cast(TestDatabase.fresh());
        secrets = new Secrets(cast.database, new SecretStore(cast.keys), cast.audit,
                new Secrets.Limits(200, SecretLimits.DEFAULT));
        inspections = new Inspections(cast.database, cast.audit, InstantSource.system());
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
    void nothing_stands_out_of_ordinary_values() {
        set("A", "an ordinary value", "preview");
        set("B", "another ordinary value", "preview");

        assertThat(inspections.report(carol)).isEqualTo(
                new Inspections.Report(List.of(), 2, 0, OptionalInt.empty()));
    }

    @Test
    void a_value_that_is_in_two_environments_or_under_two_keys_is_said_of_each_place() {
        set("STRIPE_KEY", "the very same value", "preview", "production");
        assertThat(texts()).containsExactly("STRIPE_KEY in Preview and Production have the same value",
                "STRIPE_KEY in Preview and Production have the same value");

        set("OTHER", "the very same value", "preview");
        assertThat(texts()).hasSize(3)
                .containsOnly("OTHER in Preview and STRIPE_KEY in Preview and Production have the same value");

        set("STRIPE_KEY", "no more the same value", "production");
        set("OTHER", "no more the very same value", "preview");
        assertThat(texts()).isEmpty();
    }

    @Test
    void many_that_are_the_same_are_not_all_named() {
        for (int i = 0; i < 9; i++) {
            set("KEY_" + i, "the very same value", "preview");
        }
        assertThat(texts()).hasSize(9)
                .allMatch(text -> text.endsWith("KEY_5 in Preview and 3 more have the same value"));
    }

    @Test
    void equal_values_of_two_projects_are_not_held_against_each_other() {
        set("A", "a value of two projects", "preview");
        alice = cast.project("the-other-one");
        set("A", "a value of two projects", "preview");

        assertThat(texts()).isEmpty();
    }

    @Test
    void live_keys_belong_into_protected_environments_and_test_keys_into_the_others() {
        var rest = "a1B2c3D4e5F6g7H8i9J0";
        set("GOOD", "sk_test_1" + rest, "preview");
        set("GOOD", "sk_live_1" + rest, "production");
        assertThat(texts()).isEmpty();

        set("BAD", "sk_live_2" + rest, "preview");
        set("BAD", "sk_test_2" + rest, "production");
        assertThat(texts()).containsExactly("A live key in an environment that is not protected",
                "A test key in a protected environment");
    }

    @Test
    void a_certificate_says_when_it_expires_from_thirty_days_before() {
        var now = Instant.now();
        set("FAR", Pems.certificate(now.plus(Duration.ofDays(31))).strip(), "preview");
        set("NEAR", Pems.certificate(now.plus(Duration.ofDays(29))).strip(), "preview");
        set("PAST", Pems.certificate(now.minus(Duration.ofHours(1))).strip(), "preview");

        assertThat(texts()).containsExactly("Expires on " + now.plus(Duration.ofDays(29)).toString().substring(0, 10),
                "Expired on " + now.minus(Duration.ofHours(1)).toString().substring(0, 10));
    }

    @Test
    void a_value_is_old_only_where_the_project_says_so() {
        set("A", "an ordinary value", "preview");
        shift(SECRET_VALUES.UPDATED_AT, 91);
        assertThat(texts()).isEmpty();

        assertThat(inspections.rotate(alice, OptionalInt.of(90))).isInstanceOf(Result.Ok.class);
        assertThat(inspections.rotate(alice, OptionalInt.of(90))).isInstanceOf(Result.Ok.class);
        assertThat(texts()).containsExactly("Older than 90 days, the rotation age of this project");
        assertThat(inspections.report(carol).rotationDays()).hasValue(90);

        inspections.rotate(alice, OptionalInt.of(92));
        assertThat(texts()).isEmpty();
        inspections.rotate(alice, OptionalInt.empty());
        assertThat(audited()).containsSubsequence("project.rotation_changed never", "project.rotation_changed 92 days",
                "project.rotation_changed 90 days");
        assertThat(audited().stream().filter(entry -> entry.startsWith("project.rotation"))).hasSize(3);
    }

    @Test
    void the_rotation_age_is_a_number_of_days_and_for_who_manages_the_project() {
        for (var wrong : List.of(0, -1, 3651)) {
            assertThat(inspections.rotate(alice, OptionalInt.of(wrong))).isInstanceOf(Result.Invalid.class);
        }
        assertThatThrownBy(() -> inspections.rotate(bob, OptionalInt.of(9))).isInstanceOf(Forbidden.class);
    }

    @Test
    void that_a_value_is_not_read_is_said_only_where_reading_is_known_of() {
        set("A", "an ordinary value", "preview");
        set("B", "another ordinary value", "preview");
        shift(SECRET_VALUES.CREATED_AT, 100);
        assertThat(texts()).isEmpty();

        cast.database.transact(tx -> tx.update(SECRET_VALUES).set(SECRET_VALUES.LAST_READ_AT, DSL.currentInstant())
                .where(SECRET_VALUES.SECRET_ID.in(DSL.select(SECRETS.ID).from(SECRETS)
                        .where(SECRETS.PROJECT_ID.eq(alice.projectId()), SECRETS.KEY.eq("A"))))
                .execute());
        assertThat(open()).singleElement().returns("B", hint -> hint.place().key())
                .returns("Not read since " + Instant.now().minus(Duration.ofDays(100)).toString().substring(0, 10),
                        Hint::text);

        shift(SECRET_VALUES.LAST_READ_AT, 91);
        assertThat(texts()).hasSize(2);
    }

    @Test
    @Tag("R12")
    void what_a_deployment_reads_now_and_then_is_read() {
        set("A", "an ordinary value", "preview");
        set("B", "another ordinary value", "preview");
        shift(SECRET_VALUES.CREATED_AT, 100);
        var fleet = new Fleet(cast.database, alice);
        var api = fleet.deployment("api", "preview");
        fleet.read(api, "A", new Held(secrets.get(alice, "A").id(), 1), Instant.now(), Instant.now());

        assertThat(open()).extracting(hint -> hint.place().key()).containsExactly("B");

        fleet.read(api, "B", new Held(secrets.get(alice, "B").id(), 1), Instant.now(), Instant.now());
        assertThat(open()).isEmpty();
        assertThat(secrets.get(alice, "B").slot("preview").flatMap(Secret.Slot::value).flatMap(Secret.Value::readAt))
                .isPresent();
    }

    @Test
    void what_is_said_to_be_fine_stays_fine_until_the_next_version() {
        set("A", "\"a value in quotes\"", "preview");
        var which = new Which("A", Finding.QUOTES, List.of("preview"));

        assertThat(ok(inspections.accept(bob, which))).singleElement()
                .satisfies(hint -> assertThat(hint.acceptance().orElseThrow().by()).isEqualTo("Bob"));
        ok(inspections.accept(alice, which));
        assertThat(open()).isEmpty();
        assertThat(inspections.report(carol).accepted()).singleElement()
                .satisfies(hint -> assertThat(hint.acceptance().orElseThrow().by()).isEqualTo("Bob"));

        ok(inspections.bringBack(bob, which));
        ok(inspections.bringBack(bob, which));
        assertThat(texts()).containsExactly("Wrapped in quotes");

        ok(inspections.accept(bob, which));
        set("A", "\"another value in quotes\"", "preview");
        assertThat(texts()).containsExactly("Wrapped in quotes");
        assertThat(audited()).containsSubsequence("secret.set", "finding.accepted A, quotes, version 1",
                "finding.reopened A, quotes, version 1",
                "finding.accepted A, quotes, version 1", "secret.created");
        assertThat(audited().stream().filter(entry -> entry.startsWith("finding."))).hasSize(3);
    }

    @Test
    void equal_values_that_are_fine_are_a_hint_again_when_another_one_is_like_them() {
        set("A", "the very same value", "preview", "production");
        ok(inspections.accept(alice, new Which("A", Finding.SAME_VALUE, List.of("preview", "production"))));
        assertThat(texts()).isEmpty();

        set("B", "the very same value", "preview");
        assertThat(texts()).hasSize(3);
    }

    @Test
    void whoever_may_not_write_a_value_may_not_say_that_it_is_fine() {
        set("A", "\"a value in quotes\"", "preview", "production");

        assertThatThrownBy(() -> inspections.accept(carol, new Which("A", Finding.QUOTES, List.of("preview"))))
                .isInstanceOf(Forbidden.class);
        assertThatThrownBy(
                () -> inspections.accept(bob, new Which("A", Finding.QUOTES, List.of("preview", "production"))))
                .isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> inspections.bringBack(bob, new Which("A", Finding.QUOTES, List.of("production"))))
                .isInstanceOf(Forbidden.class);
        assertThat(open()).isNotEmpty().allMatch(Hint::isOpen);
    }

    @Test
    void what_is_no_hint_is_not_said_to_be_fine() {
        set("A", "an ordinary value", "preview");

        assertThat(inspections.accept(alice, new Which("A", Finding.QUOTES, List.of("preview"))))
                .isInstanceOf(Result.Conflict.class);
        assertThatThrownBy(() -> inspections.accept(alice, new Which("B", Finding.QUOTES, List.of("preview"))))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> inspections.accept(alice, new Which("A", Finding.QUOTES, List.of("nowhere"))))
                .isInstanceOf(NotFound.class);
    }

    @Test
    void what_nobody_looked_at_yet_is_counted_and_no_hint() {
        set("A", "\"a value in quotes\"", "preview", "production");
        cast.database.transact(tx -> tx.update(SECRET_VALUES).setNull(SECRET_VALUES.FINDINGS)
                .setNull(SECRET_VALUES.FINGERPRINT).where(SECRET_VALUES.PROJECT_ID.eq(alice.projectId())).execute());

        assertThat(inspections.report(carol)).isEqualTo(new Inspections.Report(List.of(), 0, 2, OptionalInt.empty()));
    }

    @Test
    void it_is_one_query_however_many_secrets_there_are() {
        set("A", "\"a value in quotes\"", "preview", "production");
        assertThat(queries()).isEqualTo(1);
        for (int i = 0; i < 40; i++) {
            set("KEY_" + i, "\"a value in quotes\"", "preview");
        }
        assertThat(queries()).isEqualTo(1);
        assertThat(open()).hasSize(84);
    }

    /** As the server of the database counts them, on the one connection that is open. */
    private int queries() {
        var counted = new int[1];
        cast.database.read(sql -> {
            var watched = DSL.using(sql.configuration().derive(new org.jooq.ExecuteListener() {
                @Override
                public void executeStart(org.jooq.ExecuteContext ctx) {
                    counted[0]++;
                }
            }));
            return inspections.read(watched, alice.projectId());
        });
        return counted[0];
    }

    private void shift(Field<Instant> column, int days) {
        cast.database.transact(tx -> tx.update(SECRET_VALUES)
                .set(column, DSL.field("now() - interval '1 day' * {0}", column.getDataType(), DSL.inline(days)))
                .where(SECRET_VALUES.PROJECT_ID.eq(alice.projectId())).execute());
    }

    private List<Hint> open() {
        return inspections.report(carolIn(alice)).open();
    }

    private List<String> texts() {
        return open().stream().map(Hint::text).toList();
    }

    private static Access carolIn(Access project) {
        return cast.access(cast.carol, project.project().slug());
    }

    private List<String> audited() {
        return cast.audit.page(alice, OptionalLong.empty(), 200).stream().map(InspectionsTest::text).toList();
    }

    private static String text(AuditRow row) {
        boolean named = row.action().startsWith("finding.") || row.action().startsWith("project.rotation");
        return row.action() + (named ? " " + row.object() : "");
    }

    private void set(String key, String value, String... environments) {
        ok(secrets.set(alice, new SecretDraft(key, Plaintext.ofText(value), Optional.empty(), List.of(environments)),
                new SecretChange.Whatever()));
    }

    private static <T> T ok(Result<T> result) {
        return ((Result.Ok<T>) result).value();
    }
}
