package dev.coffer.project;

import static dev.coffer.db.schema.Tables.AUDIT_EVENTS;
import static dev.coffer.db.schema.Tables.PROJECTS;
import static dev.coffer.db.schema.Tables.PROJECT_KEYS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static dev.coffer.db.schema.Tables.SECRET_VERSIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.access.Role;
import dev.coffer.access.User;
import dev.coffer.db.Database;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R1")
class ProjectsTest {
    private static Database database;
    private static Cast cast;

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
        cast = new Cast(database);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    @Tag("R16")
    void aNewProjectHasPreviewAndAProtectedProductionAKeyAndItsMakerAsOwner() {
        var project = made("fresh");
        var access = cast.access(cast.mallory, "fresh");
        assertThat(access.role()).isEqualTo(Role.OWNER);
        List<Environment> environments = database.read(sql -> Environments.of(sql, project.id()));
        assertThat(environments).extracting(Environment::slug, Environment::isProtected)
                .containsExactly(tuple("preview", false), tuple("production", true));
        assertThat(
                database.<Integer>read(sql -> sql.fetchCount(PROJECT_KEYS, PROJECT_KEYS.PROJECT_ID.eq(project.id()))))
                .isOne();
    }

    @Test
    @Tag("R35")
    void makingAProjectIsInBothLogs() {
        made("logged");
        var own = cast.audit.page(cast.access(cast.mallory, "logged"), OptionalLong.empty(), 10);
        var organization = cast.audit.page(cast.organization(cast.alice), OptionalLong.empty(), 1);
        assertThat(own).extracting(row -> row.label() + ": " + row.object()).containsExactly(
                "Created the project: logged, logged");
        assertThat(organization.getFirst().object()).isEqualTo("logged, logged");
    }

    @Test
    @Tag("R20")
    void anAddressThatIsTakenIsRefusedInTheSameWordsByWhomeverItIsTaken() {
        cast.project("taken");
        for (var user : new User[]{cast.alice, cast.mallory}) {
            var result = cast.projects.create(cast.organization(user), new ProjectDraft("Another", "taken"));
            assertThat(result).isEqualTo(Result.conflict(Clash.Kind.EXISTS,
                    "The address taken is taken. Choose another one"));
        }
    }

    @Test
    void mistakesAreNamedByField() {
        var result = cast.projects.create(cast.organization(cast.alice), new ProjectDraft(" ", "No Slug"));
        assertThat(((Result.Invalid<Project>) result).errors().byField()).containsOnlyKeys("name", "slug")
                .containsEntry("name", "Project name is required");
    }

    @Test
    void twoWhoWantTheSameAddressAtOnceGetOneProject() throws Exception {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(4)) {
            var results = IntStream.range(0, 4).mapToObj(i -> threads.submit(() -> {
                start.await();
                return cast.projects.create(cast.organization(cast.alice), new ProjectDraft("Race", "race"));
            })).toList();
            start.countDown();
            int won = 0;
            for (var result : results) {
                won += result.get() instanceof Result.Ok<?> ? 1 : 0;
            }
            assertThat(won).isOne();
        }
    }

    @Test
    @Tag("R20")
    void onlyProjectsWithARoleAreListedInOrderAndInPages() {
        cast.project("list-b");
        var first = cast.project("list-a");
        secret(first, "ONE");
        var page = cast.projects.list(cast.organization(cast.carol), "list", 1);
        assertThat(page).extracting(Project::slug).containsExactly("list-a", "list-b");
        assertThat(page.getFirst().secrets()).isOne();
        assertThat(page.getFirst().role()).isEqualTo(Role.VIEWER);
        assertThat(cast.projects.list(cast.organization(cast.mallory), null, 100)).extracting(Project::slug)
                .doesNotContain("list-a", "list-b");
    }

    @Test
    void onlyAnOwnerRenames() {
        var access = cast.project("renamed");
        assertThat(cast.projects.rename(access, " The Shop ").map(Project::name)).isEqualTo(Result.ok("The Shop"));
        assertThat(cast.access(cast.carol, "renamed").project().name()).isEqualTo("The Shop");
        for (var user : new User[]{cast.dave, cast.bob, cast.carol}) {
            assertThatExceptionOfType(Forbidden.class)
                    .isThrownBy(() -> cast.projects.rename(cast.access(user, "renamed"), "x"));
            assertThatExceptionOfType(Forbidden.class)
                    .isThrownBy(() -> cast.projects.delete(cast.access(user, "renamed")));
        }
        assertThat(cast.audit.page(access, OptionalLong.empty(), 10).getFirst().object()).isEqualTo("The Shop");
    }

    @Test
    void theSameNameAgainIsNoChangeAndNoRow() {
        var access = cast.project("same");
        cast.projects.rename(access, "same");
        assertThat(cast.audit.page(access, OptionalLong.empty(), 10)).hasSize(1);
    }

    @Test
    @Tag("R35")
    void aDeletedProjectLeavesNothingButItsLog() {
        var access = cast.project("gone");
        secret(access, "ONE");
        cast.projects.delete(access);
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> cast.access(cast.alice, "gone"));
        var id = access.projectId();
        database.read(sql -> {
            assertThat(sql.fetchCount(PROJECTS, PROJECTS.ID.eq(id))).isZero();
            assertThat(sql.fetchCount(PROJECT_KEYS, PROJECT_KEYS.PROJECT_ID.eq(id))).isZero();
            assertThat(sql.fetchCount(SECRETS, SECRETS.PROJECT_ID.eq(id))).isZero();
            assertThat(sql.fetchCount(SECRET_VERSIONS, SECRET_VERSIONS.PROJECT_ID.eq(id))).isZero();
            assertThat(sql.fetchCount(AUDIT_EVENTS, AUDIT_EVENTS.CHAIN_ID.eq(id))).isEqualTo(2);
            return null;
        });
        assertThat(cast.audit.page(cast.organization(cast.alice), OptionalLong.empty(), 1).getFirst().label())
                .isEqualTo("Deleted the project");
    }

    private static Project made(String slug) {
        var result = cast.projects.create(cast.organization(cast.mallory), new ProjectDraft(slug, slug));
        return ((Result.Ok<Project>) result).value();
    }

    private static void secret(Access access, String key) {
        SecretRows.add(database, access, key);
    }
}
