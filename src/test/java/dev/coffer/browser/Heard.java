package dev.coffer.browser;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A part of a page as assistive technology gets it: from the browser's accessibility tree, not from the markup. */
record Heard(String role, String name, String description, boolean isRequired, boolean isInvalid) {

    /** All that have an id in the markup, by it, in the order in which they are read. */
    static Map<String, Heard> of(Page page) {
        var browser = page.context().newCDPSession(page);
        try {
            var ids = new HashMap<Integer, String>();
            var whole = new JsonObject();
            whole.addProperty("depth", -1);
            collect(browser.send("DOM.getDocument", whole).getAsJsonObject("root"), ids);
            return read(browser.send("Accessibility.getFullAXTree").getAsJsonArray("nodes"), ids);
        } finally {
            browser.detach();
        }
    }

    private static void collect(JsonObject node, Map<Integer, String> ids) {
        var attributes = node.has("attributes") ? node.getAsJsonArray("attributes") : new JsonArray();
        for (int i = 0; i < attributes.size(); i += 2) {
            if (attributes.get(i).getAsString().equals("id")) {
                ids.put(node.get("backendNodeId").getAsInt(), attributes.get(i + 1).getAsString());
            }
        }
        if (node.has("children")) {
            node.getAsJsonArray("children").forEach(child -> collect(child.getAsJsonObject(), ids));
        }
    }

    /** The tree comes by levels: its own order is by parents and children. */
    private static Map<String, Heard> read(JsonArray nodes, Map<Integer, String> ids) {
        var byId = new HashMap<String, JsonObject>();
        nodes.forEach(node -> byId.put(node.getAsJsonObject().get("nodeId").getAsString(), node.getAsJsonObject()));
        var heard = new LinkedHashMap<String, Heard>();
        walk(nodes.get(0).getAsJsonObject(), byId, ids, heard);
        return heard;
    }

    private static void walk(JsonObject node, Map<String, JsonObject> nodes, Map<Integer, String> ids,
            Map<String, Heard> heard) {
        var id = node.has("backendDOMNodeId") ? ids.get(node.get("backendDOMNodeId").getAsInt()) : null;
        if (id != null && !node.get("ignored").getAsBoolean()) {
            heard.put(id, new Heard(value(node, "role"), value(node, "name"), value(node, "description"),
                    property(node, "required").equals("true"), property(node, "invalid").equals("true")));
        }
        if (node.has("childIds")) {
            for (var child : node.getAsJsonArray("childIds")) {
                if (nodes.containsKey(child.getAsString())) {
                    walk(nodes.get(child.getAsString()), nodes, ids, heard);
                }
            }
        }
    }

    private static String value(JsonObject node, String name) {
        var value = node.has(name) ? node.getAsJsonObject(name).get("value") : null;
        return value == null ? "" : value.getAsString();
    }

    private static String property(JsonObject node, String name) {
        for (JsonElement each : node.has("properties") ? node.getAsJsonArray("properties") : new JsonArray()) {
            if (each.getAsJsonObject().get("name").getAsString().equals(name)) {
                return value(each.getAsJsonObject(), "value");
            }
        }
        return "";
    }
}
