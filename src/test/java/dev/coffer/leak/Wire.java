package dev.coffer.leak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sends requests and has every answer searched, its headers too. */
final class Wire {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER).build();
    private final String url;
    private final LeakScanner scanner;
    private final List<LeakScanner.Found> found = new ArrayList<>();
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private int broken;

    Wire(String url, LeakScanner scanner) {
        this.url = url;
        this.scanner = scanner;
    }

    /** What an answer says; status 0 where the connection broke. */
    record Said(int status, String body, HttpResponse<byte[]> whole) {
        String header(String name) {
            return whole.headers().firstValue(name).orElse("");
        }
    }

    /** @param headers names and values, in turn */
    Said send(String method, String path, byte[] body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE).method(method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var answer = http.send(request.build(), BodyHandlers.ofByteArray());
            statuses.merge(answer.statusCode(), 1, Integer::sum);
            search(method + " " + path + " " + answer.statusCode(), answer);
            return new Said(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8), answer);
        } catch (IOException refusedMidway) {
            broken++;
            return new Said(0, "", null);
        } catch (InterruptedException stopped) {
            throw new UncheckedIOException(new IOException(stopped));
        }
    }

    private void search(String place, HttpResponse<byte[]> answer) {
        found.addAll(search(place, answer.headers().map(), answer.body()));
    }

    /** An answer's parts, searched. */
    List<LeakScanner.Found> search(String place, Map<String, List<String>> headers, byte[] body) {
        var all = new ArrayList<>(scanner.scan("body of " + place, body));
        headers.forEach((name, values) -> values.forEach(value -> all.addAll(
                scanner.scan("header %s of %s".formatted(name, place), name + ": " + value))));
        return all;
    }

    List<LeakScanner.Found> found() {
        return found;
    }

    /** How many answers there were of each status. */
    Map<Integer, Integer> statuses() {
        return statuses;
    }

    /** Requests whose connection broke. */
    int broken() {
        return broken;
    }
}
