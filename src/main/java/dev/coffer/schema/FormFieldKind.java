package dev.coffer.schema;

import dev.coffer.schema.FormField.Kind;
import dev.coffer.schema.FormField.Option;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What a place of a schema is in a form, by its keywords alone. */
final class FormFieldKind {
    private static final int MOST_OPTIONS = 200;
    private static final int LONGEST_LABEL = 80;
    private static final int LONGEST_DEFAULT = 4_000;
    /** Texts of 32 that have every letter and digit. */
    private static final List<String> MADE_UP =
            List.of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef", "ghijklmnopqrstuvwxyz0123456789AZ");

    private FormFieldKind() {}

    /** {@code GROUP} for every object, and {@code LIST} for every array, whatever is in it. */
    static Kind of(JsonNode node) {
        if (node.has("const")) {
            return Kind.CONST;
        }
        if (node.path("enum").isArray()) {
            return node.path("enum").isEmpty() || node.path("enum").size() > MOST_OPTIONS ? simple(node) : Kind.ENUM;
        }
        return simple(node);
    }

    private static Kind simple(JsonNode node) {
        return switch (type(node)) {
            case "string" -> hasSeveralLines(node) ? Kind.AREA : Kind.TEXT;
            case "integer", "number" -> Kind.NUMBER;
            case "boolean" -> Kind.YES_NO;
            case "object" -> Kind.GROUP;
            case "array" -> Kind.LIST;
            case "null" -> Kind.CONST;
            default -> Kind.JSON;
        };
    }

    /** The one type that is asked for, "" where none is clear. */
    static String type(JsonNode node) {
        var types = types(node);
        if (types.isEmpty()) {
            return inferred(node);
        }
        if (types.size() > 1) {
            types.remove("null");
        }
        return types.size() == 1 ? types.iterator().next() : types.contains("string") ? "string"
                : types.equals(Set.of("integer", "number")) ? "number" : "";
    }

    /** Whether {@code null} is a value too. */
    static boolean isNullable(JsonNode node) {
        return types(node).size() > 1 && types(node).contains("null");
    }

    /** Whether letters and digits at random do, as many as are made up for a plain value. */
    static boolean isFree(JsonNode node) {
        var pattern = node.path("pattern").asString("");
        return !node.has("format") && node.path("minLength").asInt(0) <= MADE_UP.getFirst().length()
                && node.path("maxLength").asInt(Integer.MAX_VALUE) >= MADE_UP.getFirst().length()
                && (pattern.isEmpty() || Patterns.fault(pattern).isEmpty() && MADE_UP.stream()
                        .allMatch(text -> Patterns.compile(pattern).matcher(text).find()));
    }

    /** What an enum lets choose. A title may stand for a value: {@code oneOf} of constants. */
    static List<Option> options(JsonNode node) {
        var options = new ArrayList<Option>();
        node.path("enum").forEach(value -> options.add(new Option(label(value), value.toString())));
        return options;
    }

    /** The constant that fills itself in. */
    static Option constant(JsonNode node) {
        var value = node.has("const") ? node.get("const") : node.path("enum").path(0);
        return value.isMissingNode() ? new Option("null", "null") : new Option(label(value), value.toString());
    }

    static Optional<Option> titled(JsonNode node) {
        if (!node.has("const") && node.path("enum").size() != 1) {
            return Optional.empty();
        }
        var option = constant(node);
        var title = FormFieldWords.clean(node.path("title").asString(""), LONGEST_LABEL);
        return Optional.of(title.isEmpty() ? option : new Option(title, option.json()));
    }

    /** What stands in a new field: text, or what is chosen. */
    static List<String> preset(JsonNode node, Kind kind, List<Option> options) {
        var preset = node.path("default");
        return switch (kind) {
            case TEXT, AREA, NUMBER -> !preset.isString() && !preset.isNumber() ? List.of() : text(preset);
            case LIST -> {
                var lines = new ArrayList<String>();
                preset.forEach(item -> lines.addAll(item.isString() || item.isNumber() ? text(item) : List.of()));
                yield lines.size() == preset.size() ? List.copyOf(lines) : List.of();
            }
            case YES_NO -> preset.asBoolean(false) ? List.of(FormField.YES) : List.of();
            case ENUM -> keys(List.of(preset.toString()), options);
            case CHECKLIST -> keys(preset.valueStream().map(JsonNode::toString).toList(), options);
            default -> List.of();
        };
    }

    private static List<String> text(JsonNode preset) {
        var text = preset.isString() ? preset.asString() : preset.toString();
        var isPlain = text.length() <= LONGEST_DEFAULT
                && text.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\t');
        return isPlain && !text.isEmpty() ? List.of(text) : List.of();
    }

    private static List<String> keys(List<String> values, List<Option> options) {
        var keys = new ArrayList<String>();
        for (var i = 0; i < options.size(); i++) {
            if (values.contains(options.get(i).json())) {
                keys.add(FormField.key(i));
            }
        }
        return List.copyOf(keys);
    }

    private static boolean hasSeveralLines(JsonNode node) {
        return node.path("x-multiline").asBoolean(node.path("pattern").asString("").contains("-----BEGIN")
                || node.path("contentMediaType").asString("").matches("application/(?:x-pem-file|pem-certificate-chain|"
                        + "x-x509-ca-cert|json|xml|yaml)|text/.*"));
    }

    private static Set<String> types(JsonNode node) {
        var type = node.path("type");
        var types = new HashSet<String>();
        if (type.isString()) {
            types.add(type.asString());
        } else {
            type.forEach(one -> types.add(one.asString("")));
        }
        return types;
    }

    private static String inferred(JsonNode node) {
        if (hasAny(node, "properties", "required", "additionalProperties", "patternProperties", "propertyNames",
                "minProperties", "maxProperties")) {
            return "object";
        }
        if (hasAny(node, "items", "prefixItems", "contains", "minItems", "maxItems")) {
            return "array";
        }
        if (hasAny(node, "pattern", "minLength", "maxLength", "format", "x-multiline", "contentMediaType",
                "contentEncoding", "writeOnly")) {
            return "string";
        }
        return hasAny(node, "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf") ? "number" : "";
    }

    private static boolean hasAny(JsonNode node, String... keywords) {
        for (var keyword : keywords) {
            if (node.has(keyword)) {
                return true;
            }
        }
        return false;
    }

    private static String label(JsonNode value) {
        var text = value.isString() ? value.asString() : value.toString();
        var label = FormFieldWords.clean(text, LONGEST_LABEL);
        return text.isEmpty() ? "(empty)" : label.isEmpty() ? "(blank)" : label;
    }
}
