package dev.coffer.account;

import dev.coffer.form.Errors;
import dev.coffer.web.Page;

/** What an invitation offers. {@code myself}: the name of who is signed in, null for somebody new. */
public record InvitationPage(Invitations.Offer offer, String link, String myself, Typed typed, Errors errors)
        implements Page {

    /** What somebody new has typed, but for the password. */
    public record Typed(String name, String email) {}

    @Override
    public String template() {
        return "account/invitation";
    }

    @Override
    public String title() {
        return "Join " + offer.projectName();
    }

    @Override
    public boolean failed() {
        return !errors.isEmpty();
    }

    public String project() {
        return offer.projectName();
    }

    public String invitedBy() {
        return offer.invitedBy();
    }

    public String role() {
        return offer.role().label();
    }

    public String roleHint() {
        return offer.role().hint();
    }

    public boolean isNew() {
        return myself == null;
    }

    public String href() {
        return "/invitations/" + link;
    }

    public String signInHref() {
        return "/sign-in?next=" + href();
    }
}
