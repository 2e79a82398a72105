package dev.coffer.schema;

import dev.coffer.schema.FormField.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a schema says of a field, in words: somebody else's text, in one line and of a sane length. */
final class FormFieldWords {
    private static final int LONGEST_LABEL = 80;
    private static final int LONGEST_HINT = 300;
    private static final int LONGEST_EXAMPLE = 80;
    /** Lengths beyond it are limits against mischief, not advice. */
    private static final int LONGEST_TOLD = 1_000;

    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*");
    private static final Pattern BETWEEN = Pattern.compile("[_-]|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final Set<String> CAPITALS = Set.of("api", "url", "uri", "id", "ssh", "tls", "ssl", "http", "https",
            "ip", "ca", "aws", "sid", "dsn", "json", "pem", "smtp", "dns", "jwt", "uuid", "sso", "mfa", "otp", "ftp");

    private FormFieldWords() {}

    /** The title, else the property's name made readable. */
    static String label(JsonNode schema, String name) {
        var title = clean(schema.path("title").asString(""), LONGEST_LABEL);
        return title.isEmpty() ? readable(name) : title;
    }

    /** {@code client_email} as "Client email", {@code apiKey} as "API key"; a name that has no words as it is. */
    static String readable(String name) {
        if (!SIMPLE.matcher(name).matches()) {
            var shown = clean(name, LONGEST_LABEL);
            return shown.isEmpty() ? "(no name)" : shown;
        }
        var words = BETWEEN.splitAsStream(name).filter(word -> !word.isEmpty()).map(FormFieldWords::word)
                .collect(Collectors.joining(" "));
        return cut(Character.toUpperCase(words.charAt(0)) + words.substring(1), LONGEST_LABEL);
    }

    static Words of(JsonNode schema, FormField.Kind kind, String label) {
        return new Words(label, hint(schema, kind), inputmode(schema, kind));
    }

    /** The title of an alternative, else what it asks for. */
    static String alternative(JsonNode schema, List<FormField> fields, int number) {
        var title = clean(schema.path("title").asString(""), LONGEST_LABEL);
        if (!title.isEmpty()) {
            return title;
        }
        var asked = fields.stream().filter(field -> !field.isConst() && !field.pointer().isEmpty()).toList();
        var told = asked.stream().filter(field -> field.is(FormField.Trait.REQUIRED)).toList();
        var labels = (told.isEmpty() ? asked : told).stream().map(FormField::label).limit(3)
                .collect(Collectors.joining(", "));
        return labels.isEmpty() ? "Choice " + number : cut(labels, LONGEST_LABEL);
    }

    private static String hint(JsonNode schema, FormField.Kind kind) {
        var told = new ArrayList<String>();
        var description = clean(schema.path("description").asString(""), LONGEST_HINT);
        if (!description.isEmpty()) {
            told.add(sentence(description));
        }
        switch (kind) {
            case TEXT, AREA -> text(schema, told);
            case NUMBER -> told.add(sentence(number(schema)));
            case LIST -> {
                told.add("One a line.");
                items(schema, told);
            }
            case CHECKLIST -> items(schema, told);
            case JSON -> told.add("Write it as JSON.");
            default -> {
            }
        }
        if (kind != FormField.Kind.GROUP && kind != FormField.Kind.ALTERNATIVES) {
            example(schema, description, told);
        }
        return told.isEmpty() ? null : String.join(" ", told);
    }

    private static void text(JsonNode schema, List<String> told) {
        var least = schema.path("minLength").asInt(0);
        var most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        if (least == most) {
            told.add(least + " characters.");
        } else if (least > 1 && most <= LONGEST_TOLD) {
            told.add(least + " to " + most + " characters.");
        } else if (least > 1) {
            told.add("At least " + least + " characters.");
        } else if (most <= LONGEST_TOLD) {
            told.add("Up to " + most + " characters.");
        }
        var format = switch (schema.path("format").asString("")) {
            case "date" -> "A date such as 2026-11-21.";
            case "time" -> "A time such as 15:04:05Z.";
            case "date-time" -> "Date and time such as 2026-11-21T15:04:05Z.";
            case "duration" -> "A duration such as P1DT12H.";
            case "email", "idn-email" -> "An email address.";
            case "uri", "iri" -> "An address with its scheme, such as https://example.com.";
            case "uuid" -> "A UUID.";
            case "ipv4" -> "An IPv4 address.";
            case "ipv6" -> "An IPv6 address.";
            case "hostname", "idn-hostname" -> "A host name.";
            default -> "";
        };
        if (!format.isEmpty() && told.stream().noneMatch(hint -> hint.contains("://"))) {
            told.add(format);
        }
        var pattern = schema.path("pattern").asString("");
        if (told.isEmpty() && !schema.has("examples") && !pattern.isEmpty() && pattern.length() <= LONGEST_EXAMPLE) {
            told.add("Must match " + clean(pattern, LONGEST_EXAMPLE));
        }
    }

    private static String number(JsonNode schema) {
        var what = FormFieldKind.type(schema).equals("integer") ? "a whole number" : "a number";
        var least = bound(schema, "minimum");
        var most = bound(schema, "maximum");
        var above = bound(schema, "exclusiveMinimum");
        var below = bound(schema, "exclusiveMaximum");
        var range = !least.isEmpty() && !most.isEmpty() ? " from " + least + " to " + most
                : !least.isEmpty() ? ", " + least + " or more" : !most.isEmpty() ? ", up to " + most : "";
        range += !above.isEmpty() ? ", more than " + above : "";
        range += !below.isEmpty() ? ", less than " + below : "";
        var step = bound(schema, "multipleOf");
        return Character.toUpperCase(what.charAt(0)) + what.substring(1) + range
                + (step.isEmpty() ? "" : ", a multiple of " + step);
    }

    private static void items(JsonNode schema, List<String> told) {
        var least = schema.path("minItems").asInt(0);
        var most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
        if (least > 0 && most <= LONGEST_TOLD) {
            told.add(least == most ? "Exactly " + least + "." : least + " to " + most + ".");
        } else if (least > 0) {
            told.add("At least " + least + ".");
        } else if (most <= LONGEST_TOLD) {
            told.add("Up to " + most + ".");
        }
    }

    private static void example(JsonNode schema, String description, List<String> told) {
        var first = schema.path("examples").path(0);
        var text = first.isMissingNode() ? "" : clean(first.isString() ? first.asString() : first.toString(),
                LONGEST_EXAMPLE);
        if (!text.isEmpty() && !description.contains(text)) {
            told.add("For example " + text);
        }
    }

    private static String inputmode(JsonNode schema, FormField.Kind kind) {
        if (kind == FormField.Kind.NUMBER) {
            var mayBeNegative = !schema.has("minimum") || schema.path("minimum").asDouble(-1) < 0;
            return mayBeNegative ? null : FormFieldKind.type(schema).equals("integer") ? "numeric" : "decimal";
        }
        return kind != FormField.Kind.TEXT ? null : switch (schema.path("format").asString("")) {
            case "email", "idn-email" -> "email";
            case "uri", "iri", "uri-reference", "iri-reference" -> "url";
            default -> null;
        };
    }

    /** In one line, without what can't be seen or turns the direction of text, and not for ever. */
    static String clean(String text, int longest) {
        var out = new StringBuilder();
        text.codePoints().limit(10L * longest).forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                        Character.SPACE_SEPARATOR -> {
                    if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
                        out.append(' ');
                    }
                }
                case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED -> {
                }
                default -> out.appendCodePoint(c);
            }
        });
        return cut(out.toString().strip(), longest);
    }

    private static String cut(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest ? text
                : text.substring(0, text.offsetByCodePoints(0, longest - 1)).strip() + "…";
    }

    private static String word(String word) {
        var small = word.toLowerCase(Locale.ROOT);
        return CAPITALS.contains(small) ? small.toUpperCase(Locale.ROOT) : small;
    }

    private static String sentence(String text) {
        return ".!?…:".indexOf(text.charAt(text.length() - 1)) >= 0 ? text : text + ".";
    }

    private static String bound(JsonNode schema, String keyword) {
        return schema.path(keyword).isNumber() ? cut(schema.path(keyword).toString(), LONGEST_LABEL) : "";
    }
}
