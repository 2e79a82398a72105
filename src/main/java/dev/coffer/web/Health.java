package dev.coffer.web;

import dev.coffer.db.Database;
import io.javalin.http.Context;
import java.util.function.BooleanSupplier;

/**
 * Whether the process lives ({@code /livez}) and whether it can serve ({@code /readyz}): 200, or 503 with the reason as
 * a code for machines and a sentence for people.
 */
public final class Health {
    private final Database database;
    private final BooleanSupplier stopping;

    public Health(Database database, BooleanSupplier stopping) {
        this.database = database;
        this.stopping = stopping;
    }

    public void live(Context ctx) {
        answer(ctx, 200, "{\"status\":\"alive\"}");
    }

    public void ready(Context ctx) {
        if (stopping.getAsBoolean()) {
            notReady(ctx, "stopping", "The server is stopping.");
            return;
        }
        switch (database.health()) {
            case READY -> answer(ctx, 200, "{\"status\":\"ready\"}");
            case UNREACHABLE -> notReady(ctx, "database_unreachable", "The database doesn't answer.");
            case TOO_OLD -> notReady(ctx, "database_too_old", "PostgreSQL 15 or newer is needed.");
            case NOT_DURABLE -> notReady(ctx, "database_not_durable",
                    "fsync or synchronous_commit is off: a write that was acknowledged could be lost. Turn both on.");
            case READ_ONLY -> notReady(ctx, "database_read_only", "The database takes no writes. Connect to the primary.");
        }
    }

    /** 503 with a reason; both texts are ours and need no escaping. */
    public static void notReady(Context ctx, String reason, String detail) {
        ctx.header("Retry-After", "2");
        answer(ctx, 503, "{\"status\":\"not_ready\",\"reason\":\"" + reason + "\",\"detail\":\"" + detail + "\"}");
    }

    private static void answer(Context ctx, int status, String json) {
        ctx.status(status).contentType("application/json").result(json);
    }
}
