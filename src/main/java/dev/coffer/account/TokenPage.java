package dev.coffer.account;

import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.web.Page;
import dev.coffer.web.Stamp;
import java.util.List;
import java.util.stream.Stream;

/** A new personal token: the form for it, and then the token, this once. {@code shown} is null in the form. */
public record TokenPage(String name, String days, Errors errors, Shown shown) implements Page {

    /** A new token to be copied. */
    public record Shown(String name, String token, Stamp expires) {
        @Override
        public String toString() {
            return "[token " + name + "]";
        }
    }

    static TokenPage form(String name, String days, Errors errors) {
        return new TokenPage(name, days, errors, null);
    }

    @Override
    public String template() {
        return "account/token";
    }

    @Override
    public String title() {
        return shown == null ? "Create personal token" : "Copy your token now";
    }

    @Override
    public boolean failed() {
        return !errors.isEmpty();
    }

    public boolean isForm() {
        return shown == null;
    }

    public List<Choice> expiries() {
        return Stream.of("30", "90", "365").map(each -> Choice.of(each, each + " days", each.equals(days))).toList();
    }
}
