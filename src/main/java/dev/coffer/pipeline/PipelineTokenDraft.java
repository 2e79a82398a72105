package dev.coffer.pipeline;

import dev.coffer.access.Role;
import dev.coffer.account.TokenAddresses;
import dev.coffer.account.TokenLife;
import dev.coffer.form.Errors;
import dev.coffer.form.Names;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A pipeline's token as somebody asks for it. {@code role}: viewer, developer or admin; {@code expiresAt}: when it
 * ends; {@code addresses}: the networks it works from, none for everywhere. What is null or left blank takes its
 * default.
 */
public record PipelineTokenDraft(String name, String role, Instant expiresAt, List<String> addresses) {
    public PipelineTokenDraft {
        name = name == null ? "" : name.strip();
        role = role == null || role.isBlank() ? Role.ADMIN.slug() : role;
        addresses = addresses == null ? List.of()
                : addresses.stream().map(one -> one == null ? "" : one.strip()).toList();
    }

    Errors check(Instant now) {
        return Errors.none().and("name", Names.mistake("Token name", name))
                .and("role",
                        isRole() ? Optional.<String>empty() : Optional.of("Choose a role: viewer, developer or admin"))
                .and("expires_at", TokenLife.mistake(end(now), now))
                .and("addresses", TokenAddresses.mistake(addresses));
    }

    /** Only of a draft without mistakes. */
    Role checkedRole() {
        return Role.of(role).orElseThrow();
    }

    /** In their normal form. Only of a draft without mistakes. */
    List<String> networks() {
        return TokenAddresses.networks(addresses);
    }

    /** When it ends, of a moment that it is made in. */
    Instant end(Instant now) {
        return TokenLife.end(expiresAt, now);
    }

    private boolean isRole() {
        return Role.of(role).filter(Role.ADMIN::reaches).isPresent();
    }
}
