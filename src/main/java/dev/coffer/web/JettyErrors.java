package dev.coffer.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * The answers that Jetty gives before a request reaches us (a malformed one, an address or header that is too long):
 * the same headers as everywhere, and a sentence that reflects nothing; for the API as a problem (RFC 9457), for
 * clients of the KV v2 shape as its errors.
 */
public final class JettyErrors extends ErrorHandler {
    /** None of the words has anything that JSON writes otherwise. */
    private static final String PROBLEM = "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}";

    private final Headers headers;

    public JettyErrors(Headers headers) {
        this.headers = headers;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var words = ErrorWords.of(response.getStatus());
        headers.each(response.getHeaders()::put);
        String type;
        String body;
        if (VaultErrors.speaksAt(path(request))) {
            type = "application/json";
            body = VaultErrors.of(response.getStatus(), null).json();
        } else if (path(request).startsWith("/api/v1/")) {
            type = "application/problem+json";
            words = ErrorWords.ofProgram(response.getStatus());
            body = PROBLEM.formatted(words.heading(), response.getStatus(), words.text());
        } else {
            type = "text/plain; charset=utf-8";
            body = words.heading() + ". " + words.text() + "\n";
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }

    private static String path(Request request) {
        return Objects.requireNonNullElse(request.getHttpURI().getPath(), "");
    }
}
