package dev.coffer.builtin;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.DescriptionCheck;
import dev.coffer.form.Errors;
import dev.coffer.form.SecretKey;
import dev.coffer.form.SecretLimits;
import dev.coffer.form.SecretValue;
import java.util.List;
import java.util.Optional;

/**
 * What a form or a request asks to store. What is left out stays as it is, but for the environments: without them a
 * value is for all. They are addresses, or {@link BuiltIn#EVERYWHERE}.
 */
public record BuiltInDraft(String key, Optional<Plaintext> value, Optional<String> description,
        Optional<List<String>> environments) {

    public BuiltInDraft {
        environments = environments.map(slugs -> slugs.stream().distinct().sorted().toList());
    }

    /** Where the value goes. */
    List<String> places() {
        return environments.orElse(List.of(BuiltIn.EVERYWHERE));
    }

    /** A form's empty description leaves the one that is there. */
    BuiltInDraft keepingDescription() {
        return new BuiltInDraft(key, value, description.filter(text -> !text.isEmpty()), environments);
    }

    /** Every mistake that shows without looking at what is stored. */
    Errors check(SecretLimits limits) {
        return Errors.none().and("key", SecretKey.fault(key, limits.keyCharacters()))
                .and("value", value.flatMap(typed -> SecretValue.fault(typed, limits.valueBytes())))
                .and("environments", places().isEmpty() ? Optional.of("Choose at least one environment")
                        : Optional.empty())
                .and("description", DescriptionCheck.fault(description.orElse("")));
    }
}
