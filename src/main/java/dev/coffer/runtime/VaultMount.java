package dev.coffer.runtime;

import java.util.LinkedHashMap;
import java.util.Map;

/** The one place in the tree of paths where values are, {@code secret/}, as clients ask which shape it has. */
record VaultMount(String accessor, Map<String, Integer> config, String description, boolean externalEntropyAccess,
        boolean local, Map<String, String> options, boolean sealWrap, String type, String uuid) {
    static final String PATH = "secret/";
    static final VaultMount ONLY = new VaultMount("kv_coffer",
            Map.of("default_lease_ttl", 0, "max_lease_ttl", 0), "What a deployment reads", false, false,
            Map.of("version", "2"), false, "kv", "coffer");

    /** With its path among its fields. */
    record Found(String accessor, Map<String, Integer> config, String description, boolean externalEntropyAccess,
            boolean local, Map<String, String> options, String path, boolean sealWrap, String type, String uuid) {
        static Found of(VaultMount mount) {
            return new Found(mount.accessor, mount.config, mount.description, mount.externalEntropyAccess, mount.local,
                    mount.options, PATH, mount.sealWrap, mount.type, mount.uuid);
        }
    }

    /** The envelope with every mount twice, under {@code data} and beside it: clients read the one or the other. */
    static Map<String, Object> table(String requestId) {
        var table = new LinkedHashMap<String, Object>();
        table.put("request_id", requestId);
        table.put("lease_id", "");
        table.put("renewable", false);
        table.put("lease_duration", 0);
        table.put("data", Map.of(PATH, ONLY));
        table.put("wrap_info", null);
        table.put("warnings", null);
        table.put("auth", null);
        table.put(PATH, ONLY);
        return table;
    }
}
