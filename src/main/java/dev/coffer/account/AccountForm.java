package dev.coffer.account;

import dev.coffer.form.Errors;
import dev.coffer.web.Page;

/** Another name or another password for one's own account. */
public record AccountForm(String template, String title, String name, Errors errors) implements Page {

    static AccountForm name(String name, Errors errors) {
        return new AccountForm("account/name", "Change your name", name, errors);
    }

    static AccountForm password(Errors errors) {
        return new AccountForm("account/password", "Change your password", "", errors);
    }

    @Override
    public boolean failed() {
        return !errors.isEmpty();
    }
}
