package dev.coffer.account;

import dev.coffer.form.Errors;
import dev.coffer.form.Names;

/** A personal token as somebody asks for it. {@code days}: how long it works, 1 to 366. */
public record TokenDraft(String name, int days) {
    public TokenDraft {
        name = name == null ? "" : name.strip();
    }

    Errors check() {
        var errors = Errors.none().and("name", Names.mistake("Token name", name));
        return days >= 1 && days <= TokenLife.MOST_DAYS ? errors : errors.and("days", TokenLife.MISTAKE);
    }
}
