package dev.coffer.account;

import static dev.coffer.account.People.visitor;
import static dev.coffer.db.schema.Tables.SESSIONS;
import static dev.coffer.db.schema.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.access.NotFound;
import dev.coffer.web.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static People people;

    @BeforeAll
    static void open() {
        people = new People();
    }

    @AfterAll
    static void close() {
        people.close();
    }

    @Test
    void aCookieIsItsPersonsAndOnlyItsHashIsStored() {
        var cookie = people.signedIn(people.cast.bob);
        assertThat(people.known(cookie).user()).isEqualTo(people.cast.bob);
        assertThat(people.cast.database.<String>read(sql -> sql.selectFrom(SESSIONS).fetch().format()))
                .doesNotContain(cookie);
        assertThat(people.sessions.find(cookie.substring(1) + "A")).isEmpty();
        assertThat(people.sessions.find("' or 1=1 --")).isEmpty();
    }

    @Test
    void halfAnHourWithoutARequestEndsIt() {
        var cookie = people.signedIn(people.cast.bob);
        for (int i = 0; i < 3; i++) {
            people.pass(Sessions.IDLE.minusSeconds(1));
            assertThat(people.sessions.find(cookie)).isPresent();
        }
        people.pass(Sessions.IDLE.plusSeconds(1));
        assertThat(people.sessions.find(cookie)).isEmpty();
    }

    @Test
    void twelveHoursEndItHoweverBusy() {
        var cookie = people.signedIn(people.cast.bob);
        for (int i = 0; i < 36; i++) {
            assertThat(people.sessions.find(cookie)).isPresent();
            people.pass(Duration.ofMinutes(20));
        }
        assertThat(people.sessions.find(cookie)).isEmpty();
    }

    @Test
    void lastSeenIsWrittenOnceAMinute() {
        var cookie = people.signedIn(people.cast.bob);
        var before = seen(cookie);
        people.pass(Duration.ofSeconds(59));
        people.sessions.find(cookie);
        assertThat(seen(cookie)).isEqualTo(before);
        people.pass(Duration.ofSeconds(2));
        people.sessions.find(cookie);
        assertThat(seen(cookie)).isAfter(before);
    }

    @Test
    void aDisabledPersonIsOutAtOnce() {
        var cookie = people.signedIn(people.cast.carol);
        people.cast.database.transact(tx -> tx.update(USERS).set(USERS.DISABLED_AT, Instant.now())
                .where(USERS.ID.eq(people.cast.carol.id())).execute());
        assertThat(people.sessions.find(cookie)).isEmpty();
    }

    @Test
    void signingInAgainEndsWhatTheBrowserHadBefore() {
        var planted = people.signedIn(people.cast.mallory);
        var replaced = visitor(people.known(planted).sessionId());
        people.cast.database.transact(tx -> people.sessions.start(tx, people.cast.bob, replaced));
        assertThat(people.sessions.find(planted)).isEmpty();
    }

    @Test
    void onesOwnAreListedAndEndedAndNobodyElses() {
        var here = people.signedIn(people.cast.dave);
        var there = people.signedIn(people.cast.dave);
        var access = people.access(here);
        assertThat(people.sessions.list(access)).hasSize(2).filteredOn(Session::current).singleElement()
                .satisfies(session -> assertThat(session.id()).isEqualTo(people.known(here).sessionId()));

        var other = people.access(people.signedIn(people.cast.alice));
        var id = people.known(there).sessionId();
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> people.sessions.end(other, id));
        people.sessions.end(access, id);
        assertThat(people.sessions.find(there)).isEmpty();
        assertThat(people.sessions.find(here)).isPresent();
    }

    @Test
    void signingOutEndsItAndIsAudited() {
        var cookie = people.signedIn(people.cast.dave);
        people.sessions.signOut(people.access(cookie));
        assertThat(people.sessions.find(cookie)).isEmpty();
        assertThat(people.cast.audit.page(people.cast.organization(people.cast.alice), OptionalLong.empty(), 2))
                .extracting(row -> row.label()).startsWith("Signed out", "Signed in");
    }

    @Test
    void aMessageWaitsForTheNextPage() {
        var cookie = people.signedIn(people.cast.bob);
        var id = people.known(cookie).sessionId();
        people.sessions.put(id, "Saved");
        assertThat(people.sessions.find(cookie).map(Identity.SignedIn::flash)).contains("Saved");
        people.sessions.clear(id);
        assertThat(people.sessions.find(cookie).orElseThrow().flash()).isNull();
    }

    private static Instant seen(String cookie) {
        var id = people.known(cookie).sessionId();
        return people.cast.database.read(sql -> sql.select(SESSIONS.LAST_SEEN_AT).from(SESSIONS)
                .where(SESSIONS.ID.eq(id)).fetchSingle(SESSIONS.LAST_SEEN_AT));
    }
}
