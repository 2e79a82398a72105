package dev.coffer;

import static dev.coffer.access.Permission.APP_MANAGE;
import static dev.coffer.access.Permission.AUDIT_OWN;
import static dev.coffer.access.Permission.ENVIRONMENT_MANAGE;
import static dev.coffer.access.Permission.MEMBER_MANAGE;
import static dev.coffer.access.Permission.PROJECT_MANAGE;
import static dev.coffer.access.Permission.PUBLISH;
import static dev.coffer.access.Permission.SECRET_WRITE;
import static dev.coffer.access.Permission.TOKEN_MANAGE;
import static dev.coffer.access.Permission.TYPE_MANAGE;
import static dev.coffer.access.Permission.VIEW;
import static dev.coffer.access.Permission.WEBHOOK_MANAGE;
import static dev.coffer.web.Audience.anyToken;
import static dev.coffer.web.Audience.deployment;
import static dev.coffer.web.Audience.everybody;
import static dev.coffer.web.Audience.owner;
import static dev.coffer.web.Audience.ownerToken;
import static dev.coffer.web.Audience.person;
import static dev.coffer.web.Audience.token;
import static dev.coffer.web.Audience.vault;
import static dev.coffer.web.Audience.watcher;
import static dev.coffer.web.Audience.whoever;

import dev.coffer.project.MemberPages;
import dev.coffer.runtime.RuntimeApi;
import dev.coffer.secret.SecretApi;
import dev.coffer.web.Audience;
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

    private Routes() {}

    static List<Route> table(Handlers to) {
        var routes = new Routes();
        routes.operations(to);
        routes.secretApi(to.secretApi());
        routes.imports(to.imports());
        routes.requirements(to.requirements());
        routes.builtIns(to.builtIns());
        routes.publications(to.publishing());
        routes.projects(to.projects());
        routes.secretPages(to.secretPages());
        routes.secretTypes(to.secretTypes());
        routes.webhooks(to.webhooks());
        routes.pipelines(to.pipelines());
        routes.apps(to.apps());
        routes.workspace(to.workspace());
        routes.hints(to.hints());
        routes.runtime(to.runtime());
        routes.people(to.people());
        routes.kv(to.vault());
        return List.copyOf(routes.table);
    }

    private void workspace(Handlers.Workspace to) {
        get("/projects", person(), to.pages()::list);
        get("/projects/{project}", person(VIEW), to.pages()::show);
        get("/projects/{project}/changes", watcher(VIEW), to.changes()::show);
    }

    private void operations(Handlers to) {
        get("/livez", everybody(), to.health()::live);
        get("/readyz", everybody(), to.health()::ready);
        get("/metrics", everybody(), to.metrics()::show);
        get("/api/openapi.json", everybody(), to.apiDescription()::show);
        get("/static/{checksum}/{file}", everybody(), to.assets()::serve);
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

    private void requirements(Handlers.Requirements to) {
        var project = "/api/v1/projects/{project}";
        get(project + "/requirements", token(VIEW), to.api()::list);
        put(project + "/requirements", token(SECRET_WRITE), to.api()::declare);
        post(project + "/requirements", token(SECRET_WRITE), to.api()::add);
        put(project + "/requirements/{key}/dismissal", token(SECRET_WRITE), to.api()::dismiss);
        delete(project + "/requirements/{key}/dismissal", token(SECRET_WRITE), to.api()::bringBack);
        get(project + "/readiness", token(VIEW), to.api()::readiness);
        requirementPages(to);
    }

    private void requirementPages(Handlers.Requirements to) {
        var pages = "/projects/{project}/requirements";
        get(pages, person(VIEW), to.pages()::list);
        form(pages + "/-/new", person(SECRET_WRITE), to.pages()::newForm, to.pages()::add);
        form(pages + "/-/paste", person(SECRET_WRITE), to.examples()::show, to.examples()::submit);
        form(pages + "/-/remove", person(SECRET_WRITE), to.pages()::removeListForm, to.pages()::removeList);
        form(pages + "/{key}/edit", person(SECRET_WRITE), to.pages()::editForm, to.pages()::edit);
        form(pages + "/{key}/remove", person(SECRET_WRITE), to.pages()::removeForm, to.pages()::remove);
        form(pages + "/{key}/dismiss", person(SECRET_WRITE), to.dismissals()::dismissForm, to.dismissals()::dismiss);
        form(pages + "/{key}/bring-back", person(SECRET_WRITE), to.dismissals()::bringBackForm,
                to.dismissals()::bringBack);
    }

    private void secretPages(Handlers.SecretScreens to) {
        var secrets = "/projects/{project}/secrets";
        get(secrets, person(VIEW), to.read()::list);
        get(secrets + "/-/compare", person(VIEW), to.read()::compare);
        get(secrets + "/-/new", person(SECRET_WRITE), to.add()::show);
        post(secrets + "/-/new", person(SECRET_WRITE), to.add()::create);
        get(secrets + "/{key}", person(VIEW), to.read()::details);
        get(secrets + "/{key}/why", person(VIEW), to.why()::show);
        get("/api/v1/projects/{project}/secrets/{key}/levels", token(VIEW), to.levels()::list);
        get(secrets + "/{key}/edit", person(SECRET_WRITE), to.edit()::show);
        post(secrets + "/{key}/edit", person(SECRET_WRITE), to.edit()::update);
        get(secrets + "/{key}/delete", person(SECRET_WRITE), to.delete()::confirm);
        post(secrets + "/{key}/delete", person(SECRET_WRITE), to.delete()::delete);
        get(secrets + "/{key}/versions/{version}/restore", person(SECRET_WRITE), to.restore()::confirm);
        post(secrets + "/{key}/versions/{version}/restore", person(SECRET_WRITE), to.restore()::restore);
    }

    private void secretTypes(Handlers.SecretTypes to) {
        var api = "/api/v1/projects/{project}/secret-types";
        get(api, token(VIEW), to.api()::list);
        post(api, token(TYPE_MANAGE), to.api()::create);
        get(api + "/{type}", token(VIEW), to.api()::show);
        put(api + "/{type}", token(TYPE_MANAGE), to.api()::set);
        delete(api + "/{type}", token(TYPE_MANAGE), to.api()::delete);
        var pages = "/projects/{project}/secret-types";
        get(pages, person(VIEW), to.pages()::list);
        form(pages + "/new", person(TYPE_MANAGE), to.pages()::newForm, to.pages()::create);
        get(pages + "/{type}", person(VIEW), to.pages()::show);
        form(pages + "/{type}/edit", person(TYPE_MANAGE), to.pages()::editForm, to.pages()::edit);
        form(pages + "/{type}/delete", person(TYPE_MANAGE), to.pages()::deleteForm, to.pages()::delete);
    }

    private void imports(Handlers.Imports to) {
        post("/api/v1/projects/{project}/imports", token(SECRET_WRITE), to.api()::create);
        get("/projects/{project}/secrets/-/import", person(SECRET_WRITE), to.pages()::show);
        post("/projects/{project}/secrets/-/import", person(SECRET_WRITE), to.pages()::submit);
    }

    private void builtIns(Handlers.BuiltInScreens to) {
        var api = "/api/v1/organization/built-in-secrets";
        get(api, ownerToken(), to.api()::list);
        get(api + "/{key}", ownerToken(), to.api()::get);
        put(api + "/{key}", ownerToken(), to.api()::set);
        delete(api + "/{key}", ownerToken(), to.api()::delete);
        var pages = "/organization/built-in-secrets";
        get(pages, owner(), to.pages()::list);
        form(pages + "/-/new", owner(), to.pages()::newForm, to.pages()::add);
        form(pages + "/{key}/edit", owner(), to.pages()::editForm, to.pages()::update);
        form(pages + "/{key}/delete", owner(), to.pages()::deleteForm, to.pages()::delete);
    }

    private void publications(Handlers.Publishing to) {
        var api = "/api/v1/projects/{project}/publications";
        get(api, token(VIEW), to.api()::list);
        post(api, token(PUBLISH), to.api()::create);
        get(api + "/{version}", token(VIEW), to.api()::get);
        get(api + "/{version}/diff", token(VIEW), to.api()::diff);
        post(api + "/{version}/rollback", token(PUBLISH), to.api()::rollback);
        var pages = "/projects/{project}/publications";
        get(pages, person(VIEW), to.pages()::list);
        form(pages + "/new", person(PUBLISH), to.pages()::newForm, to.pages()::publish);
        get(pages + "/{version}", person(VIEW), to.pages()::show);
        get(pages + "/{version}/compare", person(VIEW), to.pages()::compare);
        form(pages + "/{version}/rollback", person(PUBLISH), to.rollback()::confirm, to.rollback()::rollback);
    }

    private void pipelines(Handlers.Pipelines to) {
        var tokens = "/projects/{project}/tokens";
        form(tokens, person(TOKEN_MANAGE), to.pages()::list, to.pages()::create);
        form(tokens + "/{id}/revoke", person(TOKEN_MANAGE), to.pages()::confirmRevoke, to.pages()::revoke);
        get("/api/v1" + tokens, token(TOKEN_MANAGE), to.api()::list);
        post("/api/v1" + tokens, token(TOKEN_MANAGE), to.api()::create);
        delete("/api/v1" + tokens + "/{id}", token(TOKEN_MANAGE), to.api()::revoke);
    }

    private void apps(Handlers.AppScreens to) {
        var apps = "/api/v1/projects/{project}/apps";
        get(apps, token(VIEW), to.api()::list);
        post(apps, token(APP_MANAGE), to.api()::create);
        get(apps + "/{app}", token(VIEW), to.api()::show);
        patch(apps + "/{app}", token(APP_MANAGE), to.api()::change);
        delete(apps + "/{app}", token(APP_MANAGE), to.api()::delete);
        var deployment = apps + "/{app}/deployments/{environment}";
        get(deployment, token(VIEW), to.deploymentApi()::show);
        put(deployment, token(APP_MANAGE), to.deploymentApi()::set);
        delete(deployment, token(APP_MANAGE), to.deploymentApi()::delete);
        get(deployment + "/tokens", token(TOKEN_MANAGE), to.deploymentApi()::listTokens);
        post(deployment + "/tokens", token(TOKEN_MANAGE), to.deploymentApi()::createToken);
        delete(deployment + "/tokens/{id}", token(TOKEN_MANAGE), to.deploymentApi()::revokeToken);
        appPages(to);
    }

    private void appPages(Handlers.AppScreens to) {
        var apps = "/projects/{project}/apps";
        get(apps, person(VIEW), to.pages()::list);
        form(apps + "/new", person(APP_MANAGE), to.pages()::newForm, to.pages()::create);
        get(apps + "/{app}", person(VIEW), to.pages()::show);
        form(apps + "/{app}/edit", person(APP_MANAGE), to.pages()::editForm, to.pages()::change);
        form(apps + "/{app}/delete", person(APP_MANAGE), to.pages()::deleteForm, to.pages()::delete);
        var deployment = apps + "/{app}/deployments/{environment}";
        form(deployment + "/edit", person(APP_MANAGE), to.deployments()::form, to.deployments()::set);
        form(deployment + "/delete", person(APP_MANAGE), to.deployments()::deleteForm, to.deployments()::delete);
        form(deployment + "/tokens/new", person(TOKEN_MANAGE), to.deployments()::newToken,
                to.deployments()::createToken);
        form(deployment + "/tokens/{id}/revoke", person(TOKEN_MANAGE), to.deployments()::confirmRevoke,
                to.deployments()::revoke);
    }

    private void hints(Handlers.Hints to) {
        var hints = "/api/v1/projects/{project}/hints";
        get(hints, token(VIEW), to.api()::list);
        put(hints + "/{key}/{kind}/acceptance", token(SECRET_WRITE), to.api()::accept);
        delete(hints + "/{key}/{kind}/acceptance", token(SECRET_WRITE), to.api()::bringBack);
        var health = "/projects/{project}/secrets/-/health";
        get(health, person(VIEW), to.pages()::show);
        post(health + "/accept", person(SECRET_WRITE), to.pages()::accept);
        post(health + "/bring-back", person(SECRET_WRITE), to.pages()::bringBack);
        post(health + "/rotation", person(PROJECT_MANAGE), to.pages()::rotate);
    }

    private void projects(Handlers.Projects to) {
        get("/", everybody(), to.pages()::home);
        get("/help", everybody(), to.help()::show);
        get("/help/{topic}", everybody(), to.help()::topic);
        form("/projects/new", person(), to.pages()::newForm, to.pages()::create);
        form("/projects/{project}/settings", person(PROJECT_MANAGE), to.pages()::settings, to.pages()::rename);
        form("/projects/{project}/delete", person(PROJECT_MANAGE), to.pages()::deleteForm, to.pages()::delete);
        get("/projects/{project}/audit", person(AUDIT_OWN), to.audit()::project);
        form("/organization", owner(), to.organization()::show, to.organization()::rename);
        get("/organization/audit", owner(), to.audit()::organization);
        var environments = "/projects/{project}/environments";
        get(environments, person(VIEW), to.environments()::list);
        form(environments + "/new", person(ENVIRONMENT_MANAGE), to.environments()::newForm, to.environments()::add);
        form(environments + "/{environment}/edit", person(ENVIRONMENT_MANAGE), to.environments()::editForm,
                to.environments()::change);
        form(environments + "/{environment}/delete", person(ENVIRONMENT_MANAGE), to.environments()::deleteForm,
                to.environments()::delete);
        members(to.members());
        projectApi(to.api());
    }

    private void members(MemberPages to) {
        var members = "/projects/{project}/members";
        get(members, person(MEMBER_MANAGE), to::list);
        post(members + "/invitations", person(MEMBER_MANAGE), to::invite);
        post(members + "/invitations/{invitation}/withdraw", person(MEMBER_MANAGE), to::withdraw);
        form(members + "/{user}/edit", person(MEMBER_MANAGE), to::editForm, to::change);
        form(members + "/{user}/remove", person(MEMBER_MANAGE), to::removeForm, to::remove);
    }

    private void projectApi(Handlers.ProjectApis to) {
        var project = "/api/v1/projects/{project}";
        get("/api/v1/projects", anyToken(), to.projects()::list);
        post("/api/v1/projects", token(), to.projects()::create);
        get(project, token(VIEW), to.projects()::show);
        patch(project, token(PROJECT_MANAGE), to.projects()::change);
        delete(project, token(PROJECT_MANAGE), to.projects()::delete);
        get(project + "/audit", token(AUDIT_OWN), to.audit()::list);
        get(project + "/environments", token(VIEW), to.environments()::list);
        post(project + "/environments", token(ENVIRONMENT_MANAGE), to.environments()::add);
        get(project + "/environments/{environment}", token(VIEW), to.environments()::show);
        patch(project + "/environments/{environment}", token(ENVIRONMENT_MANAGE), to.environments()::change);
        delete(project + "/environments/{environment}", token(ENVIRONMENT_MANAGE), to.environments()::delete);
        get(project + "/members", token(MEMBER_MANAGE), to.members()::list);
        put(project + "/members/{user}", token(MEMBER_MANAGE), to.members()::change);
        delete(project + "/members/{user}", token(MEMBER_MANAGE), to.members()::remove);
        get(project + "/invitations", token(MEMBER_MANAGE), to.invitations()::list);
        post(project + "/invitations", token(MEMBER_MANAGE), to.invitations()::create);
        delete(project + "/invitations/{invitation}", token(MEMBER_MANAGE), to.invitations()::withdraw);
    }

    private void webhooks(Handlers.WebhookScreens to) {
        var api = "/api/v1/projects/{project}/webhooks";
        get(api, token(WEBHOOK_MANAGE), to.api()::list);
        post(api, token(WEBHOOK_MANAGE), to.api()::create);
        get(api + "/{id}", token(WEBHOOK_MANAGE), to.api()::show);
        patch(api + "/{id}", token(WEBHOOK_MANAGE), to.api()::change);
        delete(api + "/{id}", token(WEBHOOK_MANAGE), to.api()::delete);
        post(api + "/{id}/secret", token(WEBHOOK_MANAGE), to.api()::roll);
        post(api + "/{id}/test", token(WEBHOOK_MANAGE), to.api()::test);
        get(api + "/{id}/deliveries", token(WEBHOOK_MANAGE), to.api()::deliveries);
        post(api + "/{id}/deliveries/{delivery}/retry", token(WEBHOOK_MANAGE), to.api()::retry);
        var pages = "/projects/{project}/webhooks";
        get(pages, person(WEBHOOK_MANAGE), to.pages()::list);
        form(pages + "/new", person(WEBHOOK_MANAGE), to.pages()::newForm, to.pages()::create);
        get(pages + "/{id}", person(WEBHOOK_MANAGE), to.deliveries()::show);
        form(pages + "/{id}/edit", person(WEBHOOK_MANAGE), to.pages()::editForm, to.pages()::change);
        form(pages + "/{id}/secret", person(WEBHOOK_MANAGE), to.pages()::rollForm, to.pages()::roll);
        form(pages + "/{id}/delete", person(WEBHOOK_MANAGE), to.pages()::deleteForm, to.pages()::delete);
        post(pages + "/{id}/test", person(WEBHOOK_MANAGE), to.deliveries()::test);
        post(pages + "/{id}/deliveries/{delivery}/retry", person(WEBHOOK_MANAGE), to.deliveries()::retry);
    }

    /** A page with a form, and what the form is posted to: the same address. */
    private void form(String path, Audience audience, Handler page, Handler posted) {
        get(path, audience, page);
        post(path, audience, posted);
    }

    private void runtime(RuntimeApi to) {
        get("/api/v1/runtime/secrets", deployment(), to::all);
        get("/api/v1/runtime/secrets/{key}", deployment(), to::one);
    }

    private void people(Handlers.People to) {
        form("/setup", everybody(), to.setup()::show, to.setup()::create);
        form("/sign-in", everybody(), to.signIn()::show, to.signIn()::signIn);
        post("/sign-out", person(), to.signIn()::signOut);
        form("/invitations/{token}", everybody(), to.invitation()::show, to.invitation()::accept);
        get("/account", person(), to.account()::show);
        form("/account/name", person(), to.account()::editName, to.account()::rename);
        form("/account/password", person(), to.account()::editPassword, to.account()::changePassword);
        post("/account/sessions/{id}/end", person(), to.account()::endSession);
        form("/account/tokens/new", person(), to.account()::newToken, to.account()::createToken);
        form("/account/tokens/{id}/revoke", person(), to.account()::confirmRevoke, to.account()::revoke);
        post("/api/v1/setup", everybody(), to.setupApi()::create);
        get("/api/v1/me", whoever(), to.api()::me);
        get("/api/v1/me/tokens", token(), to.api()::list);
        post("/api/v1/me/tokens", token(), to.api()::create);
        delete("/api/v1/me/tokens/{id}", token(), to.api()::revoke);
    }

    /** Read only. Clients of this shape send what changes something by POST or by PUT. */
    private void kv(Handlers.Vault to) {
        get("/v1/sys/health", everybody(), to.status()::health);
        get("/v1/sys/init", everybody(), to.status()::init);
        get("/v1/sys/seal-status", everybody(), to.status()::sealStatus);
        get("/v1/sys/leader", everybody(), to.status()::leader);
        get("/v1/sys/mounts", vault(), to.api()::mounts);
        get("/v1/sys/mounts/{mount}", vault(), to.api()::mount);
        get("/v1/sys/internal/ui/mounts", vault(), to.api()::mountsInUse);
        get("/v1/sys/internal/ui/mounts/<path>", vault(), to.api()::mountOf);
        postOrPut("/v1/auth/approle/login", everybody(), to.tokens()::login);
        get("/v1/auth/token/lookup-self", vault(), to.tokens()::lookup);
        postOrPut("/v1/auth/token/renew-self", vault(), to.tokens()::renew);
        postOrPut("/v1/auth/token/revoke-self", vault(), to.tokens()::revoke);
        get("/v1/secret/data/<path>", vault(), to.api()::data);
        get("/v1/secret/metadata", vault(), to.api()::metadataOfTop);
        get("/v1/secret/metadata/<path>", vault(), to.api()::metadata);
        table.add(new Route(Route.LIST, "/v1/secret/metadata", vault(), to.api()::listTop));
        table.add(new Route(Route.LIST, "/v1/secret/metadata/<path>", vault(), to.api()::list));
    }

    private void postOrPut(String path, Audience audience, Handler handler) {
        post(path, audience, handler);
        put(path, audience, handler);
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
