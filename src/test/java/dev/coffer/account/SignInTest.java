package dev.coffer.account;

import static dev.coffer.account.People.PASSWORD;
import static dev.coffer.account.People.mistakes;
import static dev.coffer.account.People.ok;
import static dev.coffer.account.People.secret;
import static dev.coffer.account.People.text;
import static dev.coffer.account.People.visitor;
import static dev.coffer.db.schema.Tables.AUDIT_EVENTS;
import static dev.coffer.db.schema.Tables.SIGN_IN_THROTTLES;
import static dev.coffer.db.schema.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.Cast;
import dev.coffer.access.Origin;
import dev.coffer.access.User;
import dev.coffer.db.Once;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInTest {
    /** Of "old brown horses", as OWASP's floor has it. */
    private static final String OLD_HASH = "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
            + "oSsXNuWGA8WsoaDbnF9QhRz32oRP2TooNjYkH/FcHBI";

    private static People people;

    @BeforeAll
    static void open() {
        people = new People();
    }

    @BeforeEach
    void startAnew() {
        people.cast.database.transact(tx -> tx.deleteFrom(SIGN_IN_THROTTLES).execute());
        give(people.cast.bob, PASSWORD);
    }

    @AfterAll
    static void close() {
        people.close();
    }

    @Test
    void emailAndPasswordOpenASessionInWhateverCaseTheEmailIs() {
        var cookie = welcome(attempt(" Bob@Example.COM ", PASSWORD));
        assertThat(people.known(cookie).user()).isEqualTo(people.cast.bob);
        assertThat(lastAudit(1)).contains("session.started").contains(people.cast.bob.id().toString());
    }

    @Test
    void unknownDisabledAndMistypedGetTheSameAnswer() {
        people.cast.database.transact(tx -> tx.update(USERS).set(USERS.DISABLED_AT, Instant.now())
                .where(USERS.ID.eq(people.cast.carol.id())).execute());
        give(people.cast.carol, PASSWORD);
        assertThat(attempt("bob@example.com", PASSWORD + "x")).isEqualTo(new SignIn.Wrong());
        assertThat(attempt("nobody@example.com", PASSWORD)).isEqualTo(new SignIn.Wrong());
        assertThat(attempt("carol@example.com", PASSWORD)).isEqualTo(new SignIn.Wrong());
        assertThat(attempt("not an email\0", PASSWORD)).isEqualTo(new SignIn.Wrong());
        assertThat(attempt("alice@example.com", "!")).as("a hash that isn't one").isEqualTo(new SignIn.Wrong());
    }

    @Test
    void fiveFailuresDelayTheNextTryLongerAndLongerAndAQuarterOfAnHourAtMost() {
        fail("bob@example.com", 5);
        for (var minutes : new double[]{0.5, 1, 2, 4, 8, 15, 15}) {
            var delay = Duration.ofSeconds((long) (minutes * 60));
            assertThat(attempt("bob@example.com", PASSWORD)).isInstanceOfSatisfying(SignIn.Later.class,
                    later -> assertThat(later.pause().seconds()).isEqualTo((int) delay.toSeconds()));
            people.pass(delay);
            fail("bob@example.com", 1);
        }
        people.pass(Throttles.LONGEST);
        welcome(attempt("bob@example.com", PASSWORD));
        fail("bob@example.com", 4);
        welcome(attempt("bob@example.com", PASSWORD));
    }

    @Test
    void strangersWhoFailDontDelayABrowserThatSignedInBefore() {
        var device = device(attempt("bob@example.com", PASSWORD));
        for (int i = 0; i < 10; i++) {
            attempt("bob@example.com", "wrong guess");
        }
        assertThat(attempt("bob@example.com", PASSWORD)).isInstanceOf(SignIn.Later.class);
        assertThat(device(attemptFrom(device, "Bob@example.com", PASSWORD))).isEqualTo(device);
        assertThat(attempt("bob@example.com", PASSWORD)).as("clears no account").isInstanceOf(SignIn.Later.class);
    }

    @Test
    void aForgedDeviceAndSomebodyElsesHelpNobody() {
        give(people.cast.alice, PASSWORD);
        var alices = device(attempt("alice@example.com", PASSWORD));
        var bobs = device(attempt("bob@example.com", PASSWORD));
        fail("bob@example.com", 5);
        var id = bobs.substring(0, bobs.indexOf('.'));
        var proof = alices.substring(alices.indexOf('.'));
        for (var forged : new String[]{alices, id + proof, id, id + ".", "", ".", "x" + bobs, bobs + "x"}) {
            assertThat(attemptFrom(forged, "bob@example.com", PASSWORD)).as(forged).isInstanceOf(SignIn.Later.class);
        }
    }

    @Test
    void aKnownBrowserIsDelayedAfterFailuresOfItsOwn() {
        var device = device(attempt("bob@example.com", PASSWORD));
        for (int i = 0; i < 5; i++) {
            assertThat(attemptFrom(device, "bob@example.com", "wrong guess")).isEqualTo(new SignIn.Wrong());
        }
        assertThat(attemptFrom(device, "bob@example.com", PASSWORD)).isInstanceOf(SignIn.Later.class);
        welcome(attempt("bob@example.com", PASSWORD));
    }

    @Test
    void strangersWhoFailDontKeepAnybodyFromChangingThePassword() {
        var here = people.signedIn(people.cast.bob);
        fail("bob@example.com", 5);
        ok(change(here, PASSWORD, "another brown horse"));
    }

    @Test
    void anUnknownAccountIsDelayedJustTheSame() {
        fail("nobody@example.com", 5);
        assertThat(attempt("nobody@example.com", PASSWORD)).isInstanceOf(SignIn.Later.class);
        welcome(attempt("bob@example.com", PASSWORD));
    }

    @Test
    void oneAddressIsDelayedAfterTwentyFailuresInWhateverAccounts() {
        for (int i = 0; i < 20; i++) {
            assertThat(people.guard.throttles().count(new Throttles.Subject(Throttles.Kind.ADDRESS, "192.0.2.7")))
                    .isInstanceOf(Throttles.Verdict.Counted.class);
        }
        assertThat(attempt("bob@example.com", PASSWORD)).isInstanceOf(SignIn.Later.class);
        var elsewhere = new Visitor(new Origin("r", Origin.Source.WEB, "192.0.2.8", Once.NONE), "test", null, null);
        assertThat(people.signIn.attempt("bob@example.com", secret(PASSWORD), elsewhere))
                .isInstanceOf(SignIn.Welcome.class);
    }

    @Test
    void allTheAddressesOfOneIpv6CustomerCountAsOne() {
        for (int i = 1; i <= 20; i++) {
            people.guard.throttles().count(new Throttles.Subject(Throttles.Kind.ADDRESS, "2001:db8:1:2::" + i));
        }
        assertThat(people.guard.throttles().count(new Throttles.Subject(Throttles.Kind.ADDRESS, "2001:db8:1:2:ffff::")))
                .isInstanceOf(Throttles.Verdict.Held.class);
        assertThat(people.guard.throttles().count(new Throttles.Subject(Throttles.Kind.ADDRESS, "2001:db8:1:3::1")))
                .isInstanceOf(Throttles.Verdict.Counted.class);
    }

    @Test
    void manyTriesAtOnceDontGetPastTheLimit() throws InterruptedException {
        Map<Class<?>, Integer> outcomes = Collections.synchronizedMap(new HashMap<>());
        var subject = new Throttles.Subject(Throttles.Kind.ACCOUNT, "storm@example.com");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 40).forEach(_ -> threads.submit(
                    () -> outcomes.merge(people.guard.throttles().count(subject).getClass(), 1, Integer::sum)));
        }
        assertThat(outcomes).containsEntry(Throttles.Verdict.Counted.class, 5)
                .containsEntry(Throttles.Verdict.Held.class, 35);
    }

    @Test
    void failuresAreAuditedAtEachDoublingAndNeitherEmailNorPasswordIsKept() {
        long before = failures();
        fail("hunter2@typed-into-the-wrong-field.example", 4);
        assertThat(failures() - before).isEqualTo(3);
        assertThat(lastAudit(3)).doesNotContain("hunter2", "wrong guess")
                .contains("\"count\":1", "\"count\":2", "\"count\":4");
        var stored = people.cast.database.<String>read(sql -> sql.selectFrom(SIGN_IN_THROTTLES).fetch().format());
        assertThat(stored).doesNotContain("hunter2", "192.0.2.7");
    }

    @Test
    void anOldHashIsReplacedWhenItsPasswordComes() {
        people.cast.database.transact(tx -> tx.update(USERS).set(USERS.PASSWORD_HASH, OLD_HASH)
                .where(USERS.ID.eq(people.cast.bob.id())).execute());
        welcome(attempt("bob@example.com", "old brown horses"));
        assertThat(hashOfBob()).startsWith("$argon2id$v=19$m=65536,t=3,p=1$");
        welcome(attempt("bob@example.com", "old brown horses"));
    }

    @Test
    void aNewPasswordEndsAllSessionsAndRenewsTheOneThatAsks() {
        var here = people.signedIn(people.cast.bob);
        var there = people.signedIn(people.cast.bob);
        var renewed = text(ok(change(here, PASSWORD, "another brown horse")).cookie());
        assertThat(people.sessions.find(here)).isEmpty();
        assertThat(people.sessions.find(there)).isEmpty();
        assertThat(people.known(renewed).user()).isEqualTo(people.cast.bob);
        assertThat(attempt("bob@example.com", PASSWORD)).isEqualTo(new SignIn.Wrong());
        welcome(attempt("bob@example.com", "another brown horse"));
        assertThat(lastAudit(4)).contains("user.password_changed");
    }

    @Test
    void aNewPasswordWantsTheCurrentOneAndABetterOne() {
        var here = people.signedIn(people.cast.bob);
        assertThat(mistakes(change(here, "", "short"))).containsEntry("current", "Current password is required")
                .containsEntry("password", "Use at least 12 characters");
        assertThat(mistakes(change(here, PASSWORD, PASSWORD))).containsOnlyKeys("password");
        for (int i = 0; i < 5; i++) {
            assertThat(mistakes(change(here, "wrong", "another brown horse")))
                    .containsEntry("current", "The current password is wrong");
        }
        assertThat(mistakes(change(here, PASSWORD, "another brown horse")).get("current")).startsWith("Too many tries");
        assertThat(people.sessions.find(here)).isPresent();
    }

    private static dev.coffer.form.Result<Sessions.Started> change(String cookie, String current, String next) {
        return people.signIn.change(people.access(cookie), new SignIn.Change(secret(current), secret(next)), visitor());
    }

    private static void fail(String email, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(attempt(email, "wrong guess")).isEqualTo(new SignIn.Wrong());
        }
    }

    private static SignIn.Outcome attempt(String email, String password) {
        return people.signIn.attempt(email, secret(password), visitor());
    }

    private static SignIn.Outcome attemptFrom(String device, String email, String password) {
        return people.signIn.attempt(email, secret(password), new Visitor(Cast.origin(), "test", null, device));
    }

    private static String device(SignIn.Outcome outcome) {
        assertThat(outcome).isInstanceOf(SignIn.Welcome.class);
        return ((SignIn.Welcome) outcome).device();
    }

    private static String welcome(SignIn.Outcome outcome) {
        assertThat(outcome).isInstanceOf(SignIn.Welcome.class);
        return text(((SignIn.Welcome) outcome).session().cookie());
    }

    private static void give(User user, String password) {
        var hash = people.guard.passwords().hash(secret(password));
        people.cast.database.transact(tx -> tx.update(USERS).set(USERS.PASSWORD_HASH, hash)
                .where(USERS.ID.eq(user.id())).execute());
    }

    private static String hashOfBob() {
        return people.cast.database.read(sql -> sql.select(USERS.PASSWORD_HASH).from(USERS)
                .where(USERS.ID.eq(people.cast.bob.id())).fetchSingle(USERS.PASSWORD_HASH));
    }

    private static long failures() {
        return people.cast.database.<Integer>read(sql -> sql.fetchCount(AUDIT_EVENTS,
                AUDIT_EVENTS.ACTION.eq("session.refused")));
    }

    private static String lastAudit(int rows) {
        return people.cast.database.read(sql -> String.join("\n", sql.select(AUDIT_EVENTS.BODY).from(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.CHAIN_ID.eq(people.cast.bob.organizationId())).orderBy(AUDIT_EVENTS.SEQ.desc())
                .limit(rows).fetch(AUDIT_EVENTS.BODY)));
    }
}
