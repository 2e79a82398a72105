package dev.coffer.schema;

import dev.coffer.crypto.Plaintext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/**
 * A schema that {@link SchemaCheck} accepted: what values of a type look like, and the check of one. Reading one anew
 * takes a fifth of a millisecond with 40 fields, so none is kept.
 */
public final class Schema {
    static final int DEEPEST = 20;
    /** Numbers are exact. */
    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode root;
    private final Subschemas schemas;
    /** Made when a value is first held against it. */
    private volatile com.networknt.schema.Schema compiled;

    private Schema(JsonNode root) {
        this.root = root;
        this.schemas = Subschemas.of(root);
    }

    /** One that was accepted when it was stored. */
    public static Schema of(String accepted) {
        return new Schema(JSON.readTree(accepted));
    }

    /** The document, whose numbers may be of any kind. Read it, don't change it. */
    JsonNode root() {
        return root;
    }

    /** Whether a value is text as it stands: its schema asks for one string. All others are JSON. */
    public boolean isText() {
        return schemas.kind("").equals("string");
    }

    /**
     * Every mistake of a value, one a place, none where it fits. JSON is read strictly: equal names, text after the
     * end and what is nested deeper than a schema can be are mistakes.
     */
    public List<Mistake> mistakes(Plaintext value) {
        return mistakes(value, Set.of());
    }

    /**
     * The same of a value that was entered in a form.
     *
     * @param shown the pointers of the fields that the form shows: of several alternatives, mistakes are told of the
     *              one that can be mended in them
     */
    public List<Mistake> mistakes(Plaintext value, Set<String> shown) {
        var text = new String(value.expose(), StandardCharsets.UTF_8);
        if (isText()) {
            return mistakes(StringNode.valueOf(text), shown);
        }
        var faults = JsonText.read(text).faults();
        if (!faults.isEmpty()) {
            var isMeant = text.matches("(?s)[\\s\ufeff]*\\{.*") || !schemas.kind("").equals("object");
            var wanted = isMeant ? List.<Mistake>of() : mistakes(StringNode.valueOf(text), shown);
            return wanted.isEmpty() ? List.of(notJson(faults.getFirst())) : wanted;
        }
        try {
            return mistakes(JSON.readTree(text), shown);
        } catch (JacksonException e) {
            return List.of(new Mistake("", "The value can't be read as JSON"));
        }
    }

    List<Mistake> mistakes(JsonNode value) {
        return mistakes(value, Set.of());
    }

    private List<Mistake> mistakes(JsonNode value, Set<String> shown) {
        if (compiled == null) {
            compiled = Evaluation.compiled(root);
        }
        return MistakeWords.of(schemas, Evaluation.of(schemas, compiled, value, shown));
    }

    /** Whether both are the same document. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Schema that && root.equals(that.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    private static Mistake notJson(Fault fault) {
        return new Mistake("", "The value can't be read as JSON, line %d, column %d: %s".formatted(
                fault.line(), fault.column(), fault.message()));
    }
}
