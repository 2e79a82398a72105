package dev.coffer.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Requests and answers of the API. A read is sent three times at most, when no connection came about or the server said
 * 503; a write once. Follows no redirect, which would carry the token elsewhere.
 */
final class Http {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final long LARGEST_ANSWER = 16L * 1024 * 1024;
    private static final int ATTEMPTS = 3;

    private final HttpClient client;
    private final URI server;
    private final String token;

    Http(URI server, String token) {
        this.server = server;
        this.token = token;
        var builder = HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER);
        this.client = (server.getScheme().equals("http") ? withoutTls(builder) : builder).build();
    }

    /** Where no connection is encrypted, no certificates are read: that takes as long as all the rest of a start. */
    private static HttpClient.Builder withoutTls(HttpClient.Builder builder) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return builder.sslContext(context).version(HttpClient.Version.HTTP_1_1);
        } catch (GeneralSecurityException none) {
            return builder;
        }
    }

    /** What came back with a status below 300. */
    record Answer(int status, JsonNode body, String etag) {}

    /** What came back of values, 200 or 304; whoever reads the body wipes it. */
    record Values(int status, byte[] body, String etag) {}

    URI server() {
        return server;
    }

    String token() {
        return token;
    }

    /**
     * Asks for values, which become no text here. @param etag what is had already, or "" @param wait how long the
     * server may hold its answer until there is another; not at all is zero, and then it is tried again as a read is
     */
    Values values(String path, String etag, Duration wait) throws InterruptedException {
        var request = request(wait.isZero() ? path : path + "?wait=" + wait.toSeconds()).timeout(ANSWER.plus(wait));
        if (!etag.isEmpty()) {
            request.header("If-None-Match", etag);
        }
        int attempts = wait.isZero() ? ATTEMPTS : 1;
        var response =
                read(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER), attempts);
        int status = response.statusCode();
        if (status >= 400) {
            throw CofferException.of(status, parsed(new String(response.body(), StandardCharsets.UTF_8), status));
        }
        if (status != 200 && status != 304) {
            throw notCoffer(status);
        }
        return new Values(status, response.body(), response.headers().firstValue("ETag").orElse(etag));
    }

    Answer get(String path) throws InterruptedException {
        return read("GET", path);
    }

    /** Whether something is there: 200 or 404. */
    boolean head(String path) throws InterruptedException {
        try {
            read("HEAD", path);
            return true;
        } catch (CofferException e) {
            if (e.status() == 404) {
                return false;
            }
            throw e;
        }
    }

    /** Every item of a list, page by page. {@code path} without {@code limit} and {@code cursor}. */
    <T> List<T> all(String path, Function<JsonNode, T> shape) throws InterruptedException {
        var items = new ArrayList<T>();
        String next = null;
        do {
            var page = get(path + (path.contains("?") ? "&" : "?") + "limit=500"
                    + (next == null ? "" : "&cursor=" + encoded(next))).body();
            page.path("items").valueStream().map(shape).forEach(items::add);
            next = page.path("next").asString(null);
        } while (next != null);
        return items;
    }

    /** Sends a body, which may be empty, once. {@code ifMatch}: an ETag that it must still have, or "". */
    Answer write(String method, String path, byte[] body, String ifMatch) throws InterruptedException {
        var request = request(path).method(method, BodyPublishers.ofByteArray(body));
        if (body.length > 0) {
            request.header("Content-Type", "application/json");
        }
        if (!ifMatch.isEmpty()) {
            request.header("If-Match", ifMatch);
        }
        try {
            return answer(send(request.build()));
        } catch (IOException e) {
            throw unreachable();
        }
    }

    /** A part of a path or a query. */
    static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Answer read(String method, String path) throws InterruptedException {
        return answer(read(request(path).method(method, BodyPublishers.noBody()).build(),
                BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST_ANSWER), ATTEMPTS));
    }

    private <T> HttpResponse<T> read(HttpRequest request, BodyHandler<T> body, int attempts)
            throws InterruptedException {
        for (int attempt = 1;; attempt++) {
            try {
                var response = client.send(request, body);
                if (response.statusCode() != 503 || attempt == attempts) {
                    return response;
                }
                Thread.sleep(pause(attempt, response.headers().firstValue("Retry-After").orElse("")));
            } catch (IOException e) {
                if (attempt == attempts) {
                    throw unreachable();
                }
                Thread.sleep(pause(attempt, ""));
            }
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + "/api/v1" + path)).timeout(ANSWER)
                .header("Authorization", "Bearer " + token).header("Accept", "application/json");
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST_ANSWER));
    }

    private Answer answer(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status >= 300 && status < 400) {
            throw notCoffer(status);
        }
        var body = response.body().isEmpty() ? Json.MAPPER.createObjectNode() : parsed(response.body(), status);
        if (status >= 400) {
            throw CofferException.of(status, body);
        }
        return new Answer(status, body, response.headers().firstValue("ETag").orElse(""));
    }

    private JsonNode parsed(String body, int status) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JacksonException notJson) {
            throw notCoffer(status);
        }
    }

    private CofferException notCoffer(int status) {
        return CofferException.of(status, "Not Coffer", "What answers at %s is not Coffer".formatted(server));
    }

    private CofferException unreachable() {
        return CofferException.unreachable("Coffer can't be reached at " + server);
    }

    private static Duration pause(int attempt, String retryAfter) {
        if (retryAfter.matches("\\d{1,4}")) {
            var asked = Duration.ofSeconds(Long.parseLong(retryAfter));
            return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
        }
        return Duration.ofMillis(200L * attempt * attempt);
    }
}
