package dev.coffer.pipeline;

import dev.coffer.access.Role;
import dev.coffer.account.ShownToken;
import dev.coffer.account.TokenLife;
import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A project's tokens for pipelines, the form for another, and, right after one was made, that token. */
public record PipelineTokenListPage(String href, List<Row> rows, Asked asked, ShownToken shown) implements Page {

    /** A line of the table. */
    public record Row(PipelineToken token, String href, Instant now) {
        public String name() {
            return token.name();
        }

        public String id() {
            return "revoke-" + token.id();
        }

        public String role() {
            return token.role().label();
        }

        public String maker() {
            return token.maker();
        }

        public boolean isOrphaned() {
            return token.isOrphaned();
        }

        public String from() {
            return token.addresses().isEmpty() ? "Everywhere" : String.join(", ", token.addresses());
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
            return "%s/%s/revoke".formatted(href, token.id());
        }
    }

    /** The form as it was sent. */
    public record Asked(String name, String role, String days, String addresses, Errors errors) {
        static final Asked NOTHING = new Asked("", Role.ADMIN.slug(), String.valueOf(TokenLife.DEFAULT_DAYS), "",
                Errors.none());

        Asked with(Errors mistakes) {
            return new Asked(name, role, days, addresses, mistakes);
        }
    }

    @Override
    public String template() {
        return "pipeline/tokens";
    }

    @Override
    public String title() {
        return shown == null ? "Tokens" : "Copy your token now";
    }

    @Override
    public String section() {
        return "Tokens";
    }

    @Override
    public boolean failed() {
        return !asked.errors().isEmpty();
    }

    public boolean isAny() {
        return !rows.isEmpty();
    }

    public boolean isShown() {
        return shown != null;
    }

    public List<Choice> roles() {
        return Stream.of(Role.VIEWER, Role.DEVELOPER, Role.ADMIN).map(role -> new Choice(role.slug(), role.label(),
                hint(role), role.slug().equals(asked.role()))).toList();
    }

    public List<Choice> expiries() {
        return TokenLife.choices(asked.days());
    }

    private static String hint(Role role) {
        return switch (role) {
            case VIEWER -> "Checks what is missing, changes nothing";
            case DEVELOPER -> "Also declares requirements, sets values and publishes outside protected environments";
            case ADMIN, OWNER -> "Also sets values and publishes in protected environments such as Production";
        };
    }
}
