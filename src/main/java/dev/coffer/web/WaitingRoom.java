package dev.coffer.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.util.List;
import java.util.function.Supplier;

/**
 * What answers while the instance is sealed or its database can't be reached: {@code /livez} is 200, {@code /readyz}
 * says the reason, clients of the KV v2 shape hear that it is sealed, and everything else is 503. No other route
 * exists, so nothing can be read or written.
 */
public final class WaitingRoom {

    /** Why, as a code for machines and a sentence for people. */
    public record Reason(String code, String sentence) {}

    private static final String CLOSED =
            "Coffer is not ready. Whoever runs it finds the reason at /readyz and in its log.";

    private WaitingRoom() {}

    /** Everything but health: 503, with words that tell a visitor nothing. */
    public static void problems(RoutesConfig routes) {
        routes.exception(Exception.class, (_, ctx) -> closed(ctx));
        // Javalin answers these itself, unless they are named: a missing route would be a 404.
        routes.exception(HttpResponseException.class, (_, ctx) -> closed(ctx));
    }

    private static void closed(Context ctx) {
        ctx.status(503).header("Retry-After", "5");
        if (Guards.isVault(ctx)) {
            ctx.contentType("application/json").result(VaultErrors.of(503, CLOSED).json());
        } else {
            ctx.contentType("text/plain; charset=utf-8").result(CLOSED + "\n");
        }
    }

    public static List<Route> routes(Supplier<Reason> reason) {
        return List.of(
                new Route(HandlerType.GET, "/livez", Audience.everybody(), Health::alive),
                new Route(HandlerType.HEAD, "/livez", Audience.everybody(), Health::alive),
                new Route(HandlerType.GET, "/v1/sys/health", Audience.everybody(), VaultStatus::sealedHealth),
                new Route(HandlerType.HEAD, "/v1/sys/health", Audience.everybody(), VaultStatus::sealedHealth),
                new Route(HandlerType.GET, "/v1/sys/seal-status", Audience.everybody(), VaultStatus::sealed),
                new Route(HandlerType.HEAD, "/v1/sys/seal-status", Audience.everybody(), VaultStatus::sealed),
                new Route(HandlerType.GET, "/readyz", Audience.everybody(),
                        ctx -> Health.notReady(ctx, reason.get().code(), reason.get().sentence())),
                new Route(HandlerType.HEAD, "/readyz", Audience.everybody(),
                        ctx -> Health.notReady(ctx, reason.get().code(), reason.get().sentence())));
    }
}
