package dev.coffer.account;

import dev.coffer.form.Errors;
import dev.coffer.web.Page;

/** The first run: the organization and its first owner. */
public record SetupPage(String code, String organization, String name, String email, Errors errors) implements Page {

    @Override
    public String template() {
        return "account/setup";
    }

    @Override
    public String title() {
        return "Create the first owner";
    }

    @Override
    public boolean failed() {
        return !errors.isEmpty();
    }
}
