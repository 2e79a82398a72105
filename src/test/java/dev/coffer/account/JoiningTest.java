package dev.coffer.account;

import static dev.coffer.account.People.mistakes;
import static dev.coffer.account.People.ok;
import static dev.coffer.account.People.secret;
import static dev.coffer.account.People.text;
import static dev.coffer.account.People.visitor;
import static dev.coffer.db.schema.Tables.INVITATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.coffer.Cast;
import dev.coffer.access.Access;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.access.Role;
import dev.coffer.access.User;
import dev.coffer.audit.AuditRow;
import dev.coffer.crypto.BearerToken;
import dev.coffer.form.Result;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JoiningTest {
    private static People people;
    private static Access alice;

    @BeforeAll
    static void open() {
        people = new People();
        alice = people.cast.project("shop");
    }

    @AfterAll
    static void close() {
        people.close();
    }

    @Test
    void aLinkMakesSomebodyNewAMemberWithItsRole() {
        var link = link(Role.DEVELOPER);
        assertThat(people.joining.look(link).orElseThrow()).extracting(Invitations.Offer::projectName,
                Invitations.Offer::role, Invitations.Offer::invitedBy).containsExactly("shop", Role.DEVELOPER, "Alice");

        var joined = ok(people.joining.asSomebodyNew(link, draft("new@example.com"), visitor()));
        var person = people.known(text(joined.session().cookie()));
        assertThat(person.user().standing()).isEqualTo(User.Standing.MEMBER);
        assertThat(people.cast.access(person.user(), joined.projectSlug()).role()).isEqualTo(Role.DEVELOPER);
        assertThat(people.cast.audit.page(alice, OptionalLong.empty(), 1)).extracting(AuditRow::label, AuditRow::actor)
                .startsWith(tuple("Accepted an invitation", "Nia"));
        assertThat(people.cast.audit.firstFault(alice)).isEmpty();
    }

    @Test
    void itWorksOnce() {
        var link = link(Role.VIEWER);
        ok(people.joining.asSomebodyNew(link, draft("once@example.com"), visitor()));
        assertThat(people.joining.look(link)).isEmpty();
        assertThat(people.joining.asSomebodyNew(link, draft("twice@example.com"), visitor()))
                .isInstanceOf(Result.Conflict.class);
    }

    @Test
    void ofManyAtOnceOneGetsIn() throws Exception {
        var link = link(Role.VIEWER);
        var tries = IntStream.range(0, 2).<Callable<Result<?>>>mapToObj(i -> () -> people.joining.asSomebodyNew(link,
                draft("race" + i + "@example.com"), visitor())).toList();
        int joined = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : threads.invokeAll(tries)) {
                joined += each.get() instanceof Result.Ok<?> ? 1 : 0;
            }
        }
        assertThat(joined).isOne();
    }

    @Test
    void itEndsAfterAWeek() {
        var link = link(Role.VIEWER);
        people.pass(Invitations.LASTS.minusSeconds(1));
        assertThat(people.joining.look(link)).isPresent();
        people.pass(Duration.ofSeconds(1));
        assertThat(people.joining.look(link)).isEmpty();
        assertThat(people.invitations.list(alice)).isEmpty();
    }

    @Test
    void withdrawnOrNeverMadeItIsNotThere() {
        var invited = ok(people.invitations.create(alice, Role.VIEWER));
        people.invitations.withdraw(alice, invited.id());
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> people.joining.look(text(invited.token())));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> people.invitations.withdraw(alice, invited.id()));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> people.joining.look("cof_i"));
        var other = text(BearerToken.issue(BearerToken.Kind.INVITATION).token());
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> people.joining.look(other));
        var mixed =
                text(ok(people.invitations.create(alice, Role.VIEWER)).token()).substring(0, 15) + other.substring(15);
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> people.joining.look(mixed));
    }

    @Test
    void somebodyKnownJoinsAndKeepsAHigherRole() {
        var mallory = Cast.person(people.cast.mallory);
        assertThat(ok(people.joining.asMyself(link(Role.VIEWER), mallory, Cast.origin()))).isEqualTo("shop");
        assertThat(people.cast.access(people.cast.mallory, "shop").role()).isEqualTo(Role.VIEWER);
        ok(people.joining.asMyself(link(Role.ADMIN), mallory, Cast.origin()));
        assertThat(people.cast.access(people.cast.mallory, "shop").role()).isEqualTo(Role.ADMIN);
        ok(people.joining.asMyself(link(Role.VIEWER), mallory, Cast.origin()));
        assertThat(people.cast.access(people.cast.mallory, "shop").role()).isEqualTo(Role.ADMIN);
    }

    @Test
    void aKnownEmailLeavesTheLinkUnused() {
        var link = link(Role.VIEWER);
        assertThat(mistakes(people.joining.asSomebodyNew(link, draft("BOB@example.com"), visitor())))
                .containsOnlyKeys("email");
        assertThat(people.joining.look(link)).isPresent();
    }

    @Test
    void nobodyInvitesAboveThemselvesAndDevelopersNotAtAll() {
        var dave = people.cast.access(people.cast.dave, "shop");
        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> people.invitations.create(dave, Role.OWNER));
        ok(people.invitations.create(dave, Role.ADMIN));
        var bob = people.cast.access(people.cast.bob, "shop");
        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> people.invitations.create(bob, Role.VIEWER));
        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> people.invitations.list(bob));
    }

    @Test
    void theLinkIsNotStored() {
        var link = link(Role.VIEWER);
        assertThat(people.cast.database.<String>read(sql -> sql.selectFrom(INVITATIONS).fetch().format()))
                .doesNotContain(link.substring(15));
    }

    private static String link(Role role) {
        return text(ok(people.invitations.create(alice, role)).token());
    }

    private static PersonDraft draft(String email) {
        return new PersonDraft("Nia", email, secret(People.PASSWORD));
    }
}
