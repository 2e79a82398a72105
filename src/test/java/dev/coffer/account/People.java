package dev.coffer.account;

import dev.coffer.Cast;
import dev.coffer.TestDatabase;
import dev.coffer.access.Actor;
import dev.coffer.access.OrganizationAccess;
import dev.coffer.access.User;
import dev.coffer.crypto.Passwords;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Result;
import dev.coffer.web.Identity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** The account package on a real database, with a clock that stands until it is moved. */
final class People implements AutoCloseable, InstantSource {
    static final String PASSWORD = "seven brown horses <&> ü";

    final Cast cast = new Cast(TestDatabase.fresh());
    final Users users = new Users(cast.database, cast.audit);
    final Sessions sessions = new Sessions(cast.database, cast.audit, this);
    final PersonalTokens tokens = new PersonalTokens(cast.database, cast.audit, this);
    final SignIn.Guard guard = new SignIn.Guard(new Throttles(cast.database, cast.keyring, this), new Passwords());
    final SignIn signIn = new SignIn(cast.database, users, sessions, guard);
    final Invitations invitations = new Invitations(cast.database, cast.audit, this);
    final Joining joining = new Joining(cast.database, users, sessions, invitations, guard.passwords());
    private Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** Somebody's browser, signed in by the database's own hand: the text of its cookie. */
    String signedIn(User user) {
        return text(cast.database.transact(tx -> sessions.start(tx, user, visitor())).cookie());
    }

    OrganizationAccess access(String cookie) {
        return cast.authorizer.organization(known(cookie), Cast.origin());
    }

    Actor.Person known(String cookie) {
        return sessions.find(cookie).map(Identity.SignedIn::person).orElseThrow();
    }

    static Visitor visitor() {
        return new Visitor(Cast.origin(), "test", null, null);
    }

    static Visitor visitor(UUID session) {
        return new Visitor(Cast.origin(), "test", session, null);
    }

    static Plaintext secret(String text) {
        return Plaintext.ofText(text);
    }

    static String text(Plaintext plaintext) {
        return new String(plaintext.expose(), StandardCharsets.UTF_8);
    }

    static <T> T ok(Result<T> result) {
        if (result instanceof Result.Ok<T>(var value)) {
            return value;
        }
        throw new AssertionError("not done: " + result);
    }

    static java.util.Map<String, String> mistakes(Result<?> result) {
        if (result instanceof Result.Invalid<?>(var errors)) {
            return errors.byField();
        }
        throw new AssertionError("no mistakes: " + result);
    }

    @Override
    public void close() {
        cast.database.close();
    }
}
