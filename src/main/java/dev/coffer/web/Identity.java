package dev.coffer.web;

import dev.coffer.access.Actor;
import dev.coffer.access.Deployed;
import java.util.Optional;

/**
 * Who a cookie or a token belongs to. The look-ups are functions of the account package; each asks the database every
 * time, so that an ended session or a revoked token is refused at once (OWASP ASVS 5.0, 7.4.1). {@code unseen} is for
 * what a page asks by itself: it doesn't count as a sign of its person, so an idle session ends all the same (7.3.1).
 */
public record Identity(Sessions sessions, Sessions unseen, Tokens tokens, Deployments deployments) {

    /** A session's person, and the one-time message that waits for the next page, or null. */
    public record SignedIn(Actor.Person person, String flash) {}

    /** Looks a session cookie's value up. */
    @FunctionalInterface
    public interface Sessions {
        Optional<SignedIn> find(String cookie);
    }

    /** Looks a bearer token up that came from an address. @throws dev.coffer.access.Forbidden where it isn't for it */
    @FunctionalInterface
    public interface Tokens {
        Optional<Actor> find(String bearer, String address);
    }

    /** Looks a deployment's token up. @throws dev.coffer.access.Forbidden where it isn't for the address */
    @FunctionalInterface
    public interface Deployments {
        Optional<Deployed> find(String bearer, String address);
    }
}
