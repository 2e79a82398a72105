package dev.coffer.runtime;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.coffer.access.DeploymentAccess;
import dev.coffer.app.ShortTokens;
import dev.coffer.crypto.Plaintext;
import dev.coffer.form.Clash;
import dev.coffer.form.Result;
import dev.coffer.web.Answer;
import dev.coffer.web.Api;
import dev.coffer.web.BadRequest;
import dev.coffer.web.Entry;
import dev.coffer.web.Guards;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * What clients of the KV v2 shape ask about their token: who it is, another hour, its end, and a login by AppRole,
 * which exchanges a deployment's token ({@code secret_id}, with the deployment's id as {@code role_id}) for one of an
 * hour.
 */
public final class VaultTokenApi {
    private static final String MISMATCH = "role_id and secret_id don't belong together, or their time is over: "
            + "role_id is the deployment's id, secret_id a token of it";

    private final Entry entry;
    private final Api api;
    private final ShortTokens tokens;

    /** What a client sends to log in. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Login(String roleId, Plaintext secretId) {}

    /** A token as a login and a renewal give it. */
    record AuthShape(String clientToken, UUID accessor, List<String> policies, List<String> tokenPolicies,
            Map<String, String> metadata, long leaseDuration, boolean renewable, String entityId, String tokenType,
            boolean orphan, int numUses) {
        @Override
        public String toString() {
            return "[token " + accessor + "]";
        }
    }

    /** A token as it is told of itself; whole seconds. */
    record TokenShape(UUID accessor, long creationTime, long creationTtl, String displayName, String entityId,
            Instant expireTime, long explicitMaxTtl, String id, Instant issueTime, Map<String, String> meta,
            int numUses, boolean orphan, String path, List<String> policies, boolean renewable, long ttl,
            String type) {
        @Override
        public String toString() {
            return "[token " + accessor + "]";
        }
    }

    public VaultTokenApi(Entry entry, Api api, ShortTokens tokens) {
        this.entry = entry;
        this.api = api;
        this.tokens = tokens;
    }

    public void lookup(Context ctx) {
        var access = entry.deployment(ctx);
        var about = tokens.about(access);
        var path = about.isShort() ? "auth/approle/login" : "auth/token/create";
        api.send(ctx, VaultEnvelope.data(Guards.requestId(ctx),
                new TokenShape(about.id(), about.createdAt().getEpochSecond(),
                        seconds(about.createdAt(), about.expiresAt()), access.name(), "", about.expiresAt(), 0,
                        Entry.vaultToken(ctx), about.createdAt(), meta(access), 0, !about.isShort(), path, List.of(),
                        about.isShort(), left(about), "service")));
    }

    public void login(Context ctx) {
        var asked = api.read(ctx, Login.class);
        if (asked.roleId() == null || asked.secretId() == null) {
            throw new BadRequest(MISMATCH);
        }
        var access = entry.deployment(ctx, text(asked.secretId()))
                .filter(one -> one.deploymentId().toString().equalsIgnoreCase(asked.roleId().strip()))
                .orElseThrow(() -> new BadRequest(MISMATCH));
        answer(ctx, tokens.exchange(access), issued -> VaultEnvelope.auth(Guards.requestId(ctx),
                auth(access, issued.about(), text(issued.token()))));
    }

    /** The increment that a client asks for is not looked at: it is an hour. */
    public void renew(Context ctx) {
        var access = entry.deployment(ctx);
        answer(ctx, tokens.renew(access), about -> VaultEnvelope.auth(Guards.requestId(ctx),
                auth(access, about, Entry.vaultToken(ctx))));
    }

    public void revoke(Context ctx) {
        answer(ctx, tokens.end(entry.deployment(ctx)), _ -> Answer.noContent());
    }

    private <T> void answer(Context ctx, Result<T> result, Function<T, Answer> answer) {
        switch (result) {
            case Result.Ok<T>(var value) -> api.send(ctx, answer.apply(value));
            case Result.Conflict<T>(Clash clash) -> throw new BadRequest(clash.message());
            case Result.Invalid<T> _ -> throw new IllegalStateException("nothing is entered here");
        }
    }

    private static AuthShape auth(DeploymentAccess access, ShortTokens.About about, String token) {
        return new AuthShape(token, about.id(), List.of(), List.of(), meta(access), left(about), about.isShort(), "",
                "service", !about.isShort(), 0);
    }

    private static Map<String, String> meta(DeploymentAccess access) {
        return Map.of("project", access.project().slug(), "environment", access.environment().slug(), "app",
                access.app().slug());
    }

    private static long left(ShortTokens.About about) {
        return seconds(Instant.now(), about.expiresAt());
    }

    private static long seconds(Instant from, Instant to) {
        return Math.max(0, Math.ceilDiv(Duration.between(from, to).toMillis(), 1_000));
    }

    private static String text(Plaintext token) {
        try (token) {
            return new String(token.expose(), StandardCharsets.US_ASCII);
        }
    }
}
