package dev.coffer.app;

import dev.coffer.account.TokenAddresses;
import dev.coffer.account.TokenLife;
import dev.coffer.form.Errors;
import dev.coffer.form.Names;
import java.time.Instant;
import java.util.List;

/**
 * A deployment's token as somebody asks for it. {@code expiresAt}: when it ends, null for 90 days; {@code addresses}:
 * the networks it works from, none for everywhere.
 */
public record DeploymentTokenDraft(String name, Instant expiresAt, List<String> addresses) {

    public DeploymentTokenDraft {
        name = name == null ? "" : name.strip();
        addresses = addresses == null ? List.of()
                : addresses.stream().map(one -> one == null ? "" : one.strip()).toList();
    }

    Errors check(Instant now) {
        return Errors.none().and("name", Names.mistake("Token name", name))
                .and("expires_at", TokenLife.mistake(end(now), now))
                .and("addresses", TokenAddresses.mistake(addresses));
    }

    /** In their normal form. Only of a draft without mistakes. */
    List<String> networks() {
        return TokenAddresses.networks(addresses);
    }

    /** When it ends, of a moment that it is made in. */
    Instant end(Instant now) {
        return TokenLife.end(expiresAt, now);
    }
}
