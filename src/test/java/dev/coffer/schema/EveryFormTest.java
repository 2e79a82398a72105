package dev.coffer.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Errors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Schemas that nobody thought of: each has a form, and whatever is sent becomes a value or mistakes at its fields. */
@Tag("R14")
class EveryFormTest {
    private static final Path SUITE = Path.of("../shared/data/json-schema-2020-12");
    private static final List<String> NAMES = List.of("a", "b", "host", "port", "", "__proto__", "a b", "x-hint", "é");
    private static final List<String> TYPED =
            List.of("", "a", "5", "007", "-1.5", "a\nb", "true", "{}", "[1]", "\"", "null",
                    ":0", ":1", ":2", ":yes", ":no", ":off", ":keep", ":none", ":9");
    private static final List<String> STORED =
            List.of("", "x", "null", "5", "\"a\"", "[]", "{}", "{\"a\":1,\"b\":{\"a\":null}}",
                    "{\"host\":\"h\",\"port\":5,\"\":true}", "{\"a\":{\"a\":{\"a\":\"x\"}}}");

    private final Random random = new Random(Integer.getInteger("forms.seed", 14));

    @Test
    void any_schema_has_a_form_with_ids_of_its_own_and_any_input_becomes_a_value() {
        for (var i = 0; i < 500; i++) {
            var schema = schema(4);
            if (i % 3 == 0) {
                schema.putObject("$defs").set("d", schema(2));
            }
            if (SchemaCheck.check(schema.toString()) instanceof SchemaCheck.Accepted(var accepted)) {
                tryOut(accepted, schema.toString());
            } else {
                Fields.of(Schema.of(schema.toString()));
            }
        }
    }

    @Test
    void every_schema_of_the_official_suite_has_a_form() throws IOException {
        assumeTrue(Files.isDirectory(SUITE), "The suite isn't at " + SUITE);
        var tried = 0;
        try (var files = Files.list(SUITE)) {
            for (var file : files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
                for (var group : Schema.JSON.readTree(Files.readString(file))) {
                    var text = group.get("schema").toString();
                    if (SchemaCheck.check(text) instanceof SchemaCheck.Accepted(var schema)) {
                        tryOut(schema, text);
                        tried++;
                    }
                }
            }
        }
        assertThat(tried).isGreaterThan(200);
    }

    /** For plain shapes what is typed as the schema asks fits, so nothing of it is lost or bent on the way. */
    @Test
    void what_is_typed_as_the_schema_asks_fits_it() {
        for (var i = 0; i < 300; i++) {
            var node = plain(2);
            var schema = Schema.of(node.toString());
            var sent = new HashMap<String, List<String>>();
            if (Fields.of(schema).shown().stream().anyMatch(field -> field.isJson() && !field.label().equals("Map"))) {
                continue;
            }
            Fields.of(schema).shown().forEach(field -> sent.put(field.id(), List.of(good(field))));
            try (var parts = parts(schema, sent); var value = parts.alone(schema)) {
                assertThat(schema.mistakes(value)).as("%s: %s", node, new String(value.expose(), UTF_8)).isEmpty();
                try (var nothing = parts(schema, Map.of()); var same = nothing.onto(schema, value)) {
                    assertThat(new String(same.expose(), UTF_8)).isEqualTo(new String(value.expose(), UTF_8));
                }
                try (var again = parts.onto(schema, value)) {
                    assertThat(new String(again.expose(), UTF_8)).isEqualTo(new String(value.expose(), UTF_8));
                }
            }
        }
    }

    private void tryOut(Schema schema, String text) {
        for (var fields : List.of(Fields.of(schema), Fields.of(schema).editing())) {
            var ids = fields.shown().stream().map(FormField::id).toList();
            assertThat(ids).as(text).doesNotHaveDuplicates();
            assertThat(fields.list().size() + ids.size()).as(text).isPositive();
            for (var round = 0; round < 3; round++) {
                var sent = new HashMap<String, List<String>>();
                ids.forEach(id -> sent.put(id, List.of(pick(TYPED), pick(TYPED))));
                ids.forEach(id -> sent.merge(id.replace(":choice", "") + ":remove", List.of("yes"),
                        (one, _) -> random.nextBoolean() ? one : null));
                tryOut(schema, fields, sent);
            }
        }
    }

    private void tryOut(Schema schema, Fields fields, Map<String, List<String>> sent) {
        try (var parts = parts(schema, sent); var stored = Plaintext.ofText(pick(STORED));
                var alone = parts.alone(schema); var onto = parts.onto(schema, stored)) {
            var shown = fields.with(parts);
            for (var value : List.of(alone, onto)) {
                var errors = Errors.none();
                for (var mistake : schema.mistakes(value)) {
                    errors = errors.and(mistake.pointer().isEmpty() ? "value" : "/value" + mistake.pointer(),
                            mistake.message());
                }
                var ids = new ArrayList<>(shown.shown().stream().map(FormField::id).toList());
                ids.add(shown.root().id());
                assertThat(ids).containsAll(shown.located(errors).byField().keySet());
                assertThat(shown.with(errors).shown().stream().filter(field -> field.error() != null).map(FormField::id)
                        .toList().size()).isLessThanOrEqualTo(shown.located(errors).byField().size());
            }
            shown.shown().forEach(field -> {
                field.choices();
                assertThat(field.label()).isNotBlank().hasSizeLessThan(200);
                if (field.isMasked()) {
                    assertThat(field.value()).isEmpty();
                }
            });
        }
    }

    private ObjectNode schema(int depth) {
        var node = JsonNodeFactory.instance.objectNode();
        if (random.nextInt(3) > 0) {
            node.put("type",
                    pick(List.of("string", "integer", "number", "boolean", "null", "object", "object", "array")));
        }
        for (var more = random.nextInt(3); more > 0; more--) {
            switch (random.nextInt(depth > 0 ? 13 : 6)) {
                case 0 -> node.put("writeOnly", random.nextBoolean());
                case 1 -> node.put("default", pick(TYPED));
                case 2 -> node.putArray("enum").add("a").add(5);
                case 3 -> node.put("const", pick(TYPED));
                case 4 -> node.put("$ref", pick(List.of("#", "#/$defs/d", "#/properties/a")));
                case 5 -> node.putArray("required").add(pick(NAMES));
                case 6 -> some(node.putArray("oneOf")::add, depth);
                case 7 -> some(node.putArray("anyOf")::add, depth);
                case 8 -> some(node.putArray("allOf")::add, depth);
                case 9 -> node.set("items", schema(depth - 1));
                case 10 -> node.set("then", schema(depth - 1));
                default -> some(each -> properties(node).set(pick(NAMES), each), depth);
            }
        }
        return node;
    }

    private void some(java.util.function.Consumer<JsonNode> add, int depth) {
        for (var count = random.nextInt(4); count > 0; count--) {
            add.accept(random.nextInt(12) == 0 ? JsonNodeFactory.instance.booleanNode(random.nextBoolean())
                    : schema(depth - 1));
        }
    }

    /** Objects in objects, with leaves that have one good answer; a choice has a constant to tell it by. */
    private ObjectNode plain(int depth) {
        var node = JsonNodeFactory.instance.objectNode().put("type", "object").put("additionalProperties", false);
        var properties = properties(node);
        var required = node.putArray("required");
        for (var name : NAMES) {
            if (random.nextBoolean()) {
                properties.set(name, depth > 0 && random.nextInt(4) == 0 ? plain(depth - 1) : leaf(depth));
                if (random.nextBoolean()) {
                    required.add(name);
                }
            }
        }
        return node;
    }

    private JsonNode leaf(int depth) {
        return Schema.JSON.readTree(switch (random.nextInt(depth > 0 ? 9 : 8)) {
            case 0 -> "{\"type\": \"string\", \"writeOnly\": true, \"minLength\": 1}";
            case 1 -> "{\"type\": \"integer\", \"minimum\": 1, \"default\": 7}";
            case 2 -> "{\"type\": \"boolean\"}";
            case 3 -> "{\"enum\": [\"a\", 1, null, {\"b\": 1.50}]}";
            case 4 -> "{\"type\": \"array\", \"items\": {\"type\": \"number\"}, \"minItems\": 1}";
            case 5 -> "{\"type\": \"array\", \"items\": {\"enum\": [\"x\", \"y\"]}}";
            case 6 -> "{\"const\": [1.10, \"é\"]}";
            case 7 -> "{\"type\": \"object\", \"title\": \"Map\", \"maxProperties\": 3}";
            default -> "{\"oneOf\": [{\"title\": \"A\", \"type\": \"integer\"}, %s, {\"type\": \"boolean\"}]}"
                    .formatted(plain(depth - 1));
        });
    }

    private String good(FormField field) {
        return switch (field.kind()) {
            case TEXT -> "é\"\\x";
            case NUMBER -> "42";
            case YES_NO -> pick(List.of(FormField.YES, FormField.OFF));
            case ENUM, CHECKLIST -> ":1";
            case LIST -> "1\n2.50\n";
            case ALTERNATIVES -> ":0";
            case JSON -> "{\"k\": [1, 2.0]}";
            default -> "";
        };
    }

    private static Parts parts(Schema schema, Map<String, List<String>> sent) {
        return Parts.of(schema, new Parts.Sent(sent::containsKey, name -> Plaintext.ofText(sent.get(name).getFirst()),
                name -> sent.getOrDefault(name, List.of())));
    }

    private static ObjectNode properties(ObjectNode node) {
        return node.get("properties") instanceof ObjectNode found ? found : node.putObject("properties");
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
