package dev.coffer.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The faults of a schema that each of its parts has by itself. */
final class DocumentCheck {
    private static final int MOST_SCHEMAS = 500;
    private static final int MOST_FIELDS = 100;
    private static final int MOST_BRANCHES = 50;
    private static final int MOST_CHOICES = 200;
    private static final int MOST_PATTERN_PARTS = 40_000;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TITLE = 200;

    private final JsonText json;
    private final List<Fault> faults = new ArrayList<>();
    private int schemas;
    private final Set<String> patterns = new HashSet<>();
    private int weight;
    private int fields;
    private boolean hasLongName;

    private DocumentCheck(JsonText json) {
        this.json = json;
    }

    static List<Fault> faults(JsonNode root, JsonText json) {
        var check = new DocumentCheck(json);
        check.characters("", root);
        if (!check.hasLongName) {
            check.schema("", root);
        }
        return check.faults;
    }

    private void tell(String pointer, String message) {
        if (faults.size() < JsonText.MOST_FAULTS) {
            faults.add(json.atValue(pointer, message));
        }
    }

    private void tellName(String pointer, String message) {
        if (faults.size() < JsonText.MOST_FAULTS) {
            faults.add(json.atName(pointer, message));
        }
    }

    /** Whatever a reader can't see makes two names look alike or turns a line around. */
    private void characters(String pointer, JsonNode node) {
        for (var entry : node.properties()) {
            var below = JsonText.child(pointer, entry.getKey());
            unseen(entry.getKey(), "").ifPresent(what -> tellName(below,
                    "This name has %s. Take it away".formatted(what)));
            if (entry.getKey().length() > LONGEST_NAME) {
                tellName(below, "This name is longer than %d characters. Make it shorter"
                        .formatted(LONGEST_NAME));
                hasLongName = true;
                continue;
            }
            characters(below, entry.getValue());
        }
        for (var i = 0; node.isArray() && i < node.size(); i++) {
            characters(pointer + '/' + i, node.get(i));
        }
        if (node.isString()) {
            unseen(node.stringValue(), pointer.endsWith("/title") ? "" : "\n\r\t")
                    .ifPresent(what -> tell(pointer, "This text has %s. Take it away".formatted(what)));
        }
    }

    private static Optional<String> unseen(String text, String allowed) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (Character.isISOControl(c) && allowed.indexOf(c) < 0) {
                return Optional.of("the control character U+%04X".formatted((int) c));
            }
            if (c >= '\u202A' && c <= '\u202E' || c >= '\u2066' && c <= '\u2069') {
                return Optional.of("the character U+%04X, which turns the direction of text".formatted((int) c));
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return Optional.of("half of a character, U+%04X".formatted((int) c));
            }
        }
        return Optional.empty();
    }

    private void schema(String pointer, JsonNode schema) {
        if (++schemas == MOST_SCHEMAS + 1) {
            tell(pointer, "There are more than %d schemas in this one. Make it simpler"
                    .formatted(MOST_SCHEMAS));
        }
        for (var entry : schema.properties()) {
            var below = JsonText.child(pointer, entry.getKey());
            var value = entry.getValue();
            Keyword.of(entry.getKey()).ifPresent(keyword -> keyword(keyword, below, value));
        }
    }

    private void keyword(Keyword keyword, String pointer, JsonNode value) {
        var fault = keyword.fault(value);
        if (fault.isPresent()) {
            tell(pointer, fault.get());
            return;
        }
        limits(keyword, pointer, value);
        special(keyword, pointer, value);
        switch (keyword.form) {
            case SCHEMA -> schema(pointer, value);
            case SCHEMAS -> {
                for (var i = 0; i < value.size(); i++) {
                    below(pointer + '/' + i, value.get(i));
                }
            }
            case NAMED -> value.properties().forEach(
                    entry -> below(JsonText.child(pointer, entry.getKey()), entry.getValue()));
            default -> {
            }
        }
    }

    private void below(String pointer, JsonNode value) {
        if (Keyword.Form.isSchema(value)) {
            schema(pointer, value);
        } else {
            tell(pointer, "A schema has to stand here, for example {\"type\": \"string\"}");
        }
    }

    private void limits(Keyword keyword, String pointer, JsonNode value) {
        if (keyword == Keyword.PROPERTIES) {
            var before = fields;
            fields += value.size();
            if (before <= MOST_FIELDS && fields > MOST_FIELDS) {
                tell(pointer, "There are more than %d fields. Use fewer".formatted(MOST_FIELDS));
            }
        }
        if (keyword.form == Keyword.Form.SCHEMAS && value.size() > MOST_BRANCHES) {
            tell(pointer, "%s has more than %d schemas. Use fewer"
                    .formatted(keyword.written, MOST_BRANCHES));
        }
        if (keyword == Keyword.ENUM && value.size() > MOST_CHOICES) {
            tell(pointer, "There are more than %d choices. Use fewer, or a pattern"
                    .formatted(MOST_CHOICES));
        }
        if (keyword == Keyword.TITLE && value.stringValue().length() > LONGEST_TITLE) {
            tell(pointer, "The title is longer than %d characters. Put the rest in the description"
                    .formatted(LONGEST_TITLE));
        }
    }

    private void special(Keyword keyword, String pointer, JsonNode value) {
        switch (keyword) {
            case PATTERN -> pattern(value.stringValue()).ifPresent(message -> tell(pointer, message));
            case PATTERN_PROPERTIES -> value.propertyNames().forEach(pattern -> pattern(pattern).ifPresent(
                    message -> tellName(JsonText.child(pointer, pattern), message)));
            case SCHEMA -> {
                if (!value.stringValue().replaceFirst("#$", "").equals(SchemaCheck.DIALECT + "schema")) {
                    tell(pointer, "Only JSON Schema 2020-12 is read. Write \"%sschema\", or leave $schema out"
                            .formatted(SchemaCheck.DIALECT));
                }
            }
            case ID -> id(pointer, value.stringValue());
            case ENUM -> {
                if (value.isEmpty()) {
                    tell(pointer, "There is no choice. Write at least one");
                }
            }
            default -> {
            }
        }
    }

    /** Each once: forty fields may well have the same. */
    private Optional<String> pattern(String pattern) {
        if (patterns.contains(pattern)) {
            return Optional.empty();
        }
        var before = weight;
        weight += Patterns.weight(pattern);
        if (weight > MOST_PATTERN_PARTS) {
            return before > MOST_PATTERN_PARTS ? Optional.empty()
                    : Optional.of("The patterns of this schema are too large together. Make them simpler");
        }
        var fault = Patterns.fault(pattern);
        if (fault.isEmpty()) {
            patterns.add(pattern);
        }
        return fault;
    }

    private void id(String pointer, String id) {
        if (!pointer.equals("/$id")) {
            tellName(pointer, "Only the schema as a whole may have an $id: inside, it changes what references mean. "
                    + "Take it away, and refer to #/$defs/…");
        } else if (id.replaceFirst("#$", "").contains("#") || Formats.fault("uri-reference", id).isPresent()) {
            tell(pointer, "$id has to be an address without a #");
        }
    }
}
