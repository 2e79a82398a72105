package dev.coffer;

import dev.coffer.db.CannotStart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;

/** The commands on the host itself: what starts the server, and what a packager needs. */
final class Operator {
    /** The process goes on after its command returned. */
    static final int RUNS_ON = -1;
    private static final int FAILED = 1;
    /** Set under Maven, which leaves its child running when it is stopped itself. */
    private static final String STOPS_WITH_PARENT = "coffer.stops-with-parent";

    int serve() {
        var server = start(System.getenv());
        if (server == null) {
            return FAILED;
        }
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
        if (Boolean.getBoolean(STOPS_WITH_PARENT)) {
            ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
        }
        return RUNS_ON;
    }

    /**
     * Starts in a folder of its own, answers a few requests and stops: what an ahead-of-time cache is made from. The
     * folder is removed again.
     */
    int train() {
        try {
            var folder = Files.createTempDirectory("coffer-train-");
            try (var server = start(new TreeMap<>(Map.of("COFFER_DATA_DIR", folder.toString(), "COFFER_PORT", "0")))) {
                return server != null && answers(server.port()) ? 0 : FAILED;
            } finally {
                remove(folder);
            }
        } catch (IOException unreachable) {
            return FAILED;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static boolean answers(int port) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            for (var path : List.of("/livez", "/readyz", "/sign-in", "/setup", "/projects", "/metrics")) {
                var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
                http.send(request, HttpResponse.BodyHandlers.discarding());
            }
            var ready = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/readyz")).build();
            return http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Tells what is wrong in sentences, and answers null then. */
    private static Server start(Map<String, String> environment) {
        return switch (Config.read(environment)) {
            case Config.Faults(var sentences) -> {
                sentences.forEach(System.err::println);
                yield null;
            }
            case Config.Good(var config, var warnings) -> {
                warnings.forEach(System.err::println);
                yield start(config);
            }
        };
    }

    private static Server start(Config config) {
        try {
            var server = Server.start(config);
            LoggerFactory.getLogger(Server.class).atInfo().addKeyValue("port", server.port()).log("listening");
            return server;
        } catch (CannotStart reason) {
            System.err.println(reason.getMessage());
        } catch (RuntimeException portTaken) {
            System.err
                    .println("Coffer can't listen on %s:%d. Is something else running there? COFFER_PORT names another"
                            .formatted(config.listen().host(), config.listen().port()) + " port.");
        }
        return null;
    }
}
