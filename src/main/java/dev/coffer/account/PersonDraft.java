package dev.coffer.account;

import dev.coffer.crypto.Passwords;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Errors;
import dev.coffer.form.Names;
import java.util.Optional;

/** Somebody new, as they describe themselves. The caller closes the password. */
public record PersonDraft(String name, String email, Plaintext password) {

    public PersonDraft {
        name = name == null ? "" : name.strip();
        email = Emails.normalised(email);
    }

    Errors check() {
        return Errors.none().and("name", Names.mistake("Your name", name)).and("email", Emails.mistake(email))
                .and("password", passwordMistake("Password", password));
    }

    static Optional<String> passwordMistake(String what, Plaintext password) {
        return password == null || password.isEmpty() ? Optional.of(what + " is required") : Passwords.fault(password);
    }
}
