package dev.coffer.schema;

import dev.coffer.schema.FormField.Option;
import dev.coffer.schema.FormFieldMerge.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads {@code oneOf}, and {@code anyOf} where it says what there is to enter. */
final class FormFieldAlternatives {
    private static final int MOST = 200;

    private final FormFieldMerge merge;

    /**
     * What there is to choose: values alone ({@code choices}), or shapes; {@code isNullable} where {@code null} was one
     * of them.
     */
    record Found(List<Option> choices, List<Place> places, boolean isNullable) {}

    /** A property as it stands in a form. */
    record Property(String name, JsonNode schema, Set<String> trail, boolean isRequired) {}

    /** An object's properties: those that it has anyhow, and those of each alternative. */
    record Split(List<Property> base, List<List<Property>> others) {
        int size() {
            return base.size() + others.stream().mapToInt(List::size).sum();
        }
    }

    FormFieldAlternatives(FormFieldMerge merge) {
        this.merge = merge;
    }

    /** Empty where there are none, or one can't be read. */
    Optional<Found> of(Place place) {
        var several = place.node().path("oneOf");
        if (!several.isArray()) {
            several = place.node().path("anyOf");
            if (!place.node().path("properties").isEmpty() && !bringsProperties(several)) {
                return Optional.empty();
            }
        }
        if (!several.isArray() || several.isEmpty() || several.size() > MOST || place.node().has("const")
                || place.node().has("enum")) {
            return Optional.empty();
        }
        var places = new ArrayList<Place>();
        for (var one : several) {
            var found = merge.at(one, place.trail());
            if (found.isEmpty()) {
                return Optional.empty();
            }
            places.add(found.get());
        }
        var isNullable = places.removeIf(one -> FormFieldKind.type(one.node()).equals("null"));
        if (places.isEmpty()) {
            return Optional.empty();
        }
        var choices = places.stream().map(one -> FormFieldKind.titled(one.node())).flatMap(Optional::stream).toList();
        return Optional.of(new Found(choices.size() == places.size() ? choices : List.of(), places, isNullable));
    }

    /** An alternative with what holds for all of them. */
    static Place within(Place one, JsonNode around) {
        var node = one.node().deepCopy();
        around.forEachEntry((keyword, value) -> {
            switch (keyword) {
                case "oneOf", "anyOf", "title", "description", "examples", "default" -> {
                }
                case "required" -> value.forEach(name -> node.withArray("/required").add(name));
                default -> {
                    if (!node.has(keyword)) {
                        node.set(keyword, value);
                    }
                }
            }
        });
        return new Place(node, one.trail());
    }

    /** The only one there is, with what stands around it. */
    static JsonNode only(Place one, JsonNode around) {
        var outer = (ObjectNode) around.deepCopy();
        outer.remove(List.of("oneOf", "anyOf"));
        return FormFieldMerge.both(outer, one.node());
    }

    /**
     * A property that an alternative says something of stands in the alternatives; one that only others require, such
     * as the parts of an address beside the address, stands in those alone.
     */
    static Split split(Place place, List<Place> alternatives) {
        var properties = place.node().path("properties");
        var required = required(place.node());
        var theirs = new HashSet<String>();
        var demanded = new HashSet<String>();
        for (var one : alternatives) {
            theirs.addAll(one.node().path("properties").propertyNames());
            demanded.addAll(required(one.node()));
        }
        demanded.removeAll(required);
        var base = new ArrayList<Property>();
        properties.forEachEntry((name, child) -> {
            if (!theirs.contains(name) && !demanded.contains(name)) {
                base.add(new Property(name, child, place.trail(), required.contains(name)));
            }
        });
        var others = new ArrayList<List<Property>>();
        for (var one : alternatives) {
            others.add(ofOne(place, one, theirs, demanded));
        }
        return new Split(base, others);
    }

    private static List<Property> ofOne(Place place, Place one, Set<String> theirs, Set<String> demanded) {
        var properties = place.node().path("properties");
        var own = one.node().path("properties");
        var required = required(one.node());
        var all = new ArrayList<Property>();
        var names = new LinkedHashSet<String>(properties.propertyNames());
        names.addAll(own.propertyNames());
        for (var name : names) {
            var mine = own.path(name);
            var given = properties.path(name);
            var isRequired = required.contains(name) || required(place.node()).contains(name);
            var isAsked = theirs.contains(name) || demanded.contains(name);
            var isOthersAlone = mine.isMissingNode() && demanded.contains(name) && !isRequired;
            if (!isAsked || isOthersAlone || mine.isBoolean() && !mine.asBoolean()) {
                continue;
            }
            var trail = new HashSet<>(place.trail());
            trail.addAll(one.trail());
            all.add(new Property(name, mine.isMissingNode() ? given
                    : given.isMissingNode() ? mine : FormFieldMerge.both(mine, given), trail, isRequired));
        }
        return all;
    }

    private static Set<String> required(JsonNode node) {
        var names = new HashSet<String>();
        node.path("required").forEach(name -> names.add(name.asString("")));
        return names;
    }

    private static boolean bringsProperties(JsonNode several) {
        return several.valueStream().anyMatch(one -> !one.path("properties").isEmpty() || one.has("$ref"));
    }
}
