package dev.coffer.secret;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.DescriptionCheck;
import dev.coffer.form.Errors;
import dev.coffer.form.SecretLimits;
import dev.coffer.form.SecretValue;
import java.util.List;
import java.util.Optional;

/**
 * What to change of a secret that is there: its value in some environments, its type, its description, or all of them.
 * {@code type} is the key of one, "" for a plain value, and empty where it stays; {@code read} is the tag of the state
 * that the change was made from.
 */
public record SecretChange(NewValue value, Optional<String> type, Optional<String> description,
        List<String> environments, Precondition read) {

    public SecretChange {
        environments = environments.stream().distinct().toList();
    }

    /** One that leaves the type. */
    public SecretChange(Optional<Plaintext> value, Optional<String> description, List<String> environments,
            Precondition read) {
        this(NewValue.of(value), Optional.empty(), description, environments, read);
    }

    /** What a draft changes of a secret that is there. */
    static SecretChange of(SecretDraft draft) {
        return new SecretChange(new NewValue.Whole(draft.value(), draft.notation()), draft.type(),
                draft.description(), draft.environments(), new Whatever());
    }

    SecretChange describing(Optional<String> other) {
        return new SecretChange(value, type, other, environments, read);
    }

    /** What must still hold for a write to happen: that nothing changed since a tag was read, or nothing at all. */
    public sealed interface Precondition {}

    /** The secret is as it was when it bore this tag. */
    public record Unchanged(String tag) implements Precondition {}

    /** The secret is there. */
    public record Present() implements Precondition {}

    /** Whatever it is now. */
    public record Whatever() implements Precondition {}

    Errors check(SecretLimits limits) {
        var errors = Errors.none().and("description", DescriptionCheck.fault(description.orElse("")));
        if (value instanceof NewValue.Whole(var text, _)) {
            errors = errors.and("value", SecretValue.fault(text, limits.valueBytes()));
        }
        return value.isKept() || !environments.isEmpty() ? errors
                : errors.and("environments", "Choose at least one environment");
    }
}
