package dev.coffer.account;

import dev.coffer.access.OrganizationAccess;
import dev.coffer.access.Origin;
import dev.coffer.access.User;
import dev.coffer.account.Throttles.Kind;
import dev.coffer.account.Throttles.Subject;
import dev.coffer.account.Throttles.Verdict;
import dev.coffer.account.Users.Known;
import dev.coffer.crypto.Passwords;
import dev.coffer.crypto.Plaintext;
import dev.coffer.db.Database;
import dev.coffer.form.Errors;
import dev.coffer.form.Result;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Email and password for a session, and a new password for an old one. Unknown, disabled and mistyped come to the same
 * answer after the same work, and guessing is slowed down for the account and for the address. A browser
 * that its person signed in with before is counted by itself, so that strangers can't lock them out.
 */
public final class SignIn {
    private final Database database;
    private final Users users;
    private final Sessions sessions;
    private final Guard guard;

    /** What stands before a password: the delay of tries, and the bounded work of checking one. */
    public record Guard(Throttles throttles, Passwords passwords) {}

    /** What came of a try. */
    public sealed interface Outcome {}

    /** It is them. {@code device}: the cookie by which the browser is known next time. */
    public record Welcome(Sessions.Started session, String device) implements Outcome {}

    /** Email or password is wrong; which, nobody learns. */
    public record Wrong() implements Outcome {}

    /** Too many tries: not even looked at. */
    public record Later(Wait pause) implements Outcome {}

    /** A new password with the current one. The caller closes both. */
    public record Change(Plaintext current, Plaintext next) {}

    public SignIn(Database database, Users users, Sessions sessions, Guard guard) {
        this.database = database;
        this.users = users;
        this.sessions = sessions;
        this.guard = guard;
    }

    /** @throws Passwords.Busy where too many passwords are being checked; such a try doesn't count */
    public Outcome attempt(String typedEmail, Plaintext password, Visitor visitor) {
        var email = Emails.normalised(typedEmail);
        var account = guard.throttles.devices().find(email, visitor.device())
                .map(id -> new Subject(Kind.DEVICE, email + " " + id))
                .orElseGet(() -> new Subject(Kind.ACCOUNT, email));
        var address = new Subject(Kind.ADDRESS, visitor.origin().address());
        return switch (guard.throttles.count(account, address)) {
            case Verdict.Held(var pause) -> new Later(pause);
            case Verdict.Counted(int failures) -> {
                var known = users.find(email);
                if (!isRight(known, password, account, address)) {
                    recordFailure(known, visitor.origin(), failures);
                    yield new Wrong();
                }
                yield welcome(known.orElseThrow(), password, visitor, account, address);
            }
        };
    }

    /**
     * Gives the asker another password, ends all of their sessions and starts a new one for the browser that asks.
     *
     * @return mistakes at {@code current} and {@code password}
     * @throws Passwords.Busy where too many passwords are being checked; such a try doesn't count
     */
    public Result<Sessions.Started> change(OrganizationAccess access, Change change, Visitor visitor) {
        var errors = check(change);
        if (!errors.isEmpty()) {
            return Result.invalid(errors);
        }
        var user = access.actor().user();
        var changes = changes(user);
        return switch (guard.throttles.count(changes)) {
            case Verdict.Held(var pause) -> Result.invalid("current", pause.sentence());
            case Verdict.Counted(int failures) -> {
                var known = users.find(user.id());
                if (!isRight(known, change.current(), changes)) {
                    recordFailure(known, access.origin(), failures);
                    yield Result.invalid("current", "The current password is wrong");
                }
                yield replace(access, known.orElseThrow(), change, visitor);
            }
        };
    }

    private static Errors check(Change change) {
        var errors = Errors.none();
        if (change.current().isEmpty()) {
            errors = errors.and("current", "Current password is required");
        }
        errors = errors.and("password", PersonDraft.passwordMistake("New password", change.next()));
        return change.next().sameAs(change.current()) ? errors.and("password", "Choose another password than the"
                + " current one") : errors;
    }

    private boolean isRight(Optional<Known> known, Plaintext password, Subject... counted) {
        return unlessBusy(() -> {
            if (known.isEmpty()) {
                guard.passwords.decoy(password);
                return false;
            }
            return guard.passwords.matches(password, known.get().passwordHash());
        }, counted);
    }

    /** Work on a password, always outside of a transaction: it takes long, and connections are few. */
    private <T> T unlessBusy(Supplier<T> work, Subject... counted) {
        try {
            return work.get();
        } catch (Passwords.Busy busy) {
            guard.throttles.takeBack(counted);
            throw busy;
        }
    }

    /** The hash is compared again, since the password may have been changed while this one was being checked. */
    private Outcome welcome(Known known, Plaintext password, Visitor visitor, Subject... counted) {
        var hash = guard.passwords.needsRehash(known.passwordHash())
                ? unlessBusy(() -> guard.passwords.hash(password), counted) : known.passwordHash();
        var device = guard.throttles.devices().remember(Emails.normalised(known.user().email()), visitor.device());
        return database.transact(tx -> {
            if (!users.replaceHash(tx, known, hash)) {
                return new Wrong();
            }
            guard.throttles.succeeded(tx, counted);
            return new Welcome(sessions.start(tx, known.user(), visitor), device);
        });
    }

    private Result<Sessions.Started> replace(OrganizationAccess access, Known known, Change change, Visitor visitor) {
        var changes = changes(known.user());
        var hash = unlessBusy(() -> guard.passwords.hash(change.next()), changes);
        return database.transact(tx -> {
            if (!users.replacePassword(tx, access, known, hash)) {
                return Result.invalid("current", "The current password is wrong");
            }
            guard.throttles.succeeded(tx, changes);
            return Result.ok(sessions.renew(tx, known.user(), visitor));
        });
    }

    /** Apart from sign-ins: whoever fails there doesn't keep the person from changing the password. */
    private static Subject changes(User user) {
        return new Subject(Kind.PASSWORD, user.id().toString());
    }

    /** The first failure and every doubling of their number, so that a flood doesn't fill the log. */
    private void recordFailure(Optional<Known> known, Origin origin, int failures) {
        if (Integer.bitCount(failures) == 1) {
            users.recordFailure(known, origin, failures);
        }
    }
}
