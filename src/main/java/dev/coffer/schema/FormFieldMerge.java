package dev.coffer.schema;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings together what a schema says of one place: what it refers to, and all of {@code allOf}. That is for a form, not
 * for the check: where two parts say different things of the same, the nearer one is asked for.
 */
final class FormFieldMerge {
    /** How many subschemas and properties are looked at, whatever refers to whatever. */
    private static final int MOST_STEPS = 10_000;

    private final Subschemas schemas;
    /** The nodes that {@link #together} made. */
    private final Set<JsonNode> together = Collections.newSetFromMap(new IdentityHashMap<>());
    private int steps;

    /** The keywords of a place; {@code trail} has the references that led there. */
    record Place(ObjectNode node, Set<String> trail) {}

    FormFieldMerge(Subschemas schemas) {
        this.schemas = schemas;
    }

    /** Empty where a reference leads back to where it came from, or nowhere. */
    Optional<Place> at(JsonNode schema, Set<String> trail) {
        if (++steps > MOST_STEPS) {
            return Optional.empty();
        }
        if (!(schema instanceof ObjectNode object)) {
            return schema.isBoolean() ? Optional.of(new Place(JsonNodeFactory.instance.objectNode(), trail))
                    : Optional.empty();
        }
        var place = new Place(object.objectNode(), new HashSet<>(trail));
        add(place.node, object);
        place.node.remove("$ref");
        place.node.remove("allOf");
        if (object.has("$ref") && !follow(object.path("$ref").asString(""), place)) {
            return Optional.empty();
        }
        for (var part : object.path("allOf")) {
            var other = at(part, trail);
            if (other.isEmpty()) {
                return Optional.empty();
            }
            merge(place, other.get());
        }
        perhaps(object.path("then"), place);
        perhaps(object.path("else"), place);
        object.path("dependentSchemas").values().forEach(part -> perhaps(part, place));
        return Optional.of(place);
    }

    /** All that is said of the same property, in one list however much it is. */
    private JsonNode together(JsonNode nearer, JsonNode other) {
        if (nearer == other) {
            return nearer;
        }
        var all = together.contains(nearer) ? (ObjectNode) nearer : JsonNodeFactory.instance.objectNode();
        if (together.add(all)) {
            all.putArray("allOf").add(nearer);
        }
        all.withArray("/allOf").add(other);
        return all;
    }

    /** Both of the same property. */
    static ObjectNode both(JsonNode nearer, JsonNode other) {
        var both = JsonNodeFactory.instance.objectNode();
        both.putArray("allOf").add(nearer).add(other);
        return both;
    }

    private boolean follow(String reference, Place place) {
        var pointer = schemas.target(reference);
        if (pointer.isEmpty() || place.trail.contains(pointer.get())) {
            return false;
        }
        var trail = new HashSet<>(place.trail);
        trail.add(pointer.get());
        var target = at(schemas.at(pointer.get()), trail);
        target.ifPresent(other -> merge(place, other));
        return target.isPresent();
    }

    private void merge(Place place, Place other) {
        place.trail.addAll(other.trail);
        add(place.node, other.node);
    }

    /** What only some values have: asked for, never required. */
    private void perhaps(JsonNode schema, Place place) {
        if (!schema.isObject()) {
            return;
        }
        at(schema, place.trail).ifPresent(other -> {
            var properties = properties(place.node);
            other.node.path("properties").forEachEntry((name, child) -> {
                if (!properties.has(name)) {
                    properties.set(name, child);
                }
            });
            if (properties.isEmpty()) {
                place.node.remove("properties");
            }
        });
    }

    private void add(ObjectNode node, ObjectNode other) {
        other.forEachEntry((keyword, value) -> {
            switch (keyword) {
                case "properties" -> {
                    var properties = properties(node);
                    steps += value.size();
                    value.forEachEntry((name, child) -> properties.set(name,
                            properties.has(name) ? together(properties.get(name), child) : child));
                }
                case "required" -> {
                    var required = node.get("required") == null ? node.putArray("required")
                            : node.withArray("/required");
                    value.forEach(required::add);
                }
                default -> {
                    if (!node.has(keyword)) {
                        node.set(keyword, value);
                    }
                }
            }
        });
    }

    private static ObjectNode properties(ObjectNode node) {
        return node.get("properties") instanceof ObjectNode properties ? properties : node.putObject("properties");
    }
}
