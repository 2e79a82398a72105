package dev.coffer.schema;

import static dev.coffer.schema.PartsTest.parts;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.form.Choice;
import dev.coffer.form.Errors;
import dev.coffer.schema.FormField.Kind;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R14")
class FieldsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type": "string"}                                              | TEXT
            {"type": ["string", "null"]}                                    | TEXT
            {"pattern": "^x"}                                               | TEXT
            {"type": "string", "x-multiline": true}                         | AREA
            {"type": "string", "pattern": "^-----BEGIN CERTIFICATE"}        | AREA
            {"type": "string", "contentMediaType": "application/x-pem-file"} | AREA
            {"type": "integer"}                                             | NUMBER
            {"type": ["integer", "number"]}                                 | NUMBER
            {"maximum": 3}                                                  | NUMBER
            {"type": "boolean"}                                             | YES_NO
            {"enum": ["a", 1, null]}                                        | ENUM
            {"oneOf": [{"const": 1, "title": "One"}, {"const": 2}]}         | ENUM
            {"anyOf": [{"enum": ["x"]}, {"const": 2}]}                      | ENUM
            {"const": 5}                                                    | CONST
            {"type": "null"}                                                | CONST
            {"type": "object", "properties": {"a": {"type": "string"}}}     | GROUP
            {"properties": {"a": true}}                                     | GROUP
            {"type": "array", "items": {"type": "string"}}                  | LIST
            {"items": {"type": "number"}}                                   | LIST
            {"type": "array", "items": {"enum": ["a", "b"]}}                | CHECKLIST
            {"type": "array", "items": {"oneOf": [{"const": "a", "title": "A"}, {"const": "b"}]}} | CHECKLIST
            {"oneOf": [{"type": "string"}, {"type": "integer"}]}            | ALTERNATIVES
            {"type": "object", "oneOf": [{"properties": {"a": {"type": "string"}}}, {"properties": {"b": {"type": "string"}}}]} | ALTERNATIVES
            {"anyOf": [{"type": "string"}, {"type": "null"}]}               | TEXT
            {"allOf": [{"type": "string"}, {"minLength": 3}]}               | TEXT
            {"$ref": "#/$defs/port"}                                        | NUMBER
            {"$ref": "#/$defs/nowhere"}                                     | JSON
            {"$ref": "#/$defs/loop"}                                        | JSON
            {}                                                              | JSON
            true                                                            | JSON
            {"type": "object"}                                              | JSON
            {"type": "object", "additionalProperties": {"type": "string"}}  | JSON
            {"type": "array"}                                               | JSON
            {"type": "array", "items": {"type": "object"}}                  | JSON
            {"type": "array", "items": {"type": "boolean"}}                 | JSON
            {"type": "array", "items": {"type": "string", "x-multiline": true}} | JSON
            {"prefixItems": [{"type": "string"}]}                           | JSON
            {"not": {"type": "string"}}                                     | JSON
            """)
    void each_shape_has_a_kind_of_field(String property, Kind kind) {
        var schema = Schema.of("""
                {"type": "object", "properties": {"it": %s},
                 "$defs": {"port": {"type": "integer"}, "loop": {"$ref": "#/$defs/pool"}, "pool": {"$ref": "#/$defs/loop"}}}
                """.formatted(property));
        assertThat(Fields.of(schema).list()).extracting(FormField::kind).containsExactly(kind);
    }

    @Test
    void fields_stand_in_the_order_of_the_schema_with_their_places() {
        var fields = Fields.of(Schema.of("""
                {"type": "object", "properties": {"zone": {"type": "string"}, "auth": {"type": "object", "properties": {
                  "user": {"type": "string"}, "key": {"type": "string"}}}, "a b": {"type": "boolean"}}}"""));
        assertThat(ids(fields)).isEqualTo("value value.zone value.auth value.auth.user value.auth.key value.a~20~b");
        assertThat(fields.list().get(1).children()).extracting(FormField::pointer)
                .containsExactly("/auth/user", "/auth/key");
    }

    @Test
    void what_is_the_whole_value_is_masked_unless_the_schema_says_that_it_may_be_seen() {
        assertThat(only("{\"type\": \"string\"}").isMasked()).isTrue();
        assertThat(only("{\"type\": \"string\", \"writeOnly\": false}").isMasked()).isFalse();
        assertThat(only("{\"type\": \"integer\", \"default\": 1}")).matches(FormField::isMasked)
                .matches(field -> field.value().isEmpty());
        assertThat(only("{\"allOf\": [{\"type\": \"string\"}]}").isMasked()).isTrue();
        assertThat(Fields.of(Schema.of("{\"oneOf\": [{\"type\": \"string\"}, {\"properties\": {\"user\": {\"type\": "
                + "\"string\"}}}]}")).root().alternatives()).extracting(one -> one.fields().getFirst().isMasked())
                .containsExactly(true, false);
        assertThat(only("{\"type\": \"string\", \"writeOnly\": false}").id()).isEqualTo("value");
        assertThat(only("{\"type\": \"string\", \"enum\": [\"a\", \"b\"]}").kind()).isEqualTo(Kind.ENUM);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'writeOnly':true | true
            'minLength':32,'maxLength':32 | true
            'pattern':'^\\\\S{16,}$' | true
            'maxLength':31 | false
            'minLength':33 | false
            'pattern':'^whsec_' | false
            'pattern':'^[0-9a-f]{32}$' | false
            'pattern':'^[A-Za-z]+$' | false
            'format':'uri' | false
            'enum':['a','b'] | false
            'x-multiline':true | false
            'writeOnly':false | false
            """, quoteCharacter = '`')
    void a_value_can_be_made_up_for_what_is_masked_and_takes_any_letters_and_digits(String keywords, boolean isFree) {
        assertThat(only("{\"type\":\"string\",%s}".formatted(keywords.replace('\'', '"'))).isFree()).isEqualTo(isFree);
    }

    @Test
    void what_is_to_be_kept_from_sight_is_masked_and_so_is_all_that_is_in_it() {
        var fields = Fields.of(Schema.of("""
                {"type": "object", "properties": {"plain": {"type": "string"},
                 "password": {"type": "string", "format": "password"}, "token": {"type": "string", "writeOnly": true},
                 "seeds": {"type": "array", "items": {"type": "string", "writeOnly": true}},
                 "tls": {"type": "object", "writeOnly": true, "properties": {"key": {"type": "string"}}},
                 "any": {"type": "object"}}}"""));
        assertThat(fields.shown().stream().filter(FormField::isMasked).map(FormField::id)).containsExactly(
                "value.password", "value.token", "value.seeds", "value.tls.key", "value.any");
    }

    @Test
    void what_has_to_be_filled_in_is_required_but_not_in_a_part_that_may_be_left_out() {
        var fields = Fields.of(Schema.of("""
                {"type": "object", "required": ["host", "on"], "properties": {"host": {"type": "string"},
                 "port": {"type": "integer"}, "on": {"type": "boolean"},
                 "tls": {"type": "object", "required": ["key"], "properties": {"key": {"type": "string"}}}}}"""));
        assertThat(fields.shown().stream().filter(FormField::isRequired).map(FormField::id))
                .containsExactly("value.host");
        assertThat(fields.shown().stream().filter(FormField::isOptional).map(FormField::id))
                .containsExactly("value.port", "value.tls");
        assertThat(fields.list().getLast().hint()).isEqualTo("Leave all of it empty to leave it out.");
        assertThat(fields.editing().shown()).noneMatch(FormField::isRequired).noneMatch(FormField::isOptional);
        assertThat(fields.editing().shown().stream().filter(FormField::isRemovable).map(FormField::removeId))
                .containsExactly("value.port:remove", "value.tls:remove");
    }

    @ParameterizedTest
    @CsvSource({
            "api_key, API key", "clientEmail, Client email", "host, Host", "HTTPServerUrl, HTTP server URL",
            "user-name, User name", "x5t, X5t", "a.b, a.b", "Größe, Größe", "'', (no name)", "_, _", "a__b, a__b",
            "dbURL2, Db url2"
    })
    void a_label_is_made_of_the_name_where_there_is_no_title(String name, String label) {
        assertThat(FormFieldWords.readable(name)).isEqualTo(label);
    }

    @Test
    void titles_are_somebody_elses_text_and_come_in_one_line_of_a_sane_length() {
        var field = only("{\"type\": \"integer\", \"title\": \"a\\u0000\\u202eb\\n<b>  c\"}");
        assertThat(field.label()).isEqualTo("a b <b> c");
        assertThat(only("{\"type\": \"integer\", \"title\": \"%s\"}".formatted("x".repeat(5_000))).label()).hasSize(80)
                .endsWith("…");
        assertThat(only("{\"type\": \"integer\", \"title\": \"\\u0007 \"}").label()).isEqualTo("Value");
        assertThat(
                only("{\"type\": \"integer\", \"description\": \"%s\"}".formatted("y ".repeat(5_000))).hint().length())
                .isLessThan(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type": "string", "description": "Who signs in"}                | Who signs in.
            {"type": "string", "examples": ["eu-1"]}                         | For example eu-1
            {"type": "string", "description": "Such as eu-1.", "examples": ["eu-1"]} | Such as eu-1.
            {"type": "string", "minLength": 8, "maxLength": 64}              | 8 to 64 characters.
            {"type": "string", "minLength": 40, "maxLength": 40}             | 40 characters.
            {"type": "string", "minLength": 8}                               | At least 8 characters.
            {"type": "string", "maxLength": 20}                              | Up to 20 characters.
            {"type": "string", "format": "date"}                             | A date such as 2026-11-21.
            {"type": "string", "pattern": "^a+$"}                            | Must match ^a+$
            {"type": "string", "pattern": "^a+$", "description": "Only a."}  | Only a.
            {"type": "integer"}                                              | A whole number.
            {"type": "integer", "minimum": 1, "maximum": 65535}              | A whole number from 1 to 65535.
            {"type": "number", "exclusiveMinimum": 0}                        | A number, more than 0.
            {"type": "array", "items": {"type": "string"}, "maxItems": 5}    | One a line. Up to 5.
            {"type": "object"}                                               | Write it as JSON.
            """)
    void a_hint_says_what_is_asked_for_in_words(String property, String hint) {
        var field = Fields.of(Schema.of("{\"type\": \"object\", \"properties\": {\"it\": %s}}".formatted(property)))
                .list().getFirst();
        assertThat(field.hint()).isEqualTo(hint);
    }

    @Test
    void numbers_and_addresses_bring_their_keyboard() {
        assertThat(only("{\"type\": \"integer\", \"minimum\": 0}").inputmode()).isEqualTo("numeric");
        assertThat(only("{\"type\": \"number\", \"minimum\": 0}").inputmode()).isEqualTo("decimal");
        assertThat(only("{\"type\": \"integer\"}").inputmode()).isNull();
        assertThat(only("{\"type\": \"string\", \"format\": \"email\"}").inputmode()).isEqualTo("email");
    }

    @Test
    void a_new_field_has_its_default_and_a_masked_one_or_a_stored_one_has_none() {
        var schema = Schema
                .of("""
                {"type": "object", "properties": {"port": {"type": "integer", "default": 5432},
                 "pin": {"type": "string", "writeOnly": true, "default": "hunter2"}, "on": {"type": "boolean", "default": true},
                 "level": {"enum": ["a", "b"], "default": "b"}, "hosts": {"items": {"type": "string"}, "default": ["x", "y"]},
                 "scopes": {"items": {"enum": ["r", "w"]}, "default": ["w"]}, "odd": {"type": "string", "default": {"a": 1}}}}""");
        var fields = Fields.of(schema).list();
        assertThat(fields).extracting(FormField::value).startsWith("5432", "").element(4).isEqualTo("x\ny");
        assertThat(fields.get(2).isChecked()).isTrue();
        assertThat(chosen(fields.get(3))).isEqualTo("b");
        assertThat(chosen(fields.get(5))).isEqualTo("w");
        assertThat(fields.get(6).value()).isEmpty();
        assertThat(Fields.of(schema).editing().list()).allMatch(field -> field.value().isEmpty());
        assertThat(chosen(Fields.of(schema).editing().list().get(3))).isEqualTo("Keep the current one");
        assertThat(chosen(Fields.of(schema).editing().list().get(2))).isEqualTo("Keep the current one");
    }

    @Test
    void up_to_five_are_radio_buttons_and_more_are_a_select() {
        assertThat(only("{\"enum\": [1, 2, 3, 4, 5]}").isSelect()).isFalse();
        assertThat(only("{\"enum\": [1, 2, 3, 4, 5, 6]}").isSelect()).isTrue();
        assertThat(only("{\"enum\": [1, 2, 3, 4, 5, 6]}").choices()).extracting(Choice::label).startsWith("Choose one");
        assertThat(only("{\"type\": \"object\", \"properties\": {\"a\": {\"enum\": [1, 2]}}}").children().getFirst()
                .choices()).extracting(Choice::label).containsExactly("Not set", "1", "2");
    }

    @Test
    void of_alternatives_the_chosen_ones_fields_are_shown() {
        var schema = Schema.of(PartsTest.SIGN_IN);
        var fields = Fields.of(schema);
        assertThat(ids(fields)).isEqualTo("value value.host value:choice value.token");
        assertThat(fields.list().getLast().choices()).extracting(Choice::label).containsExactly("By token",
                "User, Password");
        try (var parts = parts(schema, "value:choice", ":1")) {
            assertThat(ids(fields.with(parts)))
                    .isEqualTo("value value.host value:choice value.user value.password");
        }
        assertThat(ids(fields.editing())).isEqualTo("value value.host value:choice");
        assertThat(chosen(fields.editing().list().getLast())).isEqualTo("Keep the current one");
    }

    @Test
    void alternatives_that_only_require_stand_apart() {
        var fields = Fields.of(Schema.of("""
                {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "url": {"type": "string"},
                 "host": {"type": "string"}, "port": {"type": "integer"}},
                 "oneOf": [{"required": ["url"]}, {"required": ["host", "port"]}]}"""));
        var choice = fields.list().getLast();
        assertThat(fields.list()).extracting(FormField::id).containsExactly("value.name", "value:choice");
        assertThat(choice.alternatives()).extracting(FormField.Alternative::title).containsExactly("URL", "Host, Port");
        assertThat(choice.alternatives().getLast().fields()).extracting(FormField::id)
                .containsExactly("value.host", "value.port");
        assertThat(choice.alternatives().getLast().fields()).allMatch(FormField::isRequired);
    }

    @Test
    void a_reference_that_leads_back_ends_as_json() {
        var fields = Fields.of(Schema.of("""
                {"$ref": "#/$defs/node", "$defs": {"node": {"type": "object", "properties": {
                  "name": {"type": "string"}, "next": {"$ref": "#/$defs/node"}}}}}"""));
        assertThat(fields.list()).extracting(FormField::kind).containsExactly(Kind.TEXT, Kind.JSON);
        assertThat(Fields.of(Schema.of("""
                {"properties": {"it": {"$ref": "#"}}}""")).shown()).hasSizeLessThan(5);
        assertThat(Fields.of(Schema.of("""
                {"properties": {"it": {"anyOf": [{"type": "null"}, {"$ref": "#/properties/it"}]}}}""")).list())
                .extracting(FormField::kind).containsExactly(Kind.JSON);
        assertThat(Fields.of(Schema.of("""
                {"oneOf": [{"$ref": "#"}], "properties": {"it": {"type": "string"}}}""")).shown()).hasSizeLessThan(5);
    }

    @Test
    void a_reference_may_name_an_anchor() {
        assertThat(Fields
                .of(Schema
                        .of("""
                {"properties": {"it": {"$ref": "#port"}}, "$defs": {"port": {"$anchor": "port", "type": "integer"}}}"""))
                .list()).extracting(FormField::kind).containsExactly(Kind.NUMBER);
    }

    @Test
    void what_all_of_say_is_asked_once_and_the_nearer_words_stand() {
        var fields = Fields.of(Schema.of("""
                {"title": "Near", "allOf": [{"title": "Far", "properties": {"a": {"type": "string", "title": "A"}},
                  "required": ["a"]}, {"$ref": "#/$defs/more"}], "properties": {"a": {"minLength": 2}},
                 "$defs": {"more": {"properties": {"b": {"type": "integer"}}}}}"""));
        assertThat(fields.root().label()).isEqualTo("Near");
        assertThat(fields.list()).extracting(FormField::id).containsExactly("value.a", "value.b");
        assertThat(fields.list().getFirst()).matches(FormField::isRequired)
                .matches(field -> field.hint().equals("At least 2 characters."));
    }

    @Test
    void what_only_some_values_have_is_asked_for_and_what_nobody_enters_is_not() {
        var fields = Fields.of(Schema.of("""
                {"properties": {"kind": {"enum": ["a", "b"]}, "seen": {"type": "string", "readOnly": true},
                  "id": {"type": "string", "readOnly": true}}, "required": ["id"],
                 "if": {"properties": {"kind": {"const": "a"}}}, "then": {"properties": {"extra": {"type": "string"}}, "required": ["extra"]}}
                """));
        assertThat(fields.list()).extracting(FormField::id).containsExactly("value.kind", "value.id", "value.extra");
        assertThat(fields.list().getLast().isRequired()).isFalse();
    }

    @Test
    void a_form_has_a_bounded_number_of_fields_and_depth() {
        var many =
                IntStream.range(0, 1_000).mapToObj("\"p%d\": {\"type\": \"string\"}"::formatted).collect(joining(","));
        assertThat(Fields.of(Schema.of("{\"type\": \"object\", \"properties\": {%s}}".formatted(many))).list())
                .extracting(FormField::kind).containsExactly(Kind.JSON);
        var deep =
                "{\"type\": \"object\", \"properties\": {\"a\": ".repeat(8) + "{\"type\": \"string\"}" + "}}".repeat(8);
        assertThat(Fields.of(Schema.of(deep)).shown()).hasSize(7).last().matches(FormField::isJson);
        var each = IntStream.range(0, 20).mapToObj("\"p%d\": {\"$ref\": \"#/$defs/%%s\"}"::formatted)
                .collect(joining(","));
        var defs = IntStream.range(0, 5).mapToObj(i -> "\"d%d\": {\"properties\": {%s}}".formatted(i,
                each.replace("%s", "d" + (i + 1)))).collect(joining(","));
        assertThat(Fields.of(Schema.of("{\"$ref\": \"#/$defs/d0\", \"$defs\": {%s, \"d5\": {\"type\": \"string\"}}}"
                .formatted(defs))).shown()).hasSizeLessThan(200);
    }

    @Test
    void each_mistake_is_at_its_field_and_one_without_a_field_at_the_nearest_around_it() {
        var schema = Schema
                .of("""
                {"properties": {"host": {"type": "string"}, "map": {"type": "object"}, "tls": {"properties": {"key": {"type": "string"}}}}}""");
        var errors = Errors.of("key", "Secret key is required").and("/value/host", "Host is required")
                .and("/value/map/a/0", "Must be text").and("/value/map/b", "Must be short")
                .and("/value/tls/x", "Not known")
                .and("/value/zone", "Not known either").and("value", "Too little");
        var fields = Fields.of(schema).with(errors);
        assertThat(fields.located(errors).entries()).extracting(Errors.Mistake::field)
                .containsExactly("key", "value.host", "value.map", "value.tls", "value");
        assertThat(fields.list()).extracting(FormField::error).containsExactly("Host is required",
                "Must be text. Must be short", "Not known");
        assertThat(fields.root().error()).isEqualTo("Not known either. Too little");
    }

    @Test
    void a_mistake_in_an_alternative_that_is_not_shown_is_at_the_choice() {
        var schema = Schema.of(PartsTest.SIGN_IN);
        assertThat(Fields.of(schema).located(Errors.of("/value/user", "User is required")).byField())
                .containsOnlyKeys("value:choice");
        assertThat(Fields.of(schema).located(Errors.of("/value/nothing", "Not known")).byField())
                .containsOnlyKeys("value");
    }

    @Test
    void what_was_typed_comes_back_but_for_what_is_masked() {
        var schema = Schema.of("""
                {"type": "object", "properties": {"host": {"type": "string"}, "pin": {"type": "string", "writeOnly": true},
                 "level": {"enum": ["a", "b"]}, "hidden": {"enum": ["a", "b"], "writeOnly": true},
                 "on": {"type": "boolean", "default": true}, "map": {"type": "object"}}}""");
        try (var parts = parts(schema, "value.host", "typed-db", "value.pin", "hunter2", "value.level", ":1",
                "value.hidden", ":1",
                "value.on", ":off", "value.map", "{\"a\":\"hunter3\"}", "value.host:remove", "yes")) {
            var fields = Fields.of(schema).with(parts);
            assertThat(fields.list()).extracting(FormField::value).containsExactly("typed-db", "", ":1", "", "", "");
            assertThat(chosen(fields.list().get(2))).isEqualTo("b");
            assertThat(chosen(fields.list().get(3))).isEqualTo("Not set");
            assertThat(fields.list().get(4).isChecked()).isFalse();
            assertThat(fields.list().getFirst().isRemoved()).isTrue();
            assertThat(fields.root().toString()).doesNotContain("hunter", "typed-db");
            assertThat(parts.toString()).isEqualTo("[secret]");
        }
    }

    private static FormField only(String schema) {
        return Fields.of(Schema.of(schema)).root();
    }

    private static String ids(Fields fields) {
        return fields.shown().stream().map(FormField::id).collect(joining(" "));
    }

    private static String chosen(FormField field) {
        return field.choices().stream().filter(Choice::chosen).map(Choice::label).collect(joining(", "));
    }

    static List<FormField> all(Schema schema) {
        return Fields.of(schema).shown();
    }
}
