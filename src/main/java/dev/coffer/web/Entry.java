package dev.coffer.web;

import dev.coffer.access.Access;
import dev.coffer.access.Actor;
import dev.coffer.access.Authorizer;
import dev.coffer.access.Deployed;
import dev.coffer.access.DeploymentAccess;
import dev.coffer.access.Forbidden;
import dev.coffer.access.Origin;
import dev.coffer.access.OrganizationAccess;
import dev.coffer.db.Once;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import java.util.function.Function;

/**
 * The door of every route: finds out who asks, holds it against the route's {@link Audience}, and keeps the proof of
 * entry for the handler. A handler runs only behind it.
 */
public final class Entry {
    private static final String PROJECT = "access";
    private static final String ORGANIZATION = "organization-access";
    private static final String DEPLOYMENT = "deployment-access";
    private static final String SIGNED_IN = "signed-in";
    private static final String UNSEEN = "unseen";
    private static final String BEARER = "Bearer ";
    private static final String VAULT_TOKEN = "X-Vault-Token";
    private static final String ONLY_DEPLOYMENTS =
            "Only a deployment's token reads values. An admin of the project makes one, under Apps";

    private final Identity identity;
    private final Authorizer authorizer;
    private final String cookie;
    private final Function<Context, String> address;

    /**
     * @param cookie  the name of the session cookie
     * @param address the client's IP address, forwarded headers of trusted proxies taken into account
     */
    public Entry(Identity identity, Authorizer authorizer, String cookie, Function<Context, String> address) {
        this.identity = identity;
        this.authorizer = authorizer;
        this.cookie = cookie;
        this.address = address;
    }

    /**
     * Lets the request through to its handler, or throws.
     *
     * @throws SignInNeeded where nobody known asks
     * @throws dev.coffer.access.NotFound for a project that isn't there, or not for the asker
     * @throws dev.coffer.access.Forbidden where the role in it, or in the organization, doesn't suffice
     */
    public void admit(Context ctx, Audience audience) {
        ctx.attribute(SIGNED_IN, null);
        switch (audience.door()) {
            case OPEN -> {
            }
            case PAGE -> {
                ctx.attribute(UNSEEN, audience.isUnseen() || ctx.header("Coffer-Unseen") != null);
                admit(ctx, audience, signedIn(ctx).orElseThrow(SignInNeeded::new).person());
            }
            case API -> {
                switch (audience.scope()) {
                    case DEPLOYMENT -> enterDeployment(ctx, deployed(ctx));
                    case WHOEVER -> identity.deployments().find(token(ctx), address.apply(ctx)).ifPresentOrElse(
                            deployed -> enterDeployment(ctx, deployed), () -> admit(ctx, audience, bearer(ctx)));
                    case NONE, ITSELF, ORGANIZATION, OWNERS, PROJECT -> admit(ctx, audience, bearer(ctx));
                }
            }
            case VAULT -> enterDeployment(ctx, vaultDeployed(ctx));
        }
    }

    private void enterDeployment(Context ctx, Deployed deployed) {
        ctx.attribute(DEPLOYMENT, authorizer.deployment(deployed, origin(ctx)));
    }

    private void admit(Context ctx, Audience audience, Actor actor) {
        switch (audience.scope()) {
            case NONE -> {
            }
            case ITSELF, WHOEVER -> ctx.attribute(ORGANIZATION, authorizer.itself(actor, origin(ctx)));
            case ORGANIZATION -> ctx.attribute(ORGANIZATION, authorizer.organization(actor, origin(ctx)));
            case OWNERS -> {
                var access = authorizer.organization(actor, origin(ctx));
                access.requireOwner();
                ctx.attribute(ORGANIZATION, access);
            }
            case DEPLOYMENT -> throw new IllegalStateException("nobody with an account enters a deployment");
            case PROJECT -> {
                var access = authorizer.project(actor, origin(ctx), ctx.pathParam("project"));
                access.require(audience.permission());
                ctx.attribute(PROJECT, access);
            }
        }
    }

    /** The proof of entry to the path's project. Only behind a route whose audience is in a project. */
    public Access project(Context ctx) {
        return kept(ctx, PROJECT);
    }

    /** The proof of belonging to the organization. Only behind a route whose audience is in the organization. */
    public OrganizationAccess organization(Context ctx) {
        return kept(ctx, ORGANIZATION);
    }

    /** The proof of being a deployment. Only behind a route whose audience is a deployment. */
    public DeploymentAccess deployment(Context ctx) {
        return kept(ctx, DEPLOYMENT);
    }

    /** The same where any token is let in: empty for a person's or a project's. */
    public Optional<DeploymentAccess> deploymentIfEntered(Context ctx) {
        return Optional.ofNullable(ctx.attribute(DEPLOYMENT));
    }

    /** What a deployment's token enters, wherever it stands; empty for anything else. */
    public Optional<DeploymentAccess> deployment(Context ctx, String token) {
        return identity.deployments().find(token, address.apply(ctx))
                .map(deployed -> authorizer.deployment(deployed, origin(ctx)));
    }

    /**
     * The token as a client of the KV v2 shape sent it: in a header of its own, or as a bearer's.
     *
     * @throws Refused with 400 where there is none, as such clients expect it
     */
    public static String vaultToken(Context ctx) {
        var own = ctx.header(VAULT_TOKEN);
        return (own == null || own.isBlank() ? bearerOf(ctx) : Optional.of(own.strip()))
                .orElseThrow(() -> new Refused(HttpStatus.BAD_REQUEST, "missing client token"));
    }

    /** Who is signed in with a browser, on any route; asked once a request. */
    public Optional<Identity.SignedIn> signedIn(Context ctx) {
        Optional<Identity.SignedIn> known = ctx.attribute(SIGNED_IN);
        if (known == null) {
            var sessions = Boolean.TRUE.equals(ctx.attribute(UNSEEN)) ? identity.unseen() : identity.sessions();
            known = Optional.ofNullable(ctx.cookie(cookie)).flatMap(sessions::find);
            ctx.attribute(SIGNED_IN, known);
        }
        return known;
    }

    /** Where the request comes from, as the audit log keeps it. */
    public Origin origin(Context ctx) {
        var source = Guards.isApi(ctx) ? Origin.Source.API : Origin.Source.WEB;
        return new Origin(Guards.requestId(ctx), source, address.apply(ctx), Once.NONE);
    }

    /** The name of the session cookie. */
    public String cookie() {
        return cookie;
    }

    static Optional<Access> projectIfEntered(Context ctx) {
        return Optional.ofNullable(ctx.attribute(PROJECT));
    }

    static Optional<Identity.SignedIn> personIfKnown(Context ctx) {
        Optional<Identity.SignedIn> known = ctx.attribute(SIGNED_IN);
        return known == null ? Optional.empty() : known;
    }

    private Actor bearer(Context ctx) {
        var token = token(ctx);
        var from = address.apply(ctx);
        return identity.tokens().find(token, from).orElseThrow(() -> refusal(
                identity.deployments().find(token, from).isPresent(),
                "A deployment's token reads its values and nothing else. Use a personal or a pipeline token here"));
    }

    private Deployed deployed(Context ctx) {
        var token = token(ctx);
        var from = address.apply(ctx);
        return identity.deployments().find(token, from)
                .orElseThrow(() -> refusal(identity.tokens().find(token, from).isPresent(), ONLY_DEPLOYMENTS));
    }

    private Deployed vaultDeployed(Context ctx) {
        var token = vaultToken(ctx);
        var from = address.apply(ctx);
        return identity.deployments().find(token, from)
                .orElseThrow(() -> Forbidden.because(identity.tokens().find(token, from).isPresent() ? ONLY_DEPLOYMENTS
                        : "The token is not known here, or its time is over"));
    }

    /** A token that is good elsewhere is told so. */
    private static RuntimeException refusal(boolean isKnown, String words) {
        return isKnown ? Forbidden.because(words) : new SignInNeeded();
    }

    private static String token(Context ctx) {
        return bearerOf(ctx).orElseThrow(SignInNeeded::new);
    }

    private static Optional<String> bearerOf(Context ctx) {
        return Optional.ofNullable(ctx.header("Authorization"))
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    private static <T> T kept(Context ctx, String name) {
        T value = ctx.attribute(name);
        if (value == null) {
            throw new IllegalStateException("the route's audience doesn't give " + name);
        }
        return value;
    }
}
