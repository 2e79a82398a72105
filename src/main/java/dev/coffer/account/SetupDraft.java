package dev.coffer.account;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Errors;
import dev.coffer.form.Names;

/** The organization and its first owner, as somebody with the set-up code asks for them. The caller closes the code. */
public record SetupDraft(Plaintext code, String organization, PersonDraft owner) {

    public SetupDraft {
        organization = organization == null ? "" : organization.strip();
    }

    Errors check() {
        var errors = Errors.none();
        if (code == null || code.isEmpty()) {
            errors = errors.and("code", "Set-up code is required");
        }
        errors = errors.and("organization", Names.mistake("Organization name", organization));
        for (var mistake : owner.check().entries()) {
            errors = errors.and(mistake.field(), mistake.message());
        }
        return errors;
    }
}
