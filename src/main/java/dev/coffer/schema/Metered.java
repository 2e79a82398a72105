package dev.coffer.schema;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * A keyword of the library whose every use is paid for out of the {@link Work} of its evaluation, by the size of what
 * it looks at; and which gathers what alternatives found, one by one, as long as that can be told apart.
 */
record Metered(Keyword keyword) implements Keyword {
    private static final Set<String> ALTERNATIVES = Set.of("anyOf", "oneOf");
    private static final String SEVERAL = "oneOf.indexes";

    @Override
    public String getValue() {
        return keyword.getValue();
    }

    @Override
    public KeywordValidator newValidator(SchemaLocation location, JsonNode schema, Schema around, SchemaContext context)
            throws Exception {
        var validator = keyword.newValidator(location, schema, around, context);
        return validator == null ? null : new Meter(validator, schema, patterns(schema, around.getSchemaNode()));
    }

    /** How large the patterns are, all together, that one use of the keyword matches. */
    private long patterns(JsonNode schema, JsonNode around) {
        return switch (getValue()) {
            case "pattern" -> Patterns.parts(schema.asString(""));
            case "patternProperties", "additionalProperties" -> around.path("patternProperties").propertyStream()
                    .mapToLong(each -> Patterns.parts(each.getKey())).sum();
            default -> 0;
        };
    }

    private record Meter(KeywordValidator validator, JsonNode schema, long patterns) implements KeywordValidator {
        @Override
        public void validate(ExecutionContext context, JsonNode value, JsonNode root, NodePath location) {
            Evaluation evaluation = context.getCollectorContext().get(Evaluation.class);
            evaluation.work().use(getKeyword(), schema, value);
            evaluation.work().match(patterns, value);
            int before = context.getErrors().size();
            validator.validate(context, value, root, location);
            var found = context.getErrors().subList(before, context.getErrors().size());
            evaluation.work().spend(found.size());
            if (!found.isEmpty() && ALTERNATIVES.contains(getKeyword())) {
                gather(evaluation, context, found, location);
            }
        }

        /** One error in place of all that the alternatives came to: several of {@code oneOf} fit, or none of any. */
        private void gather(Evaluation evaluation, ExecutionContext context, List<Error> found, NodePath location) {
            var path = context.getEvaluationPath();
            var first = found.getFirst();
            if (first.getMessageKey().equals(SEVERAL)) {
                found.subList(1, found.size()).clear();
                return;
            }
            Map<Integer, List<Error>> attempts = new TreeMap<>();
            for (var error : found) {
                if (error.getEvaluationPath().getNameCount() > path.getNameCount()) {
                    attempts.computeIfAbsent((Integer) error.getEvaluationPath().getElement(path.getNameCount()),
                            _ -> new ArrayList<>()).add(error);
                }
            }
            var none = Error.builder().keyword(getKeyword()).schemaLocation(getSchemaLocation()).evaluationPath(path)
                    .instanceLocation(location).message("none fits").build();
            evaluation.closest(none, List.copyOf(attempts.values()));
            found.clear();
            found.add(none);
        }

        @Override
        public void preloadSchema() {
            validator.preloadSchema();
        }

        @Override
        public String getKeyword() {
            return validator.getKeyword();
        }

        @Override
        public SchemaLocation getSchemaLocation() {
            return validator.getSchemaLocation();
        }
    }
}
