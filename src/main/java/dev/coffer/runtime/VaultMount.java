package dev.coffer.runtime;

import java.util.LinkedHashMap;
import java.util.Map;

/** The one place in the tree of paths where values are, {@code secret/}, as clients ask which shape it has. */
final class VaultMount {
    static final String PATH = "secret/";
    /** All that the original tells of one, for clients that hold an answer against a list of fields. */
    private static final Map<String, Object> FIELDS = fields();

    private VaultMount() {}

    /** Each by its path, which clients look for in {@code data} or beside it. */
    static Map<String, Object> table(String requestId) {
        return twice(requestId, byPath());
    }

    /** The one, likewise. */
    static Map<String, Object> only(String requestId) {
        return twice(requestId, FIELDS);
    }

    static Map<String, Object> byPath() {
        return Map.of(PATH, FIELDS);
    }

    /** With its path among its fields. */
    static Map<String, Object> withPath() {
        var fields = new LinkedHashMap<>(FIELDS);
        fields.put("path", PATH);
        return fields;
    }

    private static Map<String, Object> twice(String requestId, Map<String, Object> data) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("request_id", requestId);
        answer.put("lease_id", "");
        answer.put("renewable", false);
        answer.put("lease_duration", 0);
        answer.put("data", data);
        answer.put("wrap_info", null);
        answer.put("warnings", null);
        answer.put("auth", null);
        answer.putAll(data);
        return answer;
    }

    private static Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("accessor", "kv_coffer");
        fields.put("config", Map.of("default_lease_ttl", 0, "force_no_cache", false, "max_lease_ttl", 0));
        fields.put("deprecation_status", "supported");
        fields.put("description", "What a deployment reads");
        fields.put("external_entropy_access", false);
        fields.put("local", false);
        fields.put("options", Map.of("version", "2"));
        fields.put("plugin_version", "");
        fields.put("running_plugin_version", "");
        fields.put("running_sha256", "");
        fields.put("seal_wrap", false);
        fields.put("type", "kv");
        fields.put("uuid", "coffer");
        return fields;
    }
}
