package dev.coffer.secret;

import static dev.coffer.db.schema.Tables.AUDIT_EVENTS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_SECRETS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.TestClient;
import dev.coffer.TestServer;
import dev.coffer.access.Access;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.form.SecretLimits;
import dev.coffer.project.Projects;
import dev.coffer.reading.Fleet;
import dev.coffer.reading.Held;
import dev.coffer.secret.SecretChange.Whatever;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Secrets that something reads: what keeps them from being deleted, and what is told of their readers. */
@Tag("R7")
class ReadSecretsTest {
    private static final Pattern READ = Pattern.compile("name=\"read\" value=\"([^\"]+)\"");
    private static TestServer server;
    private static Secrets secrets;
    private static int count;

    private Access project;
    private Fleet fleet;
    private String pages;
    private String api;
    private TestClient alice;
    private TestClient machine;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        secrets = new Secrets(server.cast.database, new SecretStore(server.cast.keys), server.cast.audit,
                new Secrets.Limits(50, SecretLimits.DEFAULT));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void newProject() {
        var slug = "read-" + ++count;
        project = server.cast.project(slug);
        fleet = new Fleet(server.cast.database, project);
        pages = "/projects/" + slug + "/secrets/";
        api = "/api/v1/projects/" + slug + "/secrets/";
        alice = server.browser(server.cast.alice);
        machine = server.api(server.cast.alice);
        set("KEY", "preview", "production");
    }

    @Test
    void a_secret_on_a_deployments_list_is_not_deleted_and_the_list_is_led_to() {
        fleet.listing("api", "production", "KEY", "OTHER");
        fleet.listing("job", "production", "KEY");
        fleet.listing("web", "production", "OTHER");

        var refused = machine.delete(api + "KEY");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(json(refused.body()).path("type").asString()).endsWith("/in-use");
        assertThat(json(refused.body()).path("detail").asString())
                .isEqualTo("KEY is on the list of api@production and job@production. Take it off first");
        assertThat(json(refused.body()).path("dependents").toString()).isEqualTo(
                """
                [{"kind":"deployment","name":"api@production","href":"/projects/%1$s/apps/api/deployments/production/edit"},\
                {"kind":"deployment","name":"job@production","href":"/projects/%1$s/apps/job/deployments/production/edit"}]"""
                        .formatted(project.project().slug()));
        assertThat(secrets.get(project, "KEY").configured()).hasSize(2);
        assertThat(audited()).doesNotContain("secret.deleted");
    }

    @Test
    void only_the_deployments_of_an_environment_keep_its_value() {
        var production = fleet.listing("api", "production", "KEY");

        assertThat(machine.delete(api + "KEY?environment=production").statusCode()).isEqualTo(409);
        assertThat(machine.delete(api + "KEY?environment=preview").statusCode()).isEqualTo(204);
        takeOff(production);
        assertThat(machine.delete(api + "KEY?environment=production").statusCode()).isEqualTo(204);
        assertThat(audited()).contains("secret.value_deleted", "secret.deleted");
    }

    @Test
    @Tag("R17")
    void whose_app_has_its_own_value_keeps_nothing_of_the_projects() {
        fleet.listing("api", "production", "KEY");
        fleet.secret("api", "KEY", "production");

        assertThat(machine.delete(api + "KEY").statusCode()).isEqualTo(204);
    }

    @Test
    @Tag("R18")
    void whoever_reads_all_keeps_nothing() {
        fleet.deployment("api", "production");

        assertThat(machine.delete(api + "KEY").statusCode()).isEqualTo(204);
    }

    @Test
    void the_page_says_what_is_in_the_way_before_anybody_deletes() {
        fleet.listing("api", "production", "KEY");
        var edit = "href=\"/projects/%s/apps/api/deployments/production/edit\"".formatted(project.project().slug());

        var page = alice.get(pages + "KEY/delete?environment=production");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<h1>Cannot delete <span class=\"mono\">KEY</span></h1>",
                "This deployment has it on its list. Take it off first:", edit, ">api@production</a>", ">Back</a>")
                .doesNotContain("method=\"post\" action=\"" + pages);
        var dialog = alice.htmx().get(pages + "KEY/delete");
        assertThat(dialog.body()).startsWith("<dialog").contains("Cannot delete <span class=\"mono\">KEY</span></h2>",
                edit, "data-close autofocus>Close").doesNotContain("<form");
        assertThat(alice.get(pages + "KEY/delete?environment=preview").body()).contains(" in Preview?</h1>");
    }

    @Test
    void a_list_that_names_it_meanwhile_takes_the_questions_place() {
        var question = alice.get(pages + "KEY/delete");
        var read = READ.matcher(question.body());
        assertThat(read.find()).isTrue();
        fleet.listing("api", "production", "KEY");

        var refused = alice.form(pages + "KEY/delete", "read", read.group(1));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("<h1>Cannot delete");
        var swapped = alice.htmx().form(pages + "KEY/delete", "read", read.group(1));
        assertThat(swapped.statusCode()).isEqualTo(409);
        assertThat(swapped.body()).startsWith("<dialog").contains("Cannot delete");
    }

    @Test
    void the_question_says_who_read_it_and_when() {
        var api = fleet.deployment("api", "production");
        fleet.deployment("job", "production");
        var secret = secrets.get(project, "KEY").id();
        var now = Instant.now();
        fleet.read(api, "KEY", new Held(secret, 1), now.minusSeconds(500), now.minusSeconds(190));

        assertThat(alice.get(pages + "KEY/delete").body()).contains(
                "<p class=\"prose\">In Production it was read 3 minutes ago by api@production.</p>",
                "<p class=\"prose\">api@production and job@production read all secrets there, this one too.</p>")
                .doesNotContain("In Preview");
        fleet.deployment("api", "preview");
        assertThat(alice.htmx().get(pages + "KEY/delete?environment=preview").body()).contains(
                "In Preview nothing has read it yet. api@preview reads all secrets there, this one too.");
    }

    @Test
    @Tag("R9")
    void the_api_says_when_each_value_was_read_last() {
        var api = fleet.deployment("api", "production");
        fleet.read(api, "KEY", new Held(secrets.get(project, "KEY").id(), 1), Instant.parse("2026-11-21T10:00:00Z"),
                Instant.parse("2026-11-21T10:32:00Z"));

        var one = json(machine.get(this.api + "KEY").body()).path("environments");
        var listed = json(machine.get(this.api.replaceFirst("/$", "")).body()).path("items").path(0)
                .path("environments");
        assertThat(one).isEqualTo(listed);
        assertThat(one.path(0).path("last_read_at").isNull()).isTrue();
        assertThat(one.path(1).path("last_read_at").asString()).isEqualTo("2026-11-21T10:32:00Z");
        set("KEY", "production");
        assertThat(json(machine.get(this.api + "KEY").body()).path("environments").path(1).path("last_read_at")
                .asString()).isEqualTo("2026-11-21T10:32:00Z");
    }

    @Test
    @Tag("R9")
    void its_page_says_who_reads_it_which_version_and_since_when() {
        set("KEY", "production");
        var secret = secrets.get(project, "KEY").id();
        var since = Instant.parse("2026-11-01T10:32:00Z");
        var read = Instant.parse("2026-11-02T08:00:00Z");
        fleet.read(fleet.deployment("api", "production"), "KEY", new Held(secret, 2), since, read);
        fleet.read(fleet.listing("job", "production", "KEY"), "KEY", new Held(secret, 1), since, since);
        fleet.deployment("web", "production");
        fleet.deployment("web", "preview");
        fleet.listing("idle", "preview", "OTHER");

        var page = alice.get(pages + "KEY").body();
        assertThat(page).contains("Who reads it</h2>",
                "Production: version 2 is in use since 2026-11-01 10:32 UTC by api@production, not yet picked up by 2 of 3.",
                "Preview: never read.", "href=\"/projects/%s/apps/api\">api@production</a>".formatted(
                        project.project().slug()),
                "It is on its list", "It reads all", "Picked up", "Not yet picked up", "Never read",
                "2026-11-02T08:00:00Z", ">In use since 2026-11-01 10:32 UTC by api@production</span>",
                ">In use since 2026-11-01 10:32 UTC by job@production</span>",
                "aria-label=\"Why this value, KEY, Production\"", "/KEY/why?environment=production\"")
                .doesNotContain("idle@preview");
        assertThat(server.browser(server.cast.carol).get(pages + "KEY").body()).contains("api@production");
    }

    @Test
    @Tag("R9")
    @Tag("R29")
    void what_a_deployment_reads_is_told_at_once() {
        set("OTHER", "production");
        var running = server.deployment(server.cast.alice, project.project().slug(),
                new Cast.Place("api", "production"));
        assertThat(alice.get(pages + "KEY").body()).contains("Production: never read.");

        assertThat(running.get("/api/v1/runtime/secrets").statusCode()).isEqualTo(200);

        assertThat(alice.get(pages + "KEY").body()).contains("Production: version 1 is in use since ",
                " UTC by api@production.");
        assertThat(alice.get(pages + "KEY/delete?environment=production").body())
                .contains("In Production it was read less than a minute ago by api@production.");
        set("KEY", "production");
        assertThat(alice.get(pages + "KEY").body()).contains("Production: not yet picked up by 1 of 1.");
    }

    @Test
    @Tag("R9")
    void a_page_without_a_reader_says_so() {
        assertThat(alice.get(pages + "KEY").body()).contains("No deployment reads it.").doesNotContain("In use since");
    }

    @Test
    @Tag("R19")
    void a_built_in_ones_page_says_who_reads_it() {
        var key = "BASE_" + count;
        var made = machine.json("PUT", "/api/v1/organization/built-in-secrets/" + key, "{\"value\": \"kanarie\"}");
        var builtIn = UUID.fromString(made.headers().firstValue("ETag").orElseThrow().substring(1, 37));
        fleet.read(fleet.deployment("api", "production"), key, new Held(builtIn, 1), Instant.now(), Instant.now());

        assertThat(alice.get(pages + key).body()).contains("Production: version 1 is in use since ", "api@production");
        var places = json(machine.get(api + key).body()).path("environments");
        assertThat(places.path(0).path("last_read_at").isNull()).isTrue();
        assertThat(places.path(1).path("last_read_at").isNull()).isFalse();
    }

    @Test
    @Tag("R5")
    void the_form_that_changes_it_says_who_gets_the_new_value() {
        fleet.deployment("api", "production");
        var edit = pages + "KEY/edit?environment=";

        assertThat(alice.get(edit + "production").body())
                .contains("Used by api@production. It reads the new value at the next start or read.");
        assertThat(alice.get(edit + "preview").body()).doesNotContain("Used by");
        fleet.deployment("job", "production");
        assertThat(alice.htmx().get(edit + "production").body()).contains(
                "Used by api@production and job@production. They read the new value at the next start or read.",
                "aria-describedby=\"where read-by\"", "id=\"where\"", "id=\"read-by\"");
        var read = READ.matcher(alice.get(edit + "production").body());
        assertThat(read.find()).isTrue();
        alice.form(edit + "production", "read", read.group(1), "value", "kanarie-two", "description", "");
        assertThat(alice.get(pages.replaceFirst("/$", "")).body()).contains(
                "Secret KEY updated. api@production and job@production read the new value at the next start or read.");
    }

    /** Whoever puts a key on a list holds the project first, as whoever deletes it does. */
    @Test
    void a_deletion_waits_for_a_list_that_is_being_written() throws Exception {
        var job = fleet.listing("job", "production");
        var written = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
            var list = both.submit(() -> server.cast.database.transact(tx -> {
                Projects.hold(tx, project.projectId());
                tx.insertInto(DEPLOYMENT_SECRETS).values(project.projectId(), job, "KEY").execute();
                written.countDown();
                return await(go);
            }));
            written.await();
            var deleted = both.submit(() -> secrets.delete(project, "KEY", new Whatever()));
            go.countDown();
            list.get();

            assertThat(deleted.get()).isInstanceOfSatisfying(Result.Conflict.class,
                    conflict -> assertThat(conflict.clash().kind()).isEqualTo(Clash.Kind.IN_USE));
        }
    }

    private static Void await(CountDownLatch latch) {
        try {
            latch.await();
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void takeOff(UUID deployment) {
        server.cast.database.transact(tx -> tx.deleteFrom(DEPLOYMENT_SECRETS)
                .where(DEPLOYMENT_SECRETS.DEPLOYMENT_ID.eq(deployment)).execute());
    }

    private void set(String key, String... environments) {
        assertThat(secrets.set(project, new SecretDraft(key, Plaintext.ofText("kanarie"), Optional.empty(),
                List.of(environments)), new Whatever())).isInstanceOf(Result.Ok.class);
    }

    private List<String> audited() {
        return server.cast.database.read(sql -> sql.select(AUDIT_EVENTS.ACTION).from(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.CHAIN_ID.eq(project.projectId())).fetch(AUDIT_EVENTS.ACTION));
    }

    private static JsonNode json(String body) {
        return new JsonMapper().readTree(body);
    }
}
