package dev.coffer.client;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * A Coffer server, as a token may use it. Made once and used from any number of threads.
 *
 * <pre>{@code
 * var coffer = CofferClient.connect("https://coffer.example.com", System.getenv("COFFER_TOKEN"));
 * try (var value = SecretValue.of(characters)) {
 *     coffer.secrets("shop").set("STRIPE_SECRET_KEY", value, "preview", "production");
 * }
 * if (coffer.readiness("shop", "production").ready()) {
 *     coffer.publications("shop").publish("1.4.0", "production");
 * }
 * }</pre>
 *
 * <p>Every method may throw {@link CofferException}, and {@link InterruptedException} when its thread is interrupted.
 */
public final class CofferClient {
    private final Http http;

    private CofferClient(Http http) {
        this.http = http;
    }

    /**
     * Asks nothing yet.
     *
     * @param server its address, such as {@code https://coffer.example.com}; a path before the API's is kept
     * @param token  a person's or a pipeline's for all but {@link #runtime}, {@link #cache} and {@link #run}, which take
     *               a deployment's
     * @throws IllegalArgumentException where the address is none of HTTP, or the token can't be one
     */
    public static CofferClient connect(URI server, String token) {
        var scheme = server.getScheme();
        if (server.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))
                || server.getRawUserInfo() != null || server.getRawQuery() != null) {
            throw new IllegalArgumentException("The server is named by an address such as https://coffer.example.com");
        }
        if (!token.matches("[\\x21-\\x7e]+")) {
            throw new IllegalArgumentException("A token has letters, digits and underscores only");
        }
        return new CofferClient(new Http(URI.create(server.toString().replaceFirst("/+$", "")), token));
    }

    /** The same with an address as text. */
    public static CofferClient connect(String server, String token) {
        return connect(URI.create(server), token);
    }

    /** Where the server is. */
    public URI server() {
        return http.server();
    }

    /** Who the token is. */
    public Me me() throws InterruptedException {
        return Me.of(http.get("/me").body());
    }

    /** The environments of a project, in its order. */
    public List<Environment> environments(String project) throws InterruptedException {
        return http.all(path(project) + "/environments", Environment::of);
    }

    /** The projects that the token may enter. */
    public Projects projects() {
        return new Projects(http);
    }

    /** The secrets of a project. */
    public Secrets secrets(String project) {
        return new Secrets(http, path(project));
    }

    /** What a project needs. */
    public Requirements requirements(String project) {
        return new Requirements(http, path(project));
    }

    /** Whether an environment of a project has all that is required. */
    public Readiness readiness(String project, String environment) throws InterruptedException {
        return Readiness.of(http.get(path(project) + "/readiness?environment=" + Http.encoded(environment)).body());
    }

    /** What was published. */
    public Publications publications(String project) {
        return new Publications(http, path(project));
    }

    /** What runs with a project's secrets. */
    public Deployments deployments(String project) {
        return new Deployments(http, path(project));
    }

    /** What the deployment of the token reads. */
    public RuntimeReader runtime() {
        return new RuntimeReader(http);
    }

    /**
     * What was read last, kept under a folder for when the server is away. @param longest how old it may be when it is
     * used
     */
    public RuntimeCache cache(Path folder, Duration longest) {
        return new RuntimeCache(http, folder, longest, InstantSource.system());
    }

    /** A command that gets what the deployment of the token reads. */
    public Run run(String... command) {
        return new Run(this, List.of(command));
    }

    private static String path(String project) {
        return "/projects/" + Http.encoded(project);
    }
}
