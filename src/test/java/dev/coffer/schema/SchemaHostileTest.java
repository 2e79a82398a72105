package dev.coffer.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.Plaintext;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Schemas and values that somebody made to hurt: always an answer, and soon. The slowest are printed, not asserted. */
@Tag("R13")
@Tag("G16b")
class SchemaHostileTest {
    /** Of this thread's processor: what others do beside it doesn't count. */
    private static final ThreadMXBean TIME = ManagementFactory.getThreadMXBean();
    private static final int VALUE = 64 * 1024;

    private final Map<String, Long> times = new LinkedHashMap<>();

    @Test
    void every_hostile_schema_and_value_gets_an_answer_and_no_exception() {
        var schemas = schemas();
        for (var round = 0; round < 3; round++) {
            times.clear();
            schemas.forEach((name, text) -> answer(name, text, values()));
        }
        print("schemas and values");
    }

    @Test
    void a_value_of_64_kb_in_each_field_gets_an_answer() {
        var fields = IntStream.range(0, 40).mapToObj(i -> "\"f%d\": %s".formatted(i, List.of(
                "{\"type\": \"string\", \"pattern\": \"^(a|b)*$\"}", "{\"type\": \"string\", \"format\": \"email\"}",
                "{\"type\": \"string\", \"format\": \"uri\"}", "{\"type\": \"integer\", \"maximum\": 9}",
                "{\"enum\": [\"a\", 1, {\"a\": [1]}]}", "{\"type\": \"array\", \"uniqueItems\": true}",
                "{\"type\": \"string\", \"format\": \"regex\"}", "{\"oneOf\": [{\"const\": 1}, {\"pattern\": \"x\"}]}")
                .get(i % 8)))
                .collect(Collectors.joining(", "));
        var schema = accepted(
                "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {%s}}".formatted(fields));
        for (var i = 0; i < 40; i++) {
            for (var text : List.of("a".repeat(VALUE), "ab".repeat(VALUE / 2), "@.".repeat(VALUE / 2),
                    "9".repeat(VALUE),
                    "é".repeat(VALUE / 2), "(".repeat(VALUE))) {
                for (var value : List.of("\"" + text + "\"", text, "[\"" + text + "\"]", "{\"" + text + "\": 1}")) {
                    var mistakes = mistakes("f" + i % 8, schema, "{\"f%d\": %s}".formatted(i, value));
                    assertThat(mistakes.toString()).doesNotContain(text.substring(0, 40));
                }
            }
        }
        print("64 KB in each field");
    }

    @Test
    void every_format_bears_64_kb_of_anything() {
        for (var format : List.of("email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri", "iri",
                "uri-reference", "iri-reference", "uri-template", "uuid", "date", "time", "date-time", "duration",
                "json-pointer", "relative-json-pointer", "regex", "nobody-knows-it")) {
            var schema = accepted("{\"type\": \"string\", \"format\": \"%s\"}".formatted(format));
            for (var text : List.of("a", "/a", "a.", "-", "{a}", "%41", "@", ":", "0", "[", "1:", "é", "𝒳", "\u200d",
                    "xn--a.")) {
                for (var size : List.of(1, 30, 180, 250, 4000, VALUE / text.length())) {
                    mistakes(format, schema, text.repeat(size));
                }
            }
        }
        print("formats");
    }

    @Test
    void hostile_patterns_on_80_kb_get_an_answer() {
        for (var pattern : List.of("^(.*a){20}$", "^(a|b)*$", "^(a+)+$", "^(a|aa)+$", "(x{0,100}){0,10}y",
                "[A-Za-z0-9]{24,247}!", "(a?){500}b", ".*.*.*.*.*=", "^(([a-z])+.)+[A-Z]([a-z])+$",
                "(\\\\w+\\\\s?)*!")) {
            switch (SchemaCheck.check("{\"type\": \"string\", \"pattern\": \"%s\"}".formatted(pattern))) {
                case SchemaCheck.Refused(var faults) -> assertThat(faults).isNotEmpty();
                case SchemaCheck.Accepted(var schema) -> {
                    for (var round = 0; round < 2; round++) {
                        mistakes(pattern, schema, "a".repeat(80 * 1024));
                        mistakes(pattern, schema, "ab".repeat(40 * 1024));
                        mistakes(pattern, schema, "a b".repeat(9000));
                    }
                }
            }
        }
        print("patterns");
    }

    @Test
    void a_schema_that_was_cut_or_changed_anywhere_gets_an_answer() {
        var whole =
                "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"object\", \"required\": [\"a\"],"
                        + " \"properties\": {\"a\": {\"$ref\": \"#/$defs/b\", \"pattern\": \"^[a-z]{2}\\\\d+$\", \"maxLength\": 1e2}},"
                        + " \"$defs\": {\"b\": {\"enum\": [1, true, null, \"\\u00e9\", -0.5E+3]}}}";
        var random = new Random(7);
        for (var i = 0; i <= whole.length(); i++) {
            answer("cut", whole.substring(0, i), List.of());
            answer("missing", whole.substring(0, i) + whole.substring(Math.min(i + 1, whole.length())), List.of());
            for (var sign : "{}[],:\"\\'0x#\u0000\ud800/".toCharArray()) {
                answer("more", whole.substring(0, i) + sign + whole.substring(i), List.of());
            }
        }
        for (var i = 0; i < 5_000; i++) {
            var text = new StringBuilder(whole);
            for (var n = 0; n < 1 + random.nextInt(4); n++) {
                var from = random.nextInt(text.length());
                var to = Math.min(text.length(), from + random.nextInt(12));
                var piece = text.substring(from, to);
                text.insert(random.nextInt(text.length()), piece);
            }
            answer("mixed", text.toString(), List.of("{\"a\": \"ab1\"}", "1"));
        }
        print("changed");
    }

    private void answer(String name, String text, List<String> values) {
        var start = TIME.getCurrentThreadCpuTime();
        var outcome = SchemaCheck.check(text);
        times.merge("check " + name, TIME.getCurrentThreadCpuTime() - start, Math::max);
        switch (outcome) {
            case SchemaCheck.Refused(var faults) -> assertThat(faults).as(name).isNotEmpty().allSatisfy(fault -> {
                assertThat(fault.message()).isNotBlank().hasSizeLessThan(300);
                assertThat(fault.offset()).isBetween(0, text.length());
            });
            case SchemaCheck.Accepted(var schema) -> values.forEach(value -> mistakes(name, schema, value));
        }
    }

    private List<Mistake> mistakes(String name, Schema schema, String value) {
        try (var plain = Plaintext.of(value.getBytes(StandardCharsets.UTF_8))) {
            var start = TIME.getCurrentThreadCpuTime();
            var mistakes = schema.mistakes(plain);
            times.merge(name, TIME.getCurrentThreadCpuTime() - start, Math::max);
            assertThat(mistakes).as(name).allSatisfy(mistake -> assertThat(mistake.message()).isNotBlank());
            return mistakes;
        }
    }

    private static Schema accepted(String text) {
        return assertThat(SchemaCheck.check(text)).asInstanceOf(
                org.assertj.core.api.InstanceOfAssertFactories.type(SchemaCheck.Accepted.class)).actual().schema();
    }

    private void print(String what) {
        System.out.println("slowest in processor time, " + what + ": " + times.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder())).limit(8)
                .map(e -> "%s %.1f ms".formatted(e.getKey(), e.getValue() / 1e6)).collect(Collectors.joining(", ")));
    }

    private static String each(int count, String between, IntFunction<String> one) {
        return IntStream.range(0, count).mapToObj(one).collect(Collectors.joining(between));
    }

    private static Map<String, String> schemas() {
        var all = new LinkedHashMap<String, String>();
        all.put("depth 10,000", "[".repeat(10_000));
        all.put("depth 10,000 of objects", "{\"not\":".repeat(4_000) + "true" + "}".repeat(4_000));
        all.put("depth 20", "{\"not\":".repeat(20) + "true" + "}".repeat(20));
        all.put("10,000 anyOf", "{\"anyOf\": [%s]}".formatted(each(10_000, ",", i -> "{}")));
        all.put("50 anyOf of patterns",
                "{\"anyOf\": [%s]}".formatted(each(50, ",", i -> "{\"pattern\": \"(a|b)*c%d\"}".formatted(i))));
        all.put("https ref", "{\"$ref\": \"https://example.com/s.json\"}");
        all.put("file ref", "{\"$ref\": \"file:///etc/passwd\"}");
        all.put("classpath ref", "{\"$ref\": \"classpath:openapi.json\"}");
        all.put("resource ref", "{\"$dynamicRef\": \"resource:/draft/2020-12/schema\"}");
        all.put("meta-schema ref", "{\"$ref\": \"https://json-schema.org/draft/2020-12/schema\"}");
        all.put("foreign schema", "{\"$schema\": \"file:///etc/passwd\"}");
        all.put("foreign id", "{\"$id\": \"file:///etc/passwd\", \"$ref\": \"#\"}");
        all.put("ref to itself", "{\"$ref\": \"#\"}");
        all.put("ref in a circle",
                "{\"$defs\": {\"a\": {\"allOf\": [{\"$ref\": \"#/$defs/b\"}]}, \"b\": {\"not\": {\"$ref\": \"#/$defs/a\"}}}}");
        all.put("dynamic circle", "{\"$dynamicAnchor\": \"n\", \"if\": {\"$dynamicRef\": \"#n\"}}");
        all.put("doubling refs",
                "{\"$ref\": \"#/$defs/d0\", \"$defs\": {%s, \"d30\": {\"type\": \"object\"}}}".formatted(each(30, ", ",
                        i -> "\"d%d\": {\"allOf\": [{\"$ref\": \"#/$defs/d%d\"}, {\"$ref\": \"#/$defs/d%d\"}]}"
                                .formatted(i, i + 1, i + 1))));
        all.put("doubling on the way down",
                ("{\"anyOf\": [{\"items\": {\"$ref\": \"#\"}, \"additionalProperties\": {\"$ref\": \"#\"}, \"minItems\": 1},"
                        + " {\"items\": {\"$ref\": \"#\"}, \"additionalProperties\": {\"$ref\": \"#\"}, \"minItems\": 1}], \"minProperties\": 1}"));
        all.put("chain of refs", "{\"$ref\": \"#/$defs/c0\", \"$defs\": {%s, \"c400\": {}}}".formatted(each(400, ", ",
                i -> "\"c%d\": {\"$ref\": \"#/$defs/c%d\"}".formatted(i, i + 1))));
        all.put("39 refs at each level",
                "{\"$ref\": \"#/$defs/c0\", \"$defs\": {%s, \"c38\": {\"items\": {\"$ref\": \"#/$defs/c0\"}, \"additionalProperties\": {\"$ref\": \"#/$defs/c0\"}}}}"
                        .formatted(each(38, ", ", i -> "\"c%d\": {\"$ref\": \"#/$defs/c%d\"}".formatted(i, i + 1))));
        all.put("huge enum", "{\"enum\": [%s]}".formatted(each(5_000, ",", Integer::toString)));
        all.put("200 choices",
                "{\"items\": {\"enum\": [%s]}}".formatted(each(200, ",", i -> "[%d, {}, [1, 2]]".formatted(i))));
        all.put("unique items", "{\"uniqueItems\": true}");
        all.put("unique items 50 times", "{\"allOf\": [%s]}".formatted(each(50, ",", i -> "{\"uniqueItems\": true}")));
        all.put("unevaluated",
                "{\"allOf\": [%s], \"unevaluatedProperties\": {\"type\": \"null\"}, \"unevaluatedItems\": false}"
                        .formatted(
                                each(40, ",",
                                        i -> "{\"additionalProperties\": true, \"items\": true, \"unevaluatedProperties\": true}")));
        all.put("patterns of names", "{\"patternProperties\": {%s}}"
                .formatted(each(60, ",", i -> "\"(a|b|k)*%d{1,50}\": {\"type\": \"null\"}".formatted(i))));
        all.put("small multiple", "{\"items\": {\"multipleOf\": 1e-300}, \"multipleOf\": 1e-300}");
        all.put("huge minimum", "{\"minimum\": 1e999999999}");
        all.put("tiny multiple", "{\"multipleOf\": 1e-999999999}");
        all.put("long number", "{\"minimum\": %s}".formatted("9".repeat(20_000)));
        all.put("huge lengths", "{\"maxLength\": 1e300, \"minItems\": 99999999999999999999, \"minLength\": 0.0}");
        all.put("names of prototypes",
                "{\"type\": \"object\", \"required\": [\"__proto__\", \"constructor\", \"toString\"], \"properties\": {"
                        + "\"__proto__\": {\"type\": \"string\"}, \"constructor\": {}, \"toString\": {\"type\": \"string\"},"
                        + " \"hasOwnProperty\": {\"title\": \"\"}, \"\": {\"type\": \"integer\"}, \"$ref\": {\"type\": \"null\"}, \"a/b~c%d\": {}}}");
        all.put("names twice", "{\"properties\": {\"a\": {}, \"a\": {}, \"\\u0061\": {}}}");
        all.put("long name", "{\"properties\": {\"%s\": {}}}".formatted("n".repeat(20_000)));
        all.put("long name around much", "{\"properties\": {\"%s\": {\"enum\": [%s]}}}".formatted("n".repeat(15_000),
                each(8_000, ",", i -> "1")));
        all.put("many names twice", "{%s}".formatted(each(5_000, ",", i -> "\"a\":1")));
        all.put("many faults", "{\"allOf\": [%s]}".formatted(
                each(40, ",", i -> "{\"type\":1,\"minimum\":\"\",\"anyOf\":[%s]}".formatted(each(40, ",", n -> "1")))));
        all.put("many exponents", "{\"enum\": [%s]}".formatted(each(5_000, ",", i -> "1e999")));
        all.put("many patterns", "{\"patternProperties\": {%s}}"
                .formatted(each(400, ",", i -> "\"(a|[bc]{%d}){2,30}$\": true".formatted(i % 90 + 1))));
        all.put("many unicode patterns", "{\"anyOf\": [%s]}"
                .formatted(each(30, ",", i -> "{\"pattern\": \"(?i)%s%d\"}".formatted("\\\\pL".repeat(190), i))));
        all.put("control characters",
                "{\"title\": \"a\\u0000\\u001b[31mb\\u202egnp\", \"properties\": {\"\\u0007\": {\"description\": \"\\u2066\"}}}");
        all.put("half a character", "{\"title\": \"\\ud800\", \"properties\": {\"\\udc00x\": {}}}");
        all.put("unicode",
                "{\"title\": \"𝒳 ｆｕｌｌ ünï\", \"properties\": {\"ключ\": {\"pattern\": \"^\\\\p{Script=Cyrillic}+$\"}, \"🔑\": {}}}");
        all.put("counts in counts", "{\"pattern\": \"((x{100}){100}){100}\"}");
        all.put("deep groups", "{\"pattern\": \"%sa%s\"}".formatted("(".repeat(490), ")".repeat(490)));
        all.put("deep counts", "{\"pattern\": \"%sx%s\"}".formatted("(".repeat(60), "){99}".repeat(60)));
        all.put("open classes", "{\"pattern\": \"%s\"}".formatted("[^".repeat(400)));
        all.put("500 schemas", "{\"$defs\": {%s}}".formatted(each(520, ",", i -> "\"d%d\": {}".formatted(i))));
        all.put("101 fields", "{\"properties\": {%s}}".formatted(each(101, ",", i -> "\"d%d\": {}".formatted(i))));
        all.put("more than 32 KB", "{\"title\": \"%s\"}".formatted("a".repeat(40_000)));
        all.put("everything", "true");
        all.put("nothing", "false");
        all.put("not a schema", "[1, 2]");
        all.put("no text", "");
        return all;
    }

    private static List<String> values() {
        var all = new ArrayList<String>();
        all.add("[".repeat(10_000));
        all.add("[".repeat(20) + "]".repeat(20));
        all.add("{\"a\":".repeat(19) + "{}" + "}".repeat(19));
        all.add("{\"a\":".repeat(10) + "[" + each(10_000, ",", i -> "1") + "]" + "}".repeat(10));
        all.add("[" + each(10_000, ",", Integer::toString) + "]");
        all.add("[" + each(10_000, ",", i -> "1") + "]");
        all.add("[" + each(3_000, ",", i -> "\"" + each(11, "", bit -> (i >> bit & 1) == 0 ? "Aa" : "BB") + "\"")
                + "]");
        all.add("[" + each(6_000, ",", i -> "{\"k\":%d}".formatted(i)) + "]");
        all.add("{" + each(5_000, ",", i -> "\"k%d\":%d".formatted(i, i)) + "}");
        all.add("{" + each(900, ",", i -> "\"%s%d\":null".formatted("ab".repeat(30), i)) + "}");
        all.add("{\"" + "n".repeat(VALUE / 2) + "\": [" + each(VALUE / 4, ",", i -> "1") + "]}");
        all.add(("{\"" + "n".repeat(2_000) + "\":").repeat(18) + "[" + each(10_000, ",", i -> "1") + "]"
                + "}".repeat(18));
        all.add("{" + each(8_000, ",", i -> "\"a\":1") + "}");
        all.add("[" + each(8_000, ",", i -> "1e999") + "]");
        all.add("1e1000000000");
        all.add("[1e400, 1e-400, 0e999999999, -1E+9999999999]");
        all.add("[0.1, 1e300, 123456789012345678901234567890, 1e-300]");
        all.add("9".repeat(VALUE));
        all.add("0." + "3".repeat(VALUE));
        all.add("\"" + "a".repeat(VALUE) + "\"");
        all.add("{\"__proto__\": {\"toString\": 1}, \"constructor\": null, \"toString\": \"x\", \"\": 1}");
        all.add("{\"a\": 1, \"a\": 2}");
        all.add("{\"\\ud800\": \"\\udfff\", \"ключ\": \"ключ\"}");
        all.add("");
        all.add("nul");
        return all;
    }
}
