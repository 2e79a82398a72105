package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;
import static dev.coffer.db.schema.Tables.SECRET_VERSIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.crypto.Pems;
import dev.coffer.crypto.Plaintext;
import dev.coffer.db.schema.tables.records.SecretValuesRecord;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import dev.coffer.form.SecretLimits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What is kept of a value that was looked at: when it is stored, or later. */
@Tag("R12")
class UnseenValuesTest {
    private static Cast cast;
    private static Secrets secrets;
    private static UnseenValues unseen;

    private Access alice;

    @BeforeAll
    static void start() {
        cast = new Cast(TestDatabase.fresh());
        secrets = new Secrets(cast.database, new SecretStore(cast.keys), cast.audit,
                new Secrets.Limits(100, SecretLimits.DEFAULT));
        unseen = new UnseenValues(cast.database, cast.keys);
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
    void a_value_is_looked_at_when_it_is_stored_and_again_with_each_version() {
        var until = Instant.now().plus(9, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        set("A", " " + Pems.certificate(until).strip(), "preview", "production");
        assertThat(row("A", "preview")).returns(until, SecretValuesRecord::getExpiresAt)
                .satisfies(row -> assertThat(row.getFindings()).containsExactly("blank"));

        set("A", "\"a value in quotes\"", "preview");
        assertThat(row("A", "preview")).returns(null, SecretValuesRecord::getExpiresAt)
                .satisfies(row -> assertThat(row.getFindings()).containsExactly("quotes"));
        assertThat(row("A", "production")).returns(until, SecretValuesRecord::getExpiresAt);
    }

    @Test
    void only_equal_values_of_one_project_have_the_same_fingerprint() {
        var other = cast.project("another");
        set("A", "the very same value", "preview", "production");
        set("B", "the very same value", "preview");
        set("C", "the very same valuE", "preview");
        set(other, "A", "the very same value", "preview");

        var print = row("A", "preview").getFingerprint();
        assertThat(print).hasSize(32).isEqualTo(row("A", "production").getFingerprint())
                .isEqualTo(row("B", "preview").getFingerprint())
                .isNotEqualTo(row("C", "preview").getFingerprint())
                .isNotEqualTo(row(other, "A", "preview").getFingerprint());
    }

    @Test
    void a_short_value_equals_none_so_that_nobody_can_find_it_out_by_trying() {
        set("A", "123456789012345", "preview", "production");
        set("B", "1234567890123456", "preview", "production");

        assertThat(row("A", "preview").getFingerprint()).hasSize(32)
                .isNotEqualTo(row("A", "production").getFingerprint());
        assertThat(row("B", "preview").getFingerprint()).isEqualTo(row("B", "production").getFingerprint());
    }

    @Test
    void nothing_that_is_kept_is_made_of_the_value_alone() throws Exception {
        var value = "canary-of-the-fingerprints-4711";
        set("A", "export CANARY=" + value, "preview");
        set("B", value, "preview");

        var bytes = value.getBytes(StandardCharsets.UTF_8);
        for (var key : List.of("A", "B")) {
            var text = cast.database.read(sql -> sql.select(DSL.field("row_to_json(secret_values)::text", String.class))
                    .from(SECRET_VALUES).join(SECRETS).on(SECRETS.ID.eq(SECRET_VALUES.SECRET_ID))
                    .where(SECRETS.PROJECT_ID.eq(alice.projectId()), SECRETS.KEY.eq(key)).fetchSingle().value1());
            assertThat(text).doesNotContain("canary", "CANARY", "4711", java.util.HexFormat.of().formatHex(bytes));
        }
        for (var algorithm : List.of("SHA-256", "SHA3-256", "SHA-512/256")) {
            assertThat(row("B", "preview").getFingerprint())
                    .isNotEqualTo(MessageDigest.getInstance(algorithm).digest(bytes));
        }
    }

    @Test
    void values_from_before_are_looked_at_later_in_all_projects_and_once() {
        var other = cast.project("older");
        var prints = new HashSet<String>();
        for (int i = 0; i < 45; i++) {
            set("OLD_%02d".formatted(i), "the value number %s ".formatted(i), "preview");
            prints.add(Arrays.toString(row("OLD_%02d".formatted(i), "preview").getFingerprint()));
        }
        set(other, "OLD", "changeme", "preview");
        forget();

        assertThat(unseen.see()).isEqualTo(46);
        assertThat(unseen.see()).isZero();
        for (int i = 0; i < 45; i++) {
            var row = row("OLD_%02d".formatted(i), "preview");
            assertThat(row.getFindings()).containsExactly("blank");
            assertThat(prints).contains(Arrays.toString(row.getFingerprint()));
        }
        assertThat(row(other, "OLD", "preview").getFindings()).containsExactly("placeholder");
    }

    @Test
    void one_that_does_not_open_stops_none_of_the_others() {
        set("A", "a value of old times", "preview");
        set("B", "a value of old times", "preview");
        set("C", "a value of old times", "preview");
        forget();
        cast.database.transact(tx -> tx.update(SECRET_VERSIONS).set(SECRET_VERSIONS.SEALED, new byte[200])
                .where(SECRET_VERSIONS.SECRET_ID.eq(row("B", "preview").getSecretId())).execute());

        assertThat(unseen.see()).isEqualTo(2);
        assertThat(row("A", "preview").getFingerprint()).isNotNull().isEqualTo(row("C", "preview").getFingerprint());
        assertThat(row("B", "preview").getFindings()).isNull();
        cast.database.transact(tx -> tx.deleteFrom(SECRETS).where(SECRETS.KEY.eq("B")).execute());
    }

    @Test
    void one_that_somebody_holds_is_left_to_them() {
        set("A", "a value of old times", "preview");
        forget();
        cast.database.transact(tx -> {
            tx.selectFrom(SECRET_VALUES).where(SECRET_VALUES.PROJECT_ID.eq(alice.projectId())).forUpdate().fetch();
            assertThat(unseen.see()).isZero();
            return null;
        });
        assertThat(unseen.see()).isOne();
    }

    private void forget() {
        cast.database.transact(tx -> tx.update(SECRET_VALUES).setNull(SECRET_VALUES.FINGERPRINT)
                .setNull(SECRET_VALUES.FINDINGS).setNull(SECRET_VALUES.EXPIRES_AT)
                .where(SECRET_VALUES.SECRET_ID.in(DSL.select(SECRETS.ID).from(SECRETS).where(
                        SECRETS.PROJECT_ID.eq(alice.projectId()).or(SECRETS.KEY.eq("OLD")))))
                .execute());
    }

    private void set(String key, String value, String... environments) {
        set(alice, key, value, environments);
    }

    private void set(Access access, String key, String value, String... environments) {
        assertThat(secrets.set(access, new SecretDraft(key, Plaintext.ofText(value), Optional.empty(),
                List.of(environments)), new SecretChange.Whatever())).isInstanceOf(Result.Ok.class);
    }

    private SecretValuesRecord row(String key, String environment) {
        return row(alice, key, environment);
    }

    private static SecretValuesRecord row(Access access, String key, String environment) {
        return cast.database.read(sql -> {
            var secret = SecretRows.find(sql, access.projectId(), ScopedKey.ofProject(key)).orElseThrow();
            var place = secret.slot(environment).orElseThrow().environment().id();
            return sql.selectFrom(SECRET_VALUES).where(SECRET_VALUES.SECRET_ID.eq(secret.id()),
                    SECRET_VALUES.ENVIRONMENT_ID.eq(place)).fetchSingle();
        });
    }
}
