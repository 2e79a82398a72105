package dev.coffer.client;

import java.util.List;
import java.util.Optional;

/** What is set: a key's value in some environments, and its description where one is given; else that stays as it is. */
public record SecretSetting(String key, SecretValue value, List<String> environments, Optional<String> description) {

    public SecretSetting {
        environments = List.copyOf(environments);
    }
}
