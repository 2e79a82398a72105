package dev.coffer.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.SecretKey;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R14")
class VariablesTest {
    private static final String TLS = """
            {"type": "object", "properties": {
              "host": {"type": "string"}, "portNumber": {"type": "integer"}, "ssl": {"type": "boolean"},
              "tls": {"type": "object", "properties": {"cert": {"type": "string"}, "client-key": {"type": "string"}}},
              "tags": {"type": "array", "items": {"type": "string"}}}}""";
    private static final String POSTGRES = """
            {"type": "object", "required": ["user", "password", "host", "database"], "properties": {
              "user": {"type": "string"}, "password": {"type": "string", "writeOnly": true},
              "host": {"type": "string"}, "port": {"type": "integer"}, "database": {"type": "string"},
              "sslmode": {"enum": ["disable", "require"]}},
             "x-coffer-env": {
              "{KEY}_URL": "postgresql://{user|url}:{password|url}@{host}[:{port}]/{database|url}[?sslmode={sslmode}]",
              "PGHOST": "{host}", "PGPORT": "{port}", "PGUSER": "{user}", "PGPASSWORD": "{password}"}}""";

    @Test
    void text_gives_its_key_byte_for_byte() {
        assertThat(given("{\"type\": \"string\"}", " Grüße,\n\"Welt\" \uD83D\uDD11 "))
                .containsExactly(entry("DATABASE", " Grüße,\n\"Welt\" \uD83D\uDD11 "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {
            "integer;~ 5432\n~;5432", "number;1.10;1.10", "number;1e400;1e400", "boolean;true;true",
            "array;[1, \"a\" ];[1, \"a\" ]"})
    void what_is_no_object_gives_its_key_as_it_was_typed(String type, String stored, String text) {
        assertThat(given("{\"type\": \"%s\"}".formatted(type), stored)).containsExactly(entry("DATABASE", text));
    }

    @Test
    void an_object_gives_its_json_as_it_is_stored_and_each_field() {
        var stored = """
                { "host":"db\\u002e1", "portNumber": 5432, "ssl":true,
                  "tls": {"cert": "-----BEGIN\\n\\"x\\"", "client-key": ""}, "tags": ["a",  1.0 ] }
                """;
        assertThat(given(TLS, stored)).containsExactly(entry("DATABASE", stored), entry("DATABASE_HOST", "db.1"),
                entry("DATABASE_PORT_NUMBER", "5432"), entry("DATABASE_SSL", "true"),
                entry("DATABASE_TLS_CERT", "-----BEGIN\n\"x\""), entry("DATABASE_TLS_CLIENT_KEY", ""),
                entry("DATABASE_TAGS", "[\"a\",  1.0 ]"));
        assertThat(Variables.names("DATABASE", Schema.of(TLS))).containsExactly("DATABASE", "DATABASE_HOST",
                "DATABASE_PORT_NUMBER", "DATABASE_SSL", "DATABASE_TLS_CERT", "DATABASE_TLS_CLIENT_KEY",
                "DATABASE_TAGS");
    }

    @Test
    void what_a_value_lacks_or_has_as_null_is_left_out() {
        assertThat(given(TLS, "{\"host\": null, \"ssl\": false, \"tls\": {}, \"more\": 1}"))
                .containsOnlyKeys("DATABASE", "DATABASE_SSL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[] []", "{\"host\": 1, \"host\": 2}", "nonsense"})
    void what_is_no_json_gives_its_key(String stored) {
        assertThat(given(TLS, stored)).containsExactly(entry("DATABASE", stored));
    }

    @ParameterizedTest
    @CsvSource({"clientId,CLIENT_ID", "client-id,CLIENT_ID", "CLIENT_ID,CLIENT_ID", "APIKey,API_KEY", "userID,USER_ID",
            "oauth2Token,OAUTH2_TOKEN", "a.b c,A_B_C", "größe,GR__E", "🔑,_", "2fa,2FA", "PGHOST,PGHOST"})
    void a_field_is_named_in_capitals(String field, String name) {
        assertThat(SecretKey.capitals(field)).isEqualTo(name);
    }

    @Test
    void fields_of_references_and_alternatives_count_too() {
        var schema = """
                {"oneOf": [{"$ref": "#/$defs/token"}, {"properties": {"user": {"type": "string"}}}],
                 "$defs": {"token": {"type": "object", "properties": {"a/b": {"$ref": "#/$defs/x%25y"}}},
                           "x%y": {"type": "object", "properties": {"c": {"type": "string"}}}}}""";
        assertThat(Variables.names("K", Schema.of(schema))).containsExactly("K", "K_A_B_C", "K_USER");
        assertThat(of("K", schema, "{\"a/b\": {\"c\": \"1\"}}")).containsOnlyKeys("K", "K_A_B_C");
    }

    @Test
    void a_shape_that_repeats_gives_its_json() {
        var schema = """
                {"type": "object", "properties": {"name": {"type": "string"}, "next": {"$ref": "#"}}}""";
        assertThat(Variables.names("K", Schema.of(schema))).containsExactly("K", "K_NAME", "K_NEXT");
        assertThat(of("K", schema, "{\"name\": \"a\", \"next\": {\"name\": \"b\"}}"))
                .containsEntry("K_NEXT", "{\"name\": \"b\"}").containsEntry("K_NAME", "a");
    }

    @Test
    void two_fields_with_one_name_are_refused_with_both_places() {
        assertThat(flaws("""
                {"properties": {"tlsCert": {}, "tls": {"properties": {"cert": {}}}}}""")).containsExactly(
                "/properties/tls/properties/cert: /properties/tlsCert and /properties/tls/properties/cert would both give"
                        + " the variable KEY_TLS_CERT. Rename one, or say with x-coffer-env what to give");
        assertThat(flaws("""
                {"x-coffer-env": {}, "properties": {"a-b": {}, "a.b": {}}}""")).isEmpty();
    }

    @Test
    void more_fields_than_a_program_should_get_are_refused() {
        var properties = new StringBuilder();
        for (int i = 0; i < 201; i++) {
            properties.append(i == 0 ? "" : ",").append("\"f%d\": {}".formatted(i));
        }
        assertThat(flaws("{\"properties\": {%s}}".formatted(properties))).singleElement().asString()
                .startsWith(": Its fields would give more than 200 variables");
        assertThat(flaws("{\"properties\": {%s}, \"x-coffer-env\": {\"A\": \"{f200}\"}}".formatted(properties)))
                .isEmpty();
        assertThat(flaws("{\"properties\": {\"%s\": {}}}".formatted("a".repeat(300)))).hasSize(1);
    }

    @Test
    void references_that_multiply_take_no_time() {
        var schema = new StringBuilder("{\"$ref\": \"#/$defs/d0\", \"$defs\": {\"d300\": {\"required\": [\"x\"]}");
        for (int i = 0; i < 300; i++) {
            schema.append(", \"d%d\": {\"%s\": [{\"$ref\": \"#/$defs/d%d\"}, {\"$ref\": \"#/$defs/d%d\"}]}"
                    .formatted(i, i % 2 == 0 ? "allOf" : "oneOf", i + 1, i + 1));
        }
        schema.append("}, \"properties\": {\"x\": {}}, \"x-coffer-env\": {\"{KEY}\": \"{x}\"}}");
        assertThat(flaws(schema.toString())).isEmpty();
    }

    @Test
    void a_template_says_what_to_give_beside_the_key() {
        var stored = """
                {"user": "app", "password": "p@:/?#% \\u00e9[1]", "host": "db.internal", "port": 6432,
                 "database": "my shop", "sslmode": "require"}""";
        assertThat(given(POSTGRES, stored)).containsExactly(
                entry("DATABASE_URL", "postgresql://app:p%40%3A%2F%3F%23%25%20%C3%A9%5B1%5D@db.internal:6432/my%20shop"
                        + "?sslmode=require"),
                entry("PGHOST", "db.internal"), entry("PGPORT", "6432"), entry("PGUSER", "app"),
                entry("PGPASSWORD", "p@:/?#% é[1]"), entry("DATABASE", stored));
        assertThat(given(POSTGRES, """
                {"user": "app", "password": "x", "host": "db", "database": "shop"}"""))
                .containsEntry("DATABASE_URL", "postgresql://app:x@db/shop").doesNotContainKey("PGPORT");
        assertThat(Variables.names("DATABASE", Schema.of(POSTGRES))).containsExactly("DATABASE", "DATABASE_URL",
                "PGHOST", "PGPORT", "PGUSER", "PGPASSWORD");
    }

    @Test
    void postgresql_s_own_driver_reads_the_address_back() {
        var random = new Random(14);
        for (int i = 0; i < 500; i++) {
            var user = text(random, "a@:/?#%&=+ é\\\"'[]{}<>|;,~");
            var password = text(random, "a@:/?#%&=+ é\\\"'[]{}<>|;,~🔑");
            var value = new LinkedHashMap<String, Object>(Map.of("user", user, "password", password, "host",
                    "db.internal", "database", "shop", "port", 6432));
            var url = given(POSTGRES.replace("postgresql://{user|url}:{password|url}@{host}[:{port}]/{database|url}[?",
                    "jdbc:postgresql://{host}[:{port}]/{database|url}?user={user|url}&password={password|url}[&"),
                    Schema.JSON.writeValueAsString(value)).get("DATABASE_URL");
            var read = org.postgresql.Driver.parseURL(url, new Properties());
            assertThat(read).containsEntry("user", user).containsEntry("password", password)
                    .containsEntry("PGHOST", "db.internal").containsEntry("PGPORT", "6432")
                    .containsEntry("PGDBNAME", "shop");
            var uri = URI.create(given(POSTGRES, Schema.JSON.writeValueAsString(value)).get("DATABASE_URL"));
            assertThat(uri.getUserInfo()).isEqualTo(user + ":" + password);
            assertThat(uri.getHost()).isEqualTo("db.internal");
            assertThat(uri.getPath()).isEqualTo("/shop");
        }
    }

    @Test
    void filters_encode_and_names_with_dots_and_braces_are_written_with_a_backslash() {
        var schema =
                """
                {"properties": {"a.b": {"type": "string"}, "c}|": {"properties": {"d": {"type": "array"}}}},
                 "x-coffer-env": {"A": "{{{a\\\\.b}}} [[x]]", "B": "{c\\\\}\\\\|.d}", "C": "{a\\\\.b|base64|url}",
                                  "D": "{a\\\\.b|json}", "E": "{|base64}", "F": "{c\\\\}\\\\|}", "G": "{c\\\\}\\\\|.d|json}"}}""";
        assertThat(flaws(schema)).isEmpty();
        var stored = "{\"a.b\": \"ü\\\"?\", \"c}|\": {\"d\": [ 1]}}";
        assertThat(given(schema, stored)).containsEntry("A", "{ü\"?} [x]").containsEntry("B", "[ 1]")
                .containsEntry("C", "w7wiPw%3D%3D").containsEntry("D", "\"ü\\\"?\"").containsEntry("E",
                        Base64.getEncoder().encodeToString(stored.getBytes(StandardCharsets.UTF_8)))
                .containsEntry("F", "{\"d\": [ 1]}").containsEntry("G", "[ 1]").containsEntry("DATABASE", stored);
    }

    @Test
    void a_text_s_template_uses_value() {
        var schema = """
                {"type": "string", "x-coffer-env": {"{KEY}": "Bearer {value}", "{KEY}_B64": "{value|base64}"}}""";
        assertThat(flaws(schema)).isEmpty();
        assertThat(given(schema, "a b")).containsExactly(entry("DATABASE", "Bearer a b"),
                entry("DATABASE_B64", "YSBi"));
        assertThat(given(schema.replace("string", "integer"), " 12\n")).containsEntry("DATABASE_B64", "MTI=");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '~', value = {
            "\"PGHOST\": \"{hots}\"¦There is no field hots here. There is host, port",
            "\"PGHOST\": \"{host.x}\"¦There is no field x here. Write {value} for the whole value",
            "\"PGHOST\": \"{value}\"¦There is no field value here. There is host, port",
            "\"PGHOST\": \"{host|urls}\"¦There is no filter urls. There is url, base64, json",
            "\"PGHOST\": \"{host\"¦A { has no }. Write {{ for one that is meant as such",
            "\"PGHOST\": \"host}\"¦A } has no {. Write }} for one that is meant as such",
            "\"PGHOST\": \"a]\"¦A ] has no [. Write ]] for one that is meant as such",
            "\"PGHOST\": \"[{host}\"¦A [ has no ]. Write [[ for one that is meant as such",
            "\"PGHOST\": \"[{host}[:{port}]]\"¦Square brackets can't stand in each other",
            "\"PGHOST\": \"[:]\"¦What stands in square brackets has no field. Write [[ and ]] for brackets that are meant as such",
            "\"PGHOST\": 1¦The variable's text is a string, such as \"{host}:{port}\"",
            "\"PG-HOST\": \"{host}\"¦This is no name of a variable. Use letters, digits and underscores, not starting with a digit; {KEY} stands for the secret's key",
            "\"{key}\": \"{host}\"¦This is no name of a variable. Use letters, digits and underscores, not starting with a digit; {KEY} stands for the secret's key",
            "\"LD_PRELOAD\": \"{host}\"¦LD_PRELOAD changes how programs load code, so Coffer does not store it. Set it where the program starts",
            "\"COFFER_{KEY}\": \"{host}\"¦Names that start with COFFER_ belong to Coffer itself, so COFFER_KEY is taken. Choose another name",
            "\"{KEY}\": \"{host}:{port}\"¦A value may lack the field port, and {KEY} is always given. Make the field required, or write what hangs on it in square brackets",
            "\"PGHOST\": \"a\\u0000\"¦The template has a character that no environment variable can hold"})
    void a_template_that_can_t_be_used_is_refused_with_its_place(String entry, String message) {
        var schema = """
                {"type": "object", "required": ["host"], "x-coffer-env": {%s},
                 "properties": {"host": {"type": "string"}, "port": {"type": "integer"}}}""".formatted(entry);
        assertThat(flaws(schema)).containsExactly("/x-coffer-env/%s: %s"
                .formatted(entry.substring(1, entry.indexOf('"', 1)), message));
    }

    @Test
    void the_check_of_a_schema_says_where_its_template_is_wrong() {
        var refused = (SchemaCheck.Refused) SchemaCheck.check("""
                {"properties": {"host": {}},
                 "x-coffer-env": {
                   "PG/HOST": "{host}",
                   "PGHOST": "{hots}"}}""");
        assertThat(refused.faults()).extracting(Fault::line, Fault::column, Fault::pointer)
                .containsExactly(tuple(3, 15, "/x-coffer-env/PG~1HOST"), tuple(4, 14, "/x-coffer-env/PGHOST"));
        assertThat(SchemaCheck.check("{\"properties\": {\"a-b\": {}, \"a.b\": {}}}"))
                .isInstanceOf(SchemaCheck.Refused.class);
        assertThat(SchemaCheck.check(POSTGRES)).isInstanceOf(SchemaCheck.Accepted.class);
    }

    @Test
    void templates_have_limits() {
        assertThat(flaws("{\"x-coffer-env\": []}")).singleElement().asString().startsWith("/x-coffer-env: ");
        assertThat(flaws("{\"x-coffer-env\": {\"A\": \"%s\"}}".formatted("a".repeat(4097)))).containsExactly(
                "/x-coffer-env/A: The template has 4,097 characters, the limit is 4,096");
        assertThat(flaws("{\"x-coffer-env\": {\"%s\": \"\"}}".formatted("A".repeat(257)))).containsExactly(
                "/x-coffer-env/%s: The name has 257 characters, the limit is 256".formatted("A".repeat(257)));
        var many = String.join(",", Stream.iterate(0, i -> i + 1).limit(101).map("\"A%d\": \"\""::formatted).toList());
        assertThat(flaws("{\"x-coffer-env\": {%s}}".formatted(many))).containsExactly(
                "/x-coffer-env: It gives 101 variables, the limit is 100");
    }

    @Test
    void what_no_variable_can_hold_is_left_out_and_said() {
        var stored = "{\"host\": \"a\\u0000\", \"tls\": {\"cert\": \"\\ud800\", \"client-key\": \"k\"}}";
        assertThat(given(TLS, stored)).containsOnlyKeys("DATABASE", "DATABASE_TLS_CLIENT_KEY");
        assertThat(mistakes(TLS, stored)).containsExactly(
                "/host: It has a character that no environment variable can hold. Remove it",
                "/tls/cert: It has a character that no environment variable can hold. Remove it");
    }

    @Test
    void a_name_that_changes_how_programs_load_code_is_never_given() {
        var schema = "{\"properties\": {\"preload\": {}}}";
        assertThat(of("LD", schema, "{\"preload\": \"evil.so\"}")).containsOnlyKeys("LD");
        assertThat(refusal("LD", schema, "{\"preload\": \"evil.so\"}"))
                .startsWith("key: LD_PRELOAD changes how programs load");
        assertThat(refusal("K".repeat(250), schema, "{\"preload\": \"x\"}"))
                .contains("258 characters, the limit is 256");
        assertThat(refusal("PG", """
                {"properties": {}, "x-coffer-env": {"{KEY}HOST": "a", "PGHOST": "b"}}""", "{}"))
                .isEqualTo("key: It would give PGHOST twice. Choose another key");
    }

    @Test
    void what_a_program_can_t_take_is_refused() {
        var schema = """
                {"type": "string", "x-coffer-env": {"A": "%s"}}""".formatted("{value}".repeat(580));
        var value = "é".repeat(32_000);
        assertThat(of("K", schema, value)).containsOnlyKeys("K");
        assertThat(refusal("K", schema, value)).isEqualTo(
                "value: It would give A more than the 128 KB that a program can be given");
    }

    @Test
    void names_are_sound_and_unique_and_those_that_the_type_promised() {
        var random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            var value = new HashMap<String, Object>();
            var schema = "{\"type\": \"object\", \"properties\": {%s}}".formatted(properties(random, 3, value));
            boolean sound = flaws(schema).isEmpty();
            var names = Variables.names("KEY", Schema.of(schema));
            assertThat(names).doesNotHaveDuplicates().allMatch(name -> SecretKey.fault(name, 256).isEmpty());
            var given = of("KEY", schema, Schema.JSON.writeValueAsString(value));
            assertThat(names).containsAll(given.keySet());
            if (sound) {
                assertThat(given).hasSize(leaves(value) + 1);
            }
        }
    }

    @Test
    void the_url_filter_round_trips() {
        var random = new Random(99);
        var schema = "{\"type\": \"string\", \"x-coffer-env\": {\"A\": \"{value|url}\"}}";
        for (int i = 0; i < 2_000; i++) {
            var text = text(random, "aZ09-._~!*'();:@&=+$,/?#[]%\"<>\\^`{|} \t\nüß€🔑");
            var encoded = of("K", schema, text).get("A");
            assertThat(encoded).matches("[A-Za-z0-9._~%-]*");
            assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(text);
            assertThat(URI.create("x://h/" + encoded).getPath()).isEqualTo("/" + text);
        }
    }

    private static String properties(Random random, int depth, Map<String, Object> value) {
        var properties = new ArrayList<String>();
        var alphabet = List.of("a", "b", "aB", "a_b", "a-b", "AB", "x.y", "ü", "2", "");
        for (var name : alphabet) {
            if (random.nextInt(4) > 0) {
                continue;
            }
            var inner = new HashMap<String, Object>();
            boolean nested = depth > 0 && random.nextBoolean();
            var fields = nested ? properties(random, depth - 1, inner) : "";
            value.put(name,
                    nested && !inner.isEmpty() ? inner : List.of(1, "x", true, List.of(1)).get(random.nextInt(4)));
            properties.add("\"%s\": %s".formatted(name, !nested || inner.isEmpty() ? "{}"
                    : "{\"type\": \"object\", \"properties\": {%s}}".formatted(fields)));
        }
        return String.join(",", properties);
    }

    private static int leaves(Map<?, ?> value) {
        return value.values().stream().mapToInt(each -> each instanceof Map<?, ?> inner ? leaves(inner) : 1).sum();
    }

    private static String text(Random random, String alphabet) {
        var points = alphabet.codePoints().toArray();
        var text = new StringBuilder();
        for (int i = random.nextInt(24) + 1; i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    @Test
    void all_variables_together_have_a_limit() {
        var schema = "{\"type\": \"object\", \"required\": [\"h\"], \"properties\": {\"h\": {\"type\": \"string\"}}, "
                + "\"x-coffer-env\": {" + IntStream.range(0, 100).mapToObj("\"V_%d\": \"{h|base64}\""::formatted)
                        .collect(Collectors.joining(", "))
                + "}}";
        var value = "{\"h\": \"" + "a".repeat(60_000) + "\"}";
        assertThat(refusal("DATABASE", schema, value))
                .isEqualTo("value: It would give more than 512 KB of variables together. Make it shorter");
        assertThat(given(schema, value)).hasSizeLessThan(10).containsKey("DATABASE");
        assertThat(refusal("DATABASE", schema, "{\"h\": \"" + "a".repeat(3000) + "\"}")).isEmpty();
    }

    private static List<String> flaws(String schema) {
        return Variables.flaws(Schema.of(schema).root()).stream().map(flaw -> flaw.pointer() + ": " + flaw.message())
                .toList();
    }

    private static List<String> mistakes(String schema, String stored) {
        try (var value = Plaintext.ofText(stored)) {
            return Variables.mistakes(Schema.of(schema), value).stream()
                    .map(mistake -> mistake.pointer() + ": " + mistake.message()).toList();
        }
    }

    private static String refusal(String key, String schema, String stored) {
        try (var value = Plaintext.ofText(stored)) {
            return Variables.refusal(key, Schema.of(schema), value)
                    .map(mistake -> mistake.field() + ": " + mistake.message()).orElse("");
        }
    }

    private static Map<String, String> given(String schema, String stored) {
        return of("DATABASE", schema, stored);
    }

    private static Map<String, String> of(String key, String schema, String stored) {
        var texts = new LinkedHashMap<String, String>();
        try (var value = Plaintext.ofText(stored)) {
            Variables.of(key, Schema.of(schema), value).forEach((name, text) -> {
                try (text) {
                    texts.put(name, new String(text.expose(), StandardCharsets.UTF_8));
                }
            });
        }
        return texts;
    }
}
