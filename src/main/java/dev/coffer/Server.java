package dev.coffer;

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
import dev.coffer.account.SignInPages;
import dev.coffer.account.SignInPages.Browsers;
import dev.coffer.account.Throttles;
import dev.coffer.account.Users;
import dev.coffer.audit.AuditApi;
import dev.coffer.audit.AuditLog;
import dev.coffer.audit.AuditPages;
import dev.coffer.crypto.Keyring;
import dev.coffer.crypto.Passwords;
import dev.coffer.crypto.Plaintext;
import dev.coffer.crypto.ProjectKeys;
import dev.coffer.db.Database;
import dev.coffer.db.DatabaseUnavailable;
import dev.coffer.db.DatabaseFailed;
import dev.coffer.db.EmbeddedPostgres;
import dev.coffer.help.HelpPages;
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
import dev.coffer.secret.ImportApi;
import dev.coffer.secret.ImportPages;
import dev.coffer.secret.Imports;
import dev.coffer.secret.SecretAddPages;
import dev.coffer.secret.SecretApi;
import dev.coffer.secret.SecretDeletePages;
import dev.coffer.secret.SecretEditPages;
import dev.coffer.secret.SecretLimits;
import dev.coffer.secret.SecretPages;
import dev.coffer.secret.SecretRestorePages;
import dev.coffer.secret.SecretStore;
import dev.coffer.secret.SecretVersions;
import dev.coffer.secret.Secrets;
import dev.coffer.secret.StagedImports;
import dev.coffer.web.Api;
import dev.coffer.web.ApiDescription;
import dev.coffer.web.Assets;
import dev.coffer.web.CrossSite;
import dev.coffer.web.Entry;
import dev.coffer.web.Guards;
import dev.coffer.web.Headers;
import dev.coffer.web.Health;
import dev.coffer.web.HttpServer;
import dev.coffer.web.Identity;
import dev.coffer.web.Json;
import dev.coffer.web.Metrics;
import dev.coffer.web.Problems;
import dev.coffer.web.Route;
import dev.coffer.web.SessionCookie;
import dev.coffer.web.Ui;
import dev.coffer.web.WaitingRoom;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole product in one process, and the one place where it is wired. Starts with the waiting room while the instance
 * can't be opened, and takes the real routes into service as soon as it can.
 */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int SMALLEST_BODY_LIMIT = 1024 * 1024;
    private static final int RETRY_SECONDS = 2;
    private static final int FORGET_MINUTES = 10;

    private final Config config;
    private final EmbeddedPostgres postgres;
    private final Database database;
    private final Headers headers;
    private final Guards guards;
    private final Metrics metrics;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile HttpServer http;
    private volatile WaitingRoom.Reason reason;
    private volatile List<Route> routes = List.of();
    private volatile boolean open;
    private volatile boolean stopping;

    private Server(Config config) {
        this.config = config;
        this.postgres = config.database().isPresent() ? null : EmbeddedPostgres.start(config.dataFolder());
        this.database = Database.connect(config.database().orElseGet(() -> postgres.address()));
        this.headers = new Headers(config.https());
        this.guards = new Guards(headers, new CrossSite(config.publicUrl()));
        this.metrics = new Metrics(this::isMetricsToken);
    }

    /** Starts, and returns once the socket listens: open for use, or in the waiting room and trying on. */
    public static Server start(Config config) {
        var server = new Server(config);
        try {
            server.openOrWait();
            return server;
        } catch (RuntimeException | Error failed) {
            server.close();
            throw failed;
        }
    }

    public int port() {
        return http.port();
    }

    /** What it answers once it is open. */
    List<Route> routes() {
        return routes;
    }

    /** What the router itself holds, wherever it came from. */
    List<Route> registered() {
        return http.registered();
    }

    /** Whether the instance is open; while it is not, {@code /readyz} says why. */
    public boolean isOpen() {
        return open;
    }

    /** Finishes what runs, then lets go of the database and stops it where it is ours. */
    @Override
    public void close() {
        stopping = true;
        closing.countDown();
        if (http != null) {
            http.close();
        }
        database.close();
        if (postgres != null) {
            postgres.close();
        }
    }

    private void openOrWait() {
        switch (new Opening(config, database).attempt()) {
            case Opening.Opened(var keyring) -> serve(keyring, config.listen().port());
            case Opening.Closed(var why) -> {
                tell(why);
                http = HttpServer.start(listen(config.listen().port()), new HttpServer.Frame(headers, guards,
                        (_, _) -> {}, WaitingRoom::problems, metrics), WaitingRoom.routes(() -> reason));
                // No daemon: between the waiting room's socket and the real one it alone keeps the process up.
                Thread.ofPlatform().name("coffer-opening").start(this::waitUntilOpen);
            }
        }
    }

    private void waitUntilOpen() {
        int port = http.port();
        try {
            while (!closing.await(RETRY_SECONDS, TimeUnit.SECONDS)) {
                if (opened(port)) {
                    return;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What goes wrong on the way is told and tried again: this thread is all that keeps the process up. */
    private boolean opened(int port) {
        try {
            return switch (new Opening(config, database).attempt()) {
                case Opening.Opened(var keyring) -> {
                    http.close();
                    serve(keyring, port);
                    yield true;
                }
                case Opening.Closed(var why) -> {
                    tell(why);
                    yield false;
                }
            };
        } catch (RuntimeException failed) {
            LOG.atError().addKeyValue("error", failed.getClass().getName()).log("opening failed, and is tried again");
            return false;
        }
    }

    private void tell(WaitingRoom.Reason why) {
        if (!why.equals(reason)) {
            LOG.atWarn().addKeyValue("reason", why.code()).log(why.sentence());
        }
        reason = why;
    }

    private void serve(Keyring keyring, int port) {
        var audit = new AuditLog(database, keyring);
        var projectKeys = new ProjectKeys(keyring);
        var assets = new Assets();
        var json = new Json(largestBody());
        var api = new Api(json, new IdempotencyKeys(keyring));
        var clock = InstantSource.system();
        var sessions = new Sessions(database, audit, clock);
        var tokens = new PersonalTokens(database, audit, clock);
        var ui = new Ui(assets, sessions);
        var clients = new ClientAddress(config.trustedProxies());
        var entry = new Entry(new Identity(sessions::find, tokens::find), new Authorizer(database),
                new SessionCookie(config.https()).name(),
                // All of its lines: what a proxy adds may come after what the client sent.
                ctx -> clients.of(ctx.req().getRemoteAddr(), String.join(",",
                        Collections.list(ctx.req().getHeaders("X-Forwarded-For")))));
        var doors = new Doors(entry, ui, api);
        var projects = projects(doors, audit, new Projects(database, projectKeys, audit),
                new Invitations(database, audit, clock));
        var store = new SecretStore(projectKeys);
        var secrets = new Secrets(database, store, audit, limits());
        var secretVersions = new SecretVersions(database, store, audit);
        var imports = new Imports(database, projectKeys, audit, limits());
        Thread.ofVirtual().name("coffer-forgetting").start(this::forgetNowAndThen);
        routes = Routes.table(new Routes.Handlers(
                assets,
                new Health(database, () -> stopping),
                metrics,
                new ApiDescription(),
                projects,
                new SecretApi(entry, api, secrets, secretVersions),
                secretScreens(new SecretPages(secrets, secretVersions, entry, ui), entry, ui),
                new Routes.Imports(
                        new ImportApi(entry, api, imports), new ImportPages(imports, secrets, entry, ui)),
                people(doors, keyring, audit, new Setup.Doors(sessions, tokens))));
        http = HttpServer.start(listen(port), new HttpServer.Frame(headers, guards, entry::admit,
                new Problems(ui, api)::register, metrics), routes);
        open = true;
        new SetupCodes(database, keyring, config.dataFolder()).prepare().ifPresent(this::tell);
    }

    /** For whoever started the server, and not for its log. */
    private void tell(Plaintext setupCode) {
        System.out.printf("Set up Coffer: %s/setup?code=%s%n", config.publicUrl(),
                new String(setupCode.expose(), StandardCharsets.US_ASCII));
    }

    private void forgetNowAndThen() {
        try {
            do {
                forgetOld();
            } while (!closing.await(FORGET_MINUTES, TimeUnit.MINUTES));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What lost its meaning by time, and nobody comes back for. Without the database it waits for the next round. */
    private void forgetOld() {
        try {
            forgetInDatabase();
        } catch (DatabaseUnavailable | DatabaseFailed later) {
            LOG.atWarn().log("what is past its time could not be dropped; tried again later");
        }
    }

    private void forgetInDatabase() {
        database.transact(tx -> {
            IdempotencyKeys.forgetOld(tx);
            StagedImports.forgetOld(tx);
            Sessions.forgetOld(tx);
            Throttles.forgetOld(tx);
            return null;
        });
    }

    private Routes.People people(Doors doors, Keyring keyring, AuditLog audit, Setup.Doors credentials) {
        var clock = InstantSource.system();
        var users = new Users(database, audit);
        var guard = new SignIn.Guard(new Throttles(database, keyring, clock), new Passwords());
        var signIn = new SignIn(database, users, credentials.sessions(), guard);
        var setup = new Setup(users, new SetupCodes(database, keyring, config.dataFolder()), guard, credentials);
        var invitations = new Invitations(database, audit, clock);
        var joining = new Joining(database, users, credentials.sessions(), invitations, guard.passwords());
        var browsers = new Browsers(doors.entry, doors.ui, new SessionCookie(config.https()));
        return new Routes.People(new SignInPages(signIn, setup, credentials.sessions(), browsers),
                new SetupPages(setup, browsers), new SetupApi(doors.entry, doors.api, setup),
                new InvitationPages(joining, browsers),
                new AccountPages(new AccountPages.People(users, credentials.sessions(), credentials.tokens(), signIn),
                        browsers),
                new AccountApi(doors.entry, doors.api, users, credentials.tokens()));
    }

    private static Routes.SecretScreens secretScreens(SecretPages pages, Entry entry, Ui ui) {
        return new Routes.SecretScreens(pages, new SecretAddPages(pages, entry, ui),
                new SecretEditPages(pages, entry, ui), new SecretDeletePages(pages, entry, ui),
                new SecretRestorePages(pages, entry, ui));
    }

    /** What every handler answers through. */
    private record Doors(Entry entry, Ui ui, Api api) {}

    private Routes.Projects projects(Doors to, AuditLog audit, Projects projects, Invitations invitations) {
        var environments = new Environments(database, audit);
        var members = new Members(database, audit);
        var url = config.publicUrl();
        var apis = new Routes.ProjectApis(new ProjectApi(to.entry, to.api, projects),
                new EnvironmentApi(to.entry, to.api, environments), new MemberApi(to.entry, to.api, members),
                new InvitationApi(to.entry, to.api, invitations, url), new AuditApi(to.entry, to.api, audit));
        return new Routes.Projects(new ProjectPages(to.entry, to.ui, projects, environments),
                new EnvironmentPages(to.entry, to.ui, environments),
                new MemberPages(to.entry, to.ui, new MemberPages.People(members, invitations, url)),
                new AuditPages(to.entry, to.ui, audit),
                new OrganizationPages(to.entry, to.ui, new Organizations(database, audit)),
                new HelpPages(to.entry, to.ui, url), apis);
    }

    private HttpServer.Listen listen(int port) {
        return new HttpServer.Listen(config.listen().host(), port, largestBody());
    }

    /** The largest value as JSON can swell it (six bytes a character), and never less than a mebibyte. */
    private int largestBody() {
        return Math.max(SMALLEST_BODY_LIMIT, 6 * config.limits().valueBytes() + 64 * 1024);
    }

    private Secrets.Limits limits() {
        var wanted = config.limits();
        return new Secrets.Limits(wanted.secrets(), new SecretLimits(wanted.keyLength(), wanted.valueBytes()));
    }

    private boolean isMetricsToken(String presented) {
        return config.metricsToken().filter(token -> MessageDigest.isEqual(
                token.expose().getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }
}
