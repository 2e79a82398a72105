package dev.coffer;

import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.DEPLOYMENTS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_TOKENS;
import static dev.coffer.db.schema.Tables.ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.MEMBERS;
import static dev.coffer.db.schema.Tables.ORGANIZATIONS;
import static dev.coffer.db.schema.Tables.PERSONAL_TOKENS;
import static dev.coffer.db.schema.Tables.PROJECTS;
import static dev.coffer.db.schema.Tables.PROJECT_TOKENS;
import static dev.coffer.db.schema.Tables.SESSIONS;
import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.access.Access;
import dev.coffer.access.Actor;
import dev.coffer.access.Authorizer;
import dev.coffer.access.OrganizationAccess;
import dev.coffer.access.Origin;
import dev.coffer.access.Role;
import dev.coffer.access.User;
import dev.coffer.access.User.Standing;
import dev.coffer.audit.AuditLog;
import dev.coffer.crypto.BearerToken;
import dev.coffer.crypto.InstanceKeys;
import dev.coffer.crypto.Keyring;
import dev.coffer.crypto.ProjectKeys;
import dev.coffer.crypto.RootKey;
import dev.coffer.crypto.SessionToken;
import dev.coffer.crypto.TestKeys;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;
import dev.coffer.db.Once;
import dev.coffer.form.Result;
import dev.coffer.project.ProjectDraft;
import dev.coffer.project.Projects;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jooq.impl.DSL;

/**
 * An organization to test with, made straight in the database: alice owns it and every {@link #project}, dave is admin
 * there, bob developer, carol viewer; mallory belongs to the organization and to no project. Nobody has a password.
 */
public final class Cast {
    public final Database database;
    public final Keyring keyring;
    public final ProjectKeys keys;
    public final AuditLog audit;
    public final Projects projects;
    public final Authorizer authorizer;
    public final User alice;
    public final User dave;
    public final User bob;
    public final User carol;
    public final User mallory;

    /** The instance's keys and the people, put into a fresh database. */
    public Cast(Database database) {
        this(database, TestKeys.rootKey());
    }

    /** The same with a root key that somebody else reads too. */
    public Cast(Database database, RootKey rootKey) {
        this.database = database;
        this.keyring = ((InstanceKeys.Open) database.transact(tx -> InstanceKeys.initialise(tx, rootKey))).keyring();
        this.keys = new ProjectKeys(keyring);
        this.audit = new AuditLog(database, keyring);
        this.projects = new Projects(database, keys, audit);
        this.authorizer = new Authorizer(database);
        var organization = Ids.next();
        database.transact(tx -> tx.insertInto(ORGANIZATIONS).set(ORGANIZATIONS.ID, organization)
                .set(ORGANIZATIONS.NAME, "Example").execute());
        this.alice = user(organization, "Alice", Standing.OWNER);
        this.dave = user(organization, "Dave", Standing.MEMBER);
        this.bob = user(organization, "Bob", Standing.MEMBER);
        this.carol = user(organization, "Carol", Standing.MEMBER);
        this.mallory = user(organization, "Mallory", Standing.MEMBER);
    }

    /** A new project of alice's with everybody but mallory in it; her entry to it. */
    public Access project(String slug) {
        if (!(projects.create(organization(alice), new ProjectDraft(slug, slug)) instanceof Result.Ok<?>)) {
            throw new IllegalStateException("no project " + slug);
        }
        var access = access(alice, slug);
        join(access, dave, Role.ADMIN);
        join(access, bob, Role.DEVELOPER);
        join(access, carol, Role.VIEWER);
        return access;
    }

    /** Makes somebody a member of a project. */
    public void join(Access project, User user, Role role) {
        database.transact(tx -> tx.insertInto(MEMBERS).set(MEMBERS.PROJECT_ID, project.projectId())
                .set(MEMBERS.USER_ID, user.id()).set(MEMBERS.ROLE, role.slug()).execute());
    }

    /** Entry to a project from a browser. @throws dev.coffer.access.NotFound for who isn't a member */
    public Access access(User user, String slug) {
        return authorizer.project(person(user), origin(), slug);
    }

    public OrganizationAccess organization(User user) {
        return authorizer.organization(person(user), origin());
    }

    /** The value of a session cookie for somebody. */
    public String sessionOf(User user) {
        var issued = SessionToken.issue();
        database.transact(tx -> tx.insertInto(SESSIONS).set(SESSIONS.ID, Ids.next())
                .set(SESSIONS.TOKEN_HASH, issued.hash()).set(SESSIONS.USER_ID, user.id())
                .set(SESSIONS.ADDRESS, "127.0.0.1").set(SESSIONS.USER_AGENT, "test")
                .set(SESSIONS.EXPIRES_AT, Instant.now().plus(Duration.ofHours(12))).execute());
        return new String(issued.token().expose(), StandardCharsets.US_ASCII);
    }

    /** A personal token of somebody's. */
    public String tokenOf(User user) {
        var issued = BearerToken.issue(BearerToken.Kind.PERSONAL);
        database.transact(tx -> tx.insertInto(PERSONAL_TOKENS).set(PERSONAL_TOKENS.ID, Ids.next())
                .set(PERSONAL_TOKENS.PUBLIC_ID, issued.publicId())
                .set(PERSONAL_TOKENS.SECRET_HASH, issued.secretHash()).set(PERSONAL_TOKENS.USER_ID, user.id())
                .set(PERSONAL_TOKENS.NAME, "test")
                .set(PERSONAL_TOKENS.EXPIRES_AT, Instant.now().plus(Duration.ofDays(1))).execute());
        return new String(issued.token().expose(), StandardCharsets.US_ASCII);
    }

    /** A pipeline's token for a project, made by somebody. */
    public String pipelineTokenOf(User maker, String slug, Role role) {
        var issued = BearerToken.issue(BearerToken.Kind.CI);
        var project = database.read(sql -> sql.select(PROJECTS.ID).from(PROJECTS).where(PROJECTS.SLUG.eq(slug))
                .fetchSingle(PROJECTS.ID));
        database.transact(tx -> tx.insertInto(PROJECT_TOKENS).set(PROJECT_TOKENS.ID, Ids.next())
                .set(PROJECT_TOKENS.PUBLIC_ID, issued.publicId()).set(PROJECT_TOKENS.SECRET_HASH, issued.secretHash())
                .set(PROJECT_TOKENS.PROJECT_ID, project).set(PROJECT_TOKENS.NAME, "pipeline")
                .set(PROJECT_TOKENS.ROLE, role.slug()).set(PROJECT_TOKENS.CREATED_BY, maker.id())
                .set(PROJECT_TOKENS.EXPIRES_AT, Instant.now().plus(Duration.ofDays(1))).execute());
        return new String(issued.token().expose(), StandardCharsets.US_ASCII);
    }

    /** An app's place: its slug, and the environment's. */
    public record Place(String app, String environment) {}

    /** Ends all tokens of a project's deployments. */
    public void revokeDeploymentTokens(String slug) {
        database.transact(tx -> tx.deleteFrom(DEPLOYMENT_TOKENS).where(DEPLOYMENT_TOKENS.PROJECT_ID.eq(DSL
                .select(PROJECTS.ID).from(PROJECTS).where(PROJECTS.SLUG.eq(slug)))).execute());
    }

    /** A token of an app's deployment, which are made where they aren't there; it reads all of the project. */
    public String deploymentTokenOf(User maker, String slug, Place place) {
        var issued = BearerToken.issue(BearerToken.Kind.DEPLOYMENT);
        database.transact(tx -> {
            var project = tx.select(PROJECTS.ID).from(PROJECTS).where(PROJECTS.SLUG.eq(slug)).fetchSingle(PROJECTS.ID);
            tx.insertInto(APPS).set(APPS.ID, Ids.next()).set(APPS.PROJECT_ID, project).set(APPS.SLUG, place.app)
                    .set(APPS.NAME, place.app).set(APPS.CREATED_BY, maker.id()).set(APPS.UPDATED_BY, maker.id())
                    .onConflictDoNothing().execute();
            var environment = DSL.select(ENVIRONMENTS.ID).from(ENVIRONMENTS)
                    .where(ENVIRONMENTS.PROJECT_ID.eq(project), ENVIRONMENTS.SLUG.eq(place.environment));
            var app = DSL.select(APPS.ID).from(APPS).where(APPS.PROJECT_ID.eq(project), APPS.SLUG.eq(place.app));
            tx.insertInto(DEPLOYMENTS).set(DEPLOYMENTS.ID, Ids.next()).set(DEPLOYMENTS.PROJECT_ID, project)
                    .set(DEPLOYMENTS.APP_ID, DSL.field(app)).set(DEPLOYMENTS.ENVIRONMENT_ID, DSL.field(environment))
                    .set(DEPLOYMENTS.CREATED_BY, maker.id()).set(DEPLOYMENTS.UPDATED_BY, maker.id())
                    .onConflictDoNothing().execute();
            return tx.insertInto(DEPLOYMENT_TOKENS).set(DEPLOYMENT_TOKENS.ID, Ids.next())
                    .set(DEPLOYMENT_TOKENS.PUBLIC_ID, issued.publicId())
                    .set(DEPLOYMENT_TOKENS.SECRET_HASH, issued.secretHash())
                    .set(DEPLOYMENT_TOKENS.PROJECT_ID, project)
                    .set(DEPLOYMENT_TOKENS.DEPLOYMENT_ID, DSL.field(DSL.select(DEPLOYMENTS.ID).from(DEPLOYMENTS)
                            .where(DEPLOYMENTS.APP_ID.eq(DSL.field(app)),
                                    DEPLOYMENTS.ENVIRONMENT_ID.eq(DSL.field(environment)))))
                    .set(DEPLOYMENT_TOKENS.NAME, "token").set(DEPLOYMENT_TOKENS.CREATED_BY, maker.id())
                    .set(DEPLOYMENT_TOKENS.EXPIRES_AT, Instant.now().plus(Duration.ofDays(1))).execute();
        });
        return new String(issued.token().expose(), StandardCharsets.US_ASCII);
    }

    /** Somebody signed in just now, with a session that is in no table. */
    public static Actor.Person person(User user) {
        return new Actor.Person(user, UUID.randomUUID(), Instant.now());
    }

    public static Origin origin() {
        return new Origin(UUID.randomUUID().toString(), Origin.Source.WEB, "192.0.2.7", Once.NONE);
    }

    private User user(UUID organization, String name, Standing standing) {
        var user = new User(Ids.next(), organization, standing, name, name.toLowerCase() + "@example.com");
        database.transact(tx -> tx.insertInto(USERS).set(USERS.ID, user.id()).set(USERS.ORGANIZATION_ID, organization)
                .set(USERS.ORGANIZATION_ROLE, standing.name().toLowerCase()).set(USERS.EMAIL, user.email())
                .set(USERS.NAME, name).set(USERS.PASSWORD_HASH, "!").execute());
        return user;
    }
}
