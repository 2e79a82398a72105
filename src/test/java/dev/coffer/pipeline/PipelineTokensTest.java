package dev.coffer.pipeline;

import static dev.coffer.db.schema.Tables.MEMBERS;
import static dev.coffer.db.schema.Tables.PROJECT_TOKENS;
import static dev.coffer.db.schema.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.access.Actor;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.access.Origin;
import dev.coffer.access.Permission;
import dev.coffer.access.Role;
import dev.coffer.access.User;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.crypto.BearerToken;
import dev.coffer.db.Once;
import dev.coffer.form.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R29")
class PipelineTokensTest {
    private static final String HERE = "192.0.2.7";

    private static Cast cast;
    private static PipelineTokens tokens;
    private static Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private static int projects;

    @BeforeAll
    static void open() {
        cast = new Cast(TestDatabase.fresh());
        tokens = new PipelineTokens(cast.database, cast.audit, () -> now);
    }

    @AfterAll
    static void close() {
        cast.database.close();
    }

    @Test
    void it_acts_for_its_maker_in_its_project_and_is_not_stored() {
        var dave = project(cast.dave);
        var made = made(dave, "admin");
        assertThat(made).matches("cof_c[0-9A-Za-z]{59}");
        var actor = find(made);
        assertThat(actor.user()).isEqualTo(cast.dave);
        assertThat(enter(actor, dave).role()).isEqualTo(Role.ADMIN);
        assertThat(cast.database.<String>read(sql -> sql.selectFrom(PROJECT_TOKENS).fetch().format()))
                .doesNotContain(made.substring(15));
    }

    @Test
    void another_secret_with_the_same_id_and_another_kind_are_refused() {
        var made = made(project(cast.alice), "viewer");
        var other = text(BearerToken.issue(BearerToken.Kind.CI));
        assertThat(tokens.find(made.substring(0, 15) + other.substring(15), HERE)).isEmpty();
        assertThat(tokens.find(other, HERE)).isEmpty();
        assertThat(tokens.find(cast.tokenOf(cast.alice), HERE)).isEmpty();
        assertThat(tokens.find("", HERE)).isEmpty();
    }

    @Test
    void it_enters_no_other_project_of_its_maker_s() {
        var shop = project(cast.alice);
        var other = project(cast.alice);
        var actor = find(made(shop, "admin"));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> enter(actor, other));
        assertThat(cast.projects.list(cast.authorizer.itself(actor, Cast.origin()), null, 500))
                .extracting(one -> one.slug() + " " + one.role()).containsExactly(shop.project().slug() + " ADMIN");
    }

    @Test
    @Tag("R34")
    void its_role_is_the_weaker_of_its_own_and_its_maker_s_now() {
        var dave = project(cast.dave);
        var admin = find(made(dave, "admin"));
        var developer = find(made(dave, "developer"));
        var viewer = find(made(dave, "viewer"));
        assertThat(List.of(enter(admin, dave).role(), enter(developer, dave).role(), enter(viewer, dave).role()))
                .containsExactly(Role.ADMIN, Role.DEVELOPER, Role.VIEWER);
        setRole(dave, Role.VIEWER);
        assertThat(List.of(enter(admin, dave).role(), enter(developer, dave).role(), enter(viewer, dave).role()))
                .containsOnly(Role.VIEWER);
    }

    @Test
    @Tag("R34")
    void in_a_protected_environment_only_an_admin_s_writes() {
        var dave = project(cast.dave);
        assertThat(enter(find(made(dave, "admin")), dave).mayWhereProtected(Permission.PUBLISH)).isTrue();
        assertThat(enter(find(made(dave, "developer")), dave).mayWhereProtected(Permission.PUBLISH)).isFalse();
        assertThat(enter(find(made(dave, "developer")), dave).may(Permission.PUBLISH)).isTrue();
    }

    @Test
    @Tag("R34")
    void it_never_manages_members_tokens_webhooks_or_the_project() {
        var alice = project(cast.alice);
        var entered = enter(find(made(alice, "admin")), alice);
        for (var withheld : List.of(Permission.MEMBER_MANAGE, Permission.TOKEN_MANAGE, Permission.WEBHOOK_MANAGE,
                Permission.PROJECT_MANAGE)) {
            assertThat(entered.may(withheld)).as(withheld.name()).isFalse();
            assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> entered.require(withheld))
                    .satisfies(refused -> assertThat(refused.words()).hasValueSatisfying(
                            words -> assertThat(words).contains("Use a personal token")));
            assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> entered.requireWhereProtected(withheld));
        }
        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> tokens.create(entered, draft("viewer")));
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> cast.authorizer.organization(entered.actor(), Cast.origin()));
        assertThat(cast.authorizer.itself(entered.actor(), Cast.origin()).isOwner()).isFalse();
    }

    @Test
    void it_dies_when_its_maker_leaves_and_is_listed_as_such() {
        var dave = project(cast.dave);
        var made = made(dave, "admin");
        assertThat(tokens.find(made, HERE)).isPresent();
        cast.database.transact(tx -> tx.deleteFrom(MEMBERS).where(MEMBERS.PROJECT_ID.eq(dave.projectId()),
                MEMBERS.USER_ID.eq(cast.dave.id())).execute());
        assertThat(tokens.find(made, HERE)).isEmpty();
        assertThat(tokens.list(cast.access(cast.alice, dave.project().slug()), null, 10)).singleElement()
                .matches(PipelineToken::isOrphaned);
    }

    @Test
    void it_dies_when_its_maker_is_disabled() {
        var dave = project(cast.dave);
        var made = made(dave, "admin");
        disable(cast.dave, Instant.now());
        try {
            assertThat(tokens.find(made, HERE)).isEmpty();
        } finally {
            disable(cast.dave, null);
        }
        assertThat(tokens.find(made, HERE)).isPresent();
    }

    @Test
    void it_dies_with_its_project() {
        var alice = project(cast.alice);
        var made = made(alice, "admin");
        cast.projects.delete(alice);
        assertThat(tokens.find(made, HERE)).isEmpty();
    }

    @Test
    void it_ends_on_its_day_which_is_90_days_away_at_first() {
        var alice = project(cast.alice);
        var about = ok(tokens.create(alice, draft("admin"))).about();
        assertThat(about.expiresAt()).isEqualTo(now.plus(Duration.ofDays(90)));
        var made = text(ok(tokens.create(alice, new PipelineTokenDraft("short", "admin",
                now.plus(Duration.ofHours(1)), List.of()))));
        assertThat(tokens.find(made, HERE)).isPresent();
        now = now.plus(Duration.ofHours(1));
        assertThat(tokens.find(made, HERE)).isEmpty();
    }

    @Test
    void made_by_a_token_it_ends_no_later_than_that() {
        var alice = project(cast.alice);
        var end = now.plus(Duration.ofDays(3));
        var asker = cast.authorizer.project(new Actor.Token(cast.alice, alice.projectId(), "laptop", end),
                Cast.origin(), alice.project().slug());
        assertThat(ok(tokens.create(asker, draft("admin"))).about().expiresAt()).isEqualTo(end);
    }

    @Test
    void its_use_is_written_once_a_minute() {
        var alice = project(cast.alice);
        var made = made(alice, "viewer");
        assertThat(used(alice)).isNull();
        find(made);
        var first = used(alice);
        now = now.plus(Duration.ofSeconds(30));
        find(made);
        assertThat(used(alice)).isEqualTo(first);
        now = now.plus(Duration.ofSeconds(31));
        find(made);
        assertThat(used(alice)).isAfter(first);
    }

    @Test
    void it_works_only_from_the_addresses_it_was_made_for() {
        var alice = project(cast.alice);
        var made = text(ok(tokens.create(alice, new PipelineTokenDraft("office", "viewer", null,
                List.of("198.51.100.0/24", "2001:db8::/32")))));
        assertThat(tokens.find(made, "198.51.100.9")).isPresent();
        assertThat(tokens.find(made, "2001:db8::5")).isPresent();
        assertThat(tokens.find(made, "::ffff:198.51.100.9")).isPresent();
        for (var elsewhere : List.of(HERE, "2001:db9::5", "127.0.0.1")) {
            assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> tokens.find(made, elsewhere))
                    .satisfies(refused -> assertThat(refused.words()).hasValueSatisfying(
                            words -> assertThat(words).contains(elsewhere).doesNotContain("198.51", "2001:db8:")));
        }
        var other = text(BearerToken.issue(BearerToken.Kind.CI));
        assertThat(tokens.find(made.substring(0, 15) + other.substring(15), HERE)).isEmpty();
    }

    @Test
    void each_mistake_is_told_by_field() {
        var alice = project(cast.alice);
        assertThat(mistakes(tokens.create(alice, new PipelineTokenDraft(" ", "owner",
                now.plus(Duration.ofDays(367)), List.of("10.0.0.0/8", "example.com")))))
                .containsEntry("name", "Token name is required")
                .containsEntry("role", "Choose a role: viewer, developer or admin")
                .containsEntry("expires_at", "Choose an expiry of 1 to 366 days")
                .hasEntrySatisfying("addresses", words -> assertThat(words).startsWith("Address range 2 is none"));
        assertThat(mistakes(tokens.create(alice, new PipelineTokenDraft("x", "king", now, List.of("10.0.0.1/8")))))
                .containsOnlyKeys("role", "expires_at", "addresses");
    }

    @Test
    @Tag("R34")
    void only_who_manages_tokens_makes_lists_and_revokes_them() {
        var alice = project(cast.alice);
        var id = ok(tokens.create(alice, draft("admin"))).about().id();
        for (var somebody : List.of(cast.bob, cast.carol)) {
            var access = cast.access(somebody, alice.project().slug());
            assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> tokens.create(access, draft("viewer")));
            assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> tokens.list(access, null, 1));
            assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> tokens.get(access, id));
            assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> tokens.revoke(access, id));
        }
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> tokens.revoke(project(cast.alice), id));
    }

    @Test
    void revoked_it_is_refused_at_once() {
        var alice = project(cast.alice);
        var made = made(alice, "admin");
        assertThat(tokens.revoke(alice, find(made).tokenId())).isEqualTo(Result.ok("ci"));
        assertThat(tokens.find(made, HERE)).isEmpty();
    }

    @Test
    @Tag("R35")
    void making_and_revoking_are_audited_and_what_it_does_tells_it_from_its_maker() {
        var alice = project(cast.alice);
        var pipeline = find(made(alice, "admin"));
        var entered = cast.authorizer.project(pipeline, new Origin("request",
                Origin.Source.API, HERE, Once.NONE), alice.project().slug());
        cast.database.transact(tx -> {
            cast.audit.record(tx, entered, AuditEntry.of(AuditAction.SECRET_SET));
            return null;
        });
        tokens.revoke(alice, pipeline.tokenId());
        var rows = cast.audit.page(alice, OptionalLong.empty(), 10);
        assertThat(rows.subList(0, 3)).extracting(row -> row.action() + " by " + row.via() + " of " + row.object())
                .containsExactly("project_token.revoked by Browser of ci",
                        "secret.set by Pipeline token ci of ", "project_token.created by Browser of ci, as admin");
        assertThat(rows.get(1).actor()).isEqualTo("Alice");
        assertThat(cast.audit.firstFault(alice)).isEmpty();
    }

    private static Access project(User user) {
        var slug = "pipe-" + ++projects;
        cast.project(slug);
        return cast.access(user, slug);
    }

    private static void setRole(Access access, Role role) {
        cast.database.transact(tx -> tx.update(MEMBERS).set(MEMBERS.ROLE, role.slug())
                .where(MEMBERS.PROJECT_ID.eq(access.projectId()), MEMBERS.USER_ID.eq(access.userId())).execute());
    }

    private static void disable(User user, Instant at) {
        cast.database.transact(tx -> tx.update(USERS).set(USERS.DISABLED_AT, at).where(USERS.ID.eq(user.id()))
                .execute());
    }

    private static PipelineTokenDraft draft(String role) {
        return new PipelineTokenDraft("ci", role, null, List.of());
    }

    private static String made(Access access, String role) {
        return text(ok(tokens.create(access, draft(role))));
    }

    private static Actor.Pipeline find(String token) {
        return tokens.find(token, HERE).orElseThrow();
    }

    private static Access enter(Actor actor, Access to) {
        return cast.authorizer.project(actor, Cast.origin(), to.project().slug());
    }

    private static Instant used(Access access) {
        return tokens.list(access, null, 1).getFirst().usedAt();
    }

    private static <T> T ok(Result<T> result) {
        assertThat(result).isInstanceOf(Result.Ok.class);
        return ((Result.Ok<T>) result).value();
    }

    private static Map<String, String> mistakes(Result<?> result) {
        assertThat(result).isInstanceOf(Result.Invalid.class);
        return ((Result.Invalid<?>) result).errors().byField();
    }

    private static String text(PipelineTokens.Created created) {
        return new String(created.token().expose(), StandardCharsets.US_ASCII);
    }

    private static String text(BearerToken.Issued issued) {
        return new String(issued.token().expose(), StandardCharsets.US_ASCII);
    }
}
