package dev.coffer.web;

import dev.coffer.db.Database;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * How the server is, as clients of the KV v2 shape ask before anything else, without a token: {@code sys/init},
 * {@code sys/health}, {@code sys/seal-status} and {@code sys/leader}. It is one server to them, whichever replica
 * answers.
 */
public final class VaultStatus {
    /** Of the shape that is spoken, which clients compare, and not of Coffer. */
    private static final String VERSION = "1.15.0+coffer";
    private static final String CLUSTER = "coffer";
    private static final JsonMapper JSON =
            JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

    private final Database database;
    private final BooleanSupplier stopping;

    private record HealthShape(boolean initialized, boolean sealed, boolean standby, boolean performanceStandby,
            String replicationPerformanceMode, String replicationDrMode, long serverTimeUtc, String version,
            String clusterName, String clusterId) {
        static HealthShape of(boolean sealed) {
            return new HealthShape(true, sealed, false, false, "disabled", "disabled", Instant.now().getEpochSecond(),
                    VERSION, CLUSTER, CLUSTER);
        }
    }

    private record SealShape(String type, boolean initialized, boolean sealed, int t, int n, int progress, String nonce,
            String version, String buildDate, boolean migration, String clusterName, String clusterId,
            boolean recoverySeal, String storageType) {
        static SealShape of(boolean sealed) {
            return new SealShape("coffer", true, sealed, 1, 1, 0, "", VERSION, "", false, CLUSTER, CLUSTER, false,
                    "postgresql");
        }
    }

    private record LeaderShape(boolean haEnabled, boolean isSelf, String leaderAddress, String leaderClusterAddress,
            boolean performanceStandby) {}

    public VaultStatus(Database database, BooleanSupplier stopping) {
        this.database = database;
        this.stopping = stopping;
    }

    /** That there is something to ask. */
    public void init(Context ctx) {
        answer(ctx, 200, Map.of("initialized", true));
    }

    /** 200, or 503 while it can't serve. */
    public void health(Context ctx) {
        var serves = !stopping.getAsBoolean() && database.health() == dev.coffer.db.Health.READY;
        answer(ctx, serves ? 200 : 503, HealthShape.of(false));
    }

    public void sealStatus(Context ctx) {
        answer(ctx, 200, SealShape.of(false));
    }

    public void leader(Context ctx) {
        answer(ctx, 200, new LeaderShape(false, true, "", "", false));
    }

    static void sealedHealth(Context ctx) {
        answer(ctx, 503, HealthShape.of(true));
    }

    static void sealed(Context ctx) {
        answer(ctx, 200, SealShape.of(true));
    }

    private static void answer(Context ctx, int status, Object body) {
        ctx.status(status).contentType("application/json").result(JSON.writeValueAsString(body));
    }
}
