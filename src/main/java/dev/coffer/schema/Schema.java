package dev.coffer.schema;

import com.google.re2j.Pattern;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import com.networknt.schema.regex.RegularExpressionFactory;
import dev.coffer.crypto.Plaintext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** A schema that {@link SchemaCheck} accepted: what values of a type look like, and the check of one. */
public final class Schema {
    static final int DEEPEST = 20;

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/";
    private static final RegularExpressionFactory RE2 = pattern -> {
        var compiled = Pattern.compile(pattern);
        return text -> compiled.matcher(text).find();
    };
    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build()).build();

    private final JsonNode root;

    private Schema(JsonNode root) {
        this.root = root;
    }

    /** One that was accepted when it was stored. */
    public static Schema of(String accepted) {
        return new Schema(JSON.readTree(accepted));
    }

    /** The document. Read it, don't change it. */
    JsonNode root() {
        return root;
    }

    /** Whether a value is text as it stands: its schema asks for one string. All others are JSON. */
    public boolean isText() {
        return root.path("type").asString("").equals("string");
    }

    /** Every mistake of a value, none where it fits. */
    public List<Mistake> mistakes(Plaintext value) {
        try {
            var text = new String(value.expose(), StandardCharsets.UTF_8);
            return mistakes(isText() ? StringNode.valueOf(text) : JSON.readTree(text));
        } catch (JacksonException notJson) {
            return List.of(new Mistake("", "The value is not JSON"));
        }
    }

    List<Mistake> mistakes(JsonNode value) {
        var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12, builder -> builder
                .schemaRegistryConfig(SchemaRegistryConfig.builder().regularExpressionFactory(RE2)
                        .pathType(PathType.JSON_POINTER).formatAssertionsEnabled(true).preloadSchema(true)
                        .locale(Locale.ROOT).build())
                .schemaLoader(loader -> loader.fetchRemoteResources(false)
                        .allow(iri -> iri.toString().startsWith(DIALECT))));
        return registry.getSchema(root).validate(value).stream()
                .map(error -> new Mistake(error.getInstanceLocation().toString(), error.getKeyword())).toList();
    }
}
