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

import dev.coffer.secret.ImportApi;
import dev.coffer.secret.SecretAddPages;
import dev.coffer.secret.SecretApi;
import dev.coffer.secret.SecretDeletePages;
import dev.coffer.secret.SecretEditPages;
import dev.coffer.secret.SecretPages;
import dev.coffer.secret.SecretRestorePages;
import dev.coffer.audit.AuditApi;
import dev.coffer.project.EnvironmentApi;
import dev.coffer.project.MemberApi;
import dev.coffer.project.ProjectApi;
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
    record Handlers(Assets assets, Health health, Metrics metrics, SecretApi secretApi, Projects projects,
            SecretScreens secretPages, Imports imports) {
    }

    /** What answers for imports. */
    record Imports(ImportApi api) {
    }

    /** What answers for projects, and all that is in one but secrets. */
    record Projects(ProjectApi api, EnvironmentApi environmentApi, MemberApi memberApi, AuditApi auditApi) {
    }

    /** The pages of a project's secrets. */
    record SecretScreens(SecretPages read, SecretAddPages add, SecretEditPages edit, SecretDeletePages delete,
            SecretRestorePages restore) {
    }

    private Routes() {
    }

    static List<Route> table(Handlers to) {
        var routes = new Routes();
        routes.operations(to);
        routes.secretApi(to.secretApi);
        routes.imports(to.imports);
        routes.projectApi(to.projects);
        routes.secretPages(to.secretPages);
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

    private void secretPages(SecretScreens to) {
        var secrets = "/projects/{project}/secrets";
        get(secrets, person(VIEW), to.read::list);
        get(secrets + "/-/compare", person(VIEW), to.read::compare);
        get(secrets + "/-/new", person(SECRET_WRITE), to.add::show);
        post(secrets + "/-/new", person(SECRET_WRITE), to.add::create);
        get(secrets + "/{key}", person(VIEW), to.read::details);
        get(secrets + "/{key}/edit", person(SECRET_WRITE), to.edit::show);
        post(secrets + "/{key}/edit", person(SECRET_WRITE), to.edit::update);
        get(secrets + "/{key}/delete", person(SECRET_WRITE), to.delete::confirm);
        post(secrets + "/{key}/delete", person(SECRET_WRITE), to.delete::delete);
        get(secrets + "/{key}/versions/{version}/restore", person(SECRET_WRITE), to.restore::confirm);
        post(secrets + "/{key}/versions/{version}/restore", person(SECRET_WRITE), to.restore::restore);
    }

    private void imports(Imports to) {
        post("/api/v1/projects/{project}/imports", token(SECRET_WRITE), to.api::create);
    }

    private void projectApi(Projects to) {
        get("/api/v1/projects", token(), to.api::list);
        post("/api/v1/projects", token(), to.api::create);
        get("/api/v1/projects/{project}", token(VIEW), to.api::show);
        patch("/api/v1/projects/{project}", token(PROJECT_MANAGE), to.api::change);
        delete("/api/v1/projects/{project}", token(PROJECT_MANAGE), to.api::delete);
        var environments = "/api/v1/projects/{project}/environments";
        get(environments, token(VIEW), to.environmentApi::list);
        post(environments, token(ENVIRONMENT_MANAGE), to.environmentApi::add);
        get(environments + "/{environment}", token(VIEW), to.environmentApi::show);
        patch(environments + "/{environment}", token(ENVIRONMENT_MANAGE), to.environmentApi::change);
        delete(environments + "/{environment}", token(ENVIRONMENT_MANAGE), to.environmentApi::delete);
        var members = "/api/v1/projects/{project}/members";
        get(members, token(MEMBER_MANAGE), to.memberApi::list);
        put(members + "/{user}", token(MEMBER_MANAGE), to.memberApi::change);
        delete(members + "/{user}", token(MEMBER_MANAGE), to.memberApi::remove);
        get("/api/v1/projects/{project}/audit", token(AUDIT_OWN), to.auditApi::list);
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
