package dev.coffer.cli;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads the small files that commands take. They come with somebody's sources, so none may exhaust the stack. */
final class Yaml {
    private static final int DEEPEST = 16;
    private static final LoadSettings SETTINGS = LoadSettings.builder().setLabel("file").build();

    private Yaml() {}

    /** @throws YamlEngineException where it is no YAML, or lists in lists go deeper than any of ours */
    static Object read(String text) {
        int depth = 0;
        // Event by event needs no stack; only then is it built, which does.
        for (var event : new Parse(SETTINGS).parseString(text)) {
            depth += switch (event.getEventId()) {
                case SequenceStart, MappingStart -> 1;
                case SequenceEnd, MappingEnd -> -1;
                default -> 0;
            };
            if (depth > DEEPEST) {
                throw new YamlEngineException("too deep");
            }
        }
        return new Load(SETTINGS).loadFromString(text);
    }
}
