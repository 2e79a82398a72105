package dev.coffer.requirement;

import dev.coffer.form.Errors;
import dev.coffer.form.Names;
import dev.coffer.form.SecretLimits;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** All that a source (a build, a pipeline, a file) says the project needs. Each key stands in it once. */
public record Declaration(String source, List<RequirementDraft> requirements) {
    static final int LONGEST_SOURCE = 64;
    static final int MOST = 500;

    public Declaration {
        source = source.strip();
        requirements = List.copyOf(requirements);
    }

    /** Every mistake that shows without looking at what is stored, such as {@code requirements[3].key}. */
    Errors check(SecretLimits limits) {
        var errors = Errors.none().and("source", sourceMistake());
        if (requirements.size() > MOST) {
            return errors.and("requirements", "A source declares %d requirements at most, and these are %,d"
                    .formatted(MOST, requirements.size()));
        }
        var keys = new HashSet<String>();
        for (int i = 0; i < requirements.size(); i++) {
            var draft = requirements.get(i);
            for (var mistake : draft.check(limits).entries()) {
                errors = errors.and(field(i, mistake.field()), mistake.message());
            }
            if (!keys.add(draft.key())) {
                errors = errors.and(field(i, "key"), draft.key() + " stands in the list twice. Name it once");
            }
        }
        return errors;
    }

    static String field(int index, String name) {
        return "requirements[%d].%s".formatted(index, name);
    }

    private Optional<String> sourceMistake() {
        return source.equalsIgnoreCase(Requirement.BY_HAND)
                ? Optional.of("%s is the list that people keep themselves. Choose another name"
                        .formatted(Requirement.BY_HAND))
                : Names.mistake("Source", source, LONGEST_SOURCE)
                        .or(() -> RequirementDraft.valueIn("source", source));
    }
}
