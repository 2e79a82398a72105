package dev.coffer.requirement;

import dev.coffer.form.DescriptionCheck;
import dev.coffer.form.Errors;
import dev.coffer.form.Names;
import dev.coffer.form.SecretKey;
import dev.coffer.form.SecretLimits;
import dev.coffer.project.Slugs;
import java.util.List;
import java.util.Optional;

/**
 * A requirement as somebody declares it. {@code environments} are slugs; empty where it was left out, which is every
 * environment. {@code type} is a secret type's key.
 */
public record RequirementDraft(String key, boolean required, Optional<List<String>> environments, Texts texts,
        Optional<String> type) {
    static final int LONGEST_FEATURE = 200;

    /** What people read: which feature needs it, and what it is; each may be empty. */
    public record Texts(String feature, String description) {
        public static final Texts NONE = new Texts("", "");

        public Texts {
            feature = feature.strip();
            description = description.strip();
        }
    }

    public RequirementDraft {
        environments = environments.map(slugs -> slugs.stream().distinct().toList());
    }

    /** Every mistake that shows without looking at what is stored. */
    Errors check(SecretLimits limits) {
        return Errors.none().and("key", SecretKey.fault(key, limits.keyCharacters()))
                .and("environments", environments.filter(List::isEmpty)
                        .map(_ -> "Choose at least one environment, or leave them out for all of them"))
                .and("feature", featureMistake())
                .and("description", DescriptionCheck.fault(texts.description))
                .and("description", valueIn("description", texts.description))
                .and("type", type.filter(key -> Slugs.mistake(key).isPresent())
                        .map(_ -> "Use the key of a secret type: lowercase letters, digits and hyphens"));
    }

    private Optional<String> featureMistake() {
        return texts.feature.isEmpty() ? Optional.empty()
                : Names.mistake("Feature", texts.feature, LONGEST_FEATURE).or(() -> valueIn("feature", texts.feature));
    }

    /** Refused, not only hinted at: a build declares without anybody looking. */
    static Optional<String> valueIn(String field, String text) {
        return DescriptionCheck.looksLikeValue(text)
                ? Optional.of("Something in the %s looks like a value, and it is not encrypted. Take it out"
                        .formatted(field))
                : Optional.empty();
    }
}
