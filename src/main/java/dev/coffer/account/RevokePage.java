package dev.coffer.account;

import dev.coffer.web.Page;

/** Asks before a token ends. */
public record RevokePage(PersonalToken token) implements Page {

    @Override
    public String template() {
        return "account/revoke";
    }

    @Override
    public String title() {
        return "Revoke " + token.name() + "?";
    }

    public String href() {
        return "/account/tokens/" + token.id() + "/revoke";
    }
}
