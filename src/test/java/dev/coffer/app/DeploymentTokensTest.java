package dev.coffer.app;

import static dev.coffer.db.schema.Tables.DEPLOYMENT_TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.access.Actor;
import dev.coffer.access.Deployed;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.access.Role;
import dev.coffer.app.DeploymentTokens.Created;
import dev.coffer.app.Deployments.Place;
import dev.coffer.crypto.BearerToken;
import dev.coffer.db.Ids;
import dev.coffer.form.Result;
import dev.coffer.pipeline.PipelineTokens;
import dev.coffer.project.Members;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A deployment's tokens: shown once, several at once, ended by a date, by hand, and with what they belong to. */
@Tag("R18")
class DeploymentTokensTest {
    private static final String HERE = "192.0.2.7";
    private static final Place PLACE = new Place("api", "production");

    private static Cast cast;
    private static DeploymentTokens tokens;
    private static Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private static int projects;
    private Access dave;

    @BeforeAll
    static void open() {
        cast = new Cast(TestDatabase.fresh());
        tokens = new DeploymentTokens(cast.database, cast.audit, () -> now);
    }

    @AfterAll
    static void close() {
        cast.database.close();
    }

    @BeforeEach
    void deploy() {
        now = Instant.now();
        dave = deployed("project-" + ++projects);
    }

    @Test
    void a_token_finds_its_deployment_and_is_not_stored() {
        var made = text(made("first"));
        assertThat(made).matches("cof_d[0-9A-Za-z]{59}");
        var found = find(made).orElseThrow();
        assertThat(found.app().slug()).isEqualTo("api");
        assertThat(found.environment().slug()).isEqualTo("production");
        assertThat(found.project()).isEqualTo(dave.project());
        assertThat(found.token().name()).isEqualTo("first");
        assertThat(cast.database.<String>read(sql -> sql.selectFrom(DEPLOYMENT_TOKENS).fetch().format()))
                .doesNotContain(made.substring(15));
    }

    @Test
    @Tag("R32")
    void several_work_side_by_side_and_each_says_when_it_was_used() {
        var first = made("first");
        var second = made("second");
        assertThat(find(text(first))).isPresent();
        assertThat(find(text(second))).isPresent();
        now = now.plus(Duration.ofMinutes(2));
        assertThat(find(text(second))).isPresent();
        assertThat(tokens.list(dave, PLACE, null, 10)).extracting(DeploymentToken::name)
                .containsExactly("second", "first");
        var listed = tokens.list(dave, PLACE, null, 10);
        assertThat(listed.getFirst().usedAt()).isAfter(listed.getLast().usedAt());
        assertThat(tokens.list(dave, PLACE, listed.getFirst().id(), 10)).containsExactly(listed.getLast());

        assertThat(tokens.revoke(dave, PLACE, first.about().id())).isInstanceOf(Result.Ok.class);
        assertThat(find(text(first))).isEmpty();
        assertThat(find(text(second))).isPresent();
    }

    @Test
    void it_lasts_ninety_days_where_nothing_else_is_said_and_a_year_at_most() {
        assertThat(made("usual").about().expiresAt()).isEqualTo(now.plus(Duration.ofDays(90)));
        assertThat(mistakes("x", now.plus(Duration.ofDays(367)), List.of())).containsExactly("expires_at");
        assertThat(mistakes("x", now.minusSeconds(1), List.of())).containsExactly("expires_at");
        var year = text(((Result.Ok<Created>) tokens.create(dave, PLACE,
                new DeploymentTokenDraft("x", now.plus(Duration.ofDays(366)), null))).value());
        now = now.plus(Duration.ofDays(366)).minusSeconds(1);
        assertThat(find(year)).isPresent();
        now = now.plusSeconds(1);
        assertThat(find(year)).isEmpty();
    }

    /** One that was stolen would otherwise read on for a year. */
    @Test
    void made_with_a_token_it_ends_with_that_one_at_the_latest() {
        var end = now.plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS);
        var asker = cast.authorizer.project(new Actor.Token(cast.alice, dave.projectId(), "laptop", end), Cast.origin(),
                dave.project().slug());

        var made = ((Result.Ok<Created>) tokens.create(asker, PLACE, new DeploymentTokenDraft("x", null, null)))
                .value();

        assertThat(made.about().expiresAt()).isEqualTo(end);
        assertThat(tokens.list(dave, PLACE, null, 1).getFirst().expiresAt()).isEqualTo(end);
    }

    @Test
    void it_works_from_where_it_was_made_for() {
        var made = text(((Result.Ok<Created>) tokens.create(dave, PLACE,
                new DeploymentTokenDraft("x", null, List.of("198.51.100.0/24", " 198.51.100.0/24 ")))).value());
        assertThat(tokens.list(dave, PLACE, null, 1).getFirst().addresses()).containsExactly("198.51.100.0/24");
        assertThat(tokens.find(made, "198.51.100.7")).isPresent();
        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> find(made));
        assertThat(mistakes("", null, List.of("nowhere"))).containsExactly("name", "addresses");
    }

    @Test
    void with_a_token_end_those_that_were_exchanged_for_it() {
        var parent = made("parent");
        var child = child(parent.about().id(), now.plus(Duration.ofHours(1)));
        assertThat(find(child)).isPresent();
        assertThat(tokens.list(dave, PLACE, null, 10)).hasSize(1);
        assertThat(tokens.revoke(dave, PLACE, parent.about().id())).isInstanceOf(Result.Ok.class);
        assertThat(find(child)).isEmpty();
    }

    @Test
    void exchanged_ones_that_have_ended_are_forgotten_and_others_stay() {
        var parent = made("parent").about().id();
        child(parent, now.minusSeconds(1));
        child(parent, now.plus(Duration.ofHours(1)));
        cast.database.transact(tx -> {
            tx.update(DEPLOYMENT_TOKENS).set(DEPLOYMENT_TOKENS.EXPIRES_AT, now.minusSeconds(1))
                    .where(DEPLOYMENT_TOKENS.ID.eq(parent)).execute();
            DeploymentTokens.forgetOld(tx);
            return null;
        });
        assertThat(cast.database.<Integer>read(sql -> sql.fetchCount(DEPLOYMENT_TOKENS,
                DEPLOYMENT_TOKENS.PROJECT_ID.eq(dave.projectId())))).isEqualTo(2);
    }

    @Test
    void it_outlives_its_maker_s_membership_and_ends_with_its_app() {
        var made = text(made("first"));
        var alice = cast.access(cast.alice, dave.project().slug());
        assertThat(new Members(cast.database, cast.audit).remove(alice, cast.dave.id()))
                .isInstanceOf(Result.Ok.class);
        assertThat(find(made)).isPresent();
        new Apps(cast.database, cast.audit).delete(alice, "api", Optional.empty());
        assertThat(find(made)).isEmpty();
    }

    @Test
    @Tag("R34")
    void only_admins_see_make_and_revoke_them_and_pipelines_never() {
        var id = made("first").about().id();
        var slug = dave.project().slug();
        var pipeline = cast.authorizer.project(new PipelineTokens(cast.database, cast.audit,
                () -> now).find(cast.pipelineTokenOf(cast.alice, slug, Role.ADMIN), HERE).orElseThrow(),
                Cast.origin(), slug);
        for (var access : List.of(cast.access(cast.bob, slug), cast.access(cast.carol, slug), pipeline)) {
            assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> tokens.list(access, PLACE, null, 1));
            assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> tokens.get(access, PLACE, id));
            assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> tokens.revoke(access, PLACE, id));
            assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> tokens.create(access, PLACE,
                    new DeploymentTokenDraft("x", null, null)));
        }
    }

    @Test
    void another_deployment_s_is_not_there() {
        var id = made("first").about().id();
        var other = deployed("project-" + ++projects);
        var preview = new Place("api", "preview");
        new Deployments(cast.database, cast.audit).set(dave, preview,
                new DeploymentDraft("all", null, Optional.empty()));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> tokens.get(other, PLACE, id));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> tokens.revoke(other, PLACE, id));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> tokens.revoke(dave, preview, id));
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> tokens.list(dave, new Place("none", "production"), null, 1));
        assertThat(tokens.get(dave, PLACE, id).maker()).isEqualTo("Dave");
    }

    @Test
    @Tag("R35")
    void making_and_revoking_are_audited_with_the_deployment() {
        var made = made("first");
        tokens.revoke(dave, PLACE, made.about().id());
        var rows = cast.audit.page(cast.access(cast.alice, dave.project().slug()),
                OptionalLong.empty(), 10);
        assertThat(rows.toString()).contains("deployment_token.created", "deployment_token.revoked", "first",
                "production").doesNotContain(text(made));
    }

    private static Access deployed(String slug) {
        cast.project(slug);
        var access = cast.access(cast.dave, slug);
        new Apps(cast.database, cast.audit).create(access, new AppDraft("api", "api", null, null));
        new Deployments(cast.database, cast.audit).set(access, PLACE,
                new DeploymentDraft("all", null, Optional.empty()));
        return access;
    }

    private Created made(String name) {
        return ((Result.Ok<Created>) tokens.create(dave, PLACE, new DeploymentTokenDraft(name, null, null))).value();
    }

    private Set<String> mistakes(String name, Instant end, List<String> addresses) {
        return ((Result.Invalid<Created>) tokens.create(dave, PLACE, new DeploymentTokenDraft(name, end, addresses)))
                .errors().byField().keySet();
    }

    /** As a login gives one: in the parent's place, for a time. */
    private String child(UUID parent, Instant end) {
        var issued = BearerToken.issue(BearerToken.Kind.DEPLOYMENT);
        cast.database.transact(tx -> {
            var row = tx.selectFrom(DEPLOYMENT_TOKENS).where(DEPLOYMENT_TOKENS.ID.eq(parent)).fetchSingle();
            row.setId(Ids.next());
            row.setPublicId(issued.publicId());
            row.setSecretHash(issued.secretHash());
            row.setParentId(parent);
            row.setExpiresAt(end);
            return tx.insertInto(DEPLOYMENT_TOKENS).set(row).execute();
        });
        return new String(issued.token().expose(), StandardCharsets.US_ASCII);
    }

    private static Optional<Deployed> find(String token) {
        return tokens.find(token, HERE);
    }

    private static String text(Created created) {
        return new String(created.token().expose(), StandardCharsets.US_ASCII);
    }
}
