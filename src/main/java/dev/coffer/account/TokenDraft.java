package dev.coffer.account;

import dev.coffer.form.Errors;
import dev.coffer.form.Names;

/** A personal token as somebody asks for it. {@code days}: how long it works, 1 to 366. */
public record TokenDraft(String name, int days) {
    static final int DEFAULT_DAYS = 90;
    private static final int MOST_DAYS = 366;

    public TokenDraft {
        name = name == null ? "" : name.strip();
    }

    Errors check() {
        var errors = Errors.none().and("name", Names.mistake("Token name", name));
        return days >= 1 && days <= MOST_DAYS ? errors
                : errors.and("days", "Choose an expiry of 1 to %d days".formatted(MOST_DAYS));
    }
}
