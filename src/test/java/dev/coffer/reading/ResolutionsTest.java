package dev.coffer.reading;

import static dev.coffer.db.schema.Tables.REQUIREMENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.db.Ids;
import dev.coffer.project.Environments;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an app would read in an environment, and from where. */
@Tag("R17")
@Tag("R18")
class ResolutionsTest {
    private Cast cast;
    private Access project;
    private Fleet fleet;

    @BeforeEach
    void start() {
        cast = new Cast(TestDatabase.fresh());
        project = cast.project("shop");
        fleet = new Fleet(cast.database, project);
    }

    @AfterEach
    void stop() {
        cast.database.close();
    }

    @Test
    void each_key_is_read_from_the_highest_level_that_has_it_and_says_what_it_hides() {
        fleet.builtIn("BASE");
        fleet.builtIn("KEY");
        fleet.secret("", "KEY", "production");
        fleet.secret("", "ONLY_PREVIEW", "preview");
        fleet.secret("api", "KEY", "production");
        fleet.secret("web", "FOREIGN", "production");

        assertThat(resolution().all()).extracting(Resolved::key, each -> each.level().orElseThrow(), Resolved::hides)
                .containsExactly(
                        tuple("BASE", Level.ORGANIZATION, List.of()),
                        tuple("KEY", Level.APP,
                                List.of(Level.PROJECT, Level.ORGANIZATION)));
    }

    @Test
    @Tag("R14")
    void a_value_of_parts_says_which_variables_are_read_of_it() {
        fleet.secret("", "DATABASE", "production", "DATABASE_HOST", "DATABASE_PORT");
        fleet.secret("api", "DATABASE_PORT", "production");

        var database = resolution().all().getFirst();
        assertThat(database.given()).containsExactly("DATABASE_HOST");
        assertThat(resolution().under("DATABASE_PORT")).extracting(each -> each.offer().key())
                .containsExactly("DATABASE_PORT", "DATABASE");
    }

    @Test
    @Tag("R14")
    void a_key_whose_name_another_value_gives_says_which() {
        fleet.secret("", "PGHOST", "production");
        fleet.secret("api", "DATABASE", "production", "PGHOST");

        var host = resolution().all().getLast();
        assertThat(host.key()).isEqualTo("PGHOST");
        assertThat(host.givenBy()).contains("DATABASE");
    }

    @Test
    @Tag("R23")
    void what_is_required_and_not_read_is_missing_but_for_what_a_value_gives() {
        require("NEEDED", true);
        require("NICE", false);
        require("DATABASE_HOST", true);
        fleet.secret("", "DATABASE", "production", "DATABASE_HOST");

        assertThat(resolution().all()).extracting(Resolved::key, Resolved::missing).containsExactly(
                tuple("DATABASE", false),
                tuple("NEEDED", true));
    }

    @Test
    void what_reads_a_list_reads_nothing_else() {
        fleet.secret("", "A", "production");
        fleet.secret("", "DATABASE", "production", "A_HOST");
        require("REQUIRED", true);

        assertThat(resolution().listed(List.of("GONE", "A", "REQUIRED"))).extracting(Resolved::key,
                each -> each.level().map(Level::slug).orElse("none"), Resolved::missing).containsExactly(
                        tuple("A", "project", false),
                        tuple("GONE", "none", false),
                        tuple("REQUIRED", "none", true));
    }

    private Resolution resolution() {
        return cast.database.read(sql -> Resolutions.of(sql, project.projectId(), fleet.app("api"),
                Environments.of(sql, project.projectId()).getLast()));
    }

    private void require(String key, boolean required) {
        cast.database.transact(tx -> tx.insertInto(REQUIREMENTS).set(REQUIREMENTS.ID, Ids.next())
                .set(REQUIREMENTS.PROJECT_ID, project.projectId()).set(REQUIREMENTS.KEY, key)
                .set(REQUIREMENTS.SOURCE, "build").set(REQUIREMENTS.REQUIRED, required)
                .set(REQUIREMENTS.EVERYWHERE, true).set(REQUIREMENTS.CREATED_BY, project.userId()).execute());
    }
}
