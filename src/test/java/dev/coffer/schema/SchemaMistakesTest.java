package dev.coffer.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coffer.crypto.Plaintext;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("R14")
class SchemaMistakesTest {

    /** A property's schema, a value of it, and what is said; "" where the value fits. */
    static Stream<Arguments> fields() {
        return Stream.of(
                arguments("{'type': 'string'}", "1", "Port must be text"),
                arguments("{'type': 'integer'}", "'80'", "Port must be a whole number"),
                arguments("{'type': 'integer'}", "80.0", ""),
                arguments("{'type': 'integer'}", "80.00000000000000000000000000000000000001",
                        "Port must be a whole number"),
                arguments("{'type': 'number'}", "true", "Port must be a number"),
                arguments("{'type': 'boolean'}", "'yes'", "Port must be true or false"),
                arguments("{'type': 'object'}", "[]", "Port must be a JSON object"),
                arguments("{'type': 'array'}", "{}", "Port must be a list"),
                arguments("{'type': ['string', 'integer']}", "null", "Port must be text or a whole number"),
                arguments("{'title': 'Listening port', 'type': 'integer', 'maximum': 65535}", "70000",
                        "Listening port is at most 65535"),
                arguments("{'type': 'integer', 'minimum': 1}", "0", "Port is at least 1"),
                arguments("{'exclusiveMinimum': 0, 'exclusiveMaximum': 10}", "0", "Port is more than 0"),
                arguments("{'exclusiveMinimum': 0, 'exclusiveMaximum': 10}", "10", "Port is less than 10"),
                arguments("{'multipleOf': 0.01}", "19.995", "Port must be a multiple of 0.01"),
                arguments("{'multipleOf': 0.01}", "19.99", ""),
                arguments("{'multipleOf': 2}", "9007199254740993", "Port must be a multiple of 2"),
                arguments("{'minimum': 9007199254740993}", "9007199254740992", "Port is at least 9007199254740993"),
                arguments("{'type': 'integer', 'minimum': 1, 'maximum': 9}", "1e30", "Port is at most 9"),
                arguments("{'minLength': 3}", "'ab'", "Port has at least 3 characters"),
                arguments("{'minLength': 1}", "''", "Port is required"),
                arguments("{'maxLength': 1}", "'ab'", "Port has at most 1 character"),
                arguments("{'maxLength': 1}", "'😀'", ""),
                arguments("{'minLength': 32, 'maxLength': 32}", "'ab'", "Port has exactly 32 characters"),
                arguments("{'pattern': '^[a-z]+$'}", "'A1'", "Port has to match the pattern ^[a-z]+$"),
                arguments("{'pattern': '^[a-z]+$', 'examples': ['abc']}", "'A1'",
                        "Port isn't what it should look like, for example abc"),
                arguments("{'pattern': '^[a-z]+$', 'examples': ['abc'], 'description': 'Small letters'}", "'A1'",
                        "Port isn't what it should look like: Small letters"),
                arguments("{'pattern': '^[a-z]+$', 'description': 'Small letters.'}", "'A1'",
                        "Port isn't what it should look like: Small letters"),
                arguments("{'pattern': '^[a-z]+$'}", "'abc\\r\\n'",
                        "Port has blanks or a line break around it. Take them away"),
                arguments("{'pattern': '^[a-z]+$'}", "'\ufeffabc\u00a0'",
                        "Port has blanks or a line break around it. Take them away"),
                arguments("{'pattern': '^[a-z]+$'}", "' A1 '", "Port has to match the pattern ^[a-z]+$"),
                arguments("{'pattern': '^[a-z]+$'}", "'`abc` '", "Port has quotation marks around it. Take them away"),
                arguments("{'pattern': '^[a-z]+$'}", "'export KEY=`abc`'",
                        "Port has a name and = before it. Leave only what follows them"),
                arguments("{'pattern': '^[a-z]+$'}", "'KEY=A1'", "Port has to match the pattern ^[a-z]+$"),
                arguments("{'format': 'email'}", "' ada@example.com'",
                        "Port has blanks or a line break around it. Take them away"),
                arguments("{'pattern': '^\\\\S+$'}", "'a b'", "Port has to match the pattern ^\\S+$"),
                arguments("{'enum': ['a', 'b', 3]}", "'c'", "Port must be one of a, b, 3"),
                arguments("{'enum': [1]}", "1.0", ""),
                arguments("{'const': 'v1'}", "'v2'", "Port must be v1"),
                arguments("{'const': [{'a': 1.0}]}", "[{'a': 1}]", ""),
                arguments("{'format': 'email'}", "'ada'", "Port must be an email address, for example ada@example.com"),
                arguments("{'format': 'uri'}", "'/a'",
                        "Port must be an address with its scheme, for example https://example.com"),
                arguments("{'format': 'date'}", "'2026-02-30'", "Port must be a date, for example 2026-11-21"),
                arguments("{'format': 'ipv4'}", "'1.2.3.4'", ""),
                arguments("{'format': 'nobody-knows'}", "'x'", ""),
                arguments("{'minItems': 2}", "[1]", "Port needs at least 2 items"),
                arguments("{'maxItems': 1}", "[1, 2]", "Port has at most 1 item"),
                arguments("{'uniqueItems': true}", "[1, 'a', 1.0]", "Port has an item twice. Keep one of them"),
                arguments("{'uniqueItems': true}", "[1, '1', [1], true, {'a': 1}]", ""),
                arguments("{'contains': {'const': 'x'}}", "['y']", "Port needs an item that is x"),
                arguments("{'contains': {'type': 'string'}, 'minContains': 2}", "['y']",
                        "Port needs at least 2 items that are text"),
                arguments("{'minProperties': 1}", "{}", "Port needs at least 1 field"),
                arguments("{'maxProperties': 0}", "{'a': 1}", "Port has at most 0 fields"),
                arguments("{'propertyNames': {'pattern': '^[A-Z]+$'}}", "{'sk_live': 1}",
                        "Port has a field whose name the type doesn't allow. Rename it"),
                arguments("{'additionalProperties': false}", "{'sk_live': 1}",
                        "Port has a field that the type doesn't know. Check its spelling, or take it away"),
                arguments("{'unevaluatedProperties': false}", "{'sk_live': 1}",
                        "Port has a field that the type doesn't know. Check its spelling, or take it away"),
                arguments("{'additionalProperties': {'type': 'integer'}}", "{'sk_live': 'x'}",
                        "A field of Port must be a whole number"),
                arguments("{'not': {'type': 'string', 'title': 'a test key'}}", "'x'", "Port mustn't be a test key"),
                arguments("false", "1", "Port isn't allowed here. Leave it out"),
                arguments("{'if': {'type': 'string'}, 'then': {'minLength': 2}, 'else': {'minimum': 2}}", "1",
                        "Port is at least 2"));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void each_mistake_is_said_with_the_field_and_what_to_do(String property, String value, String message) {
        var mistakes = mistakes("{'type': 'object', 'properties': {'port': %s}}".formatted(property),
                "{'port': %s}".formatted(value));
        assertThat(mistakes).isEqualTo(message.isEmpty() ? List.of() : List.of(new Mistake("/port", message)));
    }

    @Test
    void what_is_missing_is_told_at_its_place_in_the_order_of_the_fields_by_its_title() {
        var type =
                "{'type': 'object', 'required': ['note', 'a/b~c', 'user'], 'properties': {'user': {'title': 'User name'}, "
                        + "'port': {'type': 'integer'}, 'a/b~c': {}}}";
        assertThat(mistakes(type, "{'port': 'x'}")).containsExactly(new Mistake("/user", "User name is required"),
                new Mistake("/port", "Port must be a whole number"), new Mistake("/a~1b~0c", "a/b~c is required"),
                new Mistake("/note", "Note is required"));
    }

    @Test
    void what_another_field_asks_for_is_told_at_the_missing_one() {
        assertThat(mistakes(
                "{'dependentRequired': {'user': ['password']}, 'properties': {'user': {'title': 'User name'}}}",
                "{'user': 1}"))
                .containsExactly(new Mistake("/password", "Password is required together with User name"));
    }

    @Test
    void one_mistake_a_place_is_enough_the_most_helpful_one() {
        assertThat(mistakes("{'pattern': '^a', 'enum': ['ab'], 'minLength': 9, 'type': 'integer'}", "'x'"))
                .containsExactly(new Mistake("", "The value must be a whole number"));
        assertThat(mistakes("{'pattern': '^a', 'minLength': 9}", "'x'"))
                .containsExactly(new Mistake("", "The value has at least 9 characters"));
    }

    @Test
    void nested_fields_and_items_are_told_where_they_are() {
        var type = "{'properties': {'tls': {'$ref': '#/$defs/tls'}, 'hosts': {'items': {'format': 'hostname'}}},"
                + " '$defs': {'tls': {'required': ['cert'], 'properties': {'cert': {'type': 'string'}}}}}";
        assertThat(mistakes(type, "{'tls': {}, 'hosts': ['a', '-']}")).containsExactly(
                new Mistake("/tls/cert", "Cert is required"),
                new Mistake("/hosts/1", "Item 2 of Hosts must be a host name, for example db.example.com"));
    }

    @Test
    void fields_of_one_name_in_several_places_are_called_each_by_its_own_title() {
        var type = "{'required': ['name'], 'properties': {'db': {'$ref': '#/$defs/db'}, 'name': {'title': 'Name'}, "
                + "'mail': {'required': ['name'], 'properties': {'name': {'title': 'Sender'}}}, 'list': {'items': "
                + "{'required': ['name'], 'properties': {'name': {'title': 'Entry'}}}}},"
                + " '$defs': {'db': {'required': ['name'], 'properties': {'name': {'title': 'Database name'}}}}}";
        assertThat(mistakes(type, "{'db': {}, 'mail': {}, 'list': [{}]}")).containsExactlyInAnyOrder(
                new Mistake("/name", "Name is required"), new Mistake("/mail/name", "Sender is required"),
                new Mistake("/db/name", "Name is required"),
                new Mistake("/list/0/name", "Entry is required"));
    }

    @Test
    void of_several_alternatives_the_closest_is_told() {
        var type =
                "{'oneOf': [{'title': 'Password', 'required': ['user', 'password'], 'additionalProperties': false, 'properties': {'user': {}, 'password': {'type': 'string'}}},"
                        + " {'title': 'Token', 'required': ['token'], 'additionalProperties': false, 'properties': {'token': {'type': 'string'}}}]}";
        assertThat(mistakes(type, "{'user': 1}")).containsExactly(new Mistake("/password", "Password is required"));
        assertThat(mistakes(type, "{'token': 1}")).containsExactly(new Mistake("/token", "Token must be text"));
        assertThat(mistakes("{'oneOf': [{'required': ['a']}, {'required': ['b']}]}", "{}"))
                .containsExactly(new Mistake("", "The value needs A or B"));
        assertThat(mistakes("{'oneOf': [{'required': ['a'], 'title': 'One'}, {'required': ['b'], 'title': 'Other'}]}",
                "{'a': 1, 'b': 1}"))
                .containsExactly(new Mistake("", "The value fits several alternatives: One, Other. It has to fit one"));
        assertThat(mistakes("{'anyOf': [{'type': 'string'}, {'type': ['integer', 'null']}]}", "[]"))
                .containsExactly(new Mistake("", "The value must be text, a whole number or null"));
        assertThat(mistakes("{'anyOf': [{'const': 'a'}, {'enum': ['b', 'c']}]}", "'x'"))
                .containsExactly(new Mistake("", "The value must be one of a, b, c"));
    }

    @Test
    void alternatives_that_a_field_tells_apart_are_told_by_it() {
        var type = "{'oneOf': [{'properties': {'kind': {'const': 'user'}, 'name': {'type': 'string'}}},"
                + " {'properties': {'kind': {'const': 'key'}, 'key': {'minLength': 3}}}]}";
        assertThat(mistakes(type, "{'kind': 'other'}"))
                .containsExactly(new Mistake("/kind", "Kind must be one of user, key"));
        assertThat(mistakes(type, "{'kind': 'key', 'key': 'a'}"))
                .containsExactly(new Mistake("/key", "Key has at least 3 characters"));
    }

    @Test
    void a_text_is_itself_and_all_else_is_json() {
        assertThat(Schema.of("{\"type\": \"string\"}").isText()).isTrue();
        assertThat(Schema.of("{\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"type\": [\"string\"]}}}").isText())
                .isTrue();
        assertThat(Schema.of("{\"type\": [\"string\", \"null\"]}").isText()).isFalse();
        assertThat(Schema.of("{}").isText()).isFalse();
        assertThat(Schema.of("true").isText()).isFalse();
        assertThat(mistakes(Schema.of("{\"type\": \"string\", \"maxLength\": 4}"), "\"ab\"")).isEmpty();
        assertThat(mistakes(Schema.of("{\"type\": \"integer\"}"), "5432")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"sk_live_1": 1, "sk_live_1": 2} | line 1, column 18: This name is in the object twice. Keep one of them
            {"a": sk_live_1}                 | line 1, column 7: Put text in double quotes. Without them there are only true, false and null
            {"a": "sk_live_1}                | line 1, column 7: The quote that opens here is never closed. Close it
            {} sk_live_1                     | line 1, column 4: The JSON ends before this. Take away what follows
            """)
    void json_that_cannot_be_read_is_told_with_its_place_and_none_of_it(String value, String message) {
        assertThat(mistakes(Schema.of("{\"type\": \"object\"}"), value))
                .containsExactly(new Mistake("", "The value can't be read as JSON, " + message));
    }

    @Test
    void what_is_no_json_at_all_is_told_what_is_wanted() {
        assertThat(mistakes(Schema.of("{\"type\": \"object\", \"title\": \"Login\"}"), "https://sk_live_1"))
                .containsExactly(new Mistake("", "Login must be a JSON object"));
        assertThat(mistakes(Schema.of("{\"type\": \"object\"}"), "\ufeff {\"a\": 1,}").toString())
                .contains("line 1, column ");
        assertThat(mistakes(Schema.of("{\"type\": [\"string\", \"null\"], \"pattern\": \"^a\"}"), "b").toString())
                .contains("Put text in double quotes");
    }

    @Test
    void nothing_of_a_value_is_in_a_pointer_or_a_message() {
        var open = List.of("{'additionalProperties': {'type': 'integer'}}",
                "{'patternProperties': {'.': {'required': ['x']}}}",
                "{'unevaluatedProperties': {'minimum': 9}}", "{'propertyNames': {'maxLength': 1}}",
                "{'additionalProperties': false}",
                "{'additionalProperties': {'items': {'additionalProperties': {'const': 1}}}}", "{'not': {}}",
                "{'maxProperties': 0}",
                "{'enum': [1]}", "{'additionalProperties': {'uniqueItems': true, 'contains': false}}",
                "{'properties': {'a': false}, 'anyOf': [{'type': 'array'}, {'additionalProperties': {'type': 'null'}}]}");
        for (var type : open) {
            for (var value : List.of("{'sk_live_1': 'sk_live_2'}",
                    "{'sk_live_1': [{'sk_live_2': 'sk_live_3'}, 'sk_live_4']}",
                    "{'sk_live_1': {'a': 'sk_live_2'}}", "{'sk_live_1': ['sk_live_2', 'sk_live_2']}")) {
                assertThat(mistakes(type, value).toString()).doesNotContain("sk_live");
            }
        }
    }

    private static List<Mistake> mistakes(String schema, String value) {
        var checked = SchemaCheck.check(schema.replace('\'', '"'));
        assertThat(checked).isInstanceOf(SchemaCheck.Accepted.class);
        return mistakes(((SchemaCheck.Accepted) checked).schema(), value.replace('\'', '"'));
    }

    private static List<Mistake> mistakes(Schema schema, String value) {
        try (var plain = Plaintext.ofText(value)) {
            return schema.mistakes(plain);
        }
    }
}
