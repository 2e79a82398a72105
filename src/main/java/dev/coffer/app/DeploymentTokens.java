package dev.coffer.app;

import static dev.coffer.db.schema.Tables.APPS;
import static dev.coffer.db.schema.Tables.AUDIT_CHAINS;
import static dev.coffer.db.schema.Tables.DEPLOYMENTS;
import static dev.coffer.db.schema.Tables.DEPLOYMENT_TOKENS;
import static dev.coffer.db.schema.Tables.ENVIRONMENTS;
import static dev.coffer.db.schema.Tables.ORGANIZATIONS;
import static dev.coffer.db.schema.Tables.PROJECTS;

import dev.coffer.access.Access;
import dev.coffer.access.Deployed;
import dev.coffer.access.Forbidden;
import dev.coffer.account.TokenAddresses;
import dev.coffer.account.TokenLife;
import dev.coffer.crypto.BearerToken;
import dev.coffer.db.Database;
import java.time.InstantSource;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * The tokens of deployments: 366 days at most, shown once, stored as SHA-256 (OWASP ASVS 5.0, 6.5.2). One reads what
 * its deployment reads, from the addresses that it was made for, and outlives whoever made it: a running app doesn't
 * stop because somebody left.
 */
public final class DeploymentTokens {
    private final Database database;
    private final InstantSource clock;

    public DeploymentTokens(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
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
