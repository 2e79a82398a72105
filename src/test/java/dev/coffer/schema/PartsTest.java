package dev.coffer.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.Plaintext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R14")
class PartsTest {
    static final String SIGN_IN = """
            {"type": "object", "required": ["host", "kind"], "properties": {"host": {"type": "string"}, "kind": {"type": "string"}},
             "oneOf": [
               {"title": "By token", "required": ["token"], "properties": {"kind": {"const": "token"}, "token": {"type": "string", "writeOnly": true}}},
               {"required": ["user", "password"], "properties": {"kind": {"const": "login"}, "user": {"type": "string"},
                 "password": {"type": "string", "writeOnly": true}}}]}""";

    private static final Schema LOGIN = Schema.of("""
            {"type": "object", "required": ["host", "password"], "properties": {
              "host": {"type": "string"}, "port": {"type": "integer", "default": 5432},
              "password": {"type": "string", "writeOnly": true}, "tls": {"type": "boolean"}}}""");
    private static final Schema TUNNEL = Schema
            .of("""
            {"type": "object", "required": ["host"], "properties": {"host": {"type": "string"},
              "ssh": {"type": "object", "required": ["user", "strict"], "properties": {"user": {"type": "string"},
                "port": {"type": "integer", "default": 22}, "strict": {"type": "boolean"}, "kind": {"const": "ssh"}}}}}""");
    private static final Schema AUTH = Schema.of("""
            {"type": "object", "properties": {"auth": {"oneOf": [
              {"title": "Token", "type": "string"}, {"title": "Number", "type": "integer"},
              {"title": "Login", "type": "object", "required": ["user"], "properties": {"user": {"type": "string"},
                "pin": {"type": "string"}}},
              {"title": "Key", "type": "object", "required": ["user", "pem"], "properties": {"user": {"type": "string"},
                "pem": {"type": "string"}}}]}}}""");

    @Test
    void an_object_is_made_of_its_fields_in_the_order_of_the_schema() {
        assertThat(alone(LOGIN, "value.password", "p\"w\\d\n\t\u0001é😀", "value.host", "db", "value.port", "5432",
                "value.tls", ":off", "value.tls", ":yes")).isEqualTo(
                        "{\"host\":\"db\",\"port\":5432,\"password\":\"p\\\"w\\\\d\\n\\t\\u0001é😀\",\"tls\":true}");
    }

    @Test
    void what_stays_empty_is_left_out() {
        assertThat(alone(LOGIN, "value.host", "db", "value.port", "", "value.tls", ":off"))
                .isEqualTo("{\"host\":\"db\"}");
        assertThat(alone(LOGIN)).isEqualTo("{}");
    }

    @Test
    void a_part_that_nobody_filled_in_is_left_out_with_its_defaults_and_constants() {
        assertThat(alone(TUNNEL, "value.host", "db", "value.ssh.port", "22", "value.ssh.user", "", "value.ssh.strict",
                ":off")).isEqualTo("{\"host\":\"db\"}");
        assertThat(alone(TUNNEL, "value.host", "db", "value.ssh.port", "2222", "value.ssh.strict", ":off"))
                .isEqualTo("{\"host\":\"db\",\"ssh\":{\"port\":2222,\"strict\":false,\"kind\":\"ssh\"}}");
    }

    @ParameterizedTest
    @CsvSource({
            "5432, 5432", "' 5432 ', 5432", "0, 0", "-1, -1", "1.50, 1.50", "1E400, 1E400", "1e1000, '\"1e1000\"'",
            "007, '\"007\"'", "+5, '\"+5\"'", "5., '\"5.\"'", ".5, '\".5\"'", "'1,000', '\"1,000\"'",
            "0x1F, '\"0x1F\"'",
            "NaN, '\"NaN\"'", "ten, '\"ten\"'", "100000000000000000000001, 100000000000000000000001", "٣, '\"٣\"'"
    })
    void a_number_keeps_its_digits_and_what_is_none_stays_text_for_the_check(String typed, String json) {
        var schema = Schema.of("{\"properties\": {\"n\": {\"type\": \"number\"}}}");
        assertThat(alone(schema, "value.n", typed)).isEqualTo("{\"n\":" + json + "}");
    }

    @Test
    void texts_are_kept_byte_for_byte_at_the_root() {
        var text = Schema.of("{\"type\": \"string\"}");
        assertThat(alone(text, "value", " a\"\n ")).isEqualTo(" a\"\n ");
        assertThat(onto(text, "old", "value", "")).isEqualTo("old");
        assertThat(onto(text, "old", "value", "new")).isEqualTo("new");
        var one = Schema.of("{\"type\": \"string\", \"enum\": [\"eu\\\"1\", \"us\"]}");
        assertThat(alone(one, "value", ":0")).isEqualTo("eu\"1");
        assertThat(alone(one)).isEmpty();
        assertThat(onto(one, "us", "value", ":keep")).isEqualTo("us");
        assertThat(alone(Schema.of("{\"type\": \"string\", \"const\": \"x\"}"))).isEqualTo("x");
    }

    @Test
    void other_values_at_the_root_are_json() {
        assertThat(alone(Schema.of("{\"type\": \"integer\"}"), "value", "5432")).isEqualTo("5432");
        assertThat(alone(Schema.of("{\"type\": \"integer\"}"), "value", "")).isEmpty();
        assertThat(alone(Schema.of("{\"type\": \"boolean\"}"), "value", ":off")).isEqualTo("false");
        assertThat(onto(Schema.of("{\"type\": \"boolean\"}"), "true", "value", ":keep")).isEqualTo("true");
        assertThat(onto(Schema.of("{\"type\": \"boolean\"}"), "true", "value", ":no")).isEqualTo("false");
        assertThat(alone(Schema.of("{\"enum\": [1, \"b\", null]}"), "value", ":2")).isEqualTo("null");
        assertThat(alone(Schema.of("{\"items\": {\"type\": \"string\"}}"), "value", "a\n\n b\"\n"))
                .isEqualTo("[\"a\",\" b\\\"\"]");
        assertThat(alone(Schema.of("{\"items\": {\"type\": \"integer\"}}"), "value", "1\n x\n 3 "))
                .isEqualTo("[1,\" x\",3]");
        assertThat(
                alone(Schema.of("{\"items\": {\"enum\": [\"a\", \"b\", 3]}}"), "value", ":off", "value", ":2", "value",
                        ":0"))
                .isEqualTo("[\"a\",3]");
        assertThat(alone(Schema.of("{\"type\": \"object\"}"), "value", "{ \"a\" : 1.0 }")).isEqualTo("{ \"a\" : 1.0 }");
        assertThat(alone(Schema.of("{\"type\": \"object\"}"), "value", "{ a")).isEqualTo("{ a");
    }

    @Test
    void json_in_a_field_is_kept_as_it_was_typed_and_what_is_none_stays_text() {
        var schema = Schema.of("{\"properties\": {\"map\": {\"type\": \"object\"}}}");
        assertThat(alone(schema, "value.map", " {\"b\": 1.0}\n")).isEqualTo("{\"map\": {\"b\": 1.0}\n}");
        assertThat(alone(schema, "value.map", "{\"b\": ")).isEqualTo("{\"map\":\"{\\\"b\\\": \"}");
        assertThat(alone(schema, "value.map", "{}, \"x\": {}")).isEqualTo("{\"map\":\"{}, \\\"x\\\": {}\"}");
        assertThat(alone(schema, "value.map", "{\"a\":1,\"a\":2}")).startsWith("{\"map\":\"");
    }

    @Test
    void what_may_be_null_and_is_required_is_null_where_nobody_enters_it() {
        var schema = Schema.of("{\"required\": [\"a\"], \"properties\": {\"a\": {\"type\": [\"string\", \"null\"]}, "
                + "\"b\": {\"type\": [\"string\", \"null\"]}}}");
        assertThat(alone(schema, "value.a", "", "value.b", "")).isEqualTo("{\"a\":null}");
    }

    @Test
    void one_field_is_rotated_alone() {
        var stored = "{\"host\": \"db\", \"port\": 5432.0, \"password\": \"o\\u006cd\", \"more\": [1, {\"a\": 1e2}]}";
        assertThat(onto(LOGIN, stored, "value.password", "new", "value.host", ""))
                .isEqualTo("{\"host\":\"db\",\"port\":5432.0,\"password\":\"new\",\"more\":[1, {\"a\": 1e2}]}");
        assertThat(onto(LOGIN, stored, "value.port", "1"))
                .isEqualTo("{\"host\":\"db\",\"port\":1,\"password\":\"o\\u006cd\",\"more\":[1, {\"a\": 1e2}]}");
        assertThat(onto(LOGIN, stored, "value.password", "")).isEqualTo(stored);
        assertThat(onto(TUNNEL, "{\"host\":\"a\", \"ssh\": { \"user\": \"u\", \"strict\": true, \"kind\": \"ssh\" } }",
                "value.host", "b"))
                .isEqualTo("{\"host\":\"b\",\"ssh\":{ \"user\": \"u\", \"strict\": true, \"kind\": \"ssh\" }}");
    }

    @Test
    void an_optional_part_is_removed_and_a_required_one_is_not() {
        var stored = "{\"host\":\"db\",\"port\":1,\"password\":\"old\",\"tls\":true}";
        assertThat(
                onto(LOGIN, stored, "value.port:remove", "yes", "value.tls:remove", "yes", "value.host:remove", "yes"))
                .isEqualTo("{\"host\":\"db\",\"password\":\"old\"}");
        assertThat(onto(LOGIN, stored, "value.port:remove", "yes", "value.port", "2")).contains("\"port\":2");
        var tunnel = "{\"host\":\"db\",\"ssh\":{\"user\":\"u\",\"strict\":true,\"kind\":\"ssh\"}}";
        assertThat(onto(TUNNEL, tunnel, "value.ssh:remove", "yes")).isEqualTo("{\"host\":\"db\"}");
        assertThat(onto(TUNNEL, tunnel, "value.ssh.user", "v"))
                .isEqualTo("{\"host\":\"db\",\"ssh\":{\"user\":\"v\",\"strict\":true,\"kind\":\"ssh\"}}");
        assertThat(onto(TUNNEL, "{\"host\":\"db\"}", "value.ssh.user", "", "value.ssh.strict", ":keep"))
                .isEqualTo("{\"host\":\"db\"}");
    }

    @Test
    void yes_no_and_choices_keep_what_is_stored_until_another_is_chosen() {
        var schema =
                Schema.of("{\"properties\": {\"on\": {\"type\": \"boolean\"}, \"level\": {\"enum\": [\"a\", \"b\"]}, "
                        + "\"scopes\": {\"items\": {\"enum\": [\"r\", \"w\"]}}, \"hosts\": {\"items\": {\"type\": \"string\"}}}}");
        var stored = "{\"on\":true,\"level\":\"a\",\"scopes\":[\"r\"],\"hosts\":[\"x\"]}";
        assertThat(
                onto(schema, stored, "value.on", ":keep", "value.level", ":keep", "value.scopes", ":off", "value.hosts",
                        ""))
                .isEqualTo(stored);
        assertThat(
                onto(schema, stored, "value.on", ":no", "value.level", ":1", "value.scopes", ":1", "value.hosts", "y"))
                .isEqualTo("{\"on\":false,\"level\":\"b\",\"scopes\":[\"w\"],\"hosts\":[\"y\"]}");
    }

    @Test
    void a_box_that_nobody_ticked_is_a_no_where_an_answer_is_due() {
        var schema =
                Schema.of("{\"required\": [\"a\"], \"properties\": {\"a\": {\"type\": \"boolean\"}, \"b\": {\"type\": "
                        + "\"boolean\"}, \"c\": {\"type\": \"boolean\", \"default\": true}}}");
        assertThat(alone(schema, "value.a", ":off", "value.b", ":off", "value.c", ":off"))
                .isEqualTo("{\"a\":false,\"c\":false}");
        assertThat(onto(schema, "{\"b\":true}", "value.a", ":keep", "value.b", ":keep", "value.c", ":keep"))
                .isEqualTo("{\"b\":true}");
    }

    @Test
    void an_alternative_brings_its_constants_and_another_one_drops_what_only_the_first_has() {
        var schema = Schema.of(SIGN_IN);
        var token = "{\"host\":\"db\",\"kind\":\"token\",\"token\":\"t\"}";
        assertThat(alone(schema, "value.host", "db", "value.token", "t")).isEqualTo(token);
        assertThat(alone(schema, "value.host", "db", "value:choice", ":1", "value.token", "t", "value.user", "u"))
                .isEqualTo("{\"host\":\"db\",\"kind\":\"login\",\"user\":\"u\"}");
        assertThat(onto(schema, token, "value:choice", ":keep", "value.user", "u")).isEqualTo(token);
        assertThat(onto(schema, token, "value:choice", ":0", "value.token", "")).isEqualTo(token);
        assertThat(onto(schema, token, "value:choice", ":0", "value.token", "new"))
                .isEqualTo("{\"host\":\"db\",\"kind\":\"token\",\"token\":\"new\"}");
        assertThat(onto(schema, token, "value:choice", ":1", "value.user", "u", "value.password", "p"))
                .isEqualTo("{\"host\":\"db\",\"kind\":\"login\",\"user\":\"u\",\"password\":\"p\"}");
    }

    @Test
    void alternatives_of_a_property_keep_what_they_share_and_nothing_of_another_kind() {
        assertThat(alone(AUTH, "value.auth", "t")).isEqualTo("{\"auth\":\"t\"}");
        assertThat(alone(AUTH, "value.auth:choice", ":1", "value.auth", "7")).isEqualTo("{\"auth\":7}");
        assertThat(alone(AUTH, "value.auth:choice", ":2", "value.auth", "", "value.auth.user", "")).isEqualTo("{}");
        assertThat(alone(AUTH, "value.auth:choice", ":2", "value.auth.user", "u"))
                .isEqualTo("{\"auth\":{\"user\":\"u\"}}");
        var login = "{\"auth\":{\"user\":\"u\",\"pin\":\"1\"}}";
        assertThat(onto(AUTH, login, "value.auth:choice", ":3", "value.auth.pem", "k"))
                .isEqualTo("{\"auth\":{\"user\":\"u\",\"pem\":\"k\"}}");
        assertThat(onto(AUTH, login, "value.auth:choice", ":0", "value.auth", "")).isEqualTo("{}");
        assertThat(onto(AUTH, "{\"auth\":5}", "value.auth:choice", ":2", "value.auth.user", "u"))
                .isEqualTo("{\"auth\":{\"user\":\"u\"}}");
        assertThat(onto(AUTH, login, "value.auth:choice", ":keep", "value.auth:remove", "yes")).isEqualTo("{}");
        assertThat(onto(AUTH, login, "value.auth:choice", ":keep")).isEqualTo(login);
    }

    @Test
    void an_alternative_that_has_nothing_to_fill_in_is_entered_by_choosing_it() {
        var schema = Schema.of("""
                {"properties": {"auth": {"oneOf": [{"properties": {"pin": {"type": "string"}}},
                  {"title": "None", "required": ["kind"], "properties": {"kind": {"const": "none"}}}]}}}""");
        assertThat(alone(schema, "value.auth:choice", ":1")).isEqualTo("{\"auth\":{\"kind\":\"none\"}}");
        assertThat(alone(schema, "value.auth:choice", ":0")).isEqualTo("{}");
        assertThat(onto(schema, "{\"auth\":{\"pin\":\"1\"}}", "value.auth:choice", ":1"))
                .isEqualTo("{\"auth\":{\"kind\":\"none\"}}");
    }

    @ParameterizedTest
    @CsvSource({"'\"a\\q\"'", "'\"a'", "'{\"host\":\"a\\'", "'{\"host\":\"\"\"}'", "'{\"host\":\"a\"'",
            "'{\"host\":01}'"})
    void what_is_almost_json_is_none(String stored) {
        assertThat(onto(LOGIN, stored, "value.port", "1")).isEqualTo("{\"port\":1}");
    }

    @Test
    void what_is_stored_and_is_no_such_value_is_as_if_it_were_empty() {
        assertThat(onto(LOGIN, "hunter2", "value.host", "db")).isEqualTo("{\"host\":\"db\"}");
        assertThat(onto(LOGIN, "hunter2")).isEqualTo("{}");
        assertThat(onto(LOGIN, "[1]", "value.host", "db")).isEqualTo("{\"host\":\"db\"}");
        assertThat(onto(LOGIN, "{\"host\":\"x\"} {}", "value.host", "db")).isEqualTo("{\"host\":\"db\"}");
        assertThat(onto(TUNNEL, "{\"host\":\"db\",\"ssh\":5}", "value.ssh.user", "u"))
                .contains("\"ssh\":{\"user\":\"u\"");
        assertThat(onto(TUNNEL, "{\"host\":\"db\",\"ssh\":5}", "value.host", "x"))
                .isEqualTo("{\"host\":\"x\",\"ssh\":5}");
    }

    @Test
    void the_whole_value_as_one_text_is_kept_byte_for_byte() {
        try (var parts = Parts.whole(Plaintext.ofText("{ \"host\" : 1 }\n")); var made = parts.alone(LOGIN)) {
            assertThat(new String(made.expose(), UTF_8)).isEqualTo("{ \"host\" : 1 }\n");
            assertThat(parts.isEmpty()).isFalse();
        }
        try (var parts = Parts.whole(Plaintext.ofText("")); var stored = Plaintext.ofText("{}");
                var made = parts.onto(LOGIN, stored)) {
            assertThat(parts.isEmpty()).isTrue();
            assertThat(new String(made.expose(), UTF_8)).isEqualTo("{}");
        }
    }

    @Test
    void nothing_entered_is_told_from_something() {
        assertThat(isEmpty(LOGIN, "value.host", "", "value.tls", ":keep", "value.port", "")).isTrue();
        assertThat(isEmpty(LOGIN)).isTrue();
        assertThat(isEmpty(LOGIN, "value.host", "x")).isFalse();
        assertThat(isEmpty(LOGIN, "value.tls", ":no")).isFalse();
        assertThat(isEmpty(LOGIN, "value.port:remove", "yes")).isFalse();
        assertThat(isEmpty(Schema.of(SIGN_IN), "value:choice", ":keep")).isTrue();
        assertThat(isEmpty(Schema.of(SIGN_IN), "value:choice", ":1")).isFalse();
    }

    @Test
    void hostile_names_are_names_like_others() {
        var schema = Schema.of("""
                {"type": "object", "properties": {"__proto__": {"type": "string"}, "": {"type": "string"},
                 "a/b~c": {"type": "string"}, "é\\"\\u0000": {"type": "string"}, "constructor": {"type": "object",
                 "properties": {"toString": {"type": "string"}}}}}""");
        assertThat(alone(schema, "value.__proto__", "1", "value.~~", "2", "value.a~2f~b~7e~c", "3",
                FieldId.of("/é\"\0"), "4", "value.constructor.toString", "5")).isEqualTo(
                        "{\"__proto__\":\"1\",\"\":\"2\",\"a/b~c\":\"3\",\"é\\\"\\u0000\":\"4\","
                                + "\"constructor\":{\"toString\":\"5\"}}");
    }

    @Test
    void what_was_typed_is_wiped_on_close() {
        var typed = Plaintext.ofText("hunter2");
        var bytes = typed.expose();
        Parts.of(LOGIN, new Parts.Sent("value.password"::equals, _ -> typed, _ -> List.of())).close();
        assertThat(bytes).containsOnly(0);
    }

    static String alone(Schema schema, String... sent) {
        try (var parts = parts(schema, sent); var made = parts.alone(schema)) {
            return new String(made.expose(), UTF_8);
        }
    }

    static String onto(Schema schema, String stored, String... sent) {
        try (var parts = parts(schema, sent); var old = Plaintext.ofText(stored); var made = parts.onto(schema, old)) {
            return new String(made.expose(), UTF_8);
        }
    }

    private static boolean isEmpty(Schema schema, String... sent) {
        try (var parts = parts(schema, sent)) {
            return parts.isEmpty();
        }
    }

    /** Name, value, name, value … */
    static Parts parts(Schema schema, String... sent) {
        Map<String, List<String>> byName = new TreeMap<>();
        for (var i = 0; i < sent.length; i += 2) {
            byName.merge(sent[i], List.of(sent[i + 1]),
                    (all, more) -> Stream.of(all, more).flatMap(List::stream).toList());
        }
        return Parts.of(schema, new Parts.Sent(byName::containsKey,
                name -> Plaintext.ofText(byName.get(name).getFirst()), name -> byName.getOrDefault(name, List.of())));
    }
}
