package dev.coffer.cli;

import dev.coffer.client.Requirement;
import dev.coffer.client.Requirement.Texts;
import dev.coffer.crypto.Plaintext;
import dev.coffer.dotenv.EnvExample;
import dev.coffer.form.SecretLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What a file names as needed, and what there is to say about it. No value in the file is sent, or said. */
record RequirementList(List<Requirement> requirements, List<String> notes) {
    private static final Set<String> FIELDS =
            Set.of("key", "required", "environments", "feature", "description", "type");

    /** An {@code .env.example}: each key is required unless its comment calls it optional. */
    static RequirementList ofExample(byte[] content, Path file) {
        try (var plain = Plaintext.of(content); var example = EnvExample.read(plain, SecretLimits.DEFAULT)) {
            if (example.unreadable()) {
                throw Stop.refused("%s can't be read: %s".formatted(file, example.faults().getFirst().why()));
            }
            var notes = new ArrayList<String>();
            example.faults().forEach(fault -> notes.add("Line %d is left out: %s.".formatted(fault.line(),
                    fault.why())));
            example.entries().stream().filter(entry -> entry.given() == EnvExample.Given.VALUE)
                    .forEach(entry -> notes.add(("Line %d: %s has what may be a real value. It is not sent; "
                            + "take it out of the file if it is one.").formatted(entry.line(), entry.key())));
            return new RequirementList(example.entries().stream().map(entry -> new Requirement(entry.key(),
                    entry.required(), List.of(), new Texts("", entry.description(), ""))).toList(), notes);
        }
    }

    /** A list of keys, or of maps with {@code key} and what else a requirement has. */
    static RequirementList ofYaml(byte[] content, Path file) {
        Object parsed;
        try {
            parsed = Yaml.read(new String(content, StandardCharsets.UTF_8));
        } catch (YamlEngineException notYaml) {
            throw Stop.refused("%s can't be read as YAML".formatted(file));
        }
        if (!(parsed instanceof List<?> items)) {
            throw Stop.refused("%s takes a list, such as: - STRIPE_SECRET_KEY".formatted(file));
        }
        var requirements = new ArrayList<Requirement>();
        for (int i = 0; i < items.size(); i++) {
            requirements.add(switch (items.get(i)) {
                case String key -> Requirement.of(key);
                case Map<?, ?> map -> requirement(map, i + 1);
                case null, default ->
                    throw Stop.refused("Item %d is neither a key nor a map with one".formatted(i + 1));
            });
        }
        return new RequirementList(requirements, List.of());
    }

    private static Requirement requirement(Map<?, ?> map, int number) {
        for (var name : map.keySet()) {
            if (!(name instanceof String field) || !FIELDS.contains(field)) {
                throw Stop
                        .refused("Item %d has %s, which is none of key, required, environments, feature, description, "
                                .formatted(number, name) + "type");
            }
        }
        if (!(map.get("required") == null || map.get("required") instanceof Boolean)) {
            throw Stop.refused("Item %d: required is true or false".formatted(number));
        }
        return new Requirement(text(map, "key", number), !Boolean.FALSE.equals(map.get("required")),
                environments(map.get("environments"), number), new Texts(text(map, "feature", number),
                        text(map, "description", number), text(map, "type", number)));
    }

    private static String text(Map<?, ?> map, String field, int number) {
        return switch (map.get(field)) {
            case null -> "";
            case String text -> text;
            default -> throw Stop.refused("Item %d: %s is text".formatted(number, field));
        };
    }

    private static List<String> environments(Object listed, int number) {
        return switch (listed) {
            case null -> List.of();
            case String one -> List.of(one);
            case List<?> several when several.stream().allMatch(String.class::isInstance) ->
                several.stream().map(String.class::cast).toList();
            default -> throw Stop.refused("Item %d: environments is a list of slugs".formatted(number));
        };
    }
}
