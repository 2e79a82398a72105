package dev.coffer.schema;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * What a schema says about one place of a value, wherever it says so: itself, what it refers to, and each of its
 * alternatives. Knows the fields that may be there, by name.
 */
final class Shape {
    private final JsonNode document;
    /** The subschemas that lead here, and then all that may apply, by their pointers. */
    private final Map<String, JsonNode> entered;
    private final Map<String, JsonNode> said = new LinkedHashMap<>();

    private Shape(JsonNode document, Map<String, JsonNode> entered) {
        this.document = document;
        this.entered = entered;
        var open = new ArrayDeque<>(entered.entrySet());
        while (!open.isEmpty()) {
            var next = open.poll();
            if (next.getValue().isObject() && said.putIfAbsent(next.getKey(), next.getValue()) == null) {
                applied(next.getKey(), next.getValue()).toList().reversed().forEach(open::push);
            }
        }
    }

    static Shape of(JsonNode document) {
        return new Shape(document, Map.of("", document));
    }

    /** Where the schema speaks of this place first (RFC 6901). */
    String pointer() {
        return entered.keySet().iterator().next();
    }

    /** The fields that an object here may have, as far as they are named. */
    Map<String, Shape> fields() {
        var found = new LinkedHashMap<String, Map<String, JsonNode>>();
        said.forEach((pointer, node) -> node.path("properties").properties().forEach(field -> found
                .computeIfAbsent(field.getKey(), _ -> new LinkedHashMap<>())
                .put(pointer + "/properties/" + escaped(field.getKey()), field.getValue())));
        var fields = new LinkedHashMap<String, Shape>();
        found.forEach((name, places) -> fields.put(name, new Shape(document, places)));
        return fields;
    }

    Optional<Shape> field(String name) {
        var places = new LinkedHashMap<String, JsonNode>();
        said.forEach((pointer, node) -> Optional.ofNullable(node.path("properties").get(name))
                .ifPresent(field -> places.put(pointer + "/properties/" + escaped(name), field)));
        return places.isEmpty() ? Optional.empty() : Optional.of(new Shape(document, places));
    }

    boolean hasFields() {
        return said.values().stream().anyMatch(node -> !node.path("properties").isEmpty());
    }

    /** Whether something else than an object with those fields may be here, as far as types are named. */
    boolean mayBeOther() {
        return !hasFields() || types().anyMatch(type -> !type.equals("object") && !type.equals("null"));
    }

    /** The places of the schema that speak of this one. */
    Set<String> places() {
        return said.keySet();
    }

    /** Whether every object that fits has this field, and something in it. */
    boolean requires(String name) {
        var known = new HashMap<String, Set<String>>();
        return entered.entrySet().stream()
                .allMatch(place -> required(place.getKey(), place.getValue(), known).contains(name))
                && field(name).filter(field -> field.types().noneMatch("null"::equals)).isPresent();
    }

    private Stream<String> types() {
        return said.values().stream().map(node -> node.path("type"))
                .flatMap(type -> type.isArray() ? type.values().stream() : Stream.of(type))
                .map(type -> type.asString("")).filter(type -> !type.isEmpty());
    }

    /** Each schema once: what comes again in itself adds nothing. */
    private Set<String> required(String pointer, JsonNode node, Map<String, Set<String>> known) {
        if (known.containsKey(pointer)) {
            return known.get(pointer);
        }
        var names = new LinkedHashSet<String>();
        known.put(pointer, names);
        node.path("required").forEach(name -> names.add(name.asString("")));
        Stream.concat(target(node), listed(pointer, node, "allOf"))
                .forEach(other -> names.addAll(required(other.getKey(), other.getValue(), known)));
        for (var list : List.of("anyOf", "oneOf")) {
            listed(pointer, node, list).<Set<String>>map(other -> new LinkedHashSet<>(
                    required(other.getKey(), other.getValue(), known))).reduce((one, other) -> {
                        one.retainAll(other);
                        return one;
                    }).ifPresent(names::addAll);
        }
        return names;
    }

    private Stream<Map.Entry<String, JsonNode>> applied(String pointer, JsonNode node) {
        var parts = Stream.of("then", "else").filter(node::has)
                .map(part -> Map.entry(pointer + "/" + part, node.get(part)));
        var dependent = node.path("dependentSchemas").properties().stream()
                .map(each -> Map.entry(pointer + "/dependentSchemas/" + escaped(each.getKey()), each.getValue()));
        return Stream.of(target(node), listed(pointer, node, "allOf"), listed(pointer, node, "anyOf"),
                listed(pointer, node, "oneOf"), parts, dependent).flatMap(each -> each);
    }

    private static Stream<Map.Entry<String, JsonNode>> listed(String pointer, JsonNode node, String list) {
        var schemas = node.path(list);
        return !schemas.isArray() ? Stream.empty() : IntStream.range(0, schemas.size())
                .mapToObj(i -> Map.entry(pointer + "/" + list + "/" + i, schemas.get(i)));
    }

    private Stream<Map.Entry<String, JsonNode>> target(JsonNode node) {
        var to = node.path("$ref").asString("");
        if (!to.equals("#") && !to.startsWith("#/")) {
            return Stream.empty();
        }
        try {
            var pointer = URLDecoder.decode(to.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
            return Stream.of(Map.entry(pointer, document.at(JsonPointer.compile(pointer))));
        } catch (IllegalArgumentException notAReference) {
            return Stream.empty();
        }
    }

    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
