package dev.coffer.project;

import static dev.coffer.db.schema.Tables.INVITATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Access;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.access.Role;
import dev.coffer.access.User;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.form.ScopedKey;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R34")
class MembersTest {
    private static Database database;
    private static Cast cast;
    private static Members members;

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
        cast = new Cast(database);
        members = new Members(database, cast.audit);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void membersAreListedInPagesForAdminsAndOwnersOnly() {
        cast.project("listed");
        var access = cast.access(cast.dave, "listed");
        var first = members.list(access, null, 2);
        assertThat(first).extracting(Member::name).containsExactly("Alice", "Dave", "Bob");
        assertThat(members.list(access, first.get(1).id(), 5)).extracting(Member::role)
                .containsExactly(Role.DEVELOPER, Role.VIEWER);
        for (var user : new User[]{cast.bob, cast.carol}) {
            assertThatExceptionOfType(Forbidden.class)
                    .isThrownBy(() -> members.list(cast.access(user, "listed"), null, 5));
        }
    }

    @Test
    void aRoleChangesAndCountsWithTheNextRequest() {
        var access = cast.project("promoted");
        members.change(access, cast.carol.id(), Role.DEVELOPER);
        assertThat(cast.access(cast.carol, "promoted").role()).isEqualTo(Role.DEVELOPER);
        var row = cast.audit.page(access, OptionalLong.empty(), 1).getFirst();
        assertThat(row.label() + ": " + row.object()).isEqualTo("Changed a member's role: Carol, as developer");
    }

    @Test
    void nobodyReachesAboveTheirOwnRole() {
        cast.project("ranks");
        var dave = cast.access(cast.dave, "ranks");
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> members.change(dave, cast.bob.id(), Role.OWNER));
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> members.change(dave, cast.dave.id(), Role.OWNER));
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> members.change(dave, cast.alice.id(), Role.ADMIN));
        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> members.remove(dave, cast.alice.id()));
        assertThat(members.change(dave, cast.bob.id(), Role.ADMIN)).isInstanceOf(Result.Ok.class);
    }

    @Test
    void aRoleThatWasTakenSinceEnteringCountsNoMore() {
        var alice = cast.project("taken-since");
        var dave = cast.access(cast.dave, "taken-since");
        members.change(alice, cast.dave.id(), Role.VIEWER);
        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> members.remove(dave, cast.bob.id()));
        members.remove(alice, cast.dave.id());
        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> members.remove(dave, cast.bob.id()));
    }

    @Test
    void theLastOwnerStaysAnOwnerAndStays() {
        var access = cast.project("last-owner");
        var refusal = Result.conflict(Clash.Kind.BLOCKED,
                "Alice is the last owner. Make somebody else an owner first");
        assertThat(members.change(access, cast.alice.id(), Role.ADMIN)).isEqualTo(refusal);
        assertThat(members.remove(access, cast.alice.id())).isEqualTo(refusal);
        members.change(access, cast.dave.id(), Role.OWNER);
        assertThat(members.remove(access, cast.alice.id())).isInstanceOf(Result.Ok.class);
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> cast.access(cast.alice, "last-owner"));
    }

    @Test
    void twoOwnersWhoRemoveEachOtherAtOnceLeaveOne() throws Exception {
        var alice = cast.project("duel");
        members.change(alice, cast.dave.id(), Role.OWNER);
        var dave = cast.access(cast.dave, "duel");
        var start = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(2)) {
            var one = threads.submit(() -> removed(start, alice, cast.dave));
            var other = threads.submit(() -> removed(start, dave, cast.alice));
            start.countDown();
            assertThat(List.of(one.get(), other.get())).containsExactlyInAnyOrder(true, false);
        }
    }

    @Test
    void whoIsNotAMemberIsNotFound() {
        var access = cast.project("strangers");
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> members.change(access, cast.mallory.id(), Role.VIEWER));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> members.remove(access, cast.mallory.id()));
    }

    @Test
    @Tag("R12")
    void whatALeavingMemberSetIsListed() {
        var alice = cast.project("leaving");
        SecretRows.add(database, cast.access(cast.bob, "leaving"), "TWO");
        SecretRows.add(database, cast.access(cast.bob, "leaving"), "ONE");
        SecretRows.add(database, alice, "HERS");
        assertThat(members.leaving(alice, cast.bob.id()).values()).containsExactly(
                new Leaving.SetValue(ScopedKey.ofProject("ONE"), "Preview"),
                new Leaving.SetValue(ScopedKey.ofProject("TWO"), "Preview"));
    }

    @Test
    @Tag("R12")
    void whatALeavingMemberMadeForDeploymentsIsListed() {
        var alice = cast.project("leaving-tokens");
        cast.deploymentTokenOf(cast.dave, "leaving-tokens", new Cast.Place("api", "production"));
        cast.deploymentTokenOf(cast.alice, "leaving-tokens", new Cast.Place("api", "preview"));
        assertThat(members.leaving(alice, cast.dave.id()).tokens())
                .containsExactly(new Leaving.Token("token", "api@production"));
        assertThat(members.leaving(alice, cast.bob.id()).tokens()).isEmpty();
    }

    @Test
    void anInvitationGoesWithItsMakerAndWithTheirRightToGiveThatRole() {
        var alice = cast.project("inviting");
        invite(alice, cast.alice, Role.VIEWER);
        invite(alice, cast.dave, Role.ADMIN);
        members.change(alice, cast.dave.id(), Role.DEVELOPER);
        assertThat(invitations(alice)).containsExactly("viewer");
        members.change(alice, cast.bob.id(), Role.ADMIN);
        invite(alice, cast.bob, Role.DEVELOPER);
        members.remove(alice, cast.bob.id());
        assertThat(invitations(alice)).containsExactly("viewer");
        assertThat(cast.audit.page(alice, OptionalLong.empty(), 10)).extracting(row -> row.action())
                .containsExactly("member.removed", "invitation.revoked", "member.changed", "member.changed",
                        "invitation.revoked", "project.created");
    }

    private static boolean removed(CountDownLatch start, Access by, User user) throws InterruptedException {
        start.await();
        try {
            return members.remove(by, user.id()) instanceof Result.Ok<?>;
        } catch (Forbidden removedBefore) {
            return false;
        }
    }

    private static void invite(Access project, User by, Role role) {
        database.transact(tx -> tx.insertInto(INVITATIONS).set(INVITATIONS.ID, Ids.next())
                .set(INVITATIONS.PUBLIC_ID, Ids.next().toString()).set(INVITATIONS.SECRET_HASH, new byte[]{1})
                .set(INVITATIONS.PROJECT_ID, project.projectId()).set(INVITATIONS.ROLE, role.slug())
                .set(INVITATIONS.CREATED_BY, by.id()).set(INVITATIONS.EXPIRES_AT, Instant.now().plusSeconds(60))
                .execute());
    }

    private static List<String> invitations(Access project) {
        return database.read(sql -> sql.select(INVITATIONS.ROLE).from(INVITATIONS)
                .where(INVITATIONS.PROJECT_ID.eq(project.projectId())).fetch(INVITATIONS.ROLE));
    }
}
