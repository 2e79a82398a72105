package dev.coffer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** {@code coffer.yaml}, in this folder or one above: which server, project, environment and app this folder is for. */
final class ProjectFile {
    private static final String NAME = "coffer.yaml";
    private static final Set<String> SETTINGS = Set.of("server", "project", "environment", "app");

    private ProjectFile() {}

    /** The nearest one's settings; empty where there is none. @throws Stop where it can't be read as such */
    static Map<String, String> nearest(Path folder) {
        for (var each = folder; each != null; each = each.getParent()) {
            var file = each.resolve(NAME);
            if (Files.isRegularFile(file)) {
                return read(file);
            }
        }
        return Map.of();
    }

    private static Map<String, String> read(Path file) {
        Object content;
        try {
            content = Yaml.read(Files.readString(file));
        } catch (YamlEngineException | IOException unreadable) {
            throw Stop.wrongUse("%s can't be read as YAML".formatted(file));
        }
        var settings = new HashMap<String, String>();
        if (content instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (!(name instanceof String known) || !SETTINGS.contains(known)) {
                    throw Stop.wrongUse("%s has %s, which is none of server, project, environment, app".formatted(file,
                            name));
                }
                if (value instanceof Collection || value instanceof Map) {
                    throw Stop.wrongUse("%s has more than one word for %s".formatted(file, known));
                }
                if (value != null) {
                    settings.put(known, String.valueOf(value).strip());
                }
            });
        } else if (content != null) {
            throw Stop.wrongUse("%s takes lines such as project: shop".formatted(file));
        }
        return settings;
    }
}
