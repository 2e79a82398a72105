package dev.coffer.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R14")
class FieldIdTest {
    @ParameterizedTest
    @CsvSource({
            "'', value", "/host, value.host", "/tls/cert, value.tls.cert", "/api-key, value.api-key",
            "/a b, value.a~20~b", "/a.b, value.a~2e~b", "/a~1b, value.a~2f~b", "/a~0b, value.a~7e~b", "/, value.~~",
            "//x, value.~~.x", "/__proto__, value.__proto__", "/constructor, value.constructor", "/é, value.~e9~",
            "/😀, value.~1f600~", "/host-hint, value.host~2d~hint", "/a:remove, value.a~3a~remove",
            "/-error, value.~2d~error", "/hint, value.hint"
    })
    void a_place_in_a_value_has_an_id(String pointer, String id) {
        assertThat(FieldId.of(pointer)).isEqualTo(id);
    }

    @Test
    void no_two_places_share_an_id_nor_the_name_of_what_stands_around_a_field() {
        var pieces = List.of("a", "b", ".", "~", "/", "-", ":", " ", "~1", "-hint", "-error", "-state", "-note", "hint",
                ":remove", ":choice", "20", "2d", "2e", "\0", "\u202e", "é", "\ud800", "😀", "", "A", "_", "\"", "<");
        var random = new Random(14);
        var places = new HashMap<String, String>();
        for (var i = 0; i < 60_000; i++) {
            var pointer = "";
            for (var depth = random.nextInt(4); depth > 0; depth--) {
                var name = new StringBuilder();
                for (var length = random.nextInt(4); length > 0; length--) {
                    name.append(pieces.get(random.nextInt(pieces.size())));
                }
                pointer = FieldId.under(pointer, name.toString());
            }
            var id = FieldId.of(pointer);
            assertThat(id).matches("value[A-Za-z0-9_.~-]*");
            for (var own : List.of(id, FieldId.choice(pointer), FieldId.remove(pointer), id + "-hint", id + "-error",
                    id + "-state", id + "-note", id + "-:0")) {
                assertThat(places.merge(own, pointer, (first, _) -> first)).isEqualTo(pointer);
            }
        }
    }
}
