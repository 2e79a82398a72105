package dev.coffer.webhook;

import static dev.coffer.db.schema.Tables.REQUIREMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.access.Access;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.builtin.BuiltInDraft;
import dev.coffer.builtin.BuiltIns;
import dev.coffer.crypto.InstanceSeal;
import dev.coffer.crypto.Plaintext;
import dev.coffer.db.Ids;
import dev.coffer.form.ScopedKey;
import dev.coffer.form.SecretLimits;
import dev.coffer.project.EnvironmentDraft;
import dev.coffer.project.Environments;
import dev.coffer.publication.PublicationDraft;
import dev.coffer.publication.Publications;
import dev.coffer.publication.Rollbacks;
import dev.coffer.requirement.Declaration;
import dev.coffer.requirement.Dismissals;
import dev.coffer.requirement.RequirementDraft;
import dev.coffer.requirement.Requirements;
import dev.coffer.secret.PinnedVersions;
import dev.coffer.secret.SecretChange.Whatever;
import dev.coffer.secret.SecretDraft;
import dev.coffer.secret.SecretStore;
import dev.coffer.secret.SecretVersions;
import dev.coffer.secret.SomeApps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is written to be told, by what happened. */
@Tag("R19")
class EventsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static Post post;

    private Access alice;
    private Post.Known known;

    @BeforeAll
    static void start() {
        post = new Post();
    }

    @AfterAll
    static void stop() {
        post.close();
    }

    @BeforeEach
    void project(TestInfo test) {
        alice = post.cast.project("p" + Integer.toUnsignedString(test.getDisplayName().hashCode(), 36));
        known = post.webhook(alice, "https://example.com/hook", "publication.created", "configuration.required",
                "secret.changed");
    }

    @Test
    void every_change_of_a_value_is_told_by_what_it_was() {
        var versions = new SecretVersions(post.cast.database, new SecretStore(post.cast.keys), post.audit);
        post.set(alice, "A", "canary-1");
        post.set(alice, "A", "canary-2");
        Post.ok(versions.restore(alice, "A", new SecretVersions.Target("preview", 1), new Whatever()));
        Post.ok(post.secrets.deleteValue(alice, "A", "preview", new Whatever()));
        describe();

        assertThat(told()).extracting(body -> "%s %s %s %s".formatted(body.path("event").asString(),
                body.path("what").asString(), body.path("keys"), body.path("environments"))).containsExactly(
                        "secret.changed created [\"A\"] [\"preview\"]", "secret.changed set [\"A\"] [\"preview\"]",
                        "secret.changed restored [\"A\"] [\"preview\"]", "secret.changed deleted [\"A\"] [\"preview\"]",
                        "secret.changed created [\"B\"] [\"preview\"]");
        assertThat(told().toString()).doesNotContain("canary");
    }

    @Test
    @Tag("R17")
    void an_apps_own_is_told_with_the_app_and_leaves_nothing_missing() {
        SomeApps.add(post.cast.database, alice, "api");
        need("A");
        int before = told().size();
        Post.ok(post.secrets.set(alice, new SecretDraft("A", Plaintext.ofText("canary"), Optional.empty(),
                List.of("preview")).ofApp("api"), new Whatever()));
        Post.ok(post.secrets.delete(alice, new ScopedKey("A", "api"), new Whatever()));

        var told = told().subList(before, told().size());
        assertThat(told).extracting(body -> "%s %s %s".formatted(body.path("event").asString(),
                body.path("what").asString(), body.path("app").asString())).containsExactly(
                        "secret.changed created api", "secret.changed deleted api");
        assertThat(told.getFirst().path("href").asString()).endsWith("/secrets/A?app=api");
    }

    /** A description is no value: nobody is told that it changed. */
    private void describe() {
        post.set(alice, "B", "v");
        post.cast.database.transact(tx -> {
            post.audit.record(tx, alice, AuditEntry.of(AuditAction.SECRET_DESCRIBED).secret(Ids.next(), "B"));
            return null;
        });
    }

    @Test
    void a_publication_and_a_roll_back_are_told() {
        post.set(alice, "A", "one");
        var publications = new Publications(post.cast.database, post.audit);
        Post.ok(publications.publish(alice, new PublicationDraft("v1", "preview")));
        post.set(alice, "A", "two");
        new Rollbacks(post.cast.database, new PinnedVersions(new SecretStore(post.cast.keys)), post.audit)
                .rollback(alice, "preview", "v1");

        var published = told().get(1);
        assertThat(published.path("event").asString()).isEqualTo("publication.created");
        assertThat(published.path("environment").asString()).isEqualTo("preview");
        assertThat(published.path("version").asString()).isEqualTo("v1");
        assertThat(published.path("href").asString()).endsWith("/publications");
        assertThat(told().getLast().path("what").asString()).isEqualTo("rolled_back");
    }

    @Test
    void a_required_value_that_goes_is_told_as_missing_where_it_went() {
        post.set(alice, "A", "v");
        need("A");
        need("UNRELATED");
        Post.ok(post.secrets.deleteValue(alice, "A", "preview", new Whatever()));

        var body = told().getLast();
        assertThat(body.path("event").asString()).isEqualTo("configuration.required");
        assertThat(body.path("environment").asString()).isEqualTo("preview");
        assertThat(body.path("keys").toString()).isEqualTo("[\"A\"]");
        assertThat(told()).hasSize(3);
    }

    @Test
    void what_is_declared_and_lacking_is_told_for_each_environment_and_what_is_there_is_not() {
        post.set(alice, "A", "v");
        need("A");
        need("B");
        post.cast.database.transact(tx -> {
            post.audit.record(tx, alice, AuditEntry.of(AuditAction.REQUIREMENTS_DECLARED).source("build")
                    .keys(List.of("A", "B")));
            return null;
        });

        assertThat(told().subList(1, told().size())).extracting(body -> body.path("environment").asString()
                + body.path("keys")).containsExactlyInAnyOrder("preview[\"B\"]", "production[\"A\",\"B\"]");
    }

    @Test
    void declaring_the_same_again_tells_nothing_and_bringing_back_does() {
        var requirements = new Requirements(post.cast.database, post.audit, SecretLimits.DEFAULT);
        var dismissals = new Dismissals(post.cast.database, post.audit);
        var declared = new Declaration("build", List.of(new RequirementDraft("A", true, Optional.of(List.of("preview")),
                new RequirementDraft.Texts("", ""), Optional.empty())));
        Post.ok(requirements.declare(alice, declared));
        Post.ok(requirements.declare(alice, declared));
        assertThat(told()).hasSize(1);

        var place = new Dismissals.Place("A", Optional.of("preview"));
        Post.ok(dismissals.dismiss(alice, place, "Not used yet"));
        assertThat(told()).hasSize(1);
        Post.ok(dismissals.bringBack(alice, place));

        assertThat(told()).hasSize(2).allMatch(body -> body.path("event").asString().equals("configuration.required")
                && body.path("environment").asString().equals("preview")
                && body.path("keys").toString().equals("[\"A\"]"));
    }

    @Test
    void a_new_environment_lacks_what_is_needed_everywhere() {
        need("A");
        Post.ok(new Environments(post.cast.database, post.audit).add(alice,
                new EnvironmentDraft("Load", "load", false)));

        assertThat(told()).singleElement().matches(body -> body.path("environment").asString().equals("load")
                && body.path("keys").toString().equals("[\"A\"]"));
    }

    @Test
    void a_built_in_secret_that_goes_is_told_in_every_project_that_needs_it() {
        var builtIns = new BuiltIns(post.cast.database, new InstanceSeal(post.cast.keyring), post.audit,
                SecretLimits.DEFAULT);
        var owner = post.cast.organization(post.cast.alice);
        Post.ok(builtIns.set(owner, new BuiltInDraft("SHARED", Optional.of(Plaintext.ofText("v")), Optional.empty(),
                Optional.empty()), Optional.empty()));
        need("SHARED");
        need("OTHER");
        post.set(alice, "SHARED", "own, in preview only");
        Post.ok(builtIns.delete(owner, "SHARED", Optional.empty()));

        assertThat(told()).hasSize(2);
        assertThat(told().getLast().path("environment").asString()).isEqualTo("production");
        assertThat(told().getLast().path("keys").toString()).isEqualTo("[\"SHARED\"]");
    }

    @Test
    void only_what_a_webhook_wants_is_written_and_each_gets_its_own_delivery_of_one_event() {
        var second = post.webhook(alice, "https://example.org/", "secret.changed");
        var other = post.webhook(alice, "https://example.net/", "publication.created");
        post.set(alice, "A", "v");

        var one = post.only(alice, known);
        var two = post.only(alice, second);
        assertThat(one.id()).isNotEqualTo(two.id());
        assertThat(one.id().version()).isEqualTo(7);
        assertThat(one.body()).isEqualTo(two.body());
        assertThat(post.deliveries.list(alice, other.webhook().id(), null, 10)).isEmpty();
    }

    @Test
    void other_projects_hear_nothing() {
        var elsewhere = post.cast.project("elsewhere");
        post.set(elsewhere, "A", "v");

        assertThat(told()).isEmpty();
    }

    @Test
    void a_webhook_that_is_deleted_meanwhile_breaks_no_change() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var deleting = threads.submit(() -> {
                for (int i = 0; i < 40; i++) {
                    var one = post.webhook(alice, "https://example.org/", "secret.changed");
                    Post.ok(post.webhooks.delete(alice, one.webhook().id()));
                }
            });
            int changes = 0;
            for (; !deleting.isDone(); changes++) {
                post.set(alice, "A", "v" + changes);
            }
            deleting.get();
            assertThat(post.deliveries.list(alice, known.webhook().id(), null, 10_000)).hasSize(changes);
        }
    }

    /** The statements of a set are watched: the outbox is one of them. */
    @Test
    void a_change_of_a_value_costs_one_statement_with_webhooks_and_without() {
        assertThat(statements(alice)).isEqualTo(1);
        assertThat(statements(post.cast.project("without"))).isEqualTo(1);
    }

    private int statements(Access access) {
        var counted = new ArrayList<String>();
        post.cast.database.transact(tx -> {
            var watched = DSL.using(tx.configuration().derive(new org.jooq.ExecuteListener() {
                @Override
                public void executeStart(org.jooq.ExecuteContext ctx) {
                    counted.add(ctx.sql());
                }
            }));
            new Events(post.clock, post.bodies).heard(watched, access, AuditEntry.of(AuditAction.SECRET_SET)
                    .secret(Ids.next(), "A").environments(List.of("preview")));
            return null;
        });
        return counted.size();
    }

    private List<JsonNode> told() {
        return post.deliveries.list(alice, known.webhook().id(), null, 100).reversed().stream()
                .map(one -> JSON.readTree(one.body())).toList();
    }

    private void need(String key) {
        post.cast.database.transact(tx -> tx.insertInto(REQUIREMENTS).set(REQUIREMENTS.ID, Ids.next())
                .set(REQUIREMENTS.PROJECT_ID, alice.projectId()).set(REQUIREMENTS.SOURCE, "build")
                .set(REQUIREMENTS.KEY, key).set(REQUIREMENTS.REQUIRED, true).set(REQUIREMENTS.EVERYWHERE, true)
                .set(REQUIREMENTS.CREATED_BY, alice.userId()).execute());
    }
}
