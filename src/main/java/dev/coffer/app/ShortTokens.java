package dev.coffer.app;

import static dev.coffer.db.schema.Tables.DEPLOYMENT_TOKENS;

import dev.coffer.access.DeploymentAccess;
import dev.coffer.access.Forbidden;
import dev.coffer.audit.AuditAction;
import dev.coffer.audit.AuditEntry;
import dev.coffer.audit.AuditLog;
import dev.coffer.crypto.BearerToken;
import dev.coffer.crypto.Plaintext;
import dev.coffer.db.Database;
import dev.coffer.db.Ids;
import dev.coffer.db.schema.tables.records.DeploymentTokensRecord;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * The tokens of an hour that a deployment's own one is exchanged for, so that the long one stays where it is kept. One
 * reads the same from the same addresses, and ends with the token that it was exchanged for, whatever it asks.
 */
public final class ShortTokens {
    private static final Duration LIFE = Duration.ofHours(1);
    private static final int MOST = 1_000;

    private final Database database;
    private final AuditLog audit;
    private final InstantSource clock;

    /** A token that is in use. {@code isShort}: it was exchanged for another, and may renew or end itself. */
    public record About(UUID id, Instant createdAt, Instant expiresAt, boolean isShort) {}

    /** A new one, whose text is shown once and closed. */
    public record Issued(About about, Plaintext token) {}

    public ShortTokens(Database database, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /** Of an hour, or of what is left to the token that asks. A short one is not exchanged again. */
    public Result<Issued> exchange(DeploymentAccess access) {
        var now = clock.instant();
        return database.transact(tx -> {
            var own = held(tx, access);
            if (own.getParentId() != null) {
                return Result.conflict(Clash.Kind.BLOCKED,
                        "This token was exchanged for another one. Log in with the deployment's own token");
            }
            if (living(tx, own.getId(), now) >= MOST) {
                return Result.conflict(Clash.Kind.BLOCKED, ("%,d short tokens of this one are in use. End those that "
                        + "are no longer needed with revoke-self, or wait until their hour is over").formatted(MOST));
            }
            var issued = insert(tx, own, now);
            audit.record(tx, access, AuditEntry.of(AuditAction.DEPLOYMENT_TOKEN_EXCHANGED)
                    .deployment(access.deploymentId(), access.app().slug(), access.environment().slug())
                    .subject(issued.about.id, own.getName()));
            return Result.ok(issued);
        });
    }

    /** The token that asks. */
    public About about(DeploymentAccess access) {
        return database.read(sql -> about(sql.selectFrom(DEPLOYMENT_TOKENS)
                .where(DEPLOYMENT_TOKENS.ID.eq(access.token().id())).fetchOptional().orElseThrow(ShortTokens::gone)));
    }

    /** Gives a short one another hour, as far as the token goes that it was exchanged for; any other keeps its end. */
    public Result<About> renew(DeploymentAccess access) {
        var hour = clock.instant().plus(LIFE);
        var parent = DEPLOYMENT_TOKENS.as("parent");
        return database.transact(tx -> tx.update(DEPLOYMENT_TOKENS)
                .set(DEPLOYMENT_TOKENS.EXPIRES_AT, DSL.least(DSL.val(hour), parent.EXPIRES_AT)).from(parent)
                .where(DEPLOYMENT_TOKENS.ID.eq(access.token().id()), parent.ID.eq(DEPLOYMENT_TOKENS.PARENT_ID))
                .returning(DEPLOYMENT_TOKENS.asterisk()).fetchOptional()
                .map(row -> Result.ok(about(row.into(DEPLOYMENT_TOKENS))))
                .orElseGet(() -> Result.conflict(Clash.Kind.BLOCKED, "lease is not renewable: a deployment's own token "
                        + "works until its end. Make a new one in time, under Apps")));
    }

    /** Ends a short one, from the next request on. Any other is ended by an admin of the project. */
    public Result<About> end(DeploymentAccess access) {
        return database.transact(tx -> tx.deleteFrom(DEPLOYMENT_TOKENS)
                .where(DEPLOYMENT_TOKENS.ID.eq(access.token().id()), DEPLOYMENT_TOKENS.PARENT_ID.isNotNull())
                .returning().fetchOptional().map(row -> Result.ok(about(row)))
                .orElseGet(() -> Result.conflict(Clash.Kind.BLOCKED, "A deployment's own token is revoked by an admin "
                        + "of the project, under Apps: revoke-self ends those that it was exchanged for")));
    }

    /** The row of the token that asks, which stays as it is until the transaction ends. */
    private static DeploymentTokensRecord held(DSLContext tx, DeploymentAccess access) {
        return tx.selectFrom(DEPLOYMENT_TOKENS).where(DEPLOYMENT_TOKENS.ID.eq(access.token().id())).forUpdate()
                .fetchOptional().orElseThrow(ShortTokens::gone);
    }

    private static int living(DSLContext tx, UUID parent, Instant now) {
        return tx.fetchCount(DEPLOYMENT_TOKENS, DEPLOYMENT_TOKENS.PARENT_ID.eq(parent),
                DEPLOYMENT_TOKENS.EXPIRES_AT.gt(now));
    }

    private static Issued insert(DSLContext tx, DeploymentTokensRecord own, Instant now) {
        var issued = BearerToken.issue(BearerToken.Kind.DEPLOYMENT);
        var end = now.plus(LIFE).isBefore(own.getExpiresAt()) ? now.plus(LIFE) : own.getExpiresAt();
        var about = new About(Ids.next(), now, end, true);
        tx.insertInto(DEPLOYMENT_TOKENS).set(DEPLOYMENT_TOKENS.ID, about.id)
                .set(DEPLOYMENT_TOKENS.PUBLIC_ID, issued.publicId())
                .set(DEPLOYMENT_TOKENS.SECRET_HASH, issued.secretHash())
                .set(DEPLOYMENT_TOKENS.PROJECT_ID, own.getProjectId())
                .set(DEPLOYMENT_TOKENS.DEPLOYMENT_ID, own.getDeploymentId())
                .set(DEPLOYMENT_TOKENS.PARENT_ID, own.getId()).set(DEPLOYMENT_TOKENS.NAME, own.getName())
                .set(DEPLOYMENT_TOKENS.ADDRESSES, own.getAddresses()).set(DEPLOYMENT_TOKENS.CREATED_AT, now)
                .set(DEPLOYMENT_TOKENS.CREATED_BY, own.getCreatedBy()).set(DEPLOYMENT_TOKENS.EXPIRES_AT, end)
                .execute();
        return new Issued(about, issued.token());
    }

    private static About about(DeploymentTokensRecord row) {
        return new About(row.getId(), row.getCreatedAt(), row.getExpiresAt(), row.getParentId() != null);
    }

    /** It was revoked between the door and here. */
    private static Forbidden gone() {
        return Forbidden.because("The token is not known here, or its time is over");
    }
}
