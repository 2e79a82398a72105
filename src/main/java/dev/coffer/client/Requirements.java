package dev.coffer.client;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a project needs, as sources declare it. */
public final class Requirements {
    private final Http http;
    private final String project;

    /** What a declaration came to: keys that are declared, keys that went, and those whose dismissal ended by it. */
    public record Declared(List<String> declared, List<String> removed, List<String> dismissalsDropped) {}

    Requirements(Http http, String project) {
        this.http = http;
        this.project = project;
    }

    /** Replaces what that source declared before, and leaves what others did. */
    public Declared declare(String source, List<Requirement> requirements) throws InterruptedException {
        var body = Json.MAPPER.createObjectNode().put("source", source);
        var items = body.putArray("requirements");
        requirements.forEach(each -> items.add(item(each)));
        var answer = http.write("PUT", project + "/requirements", Json.MAPPER.writeValueAsBytes(body), "").body();
        return new Declared(texts(answer.path("declared")), texts(answer.path("removed")),
                texts(answer.path("dismissals_dropped")));
    }

    /** All of them, of every source. */
    public List<Requirement> list() throws InterruptedException {
        return http.all(project + "/requirements", Requirements::read);
    }

    private static ObjectNode item(Requirement requirement) {
        var item = Json.MAPPER.createObjectNode().put("key", requirement.key()).put("required", requirement.required());
        if (!requirement.environments().isEmpty()) {
            var environments = item.putArray("environments");
            requirement.environments().forEach(environments::add);
        }
        put(item, "feature", requirement.texts().feature());
        put(item, "description", requirement.texts().description());
        put(item, "type", requirement.texts().type());
        return item;
    }

    private static void put(ObjectNode item, String name, String text) {
        if (!text.isEmpty()) {
            item.put(name, text);
        }
    }

    private static Requirement read(JsonNode item) {
        return new Requirement(item.path("key").asString(""), item.path("required").asBoolean(true),
                item.path("environments").valueStream()
                        .map(each -> each.isObject() ? each.path("environment").asString("") : each.asString(""))
                        .toList(),
                new Requirement.Texts(item.path("feature").asString(""), item.path("description").asString(""),
                        item.path("type").asString("")));
    }

    private static List<String> texts(JsonNode items) {
        return items.valueStream().map(each -> each.asString("")).toList();
    }
}
