package dev.coffer.secret;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.DescriptionCheck;
import dev.coffer.form.SecretKey;
import dev.coffer.form.StrongValue;
import dev.coffer.form.ValueHints;
import dev.coffer.web.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a form's value field holds, and what to tell about it once it is saved: hints never stand in the way. */
final class TypedValue {
    private static final StrongValue STRONG = new StrongValue();

    private TypedValue() {}

    /** The value typed, or a strong one where the field is empty and the form asks for that. The caller closes it. */
    static Plaintext of(Form form) {
        var typed = form.secret("value");
        return typed.isEmpty() && form.has("generate") ? STRONG.letters() : typed;
    }

    /** What was done, then what to check of the key, the value and the description; never a part of the value. */
    static SecretListPage.Note note(String done, SecretDraft saved) {
        var hints = new ArrayList<String>();
        SecretKey.warning(saved.key()).ifPresent(hints::add);
        hints.addAll(ValueHints.of(saved.value()));
        saved.description().flatMap(DescriptionCheck::hint).ifPresent(hints::add);
        return note(done, hints);
    }

    static SecretListPage.Note note(String done, Optional<String> description) {
        return note(done, description.flatMap(DescriptionCheck::hint).stream().toList());
    }

    private static SecretListPage.Note note(String done, List<String> hints) {
        return hints.isEmpty() ? new SecretListPage.Note(done, false)
                : new SecretListPage.Note(done + " Check it: " + String.join(". ", hints) + ".", true);
    }
}
