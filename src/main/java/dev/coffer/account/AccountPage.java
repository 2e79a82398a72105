package dev.coffer.account;

import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.time.Instant;
import java.util.List;

/** One's own account: who one is, the browsers that are signed in, and the tokens. */
public record AccountPage(Me me, List<SessionRow> sessions, List<TokenRow> tokens) implements Page {

    /** A browser that is signed in. */
    public record SessionRow(Session session) {

        public String browser() {
            return Browser.name(session.agent());
        }

        public String address() {
            return session.address();
        }

        public boolean current() {
            return session.current();
        }

        public Stamp started() {
            return new Stamp(session.startedAt());
        }

        public Stamp seen() {
            return new Stamp(session.seenAt());
        }

        public String endHref() {
            return "/account/sessions/" + session.id() + "/end";
        }
    }

    /** A personal token. */
    public record TokenRow(PersonalToken token, Instant now) {

        public String name() {
            return token.name();
        }

        public String id() {
            return "revoke-" + token.id();
        }

        /** Null for never. */
        public Stamp used() {
            return token.usedAt() == null ? null : new Stamp(token.usedAt());
        }

        public Stamp expires() {
            return new Stamp(token.expiresAt());
        }

        public boolean expired() {
            return !token.expiresAt().isAfter(now);
        }

        public String revokeHref() {
            return "/account/tokens/" + token.id() + "/revoke";
        }
    }

    @Override
    public String template() {
        return "account/show";
    }

    @Override
    public String title() {
        return "Your account";
    }

    public String name() {
        return me.user().name();
    }

    public String email() {
        return me.user().email();
    }

    public String organization() {
        return me.organization();
    }

    public boolean hasTokens() {
        return !tokens.isEmpty();
    }
}
