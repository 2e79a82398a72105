package dev.coffer.account;

import dev.coffer.form.Errors;
import dev.coffer.web.Page;

/** Signing in. {@code next}: the path to go on to. */
public record SignInPage(String email, String next, Errors errors) implements Page {

    @Override
    public String template() {
        return "account/sign-in";
    }

    @Override
    public String title() {
        return "Sign in";
    }

    @Override
    public boolean failed() {
        return !errors.isEmpty();
    }
}
