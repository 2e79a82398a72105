package dev.coffer;

import static dev.coffer.access.Permission.AUDIT_OWN;
import static dev.coffer.access.Permission.ENVIRONMENT_MANAGE;
import static dev.coffer.access.Permission.MEMBER_MANAGE;
import static dev.coffer.access.Permission.PROJECT_MANAGE;
import static dev.coffer.access.Permission.SECRET_WRITE;
import static dev.coffer.access.Permission.VIEW;
import static dev.coffer.web.Audience.everybody;
import static dev.coffer.web.Audience.person;
import static dev.coffer.web.Audience.token;

import dev.coffer.secret.SecretApi;
import dev.coffer.web.Assets;
import dev.coffer.web.Audience;
import dev.coffer.web.Health;
import dev.coffer.web.Metrics;
import dev.coffer.web.Route;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;

/**
 * Every address, in one table: method, path, whom it serves, and what answers. There is no other place with paths, and
 * no route without an audience.
 */
final class Routes {
    private final List<Route> table = new ArrayList<>();

    /** All that answers. */
    record Handlers(Assets assets, Health health, Metrics metrics, SecretApi secretApi) {
    }

    private Routes() {
    }

    static List<Route> table(Handlers to) {
        var routes = new Routes();
        routes.operations(to);
        routes.secretApi(to.secretApi);
        return List.copyOf(routes.table);
    }

    private void operations(Handlers to) {
        get("/livez", everybody(), to.health::live);
        get("/readyz", everybody(), to.health::ready);
        get("/metrics", everybody(), to.metrics::show);
        get("/static/{checksum}/{file}", everybody(), to.assets::serve);
    }

    private void secretApi(SecretApi to) {
        var secrets = "/api/v1/projects/{project}/secrets";
        get(secrets, token(VIEW), to::list);
        post(secrets, token(SECRET_WRITE), to::create);
        get(secrets + "/{key}", token(VIEW), to::get);
        put(secrets + "/{key}", token(SECRET_WRITE), to::set);
        patch(secrets + "/{key}", token(SECRET_WRITE), to::change);
        delete(secrets + "/{key}", token(SECRET_WRITE), to::delete);
        get(secrets + "/{key}/versions", token(VIEW), to::versions);
        post(secrets + "/{key}/versions/{version}/restoration", token(SECRET_WRITE), to::restore);
    }

    private void get(String path, Audience audience, Handler handler) {
        table.add(new Route(HandlerType.GET, path, audience, handler));
        table.add(new Route(HandlerType.HEAD, path, audience, handler));
    }

    private void post(String path, Audience audience, Handler handler) {
        table.add(new Route(HandlerType.POST, path, audience, handler));
    }

    private void put(String path, Audience audience, Handler handler) {
        table.add(new Route(HandlerType.PUT, path, audience, handler));
    }

    private void patch(String path, Audience audience, Handler handler) {
        table.add(new Route(HandlerType.PATCH, path, audience, handler));
    }

    private void delete(String path, Audience audience, Handler handler) {
        table.add(new Route(HandlerType.DELETE, path, audience, handler));
    }
}
