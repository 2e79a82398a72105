package dev.coffer.requirement;

import dev.coffer.project.Environment;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What one source says about one key. {@code environments} are those that need it; none is every one, those that are
 * added later too. Texts may be empty; {@code type} is empty where any value will do.
 */
public record Requirement(UUID id, String source, String key, boolean required, List<Environment> environments,
        String feature, String description, Optional<String> type) {
    /** The source of what people add on the page. */
    public static final String BY_HAND = "by hand";

    public boolean isEverywhere() {
        return environments.isEmpty();
    }

    /** Whether people keep it themselves. */
    public boolean isByHand() {
        return source.equals(BY_HAND);
    }

    boolean appliesTo(Environment environment) {
        return isEverywhere() || environments.stream().anyMatch(each -> each.id().equals(environment.id()));
    }

    /** Whether it says the same, whenever it was said. */
    boolean saysAs(Requirement other) {
        return equals(new Requirement(id, other.source, other.key, other.required, other.environments, other.feature,
                other.description, other.type));
    }
}
