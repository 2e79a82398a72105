package dev.coffer.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What runs with a project's secrets: its apps, each in some of its environments. */
public final class Deployments {
    private final Http http;
    private final String apps;

    Deployments(Http http, String project) {
        this.http = http;
        this.apps = project + "/apps";
    }

    /**
     * Lets an app read in an environment: these secrets, or all of the project's where none is named. What it read
     * there before is replaced; an app that isn't there is made, by that name.
     */
    public Deployment create(String app, String environment, String... secrets) throws InterruptedException {
        var body = new LinkedHashMap<String, Object>();
        body.put("access", secrets.length == 0 ? "all" : "listed");
        if (secrets.length > 0) {
            body.put("secrets", secrets);
        }
        try {
            return put(app, environment, body);
        } catch (CofferException e) {
            if (e.status() != 404 || http.head(app(app))) {
                throw e;
            }
            http.write("POST", apps, Json.MAPPER.writeValueAsBytes(Map.of("slug", app, "name", app)), "");
            return put(app, environment, body);
        }
    }

    /** All of them, without their lists. */
    public List<Deployment> list() throws InterruptedException {
        return http.all(apps, app -> app).stream().flatMap(app -> app.path("deployments").valueStream()
                .map(each -> Deployment.of(app.path("slug").asString(""), each))).toList();
    }

    /** One with its list. @throws CofferException with 404 where there is none */
    public Deployment get(String app, String environment) throws InterruptedException {
        return Deployment.of(app, http.get(path(app, environment)).body());
    }

    /** Ends it, and its tokens. */
    public void delete(String app, String environment) throws InterruptedException {
        http.write("DELETE", path(app, environment), new byte[0], "");
    }

    /** Makes a token, whose {@code secret} is told this once. */
    public DeploymentToken createToken(String app, String environment, String name) throws InterruptedException {
        return DeploymentToken.of(http.write("POST", path(app, environment) + "/tokens",
                Json.MAPPER.writeValueAsBytes(Map.of("name", name)), "").body());
    }

    public List<DeploymentToken> tokens(String app, String environment) throws InterruptedException {
        return http.all(path(app, environment) + "/tokens", DeploymentToken::of);
    }

    /** From now on it reads nothing. */
    public void revokeToken(String app, String environment, String id) throws InterruptedException {
        http.write("DELETE", path(app, environment) + "/tokens/" + Http.encoded(id), new byte[0], "");
    }

    private Deployment put(String app, String environment, Map<String, Object> body) throws InterruptedException {
        return Deployment.of(app,
                http.write("PUT", path(app, environment), Json.MAPPER.writeValueAsBytes(body), "").body());
    }

    private String path(String app, String environment) {
        return app(app) + "/deployments/" + Http.encoded(environment);
    }

    private String app(String app) {
        return apps + "/" + Http.encoded(app);
    }
}
