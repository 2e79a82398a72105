package dev.coffer.bench;

import dev.coffer.web.Audience;
import dev.coffer.web.CrossSite;
import dev.coffer.web.Guards;
import dev.coffer.web.Headers;
import dev.coffer.web.HttpServer;
import dev.coffer.web.Metrics;
import dev.coffer.web.Route;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The product's own HTTP server with one route, which answers the bytes of a file from memory as the product serves its
 * style sheet: same guards, headers, metrics and log, and neither a person nor a database.
 */
final class StaticServer {
    private StaticServer() {}

    public static void main(String[] arguments) throws Exception {
        var bytes = Files.readAllBytes(Path.of(arguments[0]));
        var headers = new Headers(false);
        var guards = new Guards(headers, new CrossSite(URI.create("http://localhost:8080")));
        var listen = new HttpServer.Listen("127.0.0.1", Integer.parseInt(System.getenv("COFFER_PORT")), 1024);
        HttpServer.start(listen, new HttpServer.Frame(headers, guards, (_, _) -> {}, _ -> {},
                new Metrics(_ -> false)),
                List.of(
                        get("/readyz", ctx -> ctx.result("ready")),
                        get("/static/page", ctx -> ctx.header("Cache-Control", "no-cache")
                                .contentType("text/html; charset=utf-8").result(bytes))));
    }

    private static Route get(String path, Handler handler) {
        return new Route(HandlerType.GET, path, Audience.everybody(), handler);
    }
}
