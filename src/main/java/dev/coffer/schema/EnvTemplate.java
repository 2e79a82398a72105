package dev.coffer.schema;

import dev.coffer.form.SecretKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * One variable of a schema's {@code x-coffer-env}: text with the value's fields in it. {@code {host}} is a field,
 * {@code {tls.cert}} one in another, {@code {}} the whole value as it is stored; {@code {value}} too where the value is
 * no object. A field goes through the filters that follow it: {@code {password|url}}. What stands in square brackets is
 * left out where the value lacks one of its fields; without brackets the whole variable is. Braces and brackets that
 * are meant as such are doubled; a dot, bar, brace or backslash in a field's name has a backslash before it.
 */
final class EnvTemplate {
    static final String KEYWORD = "x-coffer-env";
    static final String KEY = "{KEY}";
    /** How many variables a schema may name, and how long a template may be. */
    static final int MOST = 100;
    static final int LONGEST = 4096;
    /** What Linux takes as one variable, with its name (MAX_ARG_STRLEN). */
    static final int LARGEST = 128 * 1024;

    private static final String DIGITS = "0123456789ABCDEF";
    private static final Map<String, UnaryOperator<String>> FILTERS = filters();

    /** What is in the way: where, counted from the schema's root, and how to mend it. */
    record Flaw(String pointer, String message) {}

    private sealed interface Piece {}

    private record Literal(String text) implements Piece {}

    private record Field(List<String> path, List<String> filters) implements Piece {}

    private record Group(List<Piece> pieces) implements Piece {}

    /** Something that a template can't be read past, or a field that a schema doesn't have. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    private final String name;
    private final List<Piece> pieces;

    private EnvTemplate(String name, List<Piece> pieces) {
        this.name = name;
        this.pieces = pieces;
    }

    /** Those of an accepted schema, in its order; empty where it doesn't say. */
    static Optional<List<EnvTemplate>> of(JsonNode root) {
        var said = root.path(KEYWORD);
        if (!said.isObject()) {
            return Optional.empty();
        }
        var templates = new ArrayList<EnvTemplate>();
        for (var entry : said.properties()) {
            try {
                templates.add(new EnvTemplate(entry.getKey(), new Reader(entry.getValue().asString("")).all()));
            } catch (Unreadable notAccepted) {
                // Stored by an older Coffer: what can't be read gives nothing.
            }
        }
        return Optional.of(templates);
    }

    /** All that is wrong with a schema's templates, in the order of the schema. */
    static List<Flaw> flaws(JsonNode root) {
        if (!root.has(KEYWORD)) {
            return List.of();
        }
        var said = root.path(KEYWORD);
        if (!said.isObject()) {
            return List.of(new Flaw("/" + KEYWORD,
                    "%s is an object: the name of a variable, and its text, such as {\"{KEY}_URL\": \"{url}\"}"
                            .formatted(KEYWORD)));
        }
        if (said.size() > MOST) {
            return List.of(new Flaw("/" + KEYWORD, "It gives %,d variables, the limit is %,d"
                    .formatted(said.size(), MOST)));
        }
        var shape = Shape.of(root);
        var flaws = new ArrayList<Flaw>();
        for (var entry : said.properties()) {
            var pointer = "/" + KEYWORD + "/" + Shape.escaped(entry.getKey());
            badName(entry.getKey()).or(() -> badText(entry.getKey(), entry.getValue(), shape))
                    .ifPresent(message -> flaws.add(new Flaw(pointer, message)));
        }
        return flaws;
    }

    /** The variable's name for a secret's key. */
    String name(String key) {
        return name.replace(KEY, key);
    }

    /** Its text, or nothing where the value lacks a field of it; never much longer than what a program can be given. */
    Optional<String> fill(ValuePart whole) {
        var text = new StringBuilder();
        return fill(pieces, whole, text) ? Optional.of(text.toString()) : Optional.empty();
    }

    private static boolean fill(List<Piece> pieces, ValuePart whole, StringBuilder text) {
        for (var piece : pieces) {
            if (text.length() > LARGEST) {
                return true;
            }
            switch (piece) {
                case Literal(var literal) -> text.append(literal);
                case Field field -> {
                    var part = find(whole, field.path);
                    if (part.isEmpty()) {
                        return false;
                    }
                    text.append(filtered(part.get(), field.filters));
                }
                case Group(var inner) -> {
                    int before = text.length();
                    if (!fill(inner, whole, text)) {
                        text.setLength(before);
                    }
                }
            }
        }
        return true;
    }

    private static Optional<ValuePart> find(ValuePart whole, List<String> path) {
        var part = whole;
        if (!whole.isObject() && path.equals(List.of("value"))) {
            return Optional.of(part).filter(each -> each.held().isPresent());
        }
        for (var name : path) {
            part = part.fields().get(name);
            if (part == null) {
                return Optional.empty();
            }
        }
        return Optional.of(part).filter(each -> each.held().isPresent());
    }

    private static String filtered(ValuePart part, List<String> filters) {
        boolean json = !filters.isEmpty() && filters.getFirst().equals("json");
        var text = json ? part.json() : part.held().orElseThrow();
        for (var filter : filters.subList(json ? 1 : 0, filters.size())) {
            text = FILTERS.get(filter).apply(text);
        }
        return text;
    }

    private static Map<String, UnaryOperator<String>> filters() {
        var filters = new LinkedHashMap<String, UnaryOperator<String>>();
        filters.put("url", EnvTemplate::percentEncoded);
        filters.put("base64", text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        filters.put("json", Schema.JSON::writeValueAsString);
        return filters;
    }

    /** For any part of a URI: all but unreserved characters (RFC 3986, 2.3) as bytes of UTF-8. */
    private static String percentEncoded(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var encoded = new ByteArrayOutputStream(bytes.length * 2);
        for (var b : bytes) {
            if (b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || "-._~".indexOf(b) >= 0) {
                encoded.write(b);
            } else {
                encoded.write('%');
                encoded.write(DIGITS.charAt((b >> 4) & 15));
                encoded.write(DIGITS.charAt(b & 15));
            }
        }
        return encoded.toString(StandardCharsets.US_ASCII);
    }

    private static Optional<String> badName(String name) {
        var filled = name.replace(KEY, "KEY");
        if (!SecretKey.isName(filled)) {
            return Optional.of("This is no name of a variable. Use letters, digits and underscores, not starting with"
                    + " a digit; {KEY} stands for the secret's key");
        }
        return SecretKey.fault(filled, Variables.LONGEST).map(why -> filled.length() > Variables.LONGEST
                ? "The name has %,d characters, the limit is %,d".formatted(name.length(), Variables.LONGEST) : why);
    }

    private static Optional<String> badText(String name, JsonNode template, Shape shape) {
        if (!template.isString()) {
            return Optional.of("The variable's text is a string, such as \"{host}:{port}\"");
        }
        var text = template.asString();
        if (text.length() > LONGEST) {
            return Optional.of("The template has %,d characters, the limit is %,d".formatted(text.length(), LONGEST));
        }
        if (text.indexOf('\0') >= 0 || !ValuePart.canBeHeld(text)) {
            return Optional.of("The template has a character that no environment variable can hold");
        }
        try {
            check(new Reader(text).all(), shape, name.equals(KEY));
            return Optional.empty();
        } catch (Unreadable e) {
            return Optional.of(e.getMessage());
        }
    }

    /** @param needed whether each field has to be there, since the variable has to be */
    private static void check(List<Piece> pieces, Shape root, boolean needed) throws Unreadable {
        for (var piece : pieces) {
            switch (piece) {
                case Literal _ -> {
                }
                case Field field -> check(field, root, needed);
                case Group(var inner) -> check(inner, root, false);
            }
        }
    }

    private static void check(Field field, Shape root, boolean needed) throws Unreadable {
        var shape = root;
        if (field.path.equals(List.of("value")) && root.mayBeOther()) {
            return;
        }
        for (var name : field.path) {
            var next = shape.field(name);
            if (next.isEmpty()) {
                var known = shape.fields().keySet().stream().limit(10).toList();
                throw new Unreadable("There is no field %s here. ".formatted(name) + (known.isEmpty()
                        ? "Write {value} for the whole value" : "There is " + String.join(", ", known)));
            }
            if (needed && !shape.requires(name)) {
                throw new Unreadable(("A value may lack the field %s, and {KEY} is always given. Make the field"
                        + " required, or write what hangs on it in square brackets").formatted(name));
            }
            shape = next.get();
        }
    }

    /** Reads a template from its start to its end. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        List<Piece> all() throws Unreadable {
            return pieces(false);
        }

        private List<Piece> pieces(boolean inGroup) throws Unreadable {
            var pieces = new ArrayList<Piece>();
            var literal = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at++);
                if ("{}[]".indexOf(c) < 0) {
                    literal.append(c);
                } else if (at < text.length() && text.charAt(at) == c) {
                    literal.append(c);
                    at++;
                } else if (c == ']' && inGroup) {
                    return closed(pieces, literal);
                } else {
                    flush(pieces, literal);
                    pieces.add(opened(c, inGroup));
                }
            }
            if (inGroup) {
                throw new Unreadable("A [ has no ]. Write [[ for one that is meant as such");
            }
            flush(pieces, literal);
            return pieces;
        }

        private Piece opened(char c, boolean inGroup) throws Unreadable {
            return switch (c) {
                case '{' -> field();
                case '[' -> {
                    if (inGroup) {
                        throw new Unreadable("Square brackets can't stand in each other");
                    }
                    yield new Group(pieces(true));
                }
                default -> throw new Unreadable("A %s has no %s. Write %s for one that is meant as such"
                        .formatted(c, c == '}' ? "{" : "[", "" + c + c));
            };
        }

        private static List<Piece> closed(List<Piece> pieces, StringBuilder literal) throws Unreadable {
            flush(pieces, literal);
            if (pieces.stream().noneMatch(Field.class::isInstance)) {
                throw new Unreadable(
                        "What stands in square brackets has no field. Write [[ and ]] for brackets that are"
                                + " meant as such");
            }
            return pieces;
        }

        private static void flush(List<Piece> pieces, StringBuilder literal) {
            if (!literal.isEmpty()) {
                pieces.add(new Literal(literal.toString()));
                literal.setLength(0);
            }
        }

        private Field field() throws Unreadable {
            var path = new ArrayList<String>();
            var filters = new ArrayList<String>();
            var part = new StringBuilder();
            boolean inFilters = false;
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '\\' && at < text.length()) {
                    part.append(text.charAt(at++));
                } else if (c == '}' || c == '|' || c == '.' && !inFilters) {
                    (inFilters ? filters : path).add(part.toString());
                    part.setLength(0);
                    inFilters |= c == '|';
                    if (c == '}') {
                        return checked(path, filters);
                    }
                } else if (c == '{') {
                    break;
                } else {
                    part.append(c);
                }
            }
            throw new Unreadable("A { has no }. Write {{ for one that is meant as such");
        }

        private static Field checked(List<String> path, List<String> filters) throws Unreadable {
            for (var filter : filters) {
                if (!FILTERS.containsKey(filter)) {
                    throw new Unreadable("There is no filter %s. There is %s".formatted(filter,
                            String.join(", ", FILTERS.keySet())));
                }
            }
            return new Field(path.equals(List.of("")) ? List.of() : path, filters);
        }
    }
}
