package dev.coffer.pipeline;

import dev.coffer.access.Role;
import dev.coffer.account.TokenLife;
import dev.coffer.form.Errors;
import dev.coffer.form.Names;
import dev.coffer.form.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A pipeline's token as somebody asks for it. {@code role}: viewer, developer or admin; {@code expiresAt}: when it
 * ends; {@code addresses}: the networks it works from, none for everywhere. What is null or left blank takes its
 * default.
 */
public record PipelineTokenDraft(String name, String role, Instant expiresAt, List<String> addresses) {
    private static final int MOST_ADDRESSES = 20;

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
                .and("expires_at", isExpiry(now) ? Optional.<String>empty() : Optional.of(TokenLife.MISTAKE))
                .and("addresses", addressMistake());
    }

    /** Only of a draft without mistakes. */
    Role checkedRole() {
        return Role.of(role).orElseThrow();
    }

    /** In their normal form. Only of a draft without mistakes. */
    List<String> networks() {
        return addresses.stream().map(one -> Network.parse(one).orElseThrow().toString()).distinct().toList();
    }

    /** When it ends, of a moment that it is made in. */
    Instant end(Instant now) {
        return expiresAt == null ? now.plus(Duration.ofDays(TokenLife.DEFAULT_DAYS)) : expiresAt;
    }

    private boolean isRole() {
        return Role.of(role).filter(Role.ADMIN::reaches).isPresent();
    }

    private boolean isExpiry(Instant now) {
        var end = end(now);
        return end.isAfter(now) && !end.isAfter(now.plus(Duration.ofDays(TokenLife.MOST_DAYS)));
    }

    private Optional<String> addressMistake() {
        if (addresses.size() > MOST_ADDRESSES) {
            return Optional.of("There are %d address ranges, the limit is %d".formatted(addresses.size(),
                    MOST_ADDRESSES));
        }
        for (int i = 0; i < addresses.size(); i++) {
            if (Network.parse(addresses.get(i)).isEmpty()) {
                return Optional.of("Address range %d is none. Write one like 203.0.113.7 or 203.0.113.0/24, ".formatted(
                        i + 1) + "with nothing but zeros after the prefix");
            }
        }
        return Optional.empty();
    }
}
