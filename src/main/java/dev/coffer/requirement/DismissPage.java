package dev.coffer.requirement;

import dev.coffer.form.Errors;
import dev.coffer.web.Page;

/**
 * Asks why a key may stay without a value; {@code where} is the environment in words, {@code backHref} the page behind.
 */
public record DismissPage(String key, String where, Addresses addresses, String reason, Errors errors)
        implements Page {

    /** Where it posts to, and the page behind it. */
    public record Addresses(String action, String backHref) {}

    public String action() {
        return addresses.action;
    }

    public String backHref() {
        return addresses.backHref;
    }

    public String text() {
        return "Publishing to %s goes on without a value. Everybody in the project sees your reason, until it is brought"
                .formatted(where) + " back.";
    }

    public String reasonError() {
        return errors.at("reason");
    }

    @Override
    public String template() {
        return "requirement/dismiss";
    }

    @Override
    public String title() {
        return "Dismiss " + key;
    }

    @Override
    public String section() {
        return "Requirements";
    }

    @Override
    public boolean failed() {
        return !errors.isEmpty();
    }
}
