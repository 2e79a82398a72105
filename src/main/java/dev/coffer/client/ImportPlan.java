package dev.coffer.client;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What an import does to each key of a file, or did. Holds no value. */
public record ImportPlan(List<Item> items) {

    /**
     * A line of it: {@code action} is one of {@code add}, {@code replace}, {@code same}, {@code empty} and
     * {@code refused}; {@code key} and {@code why} may be "".
     */
    public record Item(String key, int line, String action, String why, List<String> notes) {}

    public ImportPlan {
        items = List.copyOf(items);
    }

    /** How many keys an action is done to. */
    public long count(String action) {
        return items.stream().filter(item -> item.action.equals(action)).count();
    }

    /** How many keys get a value. */
    public long stored() {
        return count("add") + count("replace");
    }

    static ImportPlan of(JsonNode body) {
        return new ImportPlan(body.path("items").valueStream().map(item -> new Item(item.path("key").asString(""),
                item.path("line").asInt(0), item.path("action").asString(""), item.path("why").asString(""),
                item.path("notes").valueStream().map(note -> note.asString("")).toList())).toList());
    }
}
