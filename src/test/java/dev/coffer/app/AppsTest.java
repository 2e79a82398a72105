package dev.coffer.app;

import static dev.coffer.db.schema.Tables.AUDIT_EVENTS;
import static dev.coffer.db.schema.Tables.DEPLOYMENTS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_READS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_TOKENS;
import static dev.coffer.db.schema.Tables.SECRETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.app.Deployments.Place;
import dev.coffer.app.Deployments.Written;
import dev.coffer.audit.AuditRow;
import dev.coffer.crypto.InstanceSeal;
import dev.coffer.crypto.Plaintext;
import dev.coffer.builtin.BuiltInDraft;
import dev.coffer.builtin.BuiltIns;
import dev.coffer.db.Ids;
import dev.coffer.form.Clash;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import dev.coffer.form.SecretLimits;
import dev.coffer.project.Environments;
import dev.coffer.requirement.RequirementDraft;
import dev.coffer.requirement.Requirements;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Apps and deployments: who may make them, what they may read, and what goes with them. */
@Tag("R18")
class AppsTest {
    private static Cast cast;
    private static Apps apps;
    private static Deployments deployments;
    private static int projects;

    @BeforeAll
    static void open() {
        cast = new Cast(TestDatabase.fresh());
        apps = new Apps(cast.database, cast.audit);
        deployments = new Deployments(cast.database, cast.audit);
    }

    @AfterAll
    static void close() {
        cast.database.close();
    }

    @Test
    void an_app_gets_an_address_from_its_name_and_is_a_service() {
        var dave = admin();
        var made = ok(apps.create(dave, new AppDraft("Billing API", "", null, " Takes payments ")));
        assertThat(made.app().slug()).isEqualTo("billing-api");
        assertThat(made.app().kind()).isEqualTo(AppKind.SERVICE);
        assertThat(made.app().description()).isEqualTo("Takes payments");
        assertThat(made.app().created().by()).isEqualTo("Dave");
        assertThat(made.deployments()).isEmpty();
        assertThat(apps.list(dave)).containsExactly(made);
    }

    @Test
    void its_mistakes_are_told_by_field() {
        var dave = admin();
        assertThat(errors(apps.create(dave, new AppDraft("", "", "lambda", "x".repeat(1001)))).byField())
                .containsOnlyKeys("name", "kind", "description");
        assertThat(errors(apps.create(dave, new AppDraft("x", "New!", null, null))).byField()).containsOnlyKeys("slug");
        app(dave, "api");
        assertThat(clash(apps.create(dave, new AppDraft("Other", "api", null, null))).kind())
                .isEqualTo(Clash.Kind.EXISTS);
    }

    @Test
    void a_change_says_what_it_was_made_from() {
        var dave = admin();
        var app = app(dave, "api").app();
        var changed = ok(apps.change(dave, "api", new AppChange("Front", "agent", null, Optional.of(app.tag())))).app();
        assertThat(changed.name()).isEqualTo("Front");
        assertThat(changed.kind()).isEqualTo(AppKind.AGENT);
        assertThat(changed.slug()).isEqualTo("api");
        var stale = clash(apps.change(dave, "api", new AppChange("Back", null, null, Optional.of(app.tag()))));
        assertThat(stale.kind()).isEqualTo(Clash.Kind.STALE);
        assertThat(stale.message()).startsWith("Dave changed it at");
        assertThat(ok(apps.change(dave, "api", new AppChange("Front", null, null, Optional.of("*")))).app())
                .isEqualTo(changed);
    }

    @Test
    @Tag("R34")
    void developers_and_viewers_see_and_change_nothing_and_outsiders_dont_see() {
        var dave = admin();
        app(dave, "api");
        deployment(dave, "api", "all");
        for (var who : List.of(cast.bob, cast.carol)) {
            var access = cast.access(who, dave.project().slug());
            assertThat(apps.get(access, "api").deployments()).hasSize(1);
            assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> app(access, "other"));
            assertThatExceptionOfType(Forbidden.class)
                    .isThrownBy(() -> apps.change(access, "api", new AppChange("x", null, null, Optional.empty())));
            assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> apps.delete(access, "api", Optional.empty()));
            assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> deployment(access, "api", "all"));
            assertThatExceptionOfType(Forbidden.class)
                    .isThrownBy(() -> deployments.delete(access, place("api"), Optional.empty()));
        }
        var other = admin();
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> apps.get(other, "api"));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> deployments.get(other, place("api")));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> deployment(other, "api", "all"));
    }

    @Test
    void a_deployment_reads_all_or_what_is_on_its_list() {
        var dave = admin();
        app(dave, "api");
        secret(dave, "B", null);
        secret(dave, "A", null);
        var first = deployment(dave, "api", "all");
        assertThat(first.created()).isTrue();
        assertThat(first.deployment().isListed()).isFalse();
        var second = deployment(dave, "api", "listed", "B", "A", "B");
        assertThat(second.created()).isFalse();
        assertThat(second.deployment().id()).isEqualTo(first.deployment().id());
        assertThat(second.deployment().keys()).containsExactly("A", "B");
        assertThat(second.deployment().name()).isEqualTo("api@production");
        assertThat(deployment(dave, "api", "listed", "A").deployment().keys()).containsExactly("A");
        var all = deployment(dave, "api", "all").deployment();
        assertThat(all.keys()).isEmpty();
        assertThat(deployments.get(dave, place("api"))).isEqualTo(all);
        assertThat(deployment(dave, "api", "all").deployment().tag()).isEqualTo(all.tag());
        assertThat(deployment(dave, "api", "listed").deployment().keys()).isEmpty();
    }

    @Test
    void a_list_takes_what_the_project_the_app_the_organization_or_a_requirement_knows() {
        var dave = admin();
        var app = app(dave, "api").app();
        var other = app(dave, "other").app();
        secret(dave, "SHARED", null);
        secret(dave, "OWN", app);
        secret(dave, "STRANGE", other);
        builtIn("BUILT_IN");
        ok(new Requirements(cast.database, cast.audit, SecretLimits.DEFAULT).add(dave, new RequirementDraft("NEEDED",
                true, Optional.empty(), RequirementDraft.Texts.NONE, Optional.empty())));
        assertThat(deployment(dave, "api", "listed", "SHARED", "OWN", "BUILT_IN", "NEEDED").deployment().keys())
                .containsExactly("BUILT_IN", "NEEDED", "OWN", "SHARED");
        assertThat(errors(set(dave, "api", "listed", "SHARED", "STRANGE")).at("secrets"))
                .isEqualTo("Nothing here is called STRANGE. Add the secret first, or take it off the list");
        for (var value : List.of("postgres://a:b@c", "A\0B", "sk_live_abc", "lower", "A".repeat(65))) {
            assertThat(errors(set(dave, "api", "listed", "SHARED", value)).at("secrets")).isEqualTo("Nothing here is "
                    + "called like number 2 on the list. Add the secret first, or take it off the list");
        }
    }

    @Test
    void what_was_on_the_list_may_stay_there() {
        var dave = admin();
        app(dave, "api");
        secret(dave, "A", null);
        secret(dave, "B", null);
        deployment(dave, "api", "listed", "A", "B");
        cast.database.transact(tx -> tx.deleteFrom(SECRETS).where(SECRETS.PROJECT_ID.eq(dave.projectId()),
                SECRETS.KEY.eq("A")).execute());
        assertThat(deployment(dave, "api", "listed", "A").deployment().keys()).containsExactly("A");
        deployment(dave, "api", "listed");
        assertThat(set(dave, "api", "listed", "A")).isInstanceOf(Result.Invalid.class);
    }

    @Test
    void mistakes_in_what_it_reads_are_told() {
        var dave = admin();
        app(dave, "api");
        assertThat(errors(deployments.set(dave, place("api"), new DeploymentDraft(null, null, Optional.empty())))
                .byField()).containsOnlyKeys("access");
        assertThat(errors(deployments.set(dave, place("api"), new DeploymentDraft("listed", null, Optional.empty())))
                .byField()).containsOnlyKeys("secrets");
        assertThat(errors(set(dave, "api", "all", "A")).at("secrets"))
                .isEqualTo("Leave the list out, or choose listed");
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> deployments.set(dave, new Place("api", "nowhere"),
                new DeploymentDraft("all", null, Optional.empty())));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> deployments.set(dave, new Place("a\0b", "preview"),
                new DeploymentDraft("all", null, Optional.empty())));
    }

    @Test
    void two_editors_are_told_of_each_other() {
        var dave = admin();
        app(dave, "api");
        var read = Optional.of(deployment(dave, "api", "all").deployment().tag());
        var first = new DeploymentDraft("listed", List.of(), read);
        ok(deployments.set(dave, place("api"), first));
        var lost = clash(deployments.set(dave, place("api"), new DeploymentDraft("all", null, read)));
        assertThat(lost.kind()).isEqualTo(Clash.Kind.STALE);
        assertThat(clash(deployments.delete(dave, place("api"), read)).kind()).isEqualTo(Clash.Kind.STALE);
        ok(deployments.delete(dave, place("api"), Optional.empty()));
        assertThat(clash(deployments.set(dave, place("api"), first)).message()).contains("was deleted");
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> deployments.get(dave, place("api")));
    }

    @Test
    void with_an_app_go_its_deployments_tokens_and_own_secrets() {
        var dave = admin();
        var app = app(dave, "api").app();
        secret(dave, "OWN", app);
        secret(dave, "SHARED", null);
        deployment(dave, "api", "listed", "OWN");
        cast.deploymentTokenOf(cast.dave, dave.project().slug(), new Cast.Place("api", "production"));
        assertThat(apps.get(dave, "api").secrets()).containsExactly("OWN");
        assertThat(apps.get(dave, "api").deployments().getFirst().use().tokens()).isEqualTo(1);

        assertThat(clash(apps.delete(dave, "api", Optional.of(app.id() + ".0"))).kind()).isEqualTo(Clash.Kind.STALE);
        ok(apps.delete(dave, "api", Optional.of(app.tag())));

        assertThat(cast.database.<List<String>>read(sql -> sql.select(SECRETS.KEY).from(SECRETS)
                .where(SECRETS.PROJECT_ID.eq(dave.projectId())).fetch(SECRETS.KEY))).containsExactly("SHARED");
        assertThat(cast.database.<Integer>read(sql -> sql.fetchCount(DEPLOYMENT_TOKENS,
                DEPLOYMENT_TOKENS.PROJECT_ID.eq(dave.projectId())))).isZero();
        assertThat(audited(dave)).contains("app.deleted").contains("\"removed\":[\"OWN\"]");
    }

    @Test
    void with_an_environment_go_its_deployments() {
        var alice = cast.project("project-" + ++projects);
        app(alice, "api");
        deployment(alice, "api", "all");
        var environments = new Environments(cast.database, cast.audit);
        assertThat(environments.get(alice, "production").apps()).containsExactly("api");
        assertThat(environments.get(alice, "preview").apps()).isEmpty();
        assertThat(environments.delete(alice, "production")).isInstanceOf(Result.Ok.class);
        assertThat(deployments.find(alice, place("api"))).isEmpty();
        assertThat(audited(alice)).contains("\"deployments\":[\"api@production\"]");
    }

    @Test
    void a_project_with_apps_can_be_deleted() {
        var alice = cast.project("project-" + ++projects);
        secret(alice, "OWN", app(alice, "api").app());
        deployment(alice, "api", "all");
        assertThat(cast.projects.delete(alice)).isInstanceOf(Result.Ok.class);
    }

    @Test
    void what_it_was_given_and_when_stands_beside_it() {
        var dave = admin();
        app(dave, "api");
        var made = deployment(dave, "api", "all").deployment();
        assertThat(made.use()).isEqualTo(new Deployment.Use(0, null, null, 0, null));
        var at = Instant.parse("2026-11-21T12:00:00Z");
        cast.database.transact(tx -> {
            tx.update(DEPLOYMENTS).set(DEPLOYMENTS.VERSION, 3).set(DEPLOYMENTS.VERSION_AT, at)
                    .where(DEPLOYMENTS.ID.eq(made.id())).execute();
            for (var key : List.of("A", "B")) {
                tx.insertInto(DEPLOYMENT_READS).set(DEPLOYMENT_READS.PROJECT_ID, dave.projectId())
                        .set(DEPLOYMENT_READS.DEPLOYMENT_ID, made.id()).set(DEPLOYMENT_READS.KEY, key)
                        .set(DEPLOYMENT_READS.SECRET_ID, Ids.next()).set(DEPLOYMENT_READS.VERSION, 1)
                        .set(DEPLOYMENT_READS.SINCE, at)
                        .set(DEPLOYMENT_READS.READ_AT, key.equals("A") ? at : at.plusSeconds(60)).execute();
            }
            return null;
        });
        assertThat(deployments.get(dave, place("api")).use())
                .isEqualTo(new Deployment.Use(3, at, at.plusSeconds(60), 0, null));
    }

    @Test
    @Tag("R35")
    void every_change_is_audited_and_what_changes_nothing_is_not() {
        var dave = admin();
        app(dave, "api");
        ok(apps.change(dave, "api", new AppChange("Front", null, null, Optional.empty())));
        ok(apps.change(dave, "api", new AppChange("Front", null, null, Optional.empty())));
        secret(dave, "A", null);
        deployment(dave, "api", "listed", "A");
        deployment(dave, "api", "listed", "A");
        ok(deployments.delete(dave, place("api"), Optional.empty()));
        ok(apps.delete(dave, "api", Optional.empty()));
        assertThat(actions(dave)).containsExactly("app.created", "app.changed", "deployment.set", "deployment.deleted",
                "app.deleted");
        assertThat(audited(dave)).contains("\"access\":\"listed\"", "\"keys\":[\"A\"]", "\"app\":\"api\"",
                "\"environment\":\"production\"");
    }

    @Test
    @Tag("R35")
    void the_log_says_which_deployment_it_was() {
        var dave = admin();
        app(dave, "api");
        secret(dave, "A", null);
        deployment(dave, "api", "all");
        deployment(dave, "api", "listed", "A");
        ok(apps.delete(dave, "api", Optional.empty()));
        assertThat(cast.audit.page(cast.access(cast.alice, dave.project().slug()), OptionalLong.empty(), 3))
                .extracting(AuditRow::object)
                .containsExactly("api, api", "api@production, a list, A", "api@production, all secrets", "api, api");
    }

    private static Access admin() {
        var slug = "project-" + ++projects;
        cast.project(slug);
        return cast.access(cast.dave, slug);
    }

    private static AppUse app(Access access, String slug) {
        return ok(apps.create(access, new AppDraft(slug, slug, null, null)));
    }

    private static Place place(String app) {
        return new Place(app, "production");
    }

    private static Written deployment(Access access, String app, String reads, String... keys) {
        return ok(set(access, app, reads, keys));
    }

    private static Result<Written> set(Access access, String app, String reads, String... keys) {
        return deployments.set(access, place(app), new DeploymentDraft(reads,
                reads.equals("all") && keys.length == 0 ? null : List.of(keys), Optional.empty()));
    }

    private static void secret(Access access, String key, App app) {
        cast.database.transact(tx -> tx.insertInto(SECRETS).set(SECRETS.ID, Ids.next())
                .set(SECRETS.PROJECT_ID, access.projectId()).set(SECRETS.KEY, key)
                .set(SECRETS.APP_ID, app == null ? null : app.id()).set(SECRETS.CREATED_BY, access.userId())
                .set(SECRETS.UPDATED_BY, access.userId()).execute());
    }

    private static void builtIn(String key) {
        ok(new BuiltIns(cast.database, new InstanceSeal(cast.keyring), cast.audit, SecretLimits.DEFAULT).add(
                cast.organization(cast.alice),
                new BuiltInDraft(key, Optional.of(Plaintext.of("v".getBytes(StandardCharsets.UTF_8))),
                        Optional.empty(), Optional.empty())));
    }

    private static List<String> actions(Access access) {
        return cast.database.read(sql -> sql.select(AUDIT_EVENTS.ACTION).from(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.CHAIN_ID.eq(access.projectId()), AUDIT_EVENTS.ACTION.like("app.%")
                        .or(AUDIT_EVENTS.ACTION.like("deployment%")))
                .orderBy(AUDIT_EVENTS.SEQ).fetch(AUDIT_EVENTS.ACTION));
    }

    private static String audited(Access access) {
        return cast.database.read(sql -> String.join("\n", sql.select(AUDIT_EVENTS.BODY).from(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.CHAIN_ID.eq(access.projectId())).orderBy(AUDIT_EVENTS.SEQ)
                .fetch(AUDIT_EVENTS.BODY)));
    }

    private static <T> T ok(Result<T> result) {
        assertThat(result).isInstanceOf(Result.Ok.class);
        return ((Result.Ok<T>) result).value();
    }

    private static Errors errors(Result<?> result) {
        assertThat(result).isInstanceOf(Result.Invalid.class);
        return ((Result.Invalid<?>) result).errors();
    }

    private static Clash clash(Result<?> result) {
        assertThat(result).isInstanceOf(Result.Conflict.class);
        return ((Result.Conflict<?>) result).clash();
    }
}
