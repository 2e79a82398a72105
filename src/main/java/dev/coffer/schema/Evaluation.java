package dev.coffer.schema;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.regex.RegularExpression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Holds one value against one schema (JSON Schema 2020-12, formats asserted). The library does it, with our patterns
 * and formats, each keyword metered, so that no pair of schema and value takes longer than {@link Work} allows; what it
 * finds becomes findings without its messages, which repeat parts of the value. {@code SchemaSuiteTest} holds it to the
 * official tests.
 */
final class Evaluation {
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .keywords(Dialects.getDraft202012().getKeywords().values().stream()
                    .filter(keyword -> !keyword.getValue().equals("format")).map(Metered::new).toList())
            .unknownKeywordFactory((name, context) -> new NonValidationKeyword(name))
            .formats(all -> Formats.all().forEach(format -> all.put(format.getName(), format))).build();
    /** More findings of one value help nobody. */
    private static final int ENOUGH = 100;

    private final Subschemas schemas;
    private final Set<String> shown;
    private final Work work = new Work();
    private final Map<Error, List<Finding>> closest = new IdentityHashMap<>();

    private Evaluation(Subschemas schemas, Set<String> shown) {
        this.schemas = schemas;
        this.shown = shown;
    }

    /**
     * Every finding, in the order of the fields.
     *
     * @param shown as {@link Schema#mistakes(dev.coffer.crypto.Plaintext, Set)} has it
     */
    static List<Finding> of(Subschemas schemas, com.networknt.schema.Schema compiled, JsonNode value,
            Set<String> shown) {
        var evaluation = new Evaluation(schemas, shown);
        try {
            var tooLong = new ArrayList<Finding>();
            evaluation.findLongNumbers(value, Spot.ROOT, tooLong);
            return tooLong.isEmpty() ? evaluation.findings(evaluation.errors(compiled, value)).stream()
                    .limit(ENOUGH).sorted(Comparator.comparing(Finding::spot, evaluation.schemas::compare)).toList()
                    : tooLong;
        } catch (Work.TooMuch e) {
            return List.of(new Finding(Spot.ROOT, schemas.at(""), "work", List.of()));
        }
    }

    /** Those that it isn't safe to reckon with. */
    private void findLongNumbers(JsonNode value, Spot spot, List<Finding> found) {
        if (value.isNumber() && Numbers.isTooLong(value) && found.size() < ENOUGH) {
            found.add(new Finding(spot, schemas.at(""), "long", List.of()));
        }
        value.properties()
                .forEach(field -> findLongNumbers(field.getValue(), spot.field(field.getKey(), schemas), found));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            findLongNumbers(value.get(i), spot.item(i), found);
        }
    }

    private List<Error> errors(com.networknt.schema.Schema compiled, JsonNode value) {
        return compiled.validate(Numbers.plain(value),
                context -> context.getCollectorContext().put(Evaluation.class, this));
    }

    /**
     * For many values, one after the other or at once. What the document calls itself changes nothing, so the library
     * isn't told.
     */
    static com.networknt.schema.Schema compiled(JsonNode root) {
        var schema = Numbers.plain(root);
        if (schema instanceof ObjectNode object) {
            object.remove(List.of("$schema", "$id", "$vocabulary"));
        }
        return SchemaRegistry.withDefaultDialect(DIALECT, builder -> builder
                .schemaRegistryConfig(SchemaRegistryConfig.builder().regularExpressionFactory(Evaluation::expression)
                        .formatAssertionsEnabled(true).locale(Locale.ROOT).build())
                .schemaLoader(loader -> loader.fetchRemoteResources(false).allow(iri -> false))).getSchema(schema);
    }

    private static RegularExpression expression(String pattern) {
        var compiled = Patterns.compile(pattern);
        return text -> compiled.matcher(text).find();
    }

    Work work() {
        return work;
    }

    /** Keeps what to say of a value that fits none of several alternatives, which the library tells error by error. */
    void closest(Error alternatives, List<List<Error>> attempts) {
        var at = schema(alternatives.getSchemaLocation());
        closest.put(alternatives, Closest.of(attempts.stream().map(this::findings).toList(),
                new Finding(spot(alternatives), at, alternatives.getKeyword(), List.of()), shown));
    }

    private List<Finding> findings(List<Error> errors) {
        var findings = new ArrayList<Finding>();
        for (var error : errors) {
            var known = closest.get(error);
            if (known == null) {
                findings.add(finding(error));
            } else {
                findings.addAll(known);
            }
        }
        return findings;
    }

    private Finding finding(Error error) {
        var spot = spot(error);
        var schema = schema(error.getSchemaLocation());
        var keyword = error.getKeyword();
        return switch (keyword) {
            case "required" -> new Finding(spot.missing(error.getProperty()), schema, keyword, List.of());
            case "dependentRequired" -> new Finding(spot.missing(error.getArguments()[0].toString()), schema, keyword,
                    List.of(error.getProperty()));
            case "unevaluatedProperties" -> new Finding(spot, schema, "additionalProperties", List.of());
            case "format" -> new Finding(spot, schema, keyword, pasted(error,
                    text -> Formats.fault(schema.path(keyword).asString(""), text).isEmpty()));
            case "pattern" -> new Finding(spot, schema, keyword, pasted(error,
                    text -> matches(schema.path(keyword).asString(""), text)));
            case "oneOf" -> new Finding(spot, schema, "several",
                    List.of(error.getArguments()[1].toString().split(", ")));
            case "minContains" -> new Finding(spot, schema, schema.has(keyword) ? keyword : "contains", List.of());
            default -> new Finding(spot, schema, keyword, List.of());
        };
    }

    private boolean matches(String pattern, String text) {
        var compiled = Patterns.compile(pattern);
        work.match(compiled.programSize(), StringNode.valueOf(text));
        return compiled.matcher(text).find();
    }

    private static List<String> pasted(Error error, Predicate<String> fits) {
        var text = error.getInstanceNode();
        return text == null || !text.isString() ? List.of()
                : Pasted.along(text.stringValue(), fits).map(List::of).orElse(List.of());
    }

    private Spot spot(Error error) {
        var spot = Spot.ROOT;
        var path = error.getInstanceLocation();
        for (int i = 0; i < path.getNameCount(); i++) {
            spot = path.getElement(i) instanceof Integer index ? spot.item(index)
                    : spot.field(path.getName(i), schemas);
        }
        return spot;
    }

    /** The schema that a keyword is in: where {@code false} is the schema, that one itself. */
    private JsonNode schema(SchemaLocation keyword) {
        var pointer = pointer(keyword.getFragment());
        var around = schemas.at(pointer.substring(0, Math.max(0, pointer.lastIndexOf('/'))));
        return around == null || around.isBoolean() ? schemas.at("") : around;
    }

    private static String pointer(NodePath path) {
        var pointer = "";
        for (int i = 0; i < path.getNameCount(); i++) {
            pointer = JsonText.child(pointer, path.getName(i));
        }
        return pointer;
    }
}
