package dev.coffer.client;

import java.util.List;
import java.util.Map;

/** The projects that a token may enter. */
public final class Projects {
    private final Http http;

    Projects(Http http) {
        this.http = http;
    }

    public List<Project> list() throws InterruptedException {
        return http.all("/projects", Project::of);
    }

    /** One of them. @throws CofferException with 404 where there is none, or it isn't the token's to know */
    public Project get(String slug) throws InterruptedException {
        return Project.of(http.get("/projects/" + Http.encoded(slug)).body());
    }

    /** Makes one, which its maker owns. @throws CofferException with 409 where the slug is taken */
    public Project create(String slug, String name) throws InterruptedException {
        return Project.of(http.write("POST", "/projects",
                Json.MAPPER.writeValueAsBytes(Map.of("slug", slug, "name", name)), "").body());
    }
}
