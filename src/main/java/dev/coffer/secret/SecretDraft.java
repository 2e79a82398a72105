package dev.coffer.secret;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Errors;
import java.util.List;
import java.util.Optional;

/**
 * What a form or a request asks to store. {@code description} is empty where it was left out: then it stays as it is.
 * {@code environments} are slugs.
 */
public record SecretDraft(String key, Plaintext value, Optional<String> description, List<String> environments) {
    static final int LONGEST_DESCRIPTION = 1_000;

    public SecretDraft {
        environments = environments.stream().distinct().toList();
    }

    /** Every mistake that shows without looking at what is stored. */
    Errors check(SecretLimits limits) {
        return Errors.none().and("key", SecretKey.fault(key, limits.keyCharacters()))
                .and("value", SecretValue.fault(value, limits.valueBytes()))
                .and("environments", environments.isEmpty() ? Optional.of("Choose at least one environment")
                        : Optional.empty())
                .and("description", descriptionFault(description));
    }

    static Optional<String> descriptionFault(Optional<String> description) {
        var text = description.orElse("");
        if (text.length() > LONGEST_DESCRIPTION) {
            return Optional.of("The description has %,d characters, the limit is %,d".formatted(text.length(),
                    LONGEST_DESCRIPTION));
        }
        return text.indexOf('\0') < 0 ? Optional.empty()
                : Optional.of("The description has a NUL character. Remove it");
    }
}
