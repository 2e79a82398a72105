package dev.coffer.account;

import static dev.coffer.account.People.mistakes;
import static dev.coffer.account.People.ok;
import static dev.coffer.account.People.text;
import static dev.coffer.db.schema.Tables.PERSONAL_TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.Cast;
import dev.coffer.access.Actor;
import dev.coffer.access.NotFound;
import dev.coffer.access.OrganizationAccess;
import dev.coffer.crypto.BearerToken;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PersonalTokensTest {
    private static People people;
    private static OrganizationAccess bob;

    @BeforeAll
    static void open() {
        people = new People();
        bob = people.cast.organization(people.cast.bob);
    }

    @AfterAll
    static void close() {
        people.close();
    }

    @Test
    void aTokenActsForItsPersonAndIsNotStored() {
        var created = made("laptop", 90);
        assertThat(created).matches("cof_p[0-9A-Za-z]{59}");
        assertThat(people.tokens.find(created).map(Actor.Token::user)).contains(people.cast.bob);
        assertThat(people.cast.database.<String>read(sql -> sql.selectFrom(PERSONAL_TOKENS).fetch().format()))
                .doesNotContain(created.substring(15));
    }

    @Test
    void anotherSecretWithTheSameIdAndAnotherKindAreRefused() {
        var created = made("laptop", 90);
        var other = text(BearerToken.issue(BearerToken.Kind.PERSONAL).token());
        assertThat(people.tokens.find(created.substring(0, 15) + other.substring(15))).isEmpty();
        assertThat(people.tokens.find(other)).isEmpty();
        assertThat(people.tokens.find(text(BearerToken.issue(BearerToken.Kind.INVITATION).token()))).isEmpty();
        assertThat(people.tokens.find("")).isEmpty();
    }

    @Test
    void itEndsOnItsDay() {
        var created = made("short", 1);
        people.pass(Duration.ofHours(23));
        assertThat(people.tokens.find(created)).isPresent();
        people.pass(Duration.ofHours(1));
        assertThat(people.tokens.find(created)).isEmpty();
    }

    @Test
    void itsUseIsWrittenOnceAMinute() {
        var created = made("used", 90);
        assertThat(used()).isNull();
        people.tokens.find(created);
        var first = used();
        people.pass(Duration.ofSeconds(30));
        people.tokens.find(created);
        assertThat(used()).isEqualTo(first);
        people.pass(Duration.ofSeconds(31));
        people.tokens.find(created);
        assertThat(used()).isAfter(first);
    }

    @Test
    void revokedByItsOwnerItIsRefusedAtOnceAndNobodyElseCan() {
        var created = made("gone", 90);
        var id = people.tokens.find(created).orElseThrow().tokenId();
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> people.tokens.revoke(people.cast.organization(people.cast.alice), id));
        people.tokens.revoke(bob, id);
        assertThat(people.tokens.find(created)).isEmpty();
    }

    @Test
    void itHasANameAndLastsAYearAtMost() {
        assertThat(mistakes(people.tokens.create(bob, new TokenDraft(" ", 367))))
                .containsEntry("name", "Token name is required")
                .containsEntry("days", "Choose an expiry of 1 to 366 days");
        assertThat(mistakes(people.tokens.create(bob, new TokenDraft("x", 0)))).containsOnlyKeys("days");
    }

    @Test
    void aTokenMakesNoneThatOutlivesIt() {
        var week = people.tokens.find(made("week", 7)).orElseThrow();
        var asker = people.cast.authorizer.organization(week, Cast.origin());
        var end = week.expiresAt();
        people.pass(Duration.ofDays(1));
        assertThat(end(asker, 90)).isEqualTo(end);
        assertThat(end(asker, 7)).isEqualTo(end);
        assertThat(end(asker, 2)).isEqualTo(people.instant().plus(Duration.ofDays(2)));
        assertThat(end(bob, 90)).isEqualTo(people.instant().plus(Duration.ofDays(90)));
    }

    private static java.time.Instant end(OrganizationAccess asker, int days) {
        return ok(people.tokens.create(asker, new TokenDraft("made", days))).about().expiresAt();
    }

    private static String made(String name, int days) {
        return text(ok(people.tokens.create(bob, new TokenDraft(name, days))).token());
    }

    private static java.time.Instant used() {
        return people.tokens.list(bob, null, 1).getFirst().usedAt();
    }
}
