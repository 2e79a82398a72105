package dev.coffer;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An HTTP client that behaves like a browser (cookie, Sec-Fetch-Site) or like a program (bearer token, JSON). */
public final class TestClient {
    private static final HttpClient HTTP = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private final String url;
    private final List<String> headers;

    private TestClient(String url, List<String> headers) {
        this.url = url;
        this.headers = headers;
    }

    static TestClient browser(String url, String session) {
        var headers = new ArrayList<>(List.of("Sec-Fetch-Site", "same-origin"));
        if (session != null) {
            headers.addAll(List.of("Cookie", "sid=" + session));
        }
        return new TestClient(url, headers);
    }

    static TestClient api(String url, String token) {
        return new TestClient(url, token == null ? List.of() : List.of("Authorization", "Bearer " + token));
    }

    /** The same client with a header more, or another value for one that it has. */
    public TestClient with(String name, String value) {
        var more = new ArrayList<String>();
        for (int i = 0; i < headers.size(); i += 2) {
            if (!headers.get(i).equalsIgnoreCase(name)) {
                more.addAll(headers.subList(i, i + 2));
            }
        }
        more.addAll(List.of(name, value));
        return new TestClient(url, more);
    }

    /** The same client, asking as HTMX does. */
    public TestClient htmx() {
        return with("HX-Request", "true");
    }

    public HttpResponse<String> get(String path) {
        return send(path, "GET", null);
    }

    public HttpResponse<String> head(String path) {
        return send(path, "HEAD", null);
    }

    public HttpResponse<String> delete(String path) {
        return send(path, "DELETE", null);
    }

    /** A form of names and values, in turn. */
    public HttpResponse<String> form(String path, String... fields) {
        var body = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            body.append(i == 0 ? "" : "&").append(encoded(fields[i])).append('=').append(encoded(fields[i + 1]));
        }
        return with("Content-Type", "application/x-www-form-urlencoded").send(path, "POST", body.toString());
    }

    /** JSON by any method. */
    public HttpResponse<String> json(String method, String path, String body) {
        return with("Content-Type", "application/json").send(path, method, body);
    }

    /** Anything; {@code body} may be null. */
    public HttpResponse<String> send(String path, String method, String body) {
        var request = HttpRequest.newBuilder(URI.create(url + path)).method(method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Any address, well-formed or not, byte by byte. */
    RawHttp.Answer raw(String method, String address) {
        var request =
                new StringBuilder(method + " " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (int i = 0; i < headers.size(); i += 2) {
            request.append(headers.get(i)).append(": ").append(headers.get(i + 1)).append("\r\n");
        }
        return RawHttp.exchange(URI.create(url).getPort(), request + "\r\n");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
