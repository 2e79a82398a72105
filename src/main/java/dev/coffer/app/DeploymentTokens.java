package dev.coffer.app;

import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.AUDIT_CHAINS;
import static dev.coffer.db.schema.Tables.DEPLOYMENTS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_TOKENS;
import static dev.coffer.db.schema.Tables.ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.ORGANIZATIONS;
import static dev.coffer.db.schema.Tables.PROJECTS;
import static dev.coffer.db.schema.Tables.USERS;

import dev.coffer.access.Access;
import dev.coffer.access.Deployed;
import dev.coffer.access.Forbidden;
import dev.coffer.access.NotFound;
import dev.coffer.access.Permission;
import dev.coffer.account.TokenAddresses;
import dev.coffer.account.TokenLife;
import dev.coffer.app.Deployments.Place;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.crypto.BearerToken;
import dev.coffer.crypto.Plaintext;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;
import dev.coffer.form.Result;
import dev.coffer.project.Projects;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * The tokens of deployments: 366 days at most, shown once, stored as SHA-256 (OWASP ASVS 5.0, 6.5.2). One reads what
 * its deployment reads, from the addresses that it was made for, and outlives whoever made it: a running app doesn't
 * stop because somebody left. A token that makes one gives it no later end than its own.
 */
public final class DeploymentTokens {
    private static final int MOST_SHOWN = 500;

    private final Database database;
    private final AuditLog audit;
    private final InstantSource clock;

    /** A new token, whose text is shown once and closed. */
    public record Created(DeploymentToken about, Plaintext token) {}

    public DeploymentTokens(Database database, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /** Drops those that were exchanged for others and have ended: nobody made them by hand, nobody looks for them. */
    public static void forgetOld(DSLContext tx) {
        tx.deleteFrom(DEPLOYMENT_TOKENS)
                .where(DEPLOYMENT_TOKENS.PARENT_ID.isNotNull(), DEPLOYMENT_TOKENS.EXPIRES_AT.le(Instant.now()))
                .execute();
    }

    /**
     * What a token belongs to, and the mark of the moment: no query for a mistyped one, one for the others.
     *
     * @param address the client's, as text
     * @throws Forbidden where the token is right and not made for that address
     */
    public Optional<Deployed> find(String bearer, String address) {
        return BearerToken.parse(bearer).filter(token -> token.kind() == BearerToken.Kind.DEPLOYMENT)
                .flatMap(token -> database.read(sql -> find(sql, token, address)));
    }

    /** One more: as many as are asked for work side by side, so that one can follow another without a gap. */
    public Result<Created> create(Access access, Place place, DeploymentTokenDraft draft) {
        access.require(Permission.TOKEN_MANAGE);
        var now = clock.instant();
        var errors = draft.check(now);
        if (!errors.isEmpty()) {
            return Result.invalid(errors);
        }
        return database.transact(access.origin().once(), tx -> {
            Projects.hold(tx, access.projectId());
            var deployment = Deployments.find(tx, access, place).orElseThrow(NotFound::new);
            var created = insert(tx, access, deployment, draft, now);
            audit.record(tx, access, entry(AuditAction.DEPLOYMENT_TOKEN_CREATED, deployment, created.about()));
            return Result.ok(created);
        });
    }

    /**
     * A deployment's, ended ones too, the newest first; those before {@code before} (null: from the newest). Those that
     * were exchanged for one of them are left out.
     *
     * @throws NotFound where there is no such deployment
     */
    public List<DeploymentToken> list(Access access, Place place, UUID before, int limit) {
        access.require(Permission.TOKEN_MANAGE);
        var older = before == null ? DSL.noCondition() : DEPLOYMENT_TOKENS.ID.lt(before);
        return database.read(sql -> select(sql, Deployments.find(sql, access, place).orElseThrow(NotFound::new), older,
                limit + 1));
    }

    /** Those of all of an app's deployments, by deployment, the newest first. One query. */
    public Map<UUID, List<DeploymentToken>> ofApp(Access access, App app) {
        access.require(Permission.TOKEN_MANAGE);
        return database.read(sql -> select(sql, DEPLOYMENTS.APP_ID.eq(app.id()), MOST_SHOWN)
                .stream().collect(Collectors.groupingBy(row -> row.get(DEPLOYMENT_TOKENS.DEPLOYMENT_ID),
                        Collectors.mapping(DeploymentTokens::token, Collectors.toList()))));
    }

    /** @throws NotFound for one that isn't there, or is another deployment's */
    public DeploymentToken get(Access access, Place place, UUID id) {
        access.require(Permission.TOKEN_MANAGE);
        return database.read(sql -> select(sql, Deployments.find(sql, access, place).orElseThrow(NotFound::new),
                DEPLOYMENT_TOKENS.ID.eq(id), 1)).stream().findFirst().orElseThrow(NotFound::new);
    }

    /** Ends one, and those that were exchanged for it, from the next request on. @throws NotFound as {@link #get} */
    public Result<DeploymentToken> revoke(Access access, Place place, UUID id) {
        access.require(Permission.TOKEN_MANAGE);
        return database.transact(access.origin().once(), tx -> {
            var deployment = Deployments.find(tx, access, place).orElseThrow(NotFound::new);
            var token = select(tx, deployment, DEPLOYMENT_TOKENS.ID.eq(id), 1).stream().findFirst()
                    .orElseThrow(NotFound::new);
            if (tx.deleteFrom(DEPLOYMENT_TOKENS).where(DEPLOYMENT_TOKENS.ID.eq(id)).execute() == 0) {
                throw new NotFound();
            }
            audit.record(tx, access, entry(AuditAction.DEPLOYMENT_TOKEN_REVOKED, deployment, token));
            return Result.ok(token);
        });
    }

    private static Created insert(DSLContext tx, Access access, Deployment deployment, DeploymentTokenDraft draft,
            Instant now) {
        var issued = BearerToken.issue(BearerToken.Kind.DEPLOYMENT);
        var end = draft.end(now);
        var latest = access.actor().latestEnd();
        var about = new DeploymentToken(Ids.next(), draft.name(), draft.networks(), access.actor().user().name(), now,
                end.isAfter(latest) ? latest : end, null);
        tx.insertInto(DEPLOYMENT_TOKENS).set(DEPLOYMENT_TOKENS.ID, about.id())
                .set(DEPLOYMENT_TOKENS.PUBLIC_ID, issued.publicId())
                .set(DEPLOYMENT_TOKENS.SECRET_HASH, issued.secretHash())
                .set(DEPLOYMENT_TOKENS.PROJECT_ID, access.projectId())
                .set(DEPLOYMENT_TOKENS.DEPLOYMENT_ID, deployment.id()).set(DEPLOYMENT_TOKENS.NAME, about.name())
                .set(DEPLOYMENT_TOKENS.ADDRESSES, about.addresses().toArray(String[]::new))
                .set(DEPLOYMENT_TOKENS.CREATED_AT, about.createdAt())
                .set(DEPLOYMENT_TOKENS.CREATED_BY, access.userId())
                .set(DEPLOYMENT_TOKENS.EXPIRES_AT, about.expiresAt()).execute();
        return new Created(about, issued.token());
    }

    private static List<DeploymentToken> select(DSLContext sql, Deployment deployment, Condition which, int limit) {
        return select(sql, DEPLOYMENT_TOKENS.DEPLOYMENT_ID.eq(deployment.id()).and(which), limit)
                .stream().map(DeploymentTokens::token).toList();
    }

    private static List<? extends Record> select(DSLContext sql, Condition which, int limit) {
        return sql.select(DEPLOYMENT_TOKENS.ID, DEPLOYMENT_TOKENS.DEPLOYMENT_ID, DEPLOYMENT_TOKENS.NAME,
                DEPLOYMENT_TOKENS.ADDRESSES, USERS.NAME, DEPLOYMENT_TOKENS.CREATED_AT, DEPLOYMENT_TOKENS.EXPIRES_AT,
                DEPLOYMENT_TOKENS.LAST_USED_AT).from(DEPLOYMENT_TOKENS)
                .join(DEPLOYMENTS).on(DEPLOYMENTS.ID.eq(DEPLOYMENT_TOKENS.DEPLOYMENT_ID))
                .join(USERS).on(USERS.ID.eq(DEPLOYMENT_TOKENS.CREATED_BY))
                .where(DEPLOYMENT_TOKENS.PARENT_ID.isNull(), which).orderBy(DEPLOYMENT_TOKENS.ID.desc()).limit(limit)
                .fetch();
    }

    private static DeploymentToken token(Record row) {
        return new DeploymentToken(row.get(DEPLOYMENT_TOKENS.ID), row.get(DEPLOYMENT_TOKENS.NAME),
                List.of(row.get(DEPLOYMENT_TOKENS.ADDRESSES)), row.get(USERS.NAME),
                row.get(DEPLOYMENT_TOKENS.CREATED_AT), row.get(DEPLOYMENT_TOKENS.EXPIRES_AT),
                row.get(DEPLOYMENT_TOKENS.LAST_USED_AT));
    }

    private static AuditEntry entry(AuditAction action, Deployment deployment, DeploymentToken token) {
        return AuditEntry.of(action).subject(token.id(), token.name())
                .deployment(deployment.id(), deployment.app(), deployment.environment().slug());
    }

    private Optional<Deployed> find(DSLContext sql, BearerToken.Presented token, String address) {
        var now = clock.instant();
        var row = sql.select(DEPLOYMENT_TOKENS.ID, DEPLOYMENT_TOKENS.SECRET_HASH, DEPLOYMENT_TOKENS.NAME,
                DEPLOYMENT_TOKENS.ADDRESSES, DEPLOYMENT_TOKENS.EXPIRES_AT, DEPLOYMENT_TOKENS.LAST_USED_AT,
                DEPLOYMENTS.ID, DEPLOYMENTS.ACCESS, APPS.ID, APPS.SLUG, ENVIRONMENTS.ID, ENVIRONMENTS.SLUG,
                PROJECTS.ID, PROJECTS.SLUG, PROJECTS.NAME, ORGANIZATIONS.ID, ORGANIZATIONS.BUILT_IN_REVISION,
                AUDIT_CHAINS.CHANGES)
                .from(DEPLOYMENT_TOKENS).join(DEPLOYMENTS).on(DEPLOYMENTS.ID.eq(DEPLOYMENT_TOKENS.DEPLOYMENT_ID))
                .join(APPS).on(APPS.ID.eq(DEPLOYMENTS.APP_ID))
                .join(ENVIRONMENTS).on(ENVIRONMENTS.ID.eq(DEPLOYMENTS.ENVIRONMENT_ID))
                .join(PROJECTS).on(PROJECTS.ID.eq(DEPLOYMENTS.PROJECT_ID))
                .join(ORGANIZATIONS).on(ORGANIZATIONS.ID.eq(PROJECTS.ORGANIZATION_ID))
                .leftJoin(AUDIT_CHAINS).on(AUDIT_CHAINS.ID.eq(PROJECTS.ID))
                .where(DEPLOYMENT_TOKENS.PUBLIC_ID.eq(token.publicId()), DEPLOYMENT_TOKENS.EXPIRES_AT.gt(now))
                .fetchOne();
        if (row == null || !token.matches(row.get(DEPLOYMENT_TOKENS.SECRET_HASH))) {
            return Optional.empty();
        }
        TokenAddresses.require(row.get(DEPLOYMENT_TOKENS.ADDRESSES), address);
        if (TokenLife.isWorthWriting(row.get(DEPLOYMENT_TOKENS.LAST_USED_AT), now)) {
            sql.update(DEPLOYMENT_TOKENS).set(DEPLOYMENT_TOKENS.LAST_USED_AT, now)
                    .where(DEPLOYMENT_TOKENS.ID.eq(row.get(DEPLOYMENT_TOKENS.ID))).execute();
        }
        return Optional.of(deployed(row));
    }

    private static Deployed deployed(Record row) {
        var token = new Deployed.Token(row.get(DEPLOYMENT_TOKENS.ID), row.get(DEPLOYMENT_TOKENS.NAME),
                row.get(DEPLOYMENT_TOKENS.EXPIRES_AT));
        var project = new Access.Project(row.get(PROJECTS.ID), row.get(ORGANIZATIONS.ID), row.get(PROJECTS.SLUG),
                row.get(PROJECTS.NAME));
        var changes = row.get(AUDIT_CHAINS.CHANGES);
        return new Deployed(token, project, row.get(DEPLOYMENTS.ID),
                new Deployed.Place(row.get(APPS.ID), row.get(APPS.SLUG)),
                new Deployed.Place(row.get(ENVIRONMENTS.ID), row.get(ENVIRONMENTS.SLUG)),
                row.get(DEPLOYMENTS.ACCESS).equals("listed"), new Deployed.Mark(changes == null ? 0 : changes,
                        row.get(ORGANIZATIONS.BUILT_IN_REVISION)));
    }
}
