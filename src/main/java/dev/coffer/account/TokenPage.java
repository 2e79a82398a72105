package dev.coffer.account;

import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.web.Page;
import java.util.List;

/** A new personal token: the form for it, and then the token, this once. {@code shown} is null in the form. */
public record TokenPage(String name, String days, Errors errors, ShownToken shown) implements Page {

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
        return TokenLife.choices(days);
    }
}
