package dev.coffer;

import dev.coffer.web.Audience;
import dev.coffer.web.Route;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A project with one secret and one deployment in it, and every route's address filled in for it: what the tests that
 * go through the whole route table ask for. What a parameter not known here stands for isn't there.
 */
record Fixture(TestServer server, String project) {
    static final String KEY = "PREPARED";
    static final String APP = "api";
    private static final Pattern PARAMETER = Pattern.compile("[{<](\\w+)[>}]");

    static Fixture in(TestServer server, String project) {
        server.cast.project(project);
        var stored = server.api(server.cast.alice).json("POST", "/api/v1/projects/" + project + "/secrets",
                "{\"key\": \"" + KEY + "\", \"value\": \"prepared\", \"environments\": [\"preview\"]}");
        if (stored.statusCode() != 201) {
            throw new IllegalStateException("no secret: " + stored.body());
        }
        server.cast.deploymentTokenOf(server.cast.alice, project, new Cast.Place(APP, "preview"));
        return new Fixture(server, project);
    }

    /** The route's path with something real for each parameter, and the environment that most of them take. */
    String address(Route route) {
        return path(route) + "?environment=preview";
    }

    /** The same without a query. */
    String path(Route route) {
        return PARAMETER.matcher(route.path()).replaceAll(found -> switch (found.group(1)) {
            case "project" -> project;
            case "key" -> KEY;
            case "environment" -> "preview";
            case "app" -> APP;
            case "version" -> "1";
            case "mount" -> "secret";
            case "path" -> route.path().startsWith("/v1/sys/") ? "secret" : project + "/preview";
            case "user", "id", "session", "invitation", "import" -> UUID.randomUUID().toString();
            default -> "x";
        });
    }

    /** The paths of all routes, each once. */
    static Set<String> paths(List<Route> routes) {
        var paths = new TreeSet<String>();
        routes.forEach(route -> paths.add(route.path()));
        return paths;
    }

    static boolean isApi(String path) {
        return path.startsWith("/api/") || path.startsWith("/v1/");
    }

    static boolean isPage(Route route) {
        return !isApi(route.path());
    }

    /** Asks by a method, with the empty body of the kind that is read there. */
    static HttpResponse<String> ask(TestClient client, String method, String address) {
        var json = isApi(address);
        return switch (method) {
            case "POST", "PUT", "PATCH" -> client.with("Content-Type", json ? "application/json"
                    : "application/x-www-form-urlencoded").send(address, method, json ? "{}" : "");
            default -> client.send(address, method, null);
        };
    }

    static boolean needsProject(Audience audience) {
        return audience.scope() == Audience.Scope.PROJECT;
    }
}
