package dev.coffer.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The faults of a schema's references: those that leave the document or mean nothing, those that come round without
 * going deeper into the value, and those that make one place of a value be checked over and over.
 */
final class ReferenceCheck {
    private static final int MOST_CHECKS = 1000;
    private static final int LONGEST_CHAIN = 40;

    private final Subschemas schemas;
    private final JsonText json;
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Cost> costs = new HashMap<>();
    private final Set<String> asked = new HashSet<>();

    private ReferenceCheck(Subschemas schemas, JsonText json) {
        this.schemas = schemas;
        this.json = json;
    }

    static List<Fault> faults(Subschemas schemas, JsonText json) {
        var check = new ReferenceCheck(schemas, json);
        check.anchors();
        schemas.byPointer().keySet().forEach(check::targets);
        if (check.faults.isEmpty()) {
            schemas.byPointer().keySet().forEach(check::cost);
        }
        return check.faults;
    }

    private void anchors() {
        var taken = new HashSet<String>();
        schemas.byPointer().forEach((pointer, schema) -> List.of("$anchor", "$dynamicAnchor").forEach(keyword -> {
            if (schema.has(keyword) && !taken.add(schema.get(keyword).stringValue())) {
                faults.add(json.atValue(JsonText.child(pointer, keyword),
                        "Another schema has this anchor. Choose another name"));
            }
        }));
    }

    private void targets(String pointer) {
        for (var keyword : List.of("$ref", "$dynamicRef")) {
            var reference = schemas.at(pointer).path(keyword);
            if (reference.isString() && schemas.target(reference.stringValue()).isEmpty()) {
                faults.add(json.atValue(JsonText.child(pointer, keyword), reference.stringValue().startsWith("#")
                        ? "There is no schema at this place. Check the reference"
                        : "References can't leave this document. Copy the schema into $defs and write #/$defs/…"));
            }
        }
    }

    /** What holds one place of a value to account, counted once for each way that leads there. */
    private Cost cost(String pointer) {
        var known = costs.get(pointer);
        if (known != null) {
            return known;
        }
        if (!asked.add(pointer)) {
            return Cost.ROUND;
        }
        long checks = 1;
        var chain = 1;
        var round = false;
        for (var next : schemas.atTheSamePlace(pointer)) {
            var cost = cost(next);
            round |= cost == Cost.ROUND;
            checks = Math.min(checks + cost.checks, Integer.MAX_VALUE);
            chain = Math.max(chain, cost.chain + 1);
        }
        var cost = new Cost(checks, chain);
        costs.put(pointer, cost);
        if (round) {
            tell(pointer,
                    "This comes back to itself without going deeper into the value, so it would never end. Put it "
                            + "under properties or items");
        } else if (checks > MOST_CHECKS && schemas.atTheSamePlace(pointer).stream().noneMatch(this::isTooMuch)) {
            tell(pointer, "Through its references this checks one place of a value more than %d times. Make it simpler"
                    .formatted(MOST_CHECKS));
        } else if (chain == LONGEST_CHAIN + 1) {
            tell(pointer, "This goes through more than %d schemas without going deeper into the value. Make it simpler"
                    .formatted(LONGEST_CHAIN));
        }
        return cost;
    }

    private boolean isTooMuch(String pointer) {
        return cost(pointer).checks > MOST_CHECKS;
    }

    /** At the reference, where there is one. */
    private void tell(String pointer, String message) {
        var reference = schemas.at(pointer).has("$ref") ? "/$ref"
                : schemas.at(pointer).has("$dynamicRef") ? "/$dynamicRef" : "";
        faults.add(json.atValue(pointer + reference, message));
    }

    private record Cost(long checks, int chain) {
        private static final Cost ROUND = new Cost(1, 1);
    }
}
