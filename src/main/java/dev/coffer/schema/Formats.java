package dev.coffer.schema;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/**
 * The formats of JSON Schema, each with the words for it and the most characters that one can have: some of the
 * library's checks take a stack as deep as the text is long. All others are accepted and check nothing.
 */
final class Formats {
    private static final Map<String, Format> ALL = Map.ofEntries(
            format("email", 320, "an email address, for example ada@example.com"),
            format("idn-email", 320, "an email address, for example ada@example.com"),
            format("hostname", 253, "a host name, for example db.example.com"),
            format("idn-hostname", 253, "a host name, for example db.example.com"),
            format("ipv4", 15, "an IPv4 address, for example 192.0.2.10"),
            format("ipv6", 45, "an IPv6 address, for example 2001:db8::1"),
            format("uri", 8192, "an address with its scheme, for example https://example.com"),
            format("iri", 8192, "an address with its scheme, for example https://example.com"),
            format("uri-reference", 8192, "an address or a part of one, for example /hooks/1"),
            format("iri-reference", 8192, "an address or a part of one, for example /hooks/1"),
            format("uri-template", 200, "an address with names in braces, for example /users/{id}"),
            format("uuid", 36, "a UUID, for example 2f1b6c3e-8f0a-4c1d-9a53-0d6a1f0b7c21"),
            format("date", 10, "a date, for example 2026-11-21"),
            format("time", 64, "a time with its offset, for example 09:30:00Z"),
            format("date-time", 64, "a date and time, for example 2026-11-21T09:30:00Z"),
            format("duration", 64, "a duration, for example P30D"),
            format("json-pointer", 200, "a JSON pointer, for example /users/0"),
            format("relative-json-pointer", 200, "a relative JSON pointer, for example 1/name"),
            format("regex", Patterns.LONGEST, "a regular expression"));
    private static final Map<String, com.networknt.schema.Schema> COMPILED = new ConcurrentHashMap<>();

    private Formats() {}

    /** What a text lacks of a format, as "must be …" goes on; nothing where it fits or nobody knows the format. */
    static Optional<String> fault(String format, String text) {
        var known = ALL.get(format);
        if (known == null || text.length() <= known.longest && fits(format, text)) {
            return Optional.empty();
        }
        return Optional.of(known.words);
    }

    /** How an evaluation asks for them. */
    static List<com.networknt.schema.format.Format> all() {
        return ALL.keySet().stream().<com.networknt.schema.format.Format>map(Asserted::new).toList();
    }

    static String words(String format) {
        return ALL.get(format).words;
    }

    /** A format by its name. */
    private record Asserted(String name) implements com.networknt.schema.format.Format {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean matches(ExecutionContext context, String text) {
            return fault(name, text).isEmpty();
        }
    }

    private static boolean fits(String format, String text) {
        return format.equals("regex") ? Patterns.fault(text).isEmpty()
                : COMPILED.computeIfAbsent(format, Formats::compiled).validate(StringNode.valueOf(text)).isEmpty();
    }

    private static com.networknt.schema.Schema compiled(String format) {
        return registry().getSchema(JsonNodeFactory.instance.objectNode().put("format", format));
    }

    /** Reads nothing from anywhere but itself, and checks formats. */
    static SchemaRegistry registry() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12, builder -> builder
                .schemaRegistryConfig(SchemaRegistryConfig.builder().formatAssertionsEnabled(true).preloadSchema(true)
                        .locale(Locale.ROOT).build())
                .schemaLoader(loader -> loader.fetchRemoteResources(false)
                        .allow(iri -> iri.toString().startsWith(SchemaCheck.DIALECT))));
    }

    private static Map.Entry<String, Format> format(String name, int longest, String words) {
        return Map.entry(name, new Format(longest, words));
    }

    private record Format(int longest, String words) {}
}
