package dev.coffer.reading;

import static dev.coffer.db.schema.Tables.DEPLOYMENTS;
import static dev.coffer.db.schema.Tables.SECRET_VALUES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Which deployments read a value, and what they read last. */
@Tag("R18")
class ReadersTest {
    private static final Instant MORNING = Instant.parse("2026-11-21T10:32:00Z");
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static Cast cast;

    private Access project;
    private Fleet fleet;

    @BeforeAll
    static void start() {
        cast = new Cast(TestDatabase.fresh());
    }

    @AfterAll
    static void stop() {
        cast.database.close();
    }

    @BeforeEach
    void project(TestInfo test) {
        project = cast.project("p" + Integer.toUnsignedString(test.getDisplayName().hashCode(), 36));
        fleet = new Fleet(cast.database, project);
    }

    @Test
    void those_that_read_all_and_those_whose_list_names_it_read_a_value() {
        var secret = fleet.secret("", "KEY", "production");
        fleet.deployment("api", "production");
        fleet.deployment("api", "preview");
        fleet.listing("job", "production", "KEY");
        fleet.listing("web", "production", "OTHER");

        assertThat(names(secret, "KEY")).containsExactly("api@production ALL", "job@production LISTED");
        assertThat(listing(secret, "KEY")).containsExactly("job@production");
    }

    @Test
    @Tag("R17")
    void an_app_with_a_value_of_its_own_reads_that_one() {
        var secret = fleet.secret("", "KEY", "production");
        var own = fleet.secret("api", "KEY", "production");
        fleet.listing("api", "production", "KEY");
        fleet.listing("web", "production", "KEY");

        assertThat(names(secret, "KEY")).containsExactly("web@production LISTED");
        assertThat(names(own, "KEY")).containsExactly("api@production LISTED");
    }

    @Test
    @Tag("R17")
    void a_value_of_another_environment_hides_nothing() {
        var secret = fleet.secret("", "KEY", "production");
        fleet.secret("api", "KEY", "preview");
        fleet.deployment("api", "production");

        assertThat(names(secret, "KEY")).containsExactly("api@production ALL");
    }

    @Test
    @Tag("R17")
    void a_value_of_which_others_give_every_name_is_read_by_nobody() {
        var plain = fleet.secret("", "PGHOST", "production");
        var parts = fleet.secret("", "PARTS", "production", "PGPORT");
        fleet.secret("api", "DATABASE", "production", "PGHOST", "PGPORT");
        fleet.deployment("api", "production");

        assertThat(names(plain, "PGHOST")).isEmpty();
        assertThat(names(parts, "PARTS")).containsExactly("api@production ALL");
    }

    @Test
    @Tag("R7")
    void what_a_list_leaves_out_hides_nothing() {
        var plain = fleet.secret("", "PGHOST", "production");
        var own = fleet.secret("api", "DATABASE", "production", "PGHOST", "PGPORT");
        fleet.listing("api", "production", "PGHOST");

        assertThat(names(plain, "PGHOST")).containsExactly("api@production LISTED");
        assertThat(listing(plain, "PGHOST")).containsExactly("api@production");
        assertThat(names(own, "DATABASE")).isEmpty();
    }

    @Test
    @Tag("R19")
    void a_built_in_value_is_read_where_the_project_has_none() {
        var builtIn = fleet.builtIn("SENTRY_DSN");
        fleet.secret("", "SENTRY_DSN", "production");
        fleet.deployment("api", "production");
        fleet.deployment("api", "preview");

        assertThat(names(builtIn, "SENTRY_DSN")).containsExactly("api@preview ALL");
    }

    @Test
    @Tag("R9")
    void it_is_known_which_version_each_read_last_since_when_and_when() {
        var secret = fleet.secret("", "KEY", "production");
        cast.database.transact(tx -> tx.update(SECRET_VALUES).set(SECRET_VALUES.VERSION, 3)
                .where(SECRET_VALUES.SECRET_ID.eq(secret)).execute());
        var api = fleet.deployment("api", "production");
        var job = fleet.deployment("job", "production");
        var web = fleet.deployment("web", "production");
        fleet.deployment("idle", "production");
        fleet.read(api, "KEY", new Held(secret, 3), MORNING, NOON);
        fleet.read(job, "KEY", new Held(secret, 2), MORNING, MORNING);
        fleet.read(web, "KEY", new Held(UUID.randomUUID(), 3), MORNING, NOON.plusSeconds(60));

        var readership = readers(secret, "KEY").getFirst();
        assertThat(readership.held()).isEqualTo(new Held(secret, 3));
        assertThat(readership.current()).extracting(Reader::name).containsExactly("api@production");
        assertThat(readership.current().getFirst().last().orElseThrow().since()).isEqualTo(MORNING);
        assertThat(readership.waiting()).extracting(Reader::name)
                .containsExactly("idle@production", "job@production", "web@production");
        assertThat(readership.of(2)).extracting(Reader::name).containsExactly("job@production");
        assertThat(readership.lastReadAt()).contains(NOON);
    }

    @Test
    void what_was_never_read_says_so() {
        var secret = fleet.secret("", "KEY", "production");
        fleet.deployment("api", "production");

        assertThat(readers(secret, "KEY").getFirst().isEverRead()).isFalse();
    }

    @Test
    @Tag("R20")
    void another_projects_deployments_are_not_among_them() {
        var secret = fleet.secret("", "KEY", "production");
        var other = new Fleet(cast.database, cast.project(project.project().slug() + "-other"));
        other.secret("", "KEY", "production");
        other.deployment("api", "production");

        assertThat(names(secret, "KEY")).isEmpty();
    }

    @Test
    @Tag("R12")
    void when_a_deployment_goes_its_reads_stay_known() {
        var secret = fleet.secret("", "KEY", "production");
        var other = fleet.secret("", "OTHER", "production");
        var api = fleet.deployment("api", "production");
        var job = fleet.deployment("job", "production");
        fleet.read(api, "KEY", new Held(secret, 1), MORNING, MORNING);
        fleet.read(job, "KEY", new Held(secret, 1), MORNING, NOON);

        carryOver(api);
        assertThat(lastRead(secret)).isEqualTo(MORNING);
        carryOver(job);
        assertThat(lastRead(secret)).isEqualTo(NOON);
        assertThat(lastRead(other)).isNull();
        carryOver(fleet.deployment("web", "production"));
        assertThat(lastRead(secret)).isEqualTo(NOON);
    }

    private void carryOver(UUID deployment) {
        cast.database.transact(tx -> {
            Readers.carryOver(tx, project.projectId(), List.of(deployment));
            return tx.deleteFrom(DEPLOYMENTS).where(DEPLOYMENTS.ID.eq(deployment)).execute();
        });
    }

    private Instant lastRead(UUID secret) {
        return cast.database.read(sql -> sql.select(SECRET_VALUES.LAST_READ_AT).from(SECRET_VALUES)
                .where(SECRET_VALUES.SECRET_ID.eq(secret)).fetchSingle().value1());
    }

    private List<Readership> readers(UUID secret, String key) {
        return cast.database.read(sql -> Readers.of(sql, project.projectId(), new Readers.Secret(secret, key)));
    }

    private List<String> names(UUID secret, String key) {
        return readers(secret, key).stream().flatMap(each -> each.readers().stream())
                .map(reader -> reader.name() + " " + reader.reach()).toList();
    }

    private List<String> listing(UUID secret, String key) {
        return cast.database.read(sql -> Readers.listing(sql, project.projectId(), new Readers.Secret(secret, key)))
                .stream().flatMap(each -> each.readers().stream()).map(Reader::name).toList();
    }
}
