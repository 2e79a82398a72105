package dev.coffer.web;

import dev.coffer.db.Database;
import io.javalin.http.Context;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether the process lives ({@code /livez}) and whether it can serve ({@code /readyz}): 200, or 503 with the reason as
 * a code for machines and a sentence for people.
 */
public final class Health {
    private static final JsonMapper JSON = new JsonMapper();

    private final Database database;
    private final BooleanSupplier stopping;

    public Health(Database database, BooleanSupplier stopping) {
        this.database = database;
        this.stopping = stopping;
    }

    public void live(Context ctx) {
        alive(ctx);
    }

    public void ready(Context ctx) {
        if (stopping.getAsBoolean()) {
            notReady(ctx, "stopping", "The server is stopping.");
            return;
        }
        var health = database.health();
        switch (health) {
            case READY -> answer(ctx, 200, Map.of("status", "ready"));
            case UNREACHABLE -> notReady(ctx, health.reason(), "The database doesn't answer.");
            case TOO_OLD -> notReady(ctx, health.reason(), "PostgreSQL 15 or newer is needed.");
            case NOT_DURABLE -> notReady(ctx, health.reason(), "fsync or synchronous_commit is off: a write that was"
                    + " acknowledged could be lost. Turn both on.");
            case READ_ONLY -> notReady(ctx, health.reason(), "The database takes no writes. Connect to the primary.");
        }
    }

    static void alive(Context ctx) {
        answer(ctx, 200, Map.of("status", "alive"));
    }

    /** 503 with a reason. */
    static void notReady(Context ctx, String reason, String detail) {
        ctx.header("Retry-After", "2");
        answer(ctx, 503, Map.of("status", "not_ready", "reason", reason, "detail", detail));
    }

    private static void answer(Context ctx, int status, Map<String, String> body) {
        ctx.status(status).contentType("application/json").result(JSON.writeValueAsString(new TreeMap<>(body)));
    }
}
