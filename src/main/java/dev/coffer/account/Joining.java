package dev.coffer.account;

import dev.coffer.access.Actor;
import dev.coffer.access.NotFound;
import dev.coffer.access.Origin;
import dev.coffer.account.Invitations.Offer;
import dev.coffer.account.Users.NewPerson;
import dev.coffer.crypto.BearerToken;
import dev.coffer.crypto.Passwords;
import dev.coffer.db.Database;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import java.util.Optional;

/**
 * The other end of an invitation: somebody new becomes a member of the organization with it, somebody known only of the
 * project. A link works once.
 */
public final class Joining {
    static final String GONE = "This invitation was used, or it has expired. Ask for a new one";
    private static final String HAS_ACCOUNT =
            "There is an account with this email. Sign in, then open the invitation again";

    private final Database database;
    private final Users users;
    private final Sessions sessions;
    private final Invitations invitations;
    private final Passwords passwords;

    /** Somebody new, signed in, and the project that they are now in. */
    public record Joined(String projectSlug, Sessions.Started session) {}

    public Joining(Database database, Users users, Sessions sessions, Invitations invitations, Passwords passwords) {
        this.database = database;
        this.users = users;
        this.sessions = sessions;
        this.invitations = invitations;
        this.passwords = passwords;
    }

    /**
     * What a link offers; empty for one that was used or has expired.
     *
     * @throws NotFound for what was never a link, or was withdrawn
     */
    public Optional<Offer> look(String link) {
        var token = token(link);
        return Optional.of(database.read(sql -> invitations.find(sql, token))).filter(Offer::isOpen);
    }

    /** @throws NotFound for what was never a link, or was withdrawn */
    public Result<Joined> asSomebodyNew(String link, PersonDraft draft, Visitor visitor) {
        var token = token(link);
        var errors = draft.check();
        if (!errors.isEmpty()) {
            return Result.invalid(errors);
        }
        if (look(link).isEmpty()) {
            return Result.conflict(Clash.Kind.BLOCKED, GONE);
        }
        var person = new NewPerson(draft.name(), draft.email(), passwords.hash(draft.password()));
        return database.transact(tx -> {
            var offer = invitations.lock(tx, token);
            if (!offer.isOpen()) {
                return Result.conflict(Clash.Kind.BLOCKED, GONE);
            }
            var joined = users.join(tx, offer.organizationId(), person, visitor.origin());
            if (joined.isEmpty()) {
                return Result.invalid("email", HAS_ACCOUNT);
            }
            var session = sessions.start(tx, joined.get(), visitor);
            var actor = new Actor.Person(joined.get(), session.id(), offer.now());
            invitations.take(tx, offer, actor, visitor.origin());
            return Result.ok(new Joined(offer.projectSlug(), session));
        });
    }

    /** Keeps the role that the asker has in the project where it is the higher one. @return the project's slug */
    public Result<String> asMyself(String link, Actor.Person asker, Origin origin) {
        var token = token(link);
        return database.transact(tx -> {
            var offer = invitations.lock(tx, token);
            if (!offer.isOpen() || !offer.organizationId().equals(asker.user().organizationId())) {
                return Result.conflict(Clash.Kind.BLOCKED, GONE);
            }
            invitations.take(tx, offer, asker, origin);
            return Result.ok(offer.projectSlug());
        });
    }

    private static BearerToken.Presented token(String link) {
        return BearerToken.parse(link).filter(token -> token.kind() == BearerToken.Kind.INVITATION)
                .orElseThrow(NotFound::new);
    }
}
