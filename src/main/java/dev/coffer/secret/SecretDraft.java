package dev.coffer.secret;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.DescriptionCheck;
import dev.coffer.form.Errors;
import dev.coffer.form.SecretKey;
import dev.coffer.form.SecretLimits;
import dev.coffer.form.SecretValue;
import java.util.List;
import java.util.Optional;

/**
 * What a form or a request asks to store. {@code description} is empty where it was left out: then it stays as it is.
 * {@code environments} are slugs.
 */
public record SecretDraft(String key, Plaintext value, Optional<String> description, List<String> environments) {
    public SecretDraft {
        environments = environments.stream().distinct().toList();
    }

    /** Every mistake that shows without looking at what is stored. */
    Errors check(SecretLimits limits) {
        return Errors.none().and("key", SecretKey.fault(key, limits.keyCharacters()))
                .and("value", SecretValue.fault(value, limits.valueBytes()))
                .and("environments", environments.isEmpty() ? Optional.of("Choose at least one environment")
                        : Optional.empty())
                .and("description", DescriptionCheck.fault(description.orElse("")));
    }
}
