package dev.coffer.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.access.User;
import dev.coffer.db.Database;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R16")
class EnvironmentsTest {
    private static Database database;
    private static Cast cast;
    private static Environments environments;

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
        cast = new Cast(database);
        environments = new Environments(database, cast.audit);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void aNewOneComesLastAndItsNameSuggestsItsAddress() {
        var access = cast.project("added");
        var result = environments.add(access, new EnvironmentDraft(" Load Test ", null, true));
        assertThat(result).isInstanceOf(Result.Ok.class);
        assertThat(environments.list(cast.access(cast.carol, "added"))).extracting(use -> use.environment().slug(),
                use -> use.environment().name(), use -> use.environment().isProtected()).containsExactly(
                        tuple("preview", "Preview", false), tuple("production", "Production", true),
                        tuple("load-test", "Load Test", true));
        assertThat(cast.audit.page(access, OptionalLong.empty(), 1).getFirst().label())
                .isEqualTo("Added an environment");
    }

    @Test
    void oneOfTheSameAddressIsRefused() {
        var access = cast.project("twice");
        assertThat(environments.add(access, new EnvironmentDraft("Other", "preview", false))).isEqualTo(
                Result.conflict(Clash.Kind.EXISTS,
                        "This project has an environment preview already. Choose another address"));
    }

    @Test
    void mistakesAreNamedByField() {
        var access = cast.project("mistaken");
        var added = environments.add(access, new EnvironmentDraft("", "New", false));
        assertThat(((Result.Invalid<Environment>) added).errors().byField()).containsOnlyKeys("name", "slug");
        assertThat(environments.change(access, "preview", new EnvironmentChange(" ", null)))
                .isInstanceOf(Result.Invalid.class);
    }

    @Test
    void aProjectHasTwentyAtMost() {
        var access = cast.project("many");
        for (int i = 3; i <= 20; i++) {
            assertThat(environments.add(access, new EnvironmentDraft("E" + i, null, false)))
                    .isInstanceOf(Result.Ok.class);
        }
        assertThat(environments.add(access, new EnvironmentDraft("One more", null, false)))
                .isEqualTo(Result.conflict(Clash.Kind.BLOCKED, "This project has reached 20 environments"));
    }

    @Test
    void nameAndProtectionChangeOnTheirOwnAndWhatStaysIsNoRow() {
        var access = cast.project("changed");
        environments.change(access, "preview", new EnvironmentChange("Staging", null));
        environments.change(access, "preview", new EnvironmentChange(null, true));
        environments.change(access, "preview", new EnvironmentChange("Staging", true));
        var now = environments.get(access, "preview").environment();
        assertThat(now).extracting(Environment::name, Environment::isProtected).containsExactly("Staging", true);
        assertThat(cast.audit.page(access, OptionalLong.empty(), 10)).extracting(row -> row.object()).containsExactly(
                "Staging, protected", "Staging", "changed, changed");
    }

    @Test
    void oneThatHoldsValuesIsNotDeleted() {
        var access = cast.project("held");
        SecretRows.add(database, access, "ONE");
        SecretRows.add(database, access, "TWO");
        assertThat(environments.delete(access, "preview")).isEqualTo(
                Result.conflict(Clash.Kind.IN_USE, "Preview holds 2 values. Delete them first"));
        assertThat(environments.get(access, "preview").values()).isEqualTo(2);
    }

    @Test
    void theLastOneStays() {
        var access = cast.project("last");
        assertThat(environments.delete(access, "preview")).isInstanceOf(Result.Ok.class);
        assertThat(environments.delete(access, "production")).isEqualTo(
                Result.conflict(Clash.Kind.BLOCKED, "Production is the last environment. A project keeps one"));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> environments.delete(access, "preview"));
    }

    @Test
    @Tag("R34")
    void developersAndViewersOnlyLook() {
        cast.project("looked-at");
        for (var user : new User[]{cast.bob, cast.carol}) {
            var access = cast.access(user, "looked-at");
            assertThat(environments.list(access)).hasSize(2);
            assertThatExceptionOfType(Forbidden.class)
                    .isThrownBy(() -> environments.add(access, new EnvironmentDraft("X", null, false)));
            assertThatExceptionOfType(Forbidden.class)
                    .isThrownBy(() -> environments.change(access, "preview", new EnvironmentChange("X", null)));
            assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> environments.delete(access, "preview"));
        }
        assertThat(environments.delete(cast.access(cast.dave, "looked-at"), "preview")).isInstanceOf(Result.Ok.class);
    }
}
