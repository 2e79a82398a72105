package dev.coffer;

import dev.coffer.cli.Coffer;
import dev.coffer.db.CannotStart;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** The commands on the host itself: what starts the server, and what a packager needs. */
final class Operator implements Coffer.Host {
    /** The process goes on after its command returned. */
    static final int RUNS_ON = -1;
    private static final int FAILED = 1;

    @Override
    public int serve() {
        return start(System.getenv()) == null ? FAILED : RUNS_ON;
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
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
            LoggerFactory.getLogger(Server.class).atInfo().addKeyValue("port", server.port()).log("listening");
            return server;
        } catch (CannotStart reason) {
            System.err.println(reason.getMessage());
        } catch (RuntimeException portTaken) {
            System.err.println("Coffer can't listen on %s:%d. Is something else running there? COFFER_PORT names another"
                    .formatted(config.listen().host(), config.listen().port()) + " port.");
        }
        return null;
    }
}
