package dev.coffer.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R13")
class SchemaCheckTest {
    private static final com.networknt.schema.Schema META =
            Formats.registry().getSchema(SchemaLocation.of(SchemaCheck.DIALECT + "schema"));

    /** The text, and each fault as {@code line:column pointer message}, the message as far as it is written here. */
    static Stream<Arguments> brokenJson() {
        return Stream.of(
                arguments("", "1:1  There is no text"),
                arguments("  \n ", "1:1  There is no text"),
                arguments("\uFEFF{}", "1:1  The text begins with an invisible character"),
                arguments("{\"type\": \"string\"\n \"title\": \"A\"}", "2:2  A comma is missing before this"),
                arguments("[1 2]", "1:4  A comma is missing before this"),
                arguments("{\"a\": 1,\n}", "1:8  Nothing follows this comma. Take it away"),
                arguments("[1, ]", "1:3  Nothing follows this comma"),
                arguments("[,1]", "1:2  Nothing stands before this comma"),
                arguments("{\"a\" 1}", "1:6 /a A colon is missing here"),
                arguments("{\"a\": }", "1:7 /a A value is missing here, after the colon"),
                arguments("{\"a\": 1", "1:8  The text ends here, but the { of line 1 isn't closed. Write }"),
                arguments("{\n \"a\": [1,\n 2", "3:3 /a The text ends here, but the [ of line 2 isn't closed. Write ]"),
                arguments("{\n \"a\": [1\n}", "3:1 /a This closes with } what line 2 opens with [. Write ]"),
                arguments("{\"a\": \"b}\n", "1:7 /a The quote that opens here isn't closed on its line. Close it"),
                arguments("{\"a\": \"b}", "1:7 /a The quote that opens here is never closed"),
                arguments("{\"a\": \"b\tc\"}", "1:9 /a A tab stands inside quotes. Write it as \\t"),
                arguments("{\"pattern\": \"^\\d$\"}",
                        "1:15 /pattern A backslash stands alone here. Write two for one: \\\\"),
                arguments("{\"a\": \"\\u12g4\"}", "1:8 /a Write four hexadecimal digits after \\u"),
                arguments("{} {}", "1:4  The JSON ends before this. Take away what follows"),
                arguments("{\"a\": 1,\r\n \"b\": 2,\r\n \"a\": 3}", "3:2 /a This name is in the object twice"),
                arguments("{\"a\": 1, \"\\u0061\": 2}", "1:10 /a This name is in the object twice"),
                arguments("{\"x\": {\"a\": 1, \"a\": 2}, \"a\": 1, \"x\": 2",
                        "1:16 /x/a This name is in the object twice | 1:33 /x This name is in the object twice"
                                + " | 1:39  The text ends here"),
                arguments("{'a': 1}", "1:2  Use straight double quotes"),
                arguments("{\"a\": “b”}", "1:7 /a Use straight double quotes"),
                arguments("{a: 1}", "1:2  A name has to stand here, in double quotes"),
                arguments("{\"a\": True}", "1:7 /a Put text in double quotes"),
                arguments("{\"a\": string}", "1:7 /a Put text in double quotes"),
                arguments("{ // a\n}", "1:3  JSON has no comments"),
                arguments("{\"a\": 1 # b\n}", "1:9  JSON has no comments"),
                arguments("[01]", "1:2 /0 A number doesn't begin with 0"),
                arguments("[1.]", "1:4 /0 A digit is missing here"),
                arguments("[.5]", "1:2 /0 A number begins with a digit or a minus sign"),
                arguments("[1e999999999]", "1:2 /0 This number has more than 400 digits"),
                arguments("[".repeat(30), "1:21 " + "/0".repeat(20) + " This is nested deeper than 20 levels"),
                arguments("{\"é😀\": tru}", "1:9 /é😀 Put text in double quotes"));
    }

    @ParameterizedTest
    @MethodSource("brokenJson")
    void broken_json_is_told_with_its_place_and_what_to_do(String text, String faults) {
        assertThatFaults(text, faults);
    }

    static Stream<Arguments> notSchemas() {
        return Stream.of(
                arguments("[1]", "1:1  A schema is an object"),
                arguments("\"string\"", "1:1  A schema is an object"),
                arguments("{\n \"type\": \"text\"\n}",
                        "2:10 /type type has to be one of array, boolean, integer, null"),
                arguments("{\"type\": [\"string\", \"string\"]}", "1:10 /type type has to be one of"),
                arguments("{\"properties\": {\"a\": \"string\"}}", "1:22 /properties/a A schema has to stand here"),
                arguments("{\"properties\": {\"a/b\": {\"minLength\": -1}}}",
                        "1:38 /properties/a~1b/minLength minLength has to be a whole number from 0 on"),
                arguments("{\"properties\": [], \"required\": true}",
                        "1:16 /properties properties has to be an object with a schema for each name | "
                                + "1:32 /required required has to be a list of names. Write it beside properties"),
                arguments("{\"required\": [\"a\", \"a\"]}",
                        "1:14 /required required has to be a list of names, each once"),
                arguments("{\"items\": [{}]}",
                        "1:11 /items items has to be one schema. For a schema for each place use prefixItems"),
                arguments("{\"anyOf\": []}", "1:11 /anyOf anyOf has to be a list with at least one schema"),
                arguments("{\"allOf\": [1]}", "1:12 /allOf/0 A schema has to stand here"),
                arguments("{\"enum\": []}", "1:10 /enum There is no choice"),
                arguments("{\"multipleOf\": 0}", "1:16 /multipleOf multipleOf has to be a number above 0"),
                arguments("{\"title\": 1, \"minimum\": \"1\", \"writeOnly\": \"yes\"}",
                        "1:11 /title title has to be text | 1:25 /minimum minimum has to be a number | "
                                + "1:43 /writeOnly writeOnly has to be true or false"),
                arguments("{\"$schema\": \"http://json-schema.org/draft-07/schema#\"}",
                        "1:13 /$schema Only JSON Schema 2020-12 is read"),
                arguments("{\"$defs\": {\"a\": {\"$id\": \"b\"}}}",
                        "1:18 /$defs/a/$id Only the schema as a whole may have an $id"),
                arguments("{\"$anchor\": \"1 a\"}", "1:13 /$anchor $anchor has to be a name of letters"));
    }

    @ParameterizedTest
    @MethodSource("notSchemas")
    void what_is_not_a_schema_is_told_at_the_line_and_column_of_its_pointer(String text, String faults) {
        assertThatFaults(text, faults);
    }

    static Stream<Arguments> references() {
        var leaves = "References can't leave this document. Copy the schema into $defs";
        var round = "This comes back to itself without going deeper into the value";
        return Stream.of(
                arguments("{\"$ref\": \"https://example.com/s.json\"}", "1:10 /$ref " + leaves),
                arguments("{\"$ref\": \"file:///etc/passwd\"}", "1:10 /$ref " + leaves),
                arguments("{\"items\": {\"$ref\": \"other.json#/a\"}}", "1:20 /items/$ref " + leaves),
                arguments("{\"$dynamicRef\": \"classpath:x\"}", "1:17 /$dynamicRef " + leaves),
                arguments("{\"$ref\": \"#/$defs/a\"}", "1:10 /$ref There is no schema at this place"),
                arguments("{\"$ref\": \"#/properties\", \"properties\": {}}",
                        "1:10 /$ref There is no schema at this place"),
                arguments("{\"$ref\": \"#nobody\"}", "1:10 /$ref There is no schema at this place"),
                arguments("{\"$ref\": \"#/%zz\"}", "1:10 /$ref There is no schema at this place"),
                arguments("{\"$ref\": \"#\"}", "1:10 /$ref " + round),
                arguments("{\"anyOf\": [{\"$ref\": \"#\"}]}", "1:21 /anyOf/0/$ref " + round),
                arguments(
                        "{\"$defs\": {\"a\": {\"$ref\": \"#/$defs/b\"}, \"b\": {\"not\": {\"$ref\": \"#/$defs/a\"}}}}",
                        "1:62 /$defs/b/not/$ref " + round),
                arguments("{\"$defs\": {\"a\": {\"$anchor\": \"x\"}, \"b\": {\"$anchor\": \"x\"}}}",
                        "1:52 /$defs/b/$anchor Another schema has this anchor"));
    }

    @ParameterizedTest
    @MethodSource("references")
    void references_that_leave_the_document_or_mean_nothing_or_never_end_are_told(String text, String faults) {
        assertThatFaults(text, faults);
    }

    static Stream<Arguments> patterns() {
        return Stream.of(
                arguments("^(?=.*[0-9]).{8,}$", "The pattern looks ahead or behind"),
                arguments("^(?!test)", "The pattern looks ahead or behind"),
                arguments("(?<!a)b", "The pattern looks ahead or behind"),
                arguments("(a)\\\\1", "The pattern refers back to a group"),
                arguments("^(?:(a+)\\\\1?)+$", "The pattern refers back to a group"),
                arguments("a++", "The pattern has a possessive or atomic part"),
                arguments("a{5000}", "The pattern repeats too much"),
                arguments("((x{100}){100}){100}", "The pattern repeats too much"),
                arguments("[a-", "The pattern can't be read. Check its brackets"),
                arguments("(a", "The pattern can't be read"),
                arguments("^[]a]$", "The pattern has an empty class"),
                arguments("[^]", "The pattern has an empty class"),
                arguments("a".repeat(1001), "The pattern is longer than 1000 characters"));
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void a_pattern_that_could_take_for_ever_is_told_with_the_reason(String pattern, String message) {
        assertThatFaults("{\"pattern\": \"%s\"}".formatted(pattern), "1:13 /pattern " + message);
        assertThatFaults(
                "{\"patternProperties\": {\n\"%s\": {}}}".formatted(pattern).replace("a".repeat(1001), "a".repeat(190)),
                pattern.length() > 1000 ? "" : "2:1 /patternProperties/%s %s".formatted(
                        pattern.replace("\\\\", "\\"), message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"^(.*a){20}$", "^(a|b)*$", "^sk_(live|test)_[A-Za-z0-9]{24,247}$", "^\\\\u00e9\\\\p{Letter}+$",
                    "^\\\\p{Script=Greek}$", "^[\\\\w.-]+\\\\/[^/]{1,255}$", "(?<year>[0-9]{4})", "[{}]{2}x{,3}y{z}"})
    void patterns_whose_time_is_bounded_are_accepted(String pattern) {
        assertThatFaults("{\"pattern\": \"%s\"}".formatted(pattern), "");
    }

    @Test
    void what_is_larger_or_deeper_than_the_limits_is_told() {
        assertThatFaults("{\"title\": \"%s\"}".formatted("é".repeat(17_000)), "1:1  The schema is longer than 32 KB");
        assertThatFaults("{\"anyOf\": [%s]}".formatted(each(51, i -> "{}")),
                "1:11 /anyOf anyOf has more than 50 schemas");
        assertThatFaults("{\"enum\": [%s]}".formatted(each(201, Integer::toString)),
                "1:10 /enum There are more than 200 choices");
        assertThatFaults("{\"properties\": {%s}}".formatted(each(101, i -> "\"f%d\": {}".formatted(i))),
                "1:16 /properties There are more than 100 fields");
        assertThatFaults("{\"$defs\": {%s}}".formatted(each(500, i -> "\"d%d\": {}".formatted(i))),
                "1:5898 /$defs/d499 There are more than 500 schemas in this one");
        assertThatFaults("{\"title\": \"%s\"}".formatted("a".repeat(201)),
                "1:11 /title The title is longer than 200 characters");
        assertThatFaults("{\"properties\": {\"%s\": {}}}".formatted("a".repeat(201)),
                "1:17 /properties/%s This name is longer than 200 characters".formatted("a".repeat(201)));
    }

    @Test
    void references_that_double_the_work_at_each_step_are_told_once_and_those_that_grow_with_the_value_are_not() {
        var doubling = each(12, i -> "\"d%d\": {\"allOf\": [{\"$ref\": \"#/$defs/d%d\"}, {\"$ref\": \"#/$defs/d%d\"}]}"
                .formatted(i, i + 1, i + 1));
        assertThat(messages("{\"$defs\": {%s, \"d12\": {}}}".formatted(doubling)))
                .containsExactly(
                        "Through its references this checks one place of a value more than 1000 times. Make it simpler");
        assertThat(messages("{\"$defs\": {%s, \"c60\": {}}}".formatted(each(60,
                i -> "\"c%d\": {\"$ref\": \"#/$defs/c%d\"}".formatted(i, i + 1)))))
                .containsExactly(
                        "This goes through more than 40 schemas without going deeper into the value. Make it simpler");
        assertThatFaults("{\"properties\": {\"a\": {\"$ref\": \"#\"}, \"b\": {\"items\": {\"$ref\": \"#\"}}}}", "");
    }

    @Test
    void what_cannot_be_seen_in_names_and_texts_is_told() {
        assertThatFaults("{\"title\": \"a\\u0000b\"}", "1:11 /title This text has the control character U+0000");
        assertThatFaults("{\"title\": \"a\\nb\"}", "1:11 /title This text has the control character U+000A");
        assertThatFaults("{\"description\": \"a\\nb\"}", "");
        assertThatFaults("{\"description\": \"a\\u202eb\"}",
                "1:17 /description This text has the character U+202E, which turns the direction of text");
        assertThatFaults("{\"properties\": {\"\\u001b\": {}}}",
                "1:17 /properties/\u001b This name has the control character U+001B");
        assertThatFaults("{\"enum\": [\"\\ud800\"]}", "1:11 /enum/0 This text has half of a character, U+D800");
    }

    @Test
    void odd_schemas_are_accepted() {
        for (var odd : List.of("true", "false", "{}", "{\"nobody\": {\"$ref\": 1}}", "{\"format\": \"nobody-knows\"}",
                "{\"$id\": \"https://example.com/type.json\", \"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {}}}",
                "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema#\"}",
                "{\"$defs\": {\"a b%\": {\"$anchor\": \"x\"}}, \"allOf\": [{\"$ref\": \"#x\"}, {\"$ref\": \"#/$defs/a%20b%25\"}]}",
                "{\"$dynamicAnchor\": \"node\", \"items\": {\"$dynamicRef\": \"#node\"}}",
                "{\"properties\": {\"__proto__\": {}, \"constructor\": {}, \"\": {}, \"$ref\": {}, \"$id\": {\"const\": {\"$id\": 1}}}}",
                "{\"const\": {\"$ref\": \"https://example.com\", \"type\": 1}}",
                "{\"unevaluatedProperties\": false}")) {
            assertThatFaults(odd, "");
        }
    }

    @ParameterizedTest
    @EnumSource(Keyword.class)
    void what_the_specifications_own_schema_refuses_is_refused(Keyword keyword) {
        for (var value : List.of("1", "0", "-1", "1.5", "true", "null", "\"a\"", "\"string\"", "\"#\"", "\"a b\"", "[]",
                "[1]",
                "[\"string\"]", "[\"a\", \"a\"]", "[{}]", "{}", "{\"a\": 1}", "{\"a\": {}}", "{\"a\": [\"b\"]}",
                "{\"a\": [1]}",
                "{\"a\": true}", "{\"https://a\": true}", "\"\"")) {
            var text = "{\"items\": {\"%s\": %s}}".formatted(keyword.written, value);
            if (!META.validate(text, InputFormat.JSON).isEmpty()) {
                assertThat(messages(text)).as(text).isNotEmpty();
            }
        }
    }

    @Test
    void the_offset_leads_to_the_place_in_the_text() {
        var text = "{\r\n  \"properties\": {\n\"é\": {\"type\": \"strin\"}}}";
        var refused = (SchemaCheck.Refused) SchemaCheck.check(text);
        var fault = refused.faults().getFirst();
        assertThat(text.substring(fault.offset())).startsWith("\"strin\"");
        assertThat(fault.line()).isEqualTo(3);
        assertThat(fault.pointer()).isEqualTo("/properties/é/type");
    }

    private static void assertThatFaults(String text, String faults) {
        var found = faults(text).stream()
                .map(fault -> "%d:%d %s %s".formatted(fault.line(), fault.column(), fault.pointer(),
                        fault.message()))
                .toList();
        var expected = faults.isEmpty() ? new String[0] : faults.split(" \\| ");
        assertThat(found).as(text.substring(0, Math.min(200, text.length()))).hasSize(expected.length);
        for (var i = 0; i < expected.length; i++) {
            assertThat(found.get(i)).startsWith(expected[i]);
        }
    }

    private static List<String> messages(String text) {
        return faults(text).stream().map(Fault::message).toList();
    }

    private static List<Fault> faults(String text) {
        return switch (SchemaCheck.check(text)) {
            case SchemaCheck.Accepted accepted -> List.of();
            case SchemaCheck.Refused(var faults) -> faults;
        };
    }

    private static String each(int count, java.util.function.IntFunction<String> one) {
        return IntStream.range(0, count).mapToObj(one).collect(Collectors.joining(", "));
    }
}
