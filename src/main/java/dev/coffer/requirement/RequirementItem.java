package dev.coffer.requirement;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.coffer.project.Environment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A key that is needed as the API answers it, with all that its sources say; {@code type} is null where any value will
 * do.
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record RequirementItem(String key, boolean required, List<Place> environments, String feature, String description,
        String type, List<Said> sources) {

    /** Where it is needed, and what it has come to there; {@code dismissal} may be null. */
    record Place(String environment, boolean required, String status, Dismissed dismissal) {
        static Place of(Need need) {
            return new Place(need.environment().slug(), need.required(), need.status().slug(),
                    need.dismissal().map(it -> new Dismissed(it.reason(), it.by(), it.at())).orElse(null));
        }
    }

    /** Why it may stay without a value. */
    record Dismissed(String reason, String by, Instant at) {}

    /** What one source says; {@code environments} is null for every one, and {@code type} where any value will do. */
    record Said(String source, boolean required, List<String> environments, String feature, String description,
            String type) {
        static Said of(Requirement requirement) {
            return new Said(requirement.source(), requirement.required(), slugs(requirement), requirement.feature(),
                    requirement.description(), requirement.type().orElse(null));
        }
    }

    /** By key. */
    static List<RequirementItem> of(Requirements.Listing listing) {
        var needs = new TreeMap<String, List<Need>>();
        var said = new TreeMap<String, List<Said>>();
        listing.readiness().needs()
                .forEach(need -> needs.computeIfAbsent(need.key(), _ -> new ArrayList<>()).add(need));
        listing.declared().forEach(each -> said.computeIfAbsent(each.key(), _ -> new ArrayList<>()).add(Said.of(each)));
        return needs.entrySet().stream()
                .map(entry -> of(entry.getValue(), said.getOrDefault(entry.getKey(), List.of()))).toList();
    }

    static List<String> slugs(Requirement requirement) {
        return requirement.isEverywhere() ? null
                : requirement.environments().stream().map(Environment::slug).toList();
    }

    private static RequirementItem of(List<Need> needs, List<Said> sources) {
        var whole = Need.anywhere(needs);
        return new RequirementItem(whole.key(), whole.required(), needs.stream().map(Place::of).toList(),
                whole.feature(), whole.description(), whole.type().orElse(null), sources);
    }
}
