package dev.coffer.client;

import java.util.List;
import java.util.Map;

/** What a project published. */
public final class Publications {
    private final Http http;
    private final String project;

    Publications(Http http, String project) {
        this.http = http;
        this.project = project;
    }

    /**
     * Publishes a version to an environment.
     *
     * @throws CofferException {@code configuration-required}, with what is missing, while a required value is not there
     */
    public Publication publish(String version, String environment) throws InterruptedException {
        return Publication.of(http.write("POST", project + "/publications",
                Json.MAPPER.writeValueAsBytes(Map.of("version", version, "environment", environment)), "").body());
    }

    /** All of them, the newest first. */
    public List<Publication> list() throws InterruptedException {
        return http.all(project + "/publications", Publication::of);
    }
}
