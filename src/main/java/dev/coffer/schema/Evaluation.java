package dev.coffer.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * Holds one value against one schema (JSON Schema 2020-12, formats asserted). It is ours, and not the library's, for
 * three reasons: every step costs of one budget, patterns and comparisons by their size too, so that no pair of schema
 * and value takes longer; numbers compare exactly; and what it finds is said for the alternative that a value comes
 * closest to. {@code SchemaSuiteTest} holds it to the official tests.
 */
final class Evaluation {
    private static final int SCHEMA = 10;
    private static final int CLOSEST = 40;
    /** More findings of one value help nobody. */
    private static final int ENOUGH = 100;

    private final Subschemas schemas;
    private final Map<String, Optional<String>> targets = new HashMap<>();
    private final Work work = new Work();

    private Evaluation(Subschemas schemas) {
        this.schemas = schemas;
    }

    /** Every finding, in the order of the schema. */
    static List<Finding> of(Subschemas schemas, JsonNode value) {
        var root = schemas.at("");
        try {
            var found = new ArrayList<Finding>();
            new Evaluation(schemas).apply(root, value, Spot.ROOT, found);
            return found;
        } catch (Work.TooMuch e) {
            return List.of(new Finding(Spot.ROOT, root, "work", List.of()));
        }
    }

    /** Adds what it finds, and gives back what it has looked at. */
    private Seen apply(JsonNode schema, JsonNode value, Spot spot, List<Finding> found) {
        work.spend(SCHEMA);
        var seen = new Seen();
        if (schema.isBoolean() || found.size() >= ENOUGH) {
            if (found.size() < ENOUGH && !schema.booleanValue()) {
                found.add(new Finding(spot, schema, "false", List.of()));
            }
            return seen;
        }
        var before = found.size();
        var at = new Place(schema, value, spot, found, seen);
        if (value.isNumber() && Work.isTooLong(value)) {
            found.add(new Finding(spot, schema, "long", List.of()));
            return seen;
        }
        one(at, "$ref");
        one(at, "$dynamicRef");
        checkItself(at);
        checkAlternatives(at);
        if (value.isObject()) {
            checkObject(at);
        } else if (value.isArray()) {
            checkArray(at);
        }
        if (found.size() == before) {
            checkUnseen(at);
        }
        return seen;
    }

    private void one(Place at, String keyword) {
        if (at.schema().has(keyword)) {
            var target = targets.computeIfAbsent(at.schema().get(keyword).asString(""), schemas::target);
            target.ifPresentOrElse(pointer -> along(schemas.at(pointer), at), () -> at.find(keyword));
        }
    }

    /** At the same place, and all that it finds and looks at counts. */
    private void along(JsonNode schema, Place at) {
        at.seen().add(apply(schema, at.value(), at.spot(), at.found()));
    }

    /** The same, but only when it fits. */
    private boolean fits(JsonNode schema, Place at) {
        var found = new ArrayList<Finding>();
        var seen = apply(schema, at.value(), at.spot(), found);
        if (found.isEmpty()) {
            at.seen().add(seen);
        }
        return found.isEmpty();
    }

    private void checkItself(Place at) {
        var type = at.schema().get("type");
        if (type != null && !(type.isArray() ? type.valueStream().anyMatch(one -> isOf(one, at.value()))
                : isOf(type, at.value()))) {
            at.find("type");
            return;
        }
        if (at.schema().has("const") && !work.same(at.schema().get("const"), at.value())) {
            at.find("const");
        }
        if (at.schema().has("enum")
                && at.schema().get("enum").valueStream().noneMatch(one -> work.same(one, at.value()))) {
            at.find("enum");
        }
        if (at.value().isString()) {
            checkText(at, at.value().stringValue());
        } else if (at.value().isNumber()) {
            checkNumber(at);
        }
    }

    private static boolean isOf(JsonNode type, JsonNode value) {
        return switch (type.asString("")) {
            case "string" -> value.isString();
            case "integer" -> value.isNumber() && Work.isWhole(value);
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "null" -> value.isNull();
            default -> false;
        };
    }

    private void checkText(Place at, String text) {
        at.measure("minLength", "maxLength", text.codePointCount(0, text.length()));
        var format = at.schema().get("format");
        if (format != null) {
            work.spend(1 + text.length() / 100);
            Formats.fault(format.asString(""), text).ifPresent(words ->
                    at.found().add(new Finding(at.spot(), at.schema(), "format", List.of(words))));
        }
        if (at.schema().has("pattern") && !work.matches(at.schema().get("pattern").asString(""), text)) {
            at.find("pattern");
        }
    }

    private void checkNumber(Place at) {
        var number = at.value().decimalValue();
        for (var entry : at.schema().properties()) {
            var fits = !entry.getValue().isNumber() || switch (entry.getKey()) {
                case "minimum" -> number.compareTo(entry.getValue().decimalValue()) >= 0;
                case "maximum" -> number.compareTo(entry.getValue().decimalValue()) <= 0;
                case "exclusiveMinimum" -> number.compareTo(entry.getValue().decimalValue()) > 0;
                case "exclusiveMaximum" -> number.compareTo(entry.getValue().decimalValue()) < 0;
                case "multipleOf" -> work.isMultiple(number, entry.getValue().decimalValue());
                default -> true;
            };
            if (!fits) {
                at.find(entry.getKey());
            }
        }
    }

    private void checkAlternatives(Place at) {
        at.schema().path("allOf").forEach(one -> along(one, at));
        if (at.schema().has("anyOf")) {
            checkAny(at);
        }
        if (at.schema().has("oneOf")) {
            checkOne(at);
        }
        if (at.schema().has("not") && excluded(at)) {
            at.find("not");
        }
        if (at.schema().has("if")) {
            var branch = at.schema().get(fits(at.schema().get("if"), at) ? "then" : "else");
            if (branch != null) {
                along(branch, at);
            }
        }
    }

    /** What is looked at there doesn't count here. */
    private boolean excluded(Place at) {
        var found = new ArrayList<Finding>();
        apply(at.schema().get("not"), at.value(), at.spot(), found);
        return found.isEmpty();
    }

    private void checkAny(Place at) {
        var attempts = new ArrayList<List<Finding>>();
        for (var one : at.schema().get("anyOf")) {
            var found = new ArrayList<Finding>();
            var seen = apply(one, at.value(), at.spot(), found);
            if (found.isEmpty()) {
                at.seen().add(seen);
                if (!schemas.hasUnevaluated()) {
                    return;
                }
            }
            attempts.add(found);
        }
        if (attempts.stream().noneMatch(List::isEmpty)) {
            at.found().addAll(closest(attempts, at, "anyOf"));
        }
    }

    private void checkOne(Place at) {
        var attempts = new ArrayList<List<Finding>>();
        var fitting = new ArrayList<String>();
        for (var one : at.schema().get("oneOf")) {
            var found = new ArrayList<Finding>();
            var seen = apply(one, at.value(), at.spot(), found);
            if (found.isEmpty()) {
                fitting.add(Integer.toString(attempts.size()));
                at.seen().add(seen);
            }
            attempts.add(found);
        }
        if (fitting.isEmpty()) {
            at.found().addAll(closest(attempts, at, "oneOf"));
        } else if (fitting.size() > 1) {
            at.found().add(new Finding(at.spot(), at.schema(), "several", fitting));
        }
    }

    private List<Finding> closest(List<List<Finding>> attempts, Place at, String keyword) {
        work.spend(CLOSEST + attempts.stream().mapToInt(List::size).sum());
        return Closest.of(attempts, at.spot(), at.schema(), keyword);
    }

    private void checkObject(Place at) {
        var required = new LinkedHashSet<String>();
        at.schema().path("required").forEach(name -> required.add(name.asString("")));
        var covered = new HashSet<String>();
        for (var entry : at.schema().path("properties").properties()) {
            if (at.value().has(entry.getKey())) {
                apply(entry.getValue(), at.value().get(entry.getKey()), at.spot().field(entry.getKey(), schemas),
                        at.found());
                covered.add(entry.getKey());
            } else if (required.contains(entry.getKey())) {
                at.findAt(entry.getKey(), "required");
            }
        }
        required.stream().filter(name -> !at.value().has(name) && !at.schema().path("properties").has(name))
                .forEach(name -> at.findAt(name, "required"));
        at.measure("minProperties", "maxProperties", at.value().size());
        checkPatternProperties(at, covered);
        checkOtherProperties(at, covered, "additionalProperties");
        at.seen().add(covered);
        checkNames(at);
        checkDependents(at);
    }

    private void checkPatternProperties(Place at, Set<String> covered) {
        for (var entry : at.schema().path("patternProperties").properties()) {
            for (var field : at.value().properties()) {
                if (work.matches(entry.getKey(), field.getKey())) {
                    covered.add(field.getKey());
                    apply(entry.getValue(), field.getValue(), at.spot().field(field.getKey(), schemas), at.found());
                }
            }
        }
    }

    /** Those that nothing else covered are covered by it. */
    private void checkOtherProperties(Place at, Set<String> covered, String keyword) {
        var others = at.schema().get(keyword);
        if (others == null) {
            return;
        }
        work.spend(at.value().size() + covered.size());
        for (var field : at.value().properties()) {
            if (!covered.add(field.getKey())) {
                continue;
            }
            if (others.isBoolean() && !others.booleanValue()) {
                at.find("additionalProperties");
                return;
            }
            apply(others, field.getValue(), at.spot().field(field.getKey(), schemas), at.found());
        }
    }

    private void checkNames(Place at) {
        var names = at.schema().get("propertyNames");
        if (names == null) {
            return;
        }
        for (var name : at.value().propertyNames()) {
            var found = new ArrayList<Finding>();
            apply(names, StringNode.valueOf(name), at.spot(), found);
            if (!found.isEmpty()) {
                at.find("propertyNames");
                return;
            }
        }
    }

    private void checkDependents(Place at) {
        for (var entry : at.schema().path("dependentRequired").properties()) {
            for (var name : entry.getValue()) {
                if (at.value().has(entry.getKey()) && !at.value().has(name.asString(""))) {
                    at.found().add(new Finding(at.spot().field(name.asString(""), schemas), at.schema(),
                            "dependentRequired", List.of(entry.getKey())));
                }
            }
        }
        for (var entry : at.schema().path("dependentSchemas").properties()) {
            if (at.value().has(entry.getKey())) {
                along(entry.getValue(), at);
            }
        }
    }

    private void checkArray(Place at) {
        var first = at.schema().path("prefixItems");
        for (var i = 0; i < at.value().size() && i < first.size(); i++) {
            at.seen().add(i);
            apply(first.get(i), at.value().get(i), at.spot().item(i), at.found());
        }
        if (at.schema().has("items")) {
            for (var i = first.size(); i < at.value().size(); i++) {
                at.seen().add(i);
                apply(at.schema().get("items"), at.value().get(i), at.spot().item(i), at.found());
            }
        }
        at.measure("minItems", "maxItems", at.value().size());
        checkContains(at);
        if (at.schema().path("uniqueItems").asBoolean(false) && !work.areDifferent(at.value())) {
            at.find("uniqueItems");
        }
    }

    private void checkContains(Place at) {
        var wanted = at.schema().get("contains");
        if (wanted == null) {
            return;
        }
        var count = 0;
        for (var i = 0; i < at.value().size(); i++) {
            var found = new ArrayList<Finding>();
            apply(wanted, at.value().get(i), at.spot().item(i), found);
            if (found.isEmpty()) {
                at.seen().add(i);
                count++;
            }
        }
        if (!at.schema().has("minContains") && count == 0) {
            at.find("contains");
        }
        at.measure("minContains", "maxContains", count);
    }

    private void checkUnseen(Place at) {
        if (at.value().isObject()) {
            checkOtherProperties(at, at.seen().names, "unevaluatedProperties");
        } else if (at.value().isArray() && at.schema().has("unevaluatedItems")) {
            for (var i = 0; i < at.value().size(); i++) {
                if (at.seen().items.add(i)) {
                    apply(at.schema().get("unevaluatedItems"), at.value().get(i), at.spot().item(i), at.found());
                }
            }
        }
    }

    /** The names and the items of a value that some keyword has looked at; kept where a schema asks for them. */
    final class Seen {
        private final Set<String> names = schemas.hasUnevaluated() ? new HashSet<>() : Set.of();
        private final Set<Integer> items = schemas.hasUnevaluated() ? new HashSet<>() : Set.of();

        private void add(Seen other) {
            if (schemas.hasUnevaluated()) {
                work.spend(other.names.size() + other.items.size());
                names.addAll(other.names);
                items.addAll(other.items);
            }
        }

        private void add(Set<String> more) {
            if (schemas.hasUnevaluated()) {
                names.addAll(more);
            }
        }

        private void add(int item) {
            if (schemas.hasUnevaluated()) {
                items.add(item);
            }
        }
    }
}
