package dev.coffer.secret;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.DescriptionCheck;
import dev.coffer.form.Errors;
import dev.coffer.form.ScopedKey;
import dev.coffer.form.SecretKey;
import dev.coffer.form.SecretLimits;
import dev.coffer.form.SecretValue;
import java.util.List;
import java.util.Optional;

/**
 * What a form or a request asks to store. {@code type}, the key of one or "" for a plain value, and {@code description}
 * are empty where they were left out: then they stay as they are. {@code environments} are slugs, and so is an app.
 */
public record SecretDraft(ScopedKey named, Plaintext value, Notation notation, Optional<String> type,
        Optional<String> description, List<String> environments) {
    public SecretDraft {
        environments = environments.stream().distinct().toList();
    }

    /** One of the project. */
    public SecretDraft(String key, Plaintext value, Notation notation, Optional<String> type,
            Optional<String> description, List<String> environments) {
        this(ScopedKey.ofProject(key), value, notation, type, description, environments);
    }

    /** One whose value is given as a text. */
    public SecretDraft(String key, Plaintext value, Optional<String> type, Optional<String> description,
            List<String> environments) {
        this(key, value, Notation.TEXT, type, description, environments);
    }

    /** One that says nothing of a type. */
    public SecretDraft(String key, Plaintext value, Optional<String> description, List<String> environments) {
        this(key, value, Optional.empty(), description, environments);
    }

    public String key() {
        return named.key();
    }

    /** The same as an app's own, by its slug; "" for the project's. */
    public SecretDraft ofApp(String app) {
        return new SecretDraft(new ScopedKey(key(), app), value, notation, type, description, environments);
    }

    /** Every mistake that shows without looking at what is stored. */
    Errors check(SecretLimits limits) {
        return Errors.none().and("key", SecretKey.fault(key(), limits.keyCharacters()))
                .and("value", SecretValue.fault(value, limits.valueBytes()))
                .and("environments", environments.isEmpty() ? Optional.of("Choose at least one environment")
                        : Optional.empty())
                .and("description", DescriptionCheck.fault(description.orElse("")));
    }
}
