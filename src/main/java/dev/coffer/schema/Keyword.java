package dev.coffer.schema;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The keywords of JSON Schema 2020-12 and what each is written as. Others are allowed anywhere and mean nothing. */
enum Keyword {
    ALL_OF(Form.SCHEMAS),
    ANY_OF(Form.SCHEMAS),
    ONE_OF(Form.SCHEMAS),
    PREFIX_ITEMS(Form.SCHEMAS),
    NOT(Form.SCHEMA),
    IF(Form.SCHEMA),
    THEN(Form.SCHEMA),
    ELSE(Form.SCHEMA),
    ITEMS(Form.SCHEMA),
    CONTAINS(Form.SCHEMA),
    ADDITIONAL_PROPERTIES(Form.SCHEMA),
    PROPERTY_NAMES(Form.SCHEMA),
    UNEVALUATED_PROPERTIES(Form.SCHEMA),
    UNEVALUATED_ITEMS(Form.SCHEMA),
    CONTENT_SCHEMA(Form.SCHEMA),
    PROPERTIES(Form.NAMED),
    PATTERN_PROPERTIES(Form.NAMED),
    DEPENDENT_SCHEMAS(Form.NAMED),
    DEFS("$defs", Form.NAMED),
    DEFINITIONS(Form.NAMED),
    TYPE(Form.TYPES),
    ENUM(Form.VALUES),
    EXAMPLES(Form.VALUES),
    REQUIRED(Form.NAMES),
    DEPENDENT_REQUIRED(Form.NAME_LISTS),
    MIN_LENGTH(Form.COUNT),
    MAX_LENGTH(Form.COUNT),
    MIN_ITEMS(Form.COUNT),
    MAX_ITEMS(Form.COUNT),
    MIN_PROPERTIES(Form.COUNT),
    MAX_PROPERTIES(Form.COUNT),
    MIN_CONTAINS(Form.COUNT),
    MAX_CONTAINS(Form.COUNT),
    MINIMUM(Form.NUMBER),
    MAXIMUM(Form.NUMBER),
    EXCLUSIVE_MINIMUM(Form.NUMBER),
    EXCLUSIVE_MAXIMUM(Form.NUMBER),
    MULTIPLE_OF(Form.POSITIVE),
    UNIQUE_ITEMS(Form.FLAG),
    DEPRECATED(Form.FLAG),
    READ_ONLY(Form.FLAG),
    WRITE_ONLY(Form.FLAG),
    TITLE(Form.TEXT),
    DESCRIPTION(Form.TEXT),
    FORMAT(Form.TEXT),
    PATTERN(Form.TEXT),
    CONTENT_ENCODING(Form.TEXT),
    CONTENT_MEDIA_TYPE(Form.TEXT),
    COMMENT("$comment", Form.TEXT),
    REF("$ref", Form.TEXT),
    DYNAMIC_REF("$dynamicRef", Form.TEXT),
    ANCHOR("$anchor", Form.ANCHOR),
    DYNAMIC_ANCHOR("$dynamicAnchor", Form.ANCHOR),
    ID("$id", Form.TEXT),
    SCHEMA("$schema", Form.TEXT),
    VOCABULARY("$vocabulary", Form.FLAGS);

    private static final Map<String, Keyword> ALL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(k -> k.written, Function.identity()));
    private static final Set<String> TYPES =
            Set.of("array", "boolean", "integer", "null", "number", "object", "string");

    final String written;
    final Form form;

    Keyword(Form form) {
        var words = name().toLowerCase(Locale.ROOT).split("_");
        this.written = words[0] + Arrays.stream(words).skip(1)
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1)).collect(Collectors.joining());
        this.form = form;
    }

    Keyword(String written, Form form) {
        this.written = written;
        this.form = form;
    }

    static Optional<Keyword> of(String written) {
        return Optional.ofNullable(ALL.get(written));
    }

    /** What is wrong with the way that it is written. */
    Optional<String> fault(JsonNode value) {
        if (form.fits(value)) {
            return Optional.empty();
        }
        if (this == ITEMS && value.isArray()) {
            return Optional.of("items has to be one schema. For a schema for each place use prefixItems");
        }
        if (this == REQUIRED && value.isBoolean()) {
            return Optional.of("required has to be a list of names. Write it beside properties");
        }
        return Optional.of("%s has to be %s".formatted(written, form.words));
    }

    /** How a keyword is written, and the words for it. */
    enum Form {
        SCHEMA("a schema: an object, or true or false"),
        SCHEMAS("a list with at least one schema"),
        NAMED("an object with a schema for each name"),
        TYPES("one of array, boolean, integer, null, number, object and string, or a list of different ones"),
        VALUES("a list"),
        NAMES("a list of names, each once"),
        NAME_LISTS("an object with a list of names for each name"),
        COUNT("a whole number from 0 on"),
        NUMBER("a number"),
        POSITIVE("a number above 0"),
        FLAG("true or false"),
        TEXT("text in double quotes"),
        ANCHOR("a name of letters, digits, - _ and ."),
        FLAGS("an object with true or false for each address");

        private final String words;

        Form(String words) {
            this.words = words;
        }

        private boolean fits(JsonNode value) {
            return switch (this) {
                // What is in a list or under a name is looked at where the walk comes to it.
                case SCHEMA -> isSchema(value);
                case SCHEMAS -> value.isArray() && !value.isEmpty();
                case NAMED -> value.isObject();
                case TYPES -> isType(value) || value.isArray() && !value.isEmpty() && areDifferent(value)
                        && value.valueStream().allMatch(Form::isType);
                case VALUES -> value.isArray();
                case NAMES -> areNames(value);
                case NAME_LISTS -> value.isObject() && value.valueStream().allMatch(Form::areNames);
                case COUNT -> value.isNumber() && value.decimalValue().signum() >= 0
                        && value.decimalValue().stripTrailingZeros().scale() <= 0;
                case NUMBER -> value.isNumber();
                case POSITIVE -> value.isNumber() && value.decimalValue().signum() > 0;
                case FLAG -> value.isBoolean();
                case FLAGS -> value.isObject() && value.propertyStream().allMatch(
                        entry -> entry.getValue().isBoolean() && Formats.fault("uri", entry.getKey()).isEmpty());
                case TEXT -> value.isString();
                case ANCHOR -> value.isString() && value.stringValue().matches("[A-Za-z_][-A-Za-z0-9._]*");
            };
        }

        static boolean isSchema(JsonNode value) {
            return value.isObject() || value.isBoolean();
        }

        private static boolean isType(JsonNode value) {
            return value.isString() && Keyword.TYPES.contains(value.stringValue());
        }

        private static boolean areNames(JsonNode value) {
            return value.isArray() && areDifferent(value) && value.valueStream().allMatch(JsonNode::isString);
        }

        private static boolean areDifferent(JsonNode list) {
            var seen = new HashSet<JsonNode>();
            return list.valueStream().allMatch(seen::add);
        }
    }
}
