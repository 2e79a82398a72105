package dev.coffer.account;

import dev.coffer.access.Origin;
import dev.coffer.access.User;
import dev.coffer.account.Throttles.Kind;
import dev.coffer.account.Throttles.Subject;
import dev.coffer.account.Throttles.Verdict;
import dev.coffer.account.Users.NewPerson;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import java.util.function.BiFunction;
import org.jooq.DSLContext;

/**
 * The first run: makes the organization and its first owner for whoever has the code that the server printed, once. As
 * soon as anybody is there it refuses.
 */
public final class Setup {
    static final String DONE_BEFORE = "Coffer is set up already. Sign in";
    private static final String WRONG_CODE =
            "This is not the set-up code. The server printed it, and keeps it in setup-code in its data folder";

    private final Users users;
    private final SetupCodes codes;
    private final SignIn.Guard guard;
    private final Doors doors;

    /** How the new owner comes in. */
    public record Doors(Sessions sessions, PersonalTokens tokens) {}

    public Setup(Users users, SetupCodes codes, SignIn.Guard guard, Doors doors) {
        this.users = users;
        this.codes = codes;
        this.guard = guard;
        this.doors = doors;
    }

    /** Whether the first owner is still to come. */
    public boolean isOpen() {
        return codes.isOpen();
    }

    /** In a browser, which is signed in then. @return mistakes by field, or a conflict where somebody was first */
    public Result<Sessions.Started> inBrowser(SetupDraft draft, Visitor visitor) {
        return run(draft, visitor.origin(), (tx, owner) -> doors.sessions().start(tx, owner, visitor));
    }

    /** For a program, which gets a personal token of the new owner's. */
    public Result<PersonalTokens.Created> forProgram(SetupDraft draft, Origin origin) {
        var token = new TokenDraft("bootstrap", TokenLife.DEFAULT_DAYS);
        return run(draft, origin, (tx, owner) -> doors.tokens().issue(tx, owner, token, origin));
    }

    private <T> Result<T> run(SetupDraft draft, Origin origin, BiFunction<DSLContext, User, T> door) {
        if (!isOpen()) {
            return Result.conflict(Clash.Kind.BLOCKED, DONE_BEFORE);
        }
        var errors = draft.check();
        if (!errors.isEmpty()) {
            return Result.invalid(errors);
        }
        var tries = new Subject(Kind.SETUP, origin.address());
        return switch (guard.throttles().count(tries)) {
            case Verdict.Held(var pause) -> throw new TooManyTries(pause);
            case Verdict.Counted _ -> codes.isRight(draft.code()) ? found(draft, origin, door, tries)
                    : Result.invalid("code", WRONG_CODE);
        };
    }

    private <T> Result<T> found(SetupDraft draft, Origin origin, BiFunction<DSLContext, User, T> door, Subject tries) {
        guard.throttles().takeBack(tries);
        var owner = new NewPerson(draft.owner().name(), draft.owner().email(),
                guard.passwords().hash(draft.owner().password()));
        return codes.redeem(draft.code(), tx -> door.apply(tx, users.found(tx, draft.organization(), owner, origin)))
                .map(Result::ok).orElseGet(() -> Result.conflict(Clash.Kind.BLOCKED, DONE_BEFORE));
    }
}
