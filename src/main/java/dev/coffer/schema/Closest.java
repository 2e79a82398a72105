package dev.coffer.schema;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What to say when a value fits none of several alternatives: what keeps it from the one that it comes closest to.
 */
final class Closest {
    private static final Set<String> CHOICES = Set.of("const", "enum");
    private static final Set<String> KINDS = Set.of("type", "false");
    private static final int OTHER_CHOICE = 10;

    private Closest() {}

    /**
     * @param attempts what each alternative found, none of them nothing
     * @param none     that {@code anyOf} or {@code oneOf} fits nothing
     * @param shown    the pointers of the fields that a form shows: the only alternative that can be mended in them is
     *                 the one that was meant; none where there is no form
     */
    static List<Finding> of(List<List<Finding>> attempts, Finding none, Set<String> shown) {
        var meant = attempts.stream().filter(one -> one.stream().noneMatch(isKind(none.spot()))
                && one.stream().allMatch(finding -> shown.contains(finding.spot().pointer()))).toList();
        return meant.size() == 1 ? meant.getFirst() : of(attempts, none.spot(), none.schema(), List.of(none));
    }

    private static List<Finding> of(List<List<Finding>> attempts, Spot spot, JsonNode schema, List<Finding> none) {
        if (allHere(attempts, spot, Set.of("type"))) {
            return joined(attempts, spot, "type", Set.of("type"));
        }
        if (allHere(attempts, spot, CHOICES)) {
            return joined(attempts, spot, "enum", CHOICES);
        }
        var near = attempts.stream().filter(one -> one.stream().noneMatch(isKind(spot))).toList();
        if (near.isEmpty()) {
            return none;
        }
        for (var first : near.getFirst()) {
            if (CHOICES.contains(first.keyword()) && allHere(near, first.spot(), CHOICES)) {
                return joined(near, first.spot(), "enum", CHOICES);
            }
        }
        var best = near.stream().mapToInt(Closest::distance).min().orElseThrow();
        var closest = near.stream().filter(one -> distance(one) == best).toList();
        if (closest.size() == 1) {
            return closest.getFirst();
        }
        return closest.stream().allMatch(one -> one.size() == 1 && one.getFirst().keyword().equals("required"))
                ? List.of(new Finding(spot, schema, "either", closest.stream()
                        .map(one -> one.getFirst().spot().key()).distinct().toList()))
                : none;
    }

    private static Predicate<Finding> isKind(Spot spot) {
        return finding -> finding.spot().is(spot)
                && (KINDS.contains(finding.keyword()) || CHOICES.contains(finding.keyword()));
    }

    private static boolean allHere(List<List<Finding>> attempts, Spot spot, Set<String> keywords) {
        return attempts.stream().allMatch(one -> one.stream()
                .anyMatch(finding -> finding.spot().is(spot) && keywords.contains(finding.keyword())));
    }

    private static int distance(List<Finding> attempt) {
        return attempt.stream().mapToInt(one -> CHOICES.contains(one.keyword())
                || one.keyword().equals("additionalProperties") ? OTHER_CHOICE : 1).sum();
    }

    /** One finding with all that the alternatives would take there. */
    private static List<Finding> joined(List<List<Finding>> attempts, Spot spot, String keyword, Set<String> keywords) {
        var taken = new LinkedHashSet<JsonNode>();
        for (var attempt : attempts) {
            for (var finding : attempt) {
                if (finding.spot().is(spot) && keywords.contains(finding.keyword())) {
                    var wanted = finding.schema().get(finding.keyword());
                    taken.addAll(wanted.isArray() && !finding.keyword().equals("const")
                            ? wanted.valueStream().toList() : List.of(wanted));
                }
            }
        }
        var joined = JsonNodeFactory.instance.objectNode();
        joined.putArray(keyword).addAll(new ArrayList<>(taken));
        return List.of(new Finding(spot, joined, keyword, List.of()));
    }
}
