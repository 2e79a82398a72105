package dev.coffer.schema;

import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Errors;
import dev.coffer.form.SecretKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a value of a type gives a program as environment variables. Text gives its key; so does everything else, as the
 * JSON that was stored. An object gives also {@code KEY_FIELD} for each of its fields that the schema names, in
 * capitals, {@code KEY_TLS_CERT} for one in another; a field's text is as it was typed, a list is its JSON, {@code
 * null} gives nothing. Where the schema says {@code x-coffer-env}, it gives what that says instead, see {@link
 * EnvTemplate}, and the key.
 */
public final class Variables {
    /** How many variables a value may give beside its key, and how long a name may be. */
    static final int MOST = 200;
    static final int LONGEST = SecretKey.DEFAULT_LIMIT;
    /** How many characters all of them may have together. */
    static final int ROOM = 512 * 1024;

    private Variables() {}

    /** The names that values of a type can give, the key first. */
    public static List<String> names(String key, Schema schema) {
        var names = new LinkedHashSet<>(List.of(key));
        EnvTemplate.of(schema.root()).ifPresentOrElse(
                templates -> templates.forEach(template -> names.add(template.name(key))),
                () -> leaves(schema.root()).forEach(leaf -> names.add(key + leaf.suffix)));
        return List.copyOf(names);
    }

    /**
     * What a value gives, whether it fits or not; what no environment variable can hold is left out. The caller closes
     * each.
     */
    public static Map<String, Plaintext> of(String key, Schema schema, Plaintext value) {
        var given = new LinkedHashMap<String, Plaintext>();
        texts(key, schema, value).forEach((name, text) -> {
            if (isSound(key, name, text)) {
                given.put(name, Plaintext.ofText(text));
            }
        });
        return given;
    }

    /** The names that a value gives beside its key. */
    public static Set<String> extraNames(String key, Schema schema, Plaintext value) {
        var names = new LinkedHashSet<String>();
        texts(key, schema, value).forEach((name, text) -> {
            if (!name.equals(key) && isSound(key, name, text)) {
                names.add(name);
            }
        });
        return names;
    }

    /** What of a value no environment variable can hold, whatever its key. */
    public static List<Mistake> mistakes(Schema schema, Plaintext value) {
        var mistakes = new ArrayList<Mistake>();
        ValuePart.of(schema, value.expose()).ifPresent(whole -> unheld(whole, "", mistakes));
        return mistakes;
    }

    /**
     * Why a value of this key can't give what its type says, with {@code key} or {@code value} to change; empty where
     * it can.
     */
    public static Optional<Errors.Mistake> refusal(String key, Schema schema, Plaintext value) {
        var texts = texts(key, schema, value);
        boolean fits = size(texts) <= ROOM;
        texts.remove(key);
        return texts.keySet().stream().flatMap(name -> badName(name).stream()).findFirst()
                .or(() -> twice(key, schema).map("It would give %s twice. Choose another key"::formatted))
                .map(why -> new Errors.Mistake("key", why))
                .or(() -> fits ? Optional.empty() : Optional.of(new Errors.Mistake("value",
                        "It would give more than %d KB of variables together. Make it shorter".formatted(ROOM / 1024))))
                .or(() -> texts.entrySet().stream().filter(each -> tooLarge(each.getKey(), each.getValue())).findFirst()
                        .map(each -> new Errors.Mistake("value",
                                "It would give %s more than the %d KB that a program can be given"
                                        .formatted(each.getKey(), EnvTemplate.LARGEST / 1024))));
    }

    /** What is wrong with the variables of a schema, for any key. */
    static List<EnvTemplate.Flaw> flaws(JsonNode root) {
        if (root.has(EnvTemplate.KEYWORD)) {
            return EnvTemplate.flaws(root);
        }
        var first = new LinkedHashMap<String, Leaf>();
        var flaws = new ArrayList<EnvTemplate.Flaw>();
        for (var leaf : leaves(root)) {
            var other = first.putIfAbsent(leaf.suffix, leaf);
            if (other != null) {
                flaws.add(new EnvTemplate.Flaw(leaf.pointer,
                        "%s and %s would both give the variable KEY%s. Rename one, or say with %s what to give"
                                .formatted(other.pointer, leaf.pointer, leaf.suffix, EnvTemplate.KEYWORD)));
            } else if (leaf.suffix.length() >= LONGEST) {
                flaws.add(new EnvTemplate.Flaw(leaf.pointer,
                        "Its variable's name would be longer than %,d characters. Say with %s what to give"
                                .formatted(LONGEST, EnvTemplate.KEYWORD)));
            }
        }
        return first.size() > MOST ? List.of(new EnvTemplate.Flaw("",
                "Its fields would give more than %,d variables. Say with %s which ones to give".formatted(MOST,
                        EnvTemplate.KEYWORD)))
                : flaws;
    }

    /** A field that gives a variable. */
    private record Leaf(String suffix, String pointer) {}

    /** One more than there may be at most. */
    private static List<Leaf> leaves(JsonNode root) {
        var leaves = new ArrayList<Leaf>();
        leaves(Shape.of(root), "", Set.of(), leaves);
        return leaves;
    }

    private static void leaves(Shape shape, String above, Set<String> open, List<Leaf> leaves) {
        var here = inside(shape, open);
        for (var field : shape.fields().entrySet()) {
            if (leaves.size() > MOST) {
                return;
            }
            var suffix = above + "_" + segment(field.getKey());
            boolean opens = opens(field.getValue(), here);
            if (opens) {
                leaves(field.getValue(), suffix, here, leaves);
            }
            if (!opens || field.getValue().mayBeOther()) {
                leaves.add(new Leaf(suffix, field.getValue().pointer()));
            }
        }
    }

    /**
     * Whether a field's own fields are given one by one: not where it has none with a name, and not where it repeats.
     */
    private static boolean opens(Shape field, Set<String> open) {
        return field.hasFields() && field.places().stream().noneMatch(open::contains);
    }

    private static Set<String> inside(Shape shape, Set<String> open) {
        var more = new LinkedHashSet<>(open);
        more.addAll(shape.places());
        return more;
    }

    private static String segment(String field) {
        return field.isEmpty() ? "_" : SecretKey.capitals(field);
    }

    /** Everything that a value would give; where two have the same name, the first. */
    private static Map<String, String> texts(String key, Schema schema, Plaintext value) {
        var texts = new LinkedHashMap<String, String>();
        var whole = ValuePart.of(schema, value.expose());
        if (whole.isEmpty()) {
            texts.put(key, new String(value.expose(), StandardCharsets.UTF_8));
            return texts;
        }
        var templates = EnvTemplate.of(schema.root());
        for (var template : templates.orElse(List.of())) {
            if (size(texts) <= ROOM) {
                template.fill(whole.get()).ifPresent(text -> texts.putIfAbsent(template.name(key), text));
            }
        }
        if (templates.stream().flatMap(List::stream).noneMatch(template -> template.name(key).equals(key))) {
            texts.put(key, whole.get().text().orElse(whole.get().json()));
        }
        if (templates.isEmpty()) {
            fields(whole.get(), Shape.of(schema.root()), new Above(key, Set.of()), texts);
        }
        return texts;
    }

    private record Above(String name, Set<String> open) {}

    private static void fields(ValuePart part, Shape shape, Above above, Map<String, String> texts) {
        var here = inside(shape, above.open);
        for (var field : part.fields().entrySet()) {
            var known = shape.field(field.getKey());
            if (known.isEmpty() || texts.size() > MOST) {
                continue;
            }
            var name = above.name + "_" + segment(field.getKey());
            if (opens(known.get(), here) && field.getValue().isObject()) {
                fields(field.getValue(), known.get(), new Above(name, here), texts);
            } else if (!opens(known.get(), here) || known.get().mayBeOther()) {
                field.getValue().text().ifPresent(text -> texts.putIfAbsent(name, text));
            }
        }
    }

    /** The key has its own rules, and its value its own limit. */
    private static boolean isSound(String key, String name, String text) {
        return ValuePart.canBeHeld(text) && (name.equals(key) || badName(name).isEmpty() && !tooLarge(name, text));
    }

    private static long size(Map<String, String> texts) {
        return texts.values().stream().mapToLong(String::length).sum();
    }

    private static boolean tooLarge(String name, String text) {
        return text.getBytes(StandardCharsets.UTF_8).length + name.length() + 2 > EnvTemplate.LARGEST;
    }

    private static Optional<String> badName(String name) {
        return name.length() > LONGEST
                ? Optional.of("It would give a variable whose name has %,d characters, the limit is %,d"
                        .formatted(name.length(), LONGEST))
                : SecretKey.fault(name, LONGEST);
    }

    /** A name that two templates have for this key. */
    private static Optional<String> twice(String key, Schema schema) {
        var seen = new HashSet<String>();
        return EnvTemplate.of(schema.root()).stream().flatMap(List::stream).map(template -> template.name(key))
                .filter(name -> !seen.add(name)).findFirst();
    }

    private static void unheld(ValuePart part, String pointer, List<Mistake> mistakes) {
        part.fields().forEach((name, field) -> unheld(field, pointer + "/" + Shape.escaped(name), mistakes));
        if (!part.isObject() && part.text().isPresent() && part.held().isEmpty()) {
            mistakes.add(new Mistake(pointer, "It has a character that no environment variable can hold. Remove it"));
        }
    }
}
