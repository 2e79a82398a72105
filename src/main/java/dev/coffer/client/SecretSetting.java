package dev.coffer.client;

import java.util.List;
import java.util.Optional;

/**
 * What is set: a key's value in some environments, and its description and the key of its type where they are given;
 * else those stay as they are. The type {@code ""} is a plain value.
 */
public record SecretSetting(String key, SecretValue value, List<String> environments, Optional<String> description,
        Optional<String> type) {

    public SecretSetting {
        environments = List.copyOf(environments);
    }

    /** One that says nothing of a type. */
    public SecretSetting(String key, SecretValue value, List<String> environments, Optional<String> description) {
        this(key, value, environments, description, Optional.empty());
    }

    /** The same for a secret of a type. A value whose type isn't one text is the text of its JSON. */
    public SecretSetting ofType(String key) {
        return new SecretSetting(this.key, value, environments, description, Optional.of(key));
    }
}
