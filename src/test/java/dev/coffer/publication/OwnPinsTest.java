package dev.coffer.publication;

import static dev.coffer.publication.Stage.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.audit.AuditRow;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.ScopedKey;
import dev.coffer.secret.SecretChange.Whatever;
import dev.coffer.secret.SecretDraft;
import dev.coffer.secret.SomeApps;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What is an app's own is published and rolled back with the rest of its environment. */
@Tag("R17")
@Tag("R24")
class OwnPinsTest {
    private static Stage stage;
    private Access alice;

    @BeforeAll
    static void start() {
        stage = Stage.on(new Cast(TestDatabase.fresh()));
    }

    @AfterAll
    static void stop() {
        stage.cast().database.close();
    }

    @BeforeEach
    void project(TestInfo test) {
        alice = stage.cast().project("p" + Integer.toUnsignedString(test.getDisplayName().hashCode(), 36));
        SomeApps.add(stage.cast().database, alice, "api", "web");
    }

    @Test
    void a_publication_pins_the_projects_and_each_apps_own() {
        set("A", "", "project");
        set("A", "api", "one");
        set("A", "api", "two");
        set("B", "web", "own");

        var published = ok(stage.publish(alice, "1", "preview"));

        assertThat(published.secrets()).isEqualTo(3);
        assertThat(stage.publications().pins(alice, published)).extracting(Pin::named, Pin::scope, Pin::number)
                .containsExactly(tuple(new ScopedKey("A", ""), Pin.Scope.PROJECT, 1),
                        tuple(new ScopedKey("A", "api"), Pin.Scope.APP, 2),
                        tuple(new ScopedKey("B", "web"), Pin.Scope.APP, 1));
    }

    @Test
    void an_apps_own_overrides_no_built_in_one_of_the_project() {
        stage.builtIn(alice, "P_BUILT_IN", 4, "");
        set("P_BUILT_IN", "api", "own");

        assertThat(stage.publications().pins(alice, ok(stage.publish(alice, "1", "preview"))))
                .filteredOn(pin -> pin.key().equals("P_BUILT_IN")).extracting(Pin::scope)
                .containsExactly(Pin.Scope.ORGANIZATION, Pin.Scope.APP);
    }

    @Test
    void a_difference_tells_one_from_the_other() {
        set("A", "", "project");
        set("A", "api", "one");
        set("GONE", "web", "own");
        ok(stage.publish(alice, "1", "preview"));
        set("A", "api", "two");
        ok(stage.secrets().delete(alice, new ScopedKey("GONE", "web"), new Whatever()));
        set("NEW", "web", "own");

        var now = stage.publications().compareWithNow(alice, "preview", "1").keys();
        assertThat(now.changed()).containsExactly(new Comparison.Change(new ScopedKey("A", "api"), 1, 2));
        assertThat(now.removed()).containsExactly(new ScopedKey("GONE", "web"));
        assertThat(now.added()).containsExactly(new ScopedKey("NEW", "web"));
    }

    @Test
    @Tag("R9")
    void a_rollback_takes_both_back_each_to_its_own_version() {
        set("A", "", "project");
        set("A", "api", "one");
        set("GONE", "web", "own");
        ok(stage.publish(alice, "1", "preview"));
        set("A", "", "project too");
        set("A", "api", "two");
        ok(stage.secrets().delete(alice, new ScopedKey("GONE", "web"), new Whatever()));
        set("LATER", "api", "own");

        var done = ok(stage.rollbacks().rollback(alice, "preview", "1"));

        assertThat(done.restored()).extracting(ScopedKey::told).containsExactly("A", "A of api");
        assertThat(done.gone()).extracting(ScopedKey::told).containsExactly("GONE of web");
        assertThat(done.later()).extracting(ScopedKey::told).containsExactly("LATER of api");
        assertThat(version("A", "")).isEqualTo(3);
        assertThat(version("A", "api")).isEqualTo(3);
        assertThat(stage.publications().compareWithNow(alice, "preview", "1").keys().changed()).isEmpty();
        assertThat(stage.cast().audit.page(alice, OptionalLong.empty(), 1)).extracting(AuditRow::object)
                .first().asString().contains("A, among them A of api");
    }

    private static SecretDraft draft(String key, String app, String value) {
        return new SecretDraft(key, Plaintext.ofText(value), Optional.empty(), List.of("preview")).ofApp(app);
    }

    private void set(String key, String app, String value) {
        ok(stage.secrets().set(alice, draft(key, app, value), new Whatever()));
    }

    private int version(String key, String app) {
        return stage.secrets().get(alice, new ScopedKey(key, app)).slot("preview").orElseThrow().value().orElseThrow()
                .version();
    }
}
