package dev.coffer.schema;

import java.util.HashMap;
import java.util.Map;

/**
 * A value, where it begins and where its name does. Its pointer is put together when somebody asks: names may be
 * long.
 */
final class JsonPlace {
    private final JsonPlace around;
    final String key;
    final Map<String, JsonPlace> children = new HashMap<>(4);
    int value;
    int name;

    JsonPlace(JsonPlace around, String key) {
        this.around = around;
        this.key = key;
    }

    String pointer() {
        return around == null ? "" : JsonText.child(around.pointer(), key);
    }

    /** The value at a pointer, or the nearest around it. */
    JsonPlace at(String pointer) {
        var found = this;
        for (var key : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            found = found.children.getOrDefault(key.replace("~1", "/").replace("~0", "~"), found);
        }
        return found;
    }
}
