package dev.coffer.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.Plaintext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R14")
class PartsTest {
    private static final Schema LOGIN = Schema.of("""
            {"type": "object", "required": ["host", "password"], "properties": {
              "host": {"type": "string"}, "port": {"type": "integer", "default": 5432},
              "password": {"type": "string", "writeOnly": true}, "tls": {"type": "boolean"}}}""");

    @Test
    void an_object_is_made_of_its_fields_in_the_order_of_the_schema() {
        assertThat(alone(LOGIN, "value.password", "p\"w\\d\n", "value.host", "db", "value.port", "5432", "value.tls",
                ":yes")).isEqualTo("{\"host\":\"db\",\"port\":5432,\"password\":\"p\\\"w\\\\d\\n\",\"tls\":true}");
    }

    @Test
    void what_stays_empty_is_left_out() {
        assertThat(alone(LOGIN, "value.host", "db", "value.port", "")).isEqualTo("{\"host\":\"db\"}");
    }

    @Test
    void one_field_is_rotated_alone() {
        var stored = "{\"host\": \"db\", \"port\": 5432.0, \"password\": \"old\", \"more\": [1, {\"a\": 1e2}]}";
        assertThat(onto(LOGIN, stored, "value.password", "new", "value.host", ""))
                .isEqualTo("{\"host\":\"db\",\"port\":5432.0,\"password\":\"new\",\"more\":[1, {\"a\": 1e2}]}");
        assertThat(onto(LOGIN, stored, "value.password", "")).isEqualTo(stored);
    }

    static String alone(Schema schema, String... sent) {
        try (var parts = parts(schema, sent); var made = parts.alone(schema)) {
            return new String(made.expose(), UTF_8);
        }
    }

    static String onto(Schema schema, String stored, String... sent) {
        try (var parts = parts(schema, sent); var made = parts.onto(schema, Plaintext.ofText(stored))) {
            return new String(made.expose(), UTF_8);
        }
    }

    /** Name, value, name, value … */
    static Parts parts(Schema schema, String... sent) {
        Map<String, List<String>> byName = new TreeMap<>();
        for (var i = 0; i < sent.length; i += 2) {
            byName.merge(sent[i], List.of(sent[i + 1]), (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream())
                    .toList());
        }
        return Parts.of(schema, new Parts.Sent(byName::containsKey, name -> Plaintext.ofText(byName.get(name).getFirst()),
                name -> byName.getOrDefault(name, List.of())));
    }
}
