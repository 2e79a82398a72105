package dev.coffer;

import dev.coffer.access.Actor;
import dev.coffer.access.Authorizer;
import dev.coffer.access.IdempotencyKeys;
import dev.coffer.account.AccountApi;
import dev.coffer.account.AccountPages;
import dev.coffer.account.InvitationPages;
import dev.coffer.account.Invitations;
import dev.coffer.account.Joining;
import dev.coffer.account.PersonalTokens;
import dev.coffer.account.Sessions;
import dev.coffer.account.Setup;
import dev.coffer.account.SetupApi;
import dev.coffer.account.SetupCodes;
import dev.coffer.account.SetupPages;
import dev.coffer.account.SignIn;
import dev.coffer.account.SignInPages.Browsers;
import dev.coffer.account.SignInPages;
import dev.coffer.account.Throttles;
import dev.coffer.account.Users;
import dev.coffer.app.AppApi;
import dev.coffer.app.AppPages;
import dev.coffer.app.Apps;
import dev.coffer.app.DeploymentApi;
import dev.coffer.app.DeploymentPages;
import dev.coffer.app.DeploymentTokens;
import dev.coffer.app.Deployments;
import dev.coffer.app.ShortTokens;
import dev.coffer.audit.AuditApi;
import dev.coffer.audit.AuditLog;
import dev.coffer.audit.AuditPages;
import dev.coffer.builtin.BuiltInApi;
import dev.coffer.builtin.BuiltInPages;
import dev.coffer.builtin.BuiltIns;
import dev.coffer.crypto.InstanceSeal;
import dev.coffer.crypto.Keyring;
import dev.coffer.crypto.Passwords;
import dev.coffer.crypto.ProjectKeys;
import dev.coffer.db.Database;
import dev.coffer.form.SecretLimits;
import dev.coffer.help.HelpPages;
import dev.coffer.pipeline.PipelineTokenApi;
import dev.coffer.pipeline.PipelineTokenPages;
import dev.coffer.pipeline.PipelineTokens;
import dev.coffer.inspection.HealthPages;
import dev.coffer.inspection.HintApi;
import dev.coffer.inspection.Inspections;
import dev.coffer.project.EnvironmentApi;
import dev.coffer.project.EnvironmentPages;
import dev.coffer.project.Environments;
import dev.coffer.project.InvitationApi;
import dev.coffer.project.MemberApi;
import dev.coffer.project.MemberPages;
import dev.coffer.project.Members;
import dev.coffer.project.OrganizationPages;
import dev.coffer.project.Organizations;
import dev.coffer.project.ProjectApi;
import dev.coffer.project.ProjectPages;
import dev.coffer.project.Projects;
import dev.coffer.publication.PublicationApi;
import dev.coffer.publication.PublicationPages;
import dev.coffer.publication.Publications;
import dev.coffer.publication.RollbackPages;
import dev.coffer.publication.Rollbacks;
import dev.coffer.reading.Readings;
import dev.coffer.requirement.DismissalPages;
import dev.coffer.requirement.Dismissals;
import dev.coffer.requirement.RequirementApi;
import dev.coffer.requirement.RequirementPages;
import dev.coffer.requirement.Requirements;
import dev.coffer.runtime.RuntimeApi;
import dev.coffer.runtime.RuntimeSecrets;
import dev.coffer.runtime.VaultApi;
import dev.coffer.runtime.VaultTokenApi;
import dev.coffer.secret.ExamplePages;
import dev.coffer.secret.Examples;
import dev.coffer.secret.ImportApi;
import dev.coffer.secret.ImportPages;
import dev.coffer.secret.Imports;
import dev.coffer.secret.PinnedVersions;
import dev.coffer.secret.SecretAddPages;
import dev.coffer.secret.SecretApi;
import dev.coffer.secret.SecretDeletePages;
import dev.coffer.secret.SecretEditPages;
import dev.coffer.secret.SecretLevelsApi;
import dev.coffer.secret.SecretPages;
import dev.coffer.secret.SecretRestorePages;
import dev.coffer.secret.SecretStore;
import dev.coffer.secret.SecretVersions;
import dev.coffer.secret.SecretWhyPages;
import dev.coffer.secret.Secrets;
import dev.coffer.secret.StagedImports;
import dev.coffer.secret.TypedSecrets;
import dev.coffer.secret.UnseenValues;
import dev.coffer.secrettype.SecretTypeApi;
import dev.coffer.secrettype.SecretTypePages;
import dev.coffer.secrettype.SecretTypes;
import dev.coffer.web.Api;
import dev.coffer.web.ApiDescription;
import dev.coffer.web.Assets;
import dev.coffer.web.Entry;
import dev.coffer.web.Health;
import dev.coffer.web.Identity;
import dev.coffer.web.Json;
import dev.coffer.web.Metrics;
import dev.coffer.web.Problems;
import dev.coffer.web.Route;
import dev.coffer.web.SessionCookie;
import dev.coffer.web.Ui;
import dev.coffer.web.VaultStatus;
import dev.coffer.webhook.Deliveries;
import dev.coffer.webhook.DeliveryPages;
import dev.coffer.webhook.Dispatcher;
import dev.coffer.webhook.DueDeliveries;
import dev.coffer.webhook.EventBodies;
import dev.coffer.webhook.Events;
import dev.coffer.webhook.Reach;
import dev.coffer.webhook.WebhookApi;
import dev.coffer.webhook.WebhookPages;
import dev.coffer.webhook.Webhooks;
import dev.coffer.workspace.ChangePages;
import dev.coffer.workspace.WorkspacePages;
import dev.coffer.workspace.Workspaces;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The one place where the product is wired: every feature's domain, pages and API over what they share. Made once, when
 * the instance is open.
 */
final class Features {
    private static final int SMALLEST_BODY_LIMIT = 1024 * 1024;

    private final Config config;
    private final Database database;
    private final Keyring keyring;
    private final BooleanSupplier stopping;
    private final InstantSource clock = InstantSource.system();
    private final EventBodies bodies;
    private final AuditLog audit;
    private final ProjectKeys projectKeys;
    private final Sessions sessions;
    private final PersonalTokens tokens;
    private final PipelineTokens pipelineTokens;
    private final DeploymentTokens deploymentTokens;
    private final RuntimeSecrets runtimeSecrets;
    private final Workspaces workspaces;
    private final Doors doors;
    private final List<Route> routes;

    /** What there is before any feature. */
    record Ground(Config config, Database database, Keyring keyring, Metrics metrics) {}

    /** What every handler answers through. */
    private record Doors(Entry entry, Ui ui, Api api) {}

    Features(Ground ground, BooleanSupplier stopping) {
        config = ground.config;
        database = ground.database;
        keyring = ground.keyring;
        this.stopping = stopping;
        bodies = new EventBodies(config.publicUrl());
        audit = new AuditLog(database, keyring, new Events(clock, bodies));
        projectKeys = new ProjectKeys(keyring);
        sessions = new Sessions(database, audit, clock);
        tokens = new PersonalTokens(database, audit, clock);
        pipelineTokens = new PipelineTokens(database, audit, clock);
        deploymentTokens = new DeploymentTokens(database, audit, clock);
        runtimeSecrets = new RuntimeSecrets(database,
                new RuntimeSecrets.Seals(projectKeys, new InstanceSeal(keyring)), audit, clock);
        workspaces = new Workspaces(database);
        var assets = new Assets();
        doors = new Doors(door(), new Ui(assets, sessions, workspaces::state),
                new Api(new Json(largestBody(config)), new IdempotencyKeys(keyring)));
        routes = Routes.table(handlers(assets, new Health(database, stopping), ground.metrics));
    }

    List<Route> routes() {
        return routes;
    }

    Entry entry() {
        return doors.entry;
    }

    Problems problems() {
        return new Problems(doors.ui, doors.api);
    }

    /** What a server that stops has to end first, and last. */
    RuntimeSecrets runtimeSecrets() {
        return runtimeSecrets;
    }

    /** Not started yet: it calls out, and belongs to whoever serves. */
    Dispatcher dispatcher() {
        return new Dispatcher(new DueDeliveries(database, projectKeys, audit, clock),
                new Reach(config.webhookAllow()), clock);
    }

    /** Drops what lost its meaning by time, and nobody comes back for. */
    void forgetOld() {
        database.transact(tx -> {
            IdempotencyKeys.forgetOld(tx);
            StagedImports.forgetOld(tx);
            Sessions.forgetOld(tx);
            Throttles.forgetOld(tx);
            Deliveries.forgetOld(tx);
            DeploymentTokens.forgetOld(tx);
            return null;
        });
    }

    /** Looks at the values that nobody looked at when they were stored. */
    void seeUnseen() {
        new UnseenValues(database, projectKeys).see();
    }

    private Entry door() {
        var clients = new ClientAddress(config.trustedProxies());
        return new Entry(new Identity(sessions::find, sessions::findUnseen, this::bearer, deploymentTokens::find),
                new Authorizer(database),
                new SessionCookie(config.https()).name(),
                // All of its lines: what a proxy adds may come after what the client sent.
                ctx -> clients.of(ctx.req().getRemoteAddr(), String.join(",",
                        Collections.list(ctx.req().getHeaders("X-Forwarded-For")))));
    }

    private Optional<Actor> bearer(String token, String address) {
        return tokens.find(token).<Actor>map(Function.identity()).or(() -> pipelineTokens.find(token, address));
    }

    private Handlers handlers(Assets assets, Health health, Metrics metrics) {
        var store = new SecretStore(projectKeys);
        var secrets = new Secrets(database, store, audit, limits());
        var versions = new SecretVersions(database, store, audit);
        return new Handlers(assets, health, metrics, new ApiDescription(), projects(),
                new SecretApi(doors.entry, doors.api, secrets, versions), secretScreens(secrets, versions),
                secretTypes(store), imports(secrets), requirements(), builtIns(), publishing(store), webhooks(),
                pipelines(), apps(), workspace(), hints(),
                new RuntimeApi(doors.entry, doors.api, runtimeSecrets), vault(), people());
    }

    private Handlers.Vault vault() {
        return new Handlers.Vault(new VaultStatus(database, stopping),
                new VaultTokenApi(doors.entry, doors.api, new ShortTokens(database, audit, clock)),
                new VaultApi(doors.entry, doors.api, runtimeSecrets));
    }

    private Handlers.Pipelines pipelines() {
        return new Handlers.Pipelines(new PipelineTokenApi(doors.entry, doors.api, pipelineTokens),
                new PipelineTokenPages(doors.entry, doors.ui, pipelineTokens));
    }

    private Handlers.AppScreens apps() {
        var domain = new AppPages.Domain(new Apps(database, audit), new Deployments(database, audit), deploymentTokens);
        var pages = new AppPages(doors.entry, doors.ui, domain);
        return new Handlers.AppScreens(new AppApi(doors.entry, doors.api, domain.apps()),
                new DeploymentApi(doors.entry, doors.api, domain.deployments(), deploymentTokens), pages,
                new DeploymentPages(doors.entry, doors.ui, pages, config.publicUrl()));
    }

    private Handlers.Workspace workspace() {
        var parts = new WorkspacePages.Parts(new Projects(database, projectKeys, audit),
                new Environments(database, audit), new Publications(database, audit));
        return new Handlers.Workspace(new WorkspacePages(doors.entry, doors.ui, workspaces, parts),
                new ChangePages(doors.entry, doors.api, workspaces));
    }

    private Handlers.Projects projects() {
        var projects = new Projects(database, projectKeys, audit);
        var invitations = new Invitations(database, audit, clock);
        var environments = new Environments(database, audit);
        var members = new Members(database, audit);
        var url = config.publicUrl();
        var apis = new Handlers.ProjectApis(new ProjectApi(doors.entry, doors.api, projects),
                new EnvironmentApi(doors.entry, doors.api, environments),
                new MemberApi(doors.entry, doors.api, members),
                new InvitationApi(doors.entry, doors.api, invitations, url),
                new AuditApi(doors.entry, doors.api, audit));
        return new Handlers.Projects(new ProjectPages(doors.entry, doors.ui, projects),
                new EnvironmentPages(doors.entry, doors.ui, environments),
                new MemberPages(doors.entry, doors.ui, new MemberPages.People(members, invitations, url)),
                new AuditPages(doors.entry, doors.ui, audit),
                new OrganizationPages(doors.entry, doors.ui, new Organizations(database, audit)),
                new HelpPages(doors.entry, doors.ui, url), apis);
    }

    private Handlers.SecretScreens secretScreens(Secrets secrets, SecretVersions versions) {
        var readings = new Readings(database, clock);
        var pages = new SecretPages(new SecretPages.Sources(secrets, versions, inspections(), readings), doors.entry,
                doors.ui);
        return new Handlers.SecretScreens(pages, new SecretAddPages(pages, doors.entry, doors.ui),
                new SecretEditPages(pages, doors.entry, doors.ui), new SecretDeletePages(pages, doors.entry, doors.ui),
                new SecretRestorePages(pages, doors.entry, doors.ui),
                new SecretWhyPages(readings, doors.entry, doors.ui),
                new SecretLevelsApi(doors.entry, doors.api, readings));
    }

    private Handlers.SecretTypes secretTypes(SecretStore store) {
        var types = new SecretTypes(database, new TypedSecrets(store), audit);
        return new Handlers.SecretTypes(new SecretTypeApi(doors.entry, doors.api, types),
                new SecretTypePages(doors.entry, doors.ui, types));
    }

    private Inspections inspections() {
        return new Inspections(database, audit, clock);
    }

    private Handlers.Hints hints() {
        return new Handlers.Hints(new HintApi(inspections(), doors.entry, doors.api),
                new HealthPages(inspections(), clock, doors.entry, doors.ui));
    }

    private Handlers.Imports imports(Secrets secrets) {
        var imports = new Imports(database, projectKeys, audit, limits());
        return new Handlers.Imports(new ImportApi(doors.entry, doors.api, imports),
                new ImportPages(imports, secrets, doors.entry, doors.ui));
    }

    private Handlers.Requirements requirements() {
        var requirements = new Requirements(database, audit, limits().each());
        var dismissals = new Dismissals(database, audit);
        var examples = new Examples(database, projectKeys, new Examples.Domain(
                new Imports(database, projectKeys, audit, limits()), requirements), limits());
        var pages = new RequirementPages(doors.entry, doors.ui, requirements);
        return new Handlers.Requirements(new RequirementApi(doors.entry, doors.api, requirements, dismissals), pages,
                new DismissalPages(doors.entry, doors.ui, new DismissalPages.Domain(dismissals, requirements), pages),
                new ExamplePages(examples, doors.entry, doors.ui));
    }

    private Handlers.BuiltInScreens builtIns() {
        var builtIns = new BuiltIns(database, new InstanceSeal(keyring), audit, limits().each());
        return new Handlers.BuiltInScreens(new BuiltInPages(doors.entry, doors.ui, builtIns),
                new BuiltInApi(doors.entry, doors.api, builtIns));
    }

    private Handlers.Publishing publishing(SecretStore store) {
        var publications = new Publications(database, audit);
        var rollbacks = new Rollbacks(database, new PinnedVersions(store), audit);
        return new Handlers.Publishing(new PublicationApi(doors.entry, doors.api, publications, rollbacks),
                new PublicationPages(doors.entry, doors.ui, publications),
                new RollbackPages(doors.entry, doors.ui, publications, rollbacks));
    }

    private Handlers.WebhookScreens webhooks() {
        var webhooks = new Webhooks(database, projectKeys, audit, new Reach(config.webhookAllow()));
        var deliveries = new Deliveries(database, clock, bodies);
        return new Handlers.WebhookScreens(new WebhookApi(doors.entry, doors.api, webhooks, deliveries),
                new WebhookPages(doors.entry, doors.ui, webhooks),
                new DeliveryPages(doors.entry, doors.ui, webhooks, deliveries));
    }

    private Handlers.People people() {
        var users = new Users(database, audit);
        var codes = new SetupCodes(database, keyring, config.dataFolder());
        var guard = new SignIn.Guard(new Throttles(database, keyring, clock), new Passwords());
        var signIn = new SignIn(database, users, sessions, guard);
        var setup = new Setup(users, codes, guard, new Setup.Doors(sessions, tokens));
        var joining = new Joining(database, users, sessions, new Invitations(database, audit, clock),
                guard.passwords());
        var browsers = new Browsers(doors.entry, doors.ui, new SessionCookie(config.https()));
        return new Handlers.People(new SignInPages(signIn, setup, sessions, browsers),
                new SetupPages(setup, browsers), new SetupApi(doors.entry, doors.api, setup),
                new InvitationPages(joining, browsers),
                new AccountPages(new AccountPages.People(users, sessions, tokens, signIn), browsers),
                new AccountApi(doors.entry, doors.api, users, tokens));
    }

    /** The largest value as JSON can swell it (six bytes a character), and never less than a mebibyte. */
    static int largestBody(Config config) {
        return Math.max(SMALLEST_BODY_LIMIT, 6 * config.limits().valueBytes() + 64 * 1024);
    }

    private Secrets.Limits limits() {
        var wanted = config.limits();
        return new Secrets.Limits(wanted.secrets(), new SecretLimits(wanted.keyLength(), wanted.valueBytes()));
    }
}
