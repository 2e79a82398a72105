package dev.coffer.schema;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A document's schemas by their pointers, what its references mean, and the names that it knows. */
final class Subschemas {
    private static final Set<String> ANCHORS = Set.of("$anchor", "$dynamicAnchor");

    private final Map<String, JsonNode> schemas = new LinkedHashMap<>();
    private final Map<String, String> anchors = new HashMap<>();
    private final Map<String, Set<String>> titles = new HashMap<>();
    /** The same by their places in a value, an item's being a star; without what only a reference leads to. */
    private final Map<String, String> placed = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> positions = new HashMap<>();

    private Subschemas() {}

    static Subschemas of(JsonNode root) {
        var found = new Subschemas();
        found.walk("", root, Optional.of(""));
        return found;
    }

    /** In the order of the document. */
    Map<String, JsonNode> byPointer() {
        return schemas;
    }

    /** The pointer of the schema that a reference means: {@code #}, {@code #/…} or {@code #anchor} of this document. */
    Optional<String> target(String reference) {
        if (!reference.startsWith("#")) {
            return Optional.empty();
        }
        try {
            var fragment = URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
            var pointer = fragment.isEmpty() || fragment.startsWith("/") ? fragment : anchors.get(fragment);
            return Optional.ofNullable(pointer).filter(schemas::containsKey);
        } catch (IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }

    JsonNode at(String pointer) {
        return schemas.get(pointer);
    }

    /** Whether a name stands in the schema, and may be shown; a value's other names are a part of it. */
    boolean knows(String name) {
        return names.contains(name);
    }

    /** What a field is called, as its form calls it. {@code place} has a star for each item. */
    String title(String place, String name) {
        return placed.getOrDefault(place, title(name));
    }

    /** The same for a name wherever it stands; where it is called one thing here and another there, the name itself. */
    String title(String name) {
        var all = titles.getOrDefault(name, Set.of());
        return all.size() == 1 ? all.iterator().next() : FormFieldWords.readable(name);
    }

    /**
     * The order of a form: fields as they stand in the schema, then those that it only names; items by their number.
     */
    int compare(Spot one, Spot other) {
        var ways = List.of(one.way(), other.way());
        for (int i = 0; i < Math.min(ways.get(0).size(), ways.get(1).size()); i++) {
            int order = Integer.compare(position(ways.get(0).get(i)), position(ways.get(1).get(i)));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(ways.get(0).size(), ways.get(1).size());
    }

    private int position(Spot spot) {
        return spot.isItem() ? Integer.parseInt(spot.key()) : positions.getOrDefault(spot.key(), Integer.MAX_VALUE);
    }

    /**
     * The one type that a schema asks for, through references and what holds at the same place; "" where there are
     * several or none.
     */
    String kind(String pointer) {
        return kind(pointer, new HashSet<>());
    }

    private String kind(String pointer, Set<String> asked) {
        var schema = schemas.get(pointer);
        if (!asked.add(pointer)) {
            return "";
        }
        var type = schema.path("type");
        if (type.isString() || type.size() == 1) {
            return type.isString() ? type.stringValue() : type.get(0).asString("");
        }
        return schema.has("$ref") ? target(schema.get("$ref").asString("")).map(to -> kind(to, asked)).orElse("") : "";
    }

    /**
     * The pointers of the schemas that hold the same place of a value to account: those below it, and what it refers
     * to.
     */
    List<String> atTheSamePlace(String pointer) {
        var same = new ArrayList<String>();
        schemas.get(pointer).properties().forEach(entry -> {
            var below = JsonText.child(pointer, entry.getKey());
            switch (entry.getKey()) {
                case "$ref", "$dynamicRef" -> target(entry.getValue().asString("")).ifPresent(same::add);
                case "not", "if", "then", "else" -> same.add(below);
                case "allOf", "anyOf", "oneOf" -> {
                    for (var i = 0; i < entry.getValue().size(); i++) {
                        same.add(below + '/' + i);
                    }
                }
                case "dependentSchemas" ->
                    entry.getValue().propertyNames().forEach(name -> same.add(JsonText.child(below, name)));
                default -> {
                }
            }
        });
        return same;
    }

    private void walk(String pointer, JsonNode schema, Optional<String> place) {
        schemas.put(pointer, schema);
        for (var entry : schema.properties()) {
            var below = JsonText.child(pointer, entry.getKey());
            var value = entry.getValue();
            Keyword.of(entry.getKey()).ifPresent(keyword -> walk(keyword, below, value, place));
            if (ANCHORS.contains(entry.getKey()) && value.isString()) {
                anchors.putIfAbsent(value.stringValue(), pointer);
            }
        }
    }

    private void walk(Keyword keyword, String pointer, JsonNode value, Optional<String> place) {
        var inner = inside(keyword, place);
        switch (keyword.form) {
            case SCHEMA -> walkSchema(pointer, value, inner);
            case SCHEMAS -> {
                for (var i = 0; value.isArray() && i < value.size(); i++) {
                    walkSchema(pointer + '/' + i, value.get(i), inner);
                }
            }
            case NAMED -> value.properties().forEach(
                    entry -> walkSchema(JsonText.child(pointer, entry.getKey()), entry.getValue(),
                            keyword == Keyword.PROPERTIES ? inner.map(at -> JsonText.child(at, entry.getKey()))
                                    : inner));
            case NAMES -> value.valueStream().forEach(name -> names.add(name.asString("")));
            case NAME_LISTS -> value.properties().forEach(entry -> {
                names.add(entry.getKey());
                entry.getValue().valueStream().forEach(name -> names.add(name.asString("")));
            });
            default -> {
            }
        }
        if (keyword == Keyword.PROPERTIES) {
            value.properties().forEach(entry -> know(entry.getKey(), entry.getValue(), place));
        }
    }

    /** The place of a value that the schemas under a keyword are about, or nothing where that depends on the value. */
    private static Optional<String> inside(Keyword keyword, Optional<String> place) {
        return switch (keyword) {
            case PROPERTIES, ALL_OF, ANY_OF, ONE_OF, NOT, IF, THEN, ELSE, DEPENDENT_SCHEMAS -> place;
            case ITEMS, PREFIX_ITEMS, CONTAINS, UNEVALUATED_ITEMS -> place.map(at -> at + "/*");
            default -> Optional.empty();
        };
    }

    private void walkSchema(String pointer, JsonNode value, Optional<String> place) {
        if (Keyword.Form.isSchema(value)) {
            walk(pointer, value, place);
        }
    }

    private void know(String name, JsonNode schema, Optional<String> place) {
        names.add(name);
        positions.putIfAbsent(name, positions.size());
        var label = FormFieldWords.label(schema, name);
        titles.computeIfAbsent(name, _ -> new HashSet<>()).add(label);
        place.ifPresent(at -> placed.merge(JsonText.child(at, name), label,
                (first, other) -> first.equals(FormFieldWords.readable(name)) ? other : first));
    }
}
