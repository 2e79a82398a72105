package dev.coffer.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Says findings as somebody would who sits beside the writer of the form: what the field is called, and what to do. Of
 * the value there is nothing in it; titles, descriptions, examples and choices are the schema's.
 */
final class MistakeWords {
    private static final int MOST = 100;
    private static final int LONGEST = 200;
    private static final int CHOICES = 12;
    private static final int LONGEST_WRITTEN_OUT = 20;
    /** Of several findings at one place the first of these is the most helpful. */
    private static final List<String> ORDER = List.of("work", "required", "dependentRequired", "false", "type", "long",
            "enum", "const", "minLength", "maxLength", "format", "pattern");
    private static final Map<String, String> TYPES = Map.of("string", "text", "integer", "a whole number", "number",
            "a number", "boolean", "true or false", "object", "a JSON object", "array", "a list", "null", "null");

    private final Subschemas schemas;

    private MistakeWords(Subschemas schemas) {
        this.schemas = schemas;
    }

    /** One mistake a place, in the order in which they were found. */
    static List<Mistake> of(Subschemas schemas, List<Finding> findings) {
        var words = new MistakeWords(schemas);
        var best = new LinkedHashMap<String, Finding>();
        for (var finding : findings) {
            if (best.size() < MOST) {
                best.merge(finding.spot().pointer(), finding, (one, other) -> rank(other) < rank(one) ? other : one);
            }
        }
        var mistakes = new ArrayList<Mistake>();
        best.forEach((pointer, finding) -> mistakes.add(new Mistake(pointer, words.message(finding))));
        return mistakes;
    }

    private static int rank(Finding finding) {
        var rank = ORDER.indexOf(finding.keyword());
        return rank < 0 ? ORDER.size() : rank;
    }

    private String message(Finding finding) {
        var name = finding.spot().words(schemas);
        var wanted = finding.schema().path(finding.keyword());
        return switch (finding.keyword()) {
            case "work" -> "The value is too large to be checked by its type. Make it smaller, or the type simpler";
            case "required" -> name + " is required";
            case "dependentRequired" -> "%s is required together with %s".formatted(name,
                    schemas.title(finding.hints().getFirst()));
            case "false" -> name + " isn't allowed here. Leave it out";
            case "type" -> "%s must be %s".formatted(name, types(wanted));
            case "long" -> name + " is a number with too many digits. Use a smaller one";
            case "enum" -> "%s must be one of %s".formatted(name, choices(wanted));
            case "const" -> "%s must be %s".formatted(name, shown(wanted));
            case "minLength", "maxLength" -> length(name, finding);
            case "format", "pattern" -> finding.hints().isEmpty() ? look(name, finding)
                    : name + " " + finding.hints().getFirst();
            default -> other(name, finding, wanted);
        };
    }

    private String other(String name, Finding finding, JsonNode wanted) {
        return switch (finding.keyword()) {
            case "minimum" -> "%s is at least %s".formatted(name, shown(wanted));
            case "maximum" -> "%s is at most %s".formatted(name, shown(wanted));
            case "exclusiveMinimum" -> "%s is more than %s".formatted(name, shown(wanted));
            case "exclusiveMaximum" -> "%s is less than %s".formatted(name, shown(wanted));
            case "multipleOf" -> "%s must be a multiple of %s".formatted(name, shown(wanted));
            case "minItems" -> "%s needs at least %s".formatted(name, count(wanted, "item"));
            case "maxItems" -> "%s has at most %s".formatted(name, count(wanted, "item"));
            case "minProperties" -> "%s needs at least %s".formatted(name, count(wanted, "field"));
            case "maxProperties" -> "%s has at most %s".formatted(name, count(wanted, "field"));
            case "uniqueItems" -> name + " has an item twice. Keep one of them";
            case "contains" -> "%s needs an item that is %s".formatted(name,
                    described(finding.schema().path("contains")));
            case "minContains" -> "%s needs at least %s %s".formatted(name, count(wanted, "item"),
                    thatIs(wanted, finding.schema().path("contains")));
            case "maxContains" -> "%s has at most %s %s".formatted(name, count(wanted, "item"),
                    thatIs(wanted, finding.schema().path("contains")));
            case "additionalProperties" ->
                name + " has a field that the type doesn't know. Check its spelling, or take it away";
            case "unevaluatedItems" -> name + " has an item that the type doesn't know. Take it away";
            case "propertyNames" -> name + " has a field whose name the type doesn't allow. Rename it";
            case "not" -> "%s mustn't be %s".formatted(name, described(wanted));
            case "either" -> "%s needs %s".formatted(name, String.join(" or ",
                    finding.hints().stream().map(schemas::title).toList()));
            case "several" -> "%s fits several alternatives%s. It has to fit one".formatted(name,
                    titles(finding.schema().path("oneOf"), finding.hints()));
            case "anyOf", "oneOf" -> "%s fits none of its alternatives%s".formatted(name, titles(wanted, List.of()));
            default -> name + " isn't what its type asks for";
        };
    }

    private static String types(JsonNode type) {
        return type.isArray() ? or(type.valueStream().map(MistakeWords::types).distinct().toList())
                : TYPES.getOrDefault(type.asString(""), "something else");
    }

    private static String choices(JsonNode choices) {
        var all = choices.valueStream().limit(CHOICES).map(MistakeWords::shown).toList();
        var more = choices.size() - all.size();
        return cut(String.join(", ", all)) + (more > 0 ? " and %d more".formatted(more) : "");
    }

    private static String length(String name, Finding finding) {
        var least = finding.schema().path("minLength");
        var most = finding.schema().path("maxLength");
        if (least.isNumber() && most.isNumber() && least.decimalValue().compareTo(most.decimalValue()) == 0) {
            return "%s has exactly %s".formatted(name, count(least, "character"));
        }
        return finding.keyword().equals("minLength") ? isOne(least) ? name + " is required"
                : "%s has at least %s".formatted(name, count(least, "character"))
                : "%s has at most %s".formatted(name, count(most, "character"));
    }

    private static String look(String name, Finding finding) {
        var schema = finding.schema();
        if (finding.keyword().equals("format")) {
            return "%s must be %s".formatted(name, Formats.words(schema.path("format").asString("")));
        }
        var description = schema.path("description").asString("").strip();
        if (!description.isEmpty()) {
            return "%s isn't what it should look like: %s".formatted(name,
                    cut(description).replaceFirst("\\.$", ""));
        }
        var example = schema.path("examples").path(0);
        return example.isString() ? "%s isn't what it should look like, for example %s".formatted(name, shown(example))
                : "%s has to match the pattern %s".formatted(name, shown(schema.path("pattern")));
    }

    private static String thatIs(JsonNode count, JsonNode schema) {
        return (isOne(count) ? "that is " : "that are ") + described(schema);
    }

    private static boolean isOne(JsonNode number) {
        return number.decimalValue().compareTo(BigDecimal.ONE) == 0;
    }

    private static String described(JsonNode schema) {
        var title = schema.path("title").asString("").strip();
        var description = schema.path("description").asString("").strip();
        return !title.isEmpty() ? cut(title) : !description.isEmpty() ? cut(description)
                : schema.has("const") ? shown(schema.get("const"))
                        : schema.has("enum") ? "one of " + choices(schema.get("enum"))
                                : schema.has("type") ? types(schema.get("type")) : "what the type says";
    }

    private static String titles(JsonNode alternatives, List<String> which) {
        var titles = new ArrayList<String>();
        for (var i = 0; i < alternatives.size(); i++) {
            var title = alternatives.get(i).path("title").asString("").strip();
            if (!title.isEmpty() && (which.isEmpty() || which.contains(Integer.toString(i)))) {
                titles.add(title);
            }
        }
        return titles.isEmpty() ? "" : ": " + cut(String.join(", ", titles));
    }

    private static String count(JsonNode number, String thing) {
        return "%s %s%s".formatted(shown(number), thing, isOne(number) ? "" : "s");
    }

    private static String shown(JsonNode value) {
        return cut(value.isString() ? value.stringValue() : value.isNumber() ? number(value) : value.toString());
    }

    private static String number(JsonNode value) {
        var number = value.decimalValue().stripTrailingZeros();
        return Math.abs(number.scale()) > LONGEST_WRITTEN_OUT ? number.toString() : number.toPlainString();
    }

    private static String cut(String text) {
        var line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST ? line
                : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, LONGEST - 1))) + "…";
    }

    private static String or(List<String> words) {
        return words.size() < 2 ? String.join("", words)
                : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }
}
